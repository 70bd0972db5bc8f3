"""Every document of the collection judged under every setting, and what is accepted survives every way out."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.epcis import corpus
from txng.gs1 import epcis
from txng.gs1.epcis import cbv, rules

ROWS = corpus.verdicts()
PATHS = [row["path"] for row in ROWS]
READ = [row["path"] for row in ROWS if row["liberal"].startswith("ok")]
CHAIN = "epcis/examples/own-vn-lychee/"
CHAIN_INDEX: list[dict[str, Any]] = corpus.index(CHAIN + "index.json")
DECIDED = Path(corpus.HERE.parents[2] / "docs" / "epcis-quyet-dinh.md")


def test_the_collection_is_complete() -> None:
    assert ["epcis/examples/" + path for path in PATHS] == [one["path"] for one in corpus.examples()]
    assert len(PATHS) == 150


@pytest.mark.parametrize("row", ROWS, ids=PATHS)
def test_ep_02_ep_16_ep_17_every_document_gets_the_verdict_decided_for_it(row: dict[str, str]) -> None:
    path = "epcis/examples/" + row["path"]
    assert {setting: corpus.verdict(path, setting) for setting in corpus.SETTINGS} == {
        setting: row[setting] for setting in corpus.SETTINGS
    }


@pytest.mark.parametrize("row", [row for row in ROWS if row["intent"] == "invalid"], ids=lambda row: row["path"])
def test_ep_02_each_invalid_document_is_refused_by_the_schema_layer(row: dict[str, str]) -> None:
    assert row["strict"].startswith("schema/") and row["standard"].startswith("schema/")


def test_ep_16_what_both_sides_call_valid_is_read_by_some_setting() -> None:
    agreed = [row for row in ROWS if row["intent"].startswith("valid") and row["official"] == "valid"]
    assert len(agreed) == 79
    left = [row["path"] for row in agreed if not row["liberal"].startswith("ok")]
    assert left == ["openepcis-test-resources/2.0/EPCIS/XML/Query/Queries/SimpleEventQuery.xml"]  # a question
    refused = [row for row in agreed if not row["standard"].startswith("ok") and row["path"] not in left]
    assert len(refused) == 8
    assert all(row["standard"].startswith("identifier/") for row in refused)


def test_ep_16_every_disagreement_is_explained_to_people() -> None:
    text = DECIDED.read_text(encoding="utf-8")
    for row in ROWS:
        verdicts = {row[setting].startswith("ok") for setting in corpus.SETTINGS}
        wanted = row["intent"] != "invalid"
        if verdicts != {wanted}:
            assert Path(row["path"]).name in text, row["path"]
    for name, meaning in epcis.DEVIATIONS.items():
        assert f"`{name}`" in text, meaning


def expected(sent: dict[str, Any]) -> dict[str, Any]:
    """The sender's JSON with its CBV words bare: all that reading may change."""
    sent = {key: value for key, value in sent.items() if key != "@context"}
    rules.respell(sent)
    return sent


def sent_events(path: str) -> list[dict[str, Any]]:
    whole = json.loads(corpus.data(path).decode("utf-8-sig"), parse_float=Decimal)
    if isinstance(whole, list):
        return whole
    body = whole.get("epcisBody")
    if body is None:
        return [whole]
    found = body.get("eventList", body.get("queryResults", {}).get("resultsBody", {}).get("eventList"))
    return found if found is not None else [body["event"]]


@pytest.mark.parametrize("path", [path for path in READ if not path.endswith(".xml")])
def test_ep_01_ep_07_json_comes_back_as_it_was_sent(path: str) -> None:
    path = "epcis/examples/" + path
    found = corpus.read(path, epcis.LIBERAL)
    for event, sent in zip(found.events, sent_events(path), strict=True):
        back = event.as_json(identifiers="sent", prefixes=event.prefixes)
        back.pop("@context", None)
        wanted = expected(sent)
        assert same_names(back) == same_names(wanted)


def same_names(value: Any) -> Any:
    """Keys by their local name: which prefix stands for a namespace is another test's matter."""
    if isinstance(value, dict):
        return sorted(
            ((key.rpartition(":")[2].rpartition("/")[2], same_names(inner)) for key, inner in value.items()),
            key=repr,
        )
    return [same_names(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", READ)
@pytest.mark.parametrize("syntax", ["json", "xml"])
def test_ep_04_ep_05_ep_07_what_is_read_is_written_and_read_again(path: str, syntax: str) -> None:
    found = corpus.read("epcis/examples/" + path, epcis.LIBERAL)
    if syntax == "json":
        back = epcis.read_json(epcis.write_json(found.events, master_data=found.master_data), source=epcis.LIBERAL)
    else:
        back = epcis.read_xml(epcis.write_xml(found.events, master_data=found.master_data), source=epcis.LIBERAL)
    assert back.errors == {}
    assert [event.as_json() for event in back.events] == [event.as_json() for event in found.events]
    assert [epcis.fingerprint(event) for event in back.events] == [epcis.fingerprint(event) for event in found.events]
    assert back.master_data == found.master_data
    stored = [epcis.Event.from_json(json.loads(epcis.dumps(event.as_json()))) for event in found.events]
    assert stored == found.events
    for ver in ("2.0", "2.1"):
        # Hash by hash, but where XML writes urn:epcglobal:cbv:mda and JSON adds a colon to it.
        pairs = [
            (epcis.event_hash(one, ver), epcis.event_hash(two, ver))
            for one, two in zip(found.events, back.events, strict=True)
            if "urn:epcglobal:cbv:mda" not in epcis.prehash(one)
        ]
        assert [one for one, _ in pairs] == [two for _, two in pairs]


def chain(name: str) -> epcis.Document:
    return corpus.read(CHAIN + name, epcis.STRICT)


@pytest.mark.parametrize("entry", CHAIN_INDEX, ids=[entry["name"] for entry in CHAIN_INDEX])
def test_ep_06_three_syntaxes_one_normal_form_one_hash(entry: dict[str, Any]) -> None:
    wanted = chain(entry["json"]).events
    assert wanted
    for other in (entry["xml20"], entry["xml12"]):
        if other:
            found = chain(other).events
            assert [event.as_json(untyped=True) for event in found] == [event.as_json(untyped=True) for event in wanted]
    for name in (entry["json"], entry["xml20"], entry["xml12"]):
        if name:
            events = chain(name).events
            assert [epcis.event_hash(event) for event in events] == entry["hashes"]
            assert [epcis.event_hash(event, "2.1") for event in events] == entry["hashes_cbv21"]
            assert [epcis.prehash(event) for event in events] == entry["prehashes"]


def test_ep_01_the_collections_hold_all_five_types() -> None:
    seen = {event.type for path in READ for event in corpus.read("epcis/examples/" + path, epcis.LIBERAL).events}
    assert set(epcis.EVENT_TYPES) <= seen


def test_ep_09_the_chain_declares_one_event_wrong() -> None:
    first, second, declared = chain("10-error-declaration.jsonld").events
    assert declared.id == first.id and declared.error_declaration is not None
    assert declared.error_declaration.corrective_event_ids == (second.id,)
    assert epcis.event_hash(declared) == epcis.event_hash(first)


def test_ep_12_the_chain_ties_a_logger_to_a_crate_and_frees_it() -> None:
    tied, freed = chain("08-associate-logger.jsonld").events
    assert (tied.type, tied.action, freed.action) == ("AssociationEvent", "ADD", "DELETE")
    assert tied.epcs["parentID"] == freed.epcs["parentID"]


def test_ep_14_every_word_of_every_list_in_every_spelling() -> None:
    for kind, words in cbv.WORDS.items():
        for word in words:
            for spelling in (word, cbv.urn(kind, word), cbv.web_uri(kind, word)):
                assert cbv.bare(kind, spelling) == word


@pytest.mark.parametrize("name", ["tests/querydoc_example01.xml", "tests/EPCISQUERYDOCUMENT_advanced_3.jsonld"])
def test_ep_18_partners_send_master_data_in_the_header(name: str) -> None:
    found = corpus.read("epcis/examples/ift-gftc/" + name, epcis.LIBERAL)
    elements = [element for vocabulary in found.master_data for element in vocabulary.elements]
    assert len(elements) > 5 and all(element.id for element in elements)
    names = {one.id for element in elements for one in element.attributes}
    assert "urn:epcglobal:cbv:mda#informationProvider" in names
