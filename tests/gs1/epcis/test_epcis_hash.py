"""The event hash: what changes it and what does not. GS1's vectors are in tests/conformance/epcis."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.gs1.epcis.events import CONTEXT, FARM, GOOD, ITEM, LOT, SENSOR, document, event, one, read
from txng.gs1 import epcis

RICH = event(
    eventID="urn:uuid:5f0c1f3e-6a1b-4b52-9d4e-0a1b2c3d4e5f",
    recordTime="2026-09-17T06:31:00.000+07:00",
    certificationInfo="https://example.org/cert/1",
    errorDeclaration={"declarationTime": "2026-09-18T06:30:00.000+07:00", "reason": "incorrect_data"},
    readPoint={"id": FARM, "vntx:gate": "2"},
    bizTransactionList=[{"type": "po", "bizTransaction": "urn:x:1"}, {"type": "inv", "bizTransaction": "urn:x:2"}],
    sourceList=[{"type": "location", "source": FARM}],
    destinationList=[{"type": "owning_party", "destination": "https://id.gs1.org/417/9521102001005"}],
    persistentDisposition={"set": ["completeness_verified"], "unset": ["recalled"]},
    sensorElementList=[SENSOR, {"sensorReport": [{"type": "RelativeHumidity", "value": 80, "uom": "P1"}]}],
    **{"vntx:note": "khô", "vntx:deep": {"vntx:x": [1, 2.5, True], "vntx:y": {"vntx:z": "a"}}},
)
LEFT_OUT = ("eventID", "recordTime", "certificationInfo", "errorDeclaration")
EVENTS = [{"type": kind, **GOOD[kind]} for kind in GOOD] + [RICH]


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if path or key not in LEFT_OUT:
                yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, (*path, number))
    else:
        yield path


def changed(sent: dict[str, Any], path: tuple[Any, ...], how: int) -> dict[str, Any] | None:
    """The event with one value changed to another the reader accepts, or None."""
    found = copy.deepcopy(sent)
    holder: Any = found
    for step in path[:-1]:
        holder = holder[step]
    last, value = path[-1], holder[path[-1]]
    if path == ("type",):
        return None
    if isinstance(value, bool):
        holder[last] = not value
    elif isinstance(value, (int, float)):
        holder[last] = value + how
    elif last in ("eventTime", "time", "startTime", "endTime"):
        holder[last] = f"20{10 + how % 15}-01-01T00:00:00.000Z"
    elif last == "eventTimeZoneOffset":
        holder[last] = f"+0{how % 7}:30"
    elif last == "action":
        holder[last] = "OBSERVE" if value == "ADD" else "ADD"
        found.pop("ilmd", None)
    elif last == "uom":
        holder[last] = "GRM"
    elif path[0] == "sensorElementList" and last == "type":
        holder[last] = "Illuminance"
    elif isinstance(value, str):
        holder[last] = f"urn:x:{how}" if ":" in value or path[0] != "vntx:note" else f"{value}{how}"
    return found


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(EVENTS), st.data())
def test_ha_04_changing_any_one_value_changes_the_hash(sent: dict[str, Any], data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(list(leaves(sent))))
    other = changed(sent, path, data.draw(st.integers(1, 90)))
    assume(other is not None and other != sent)
    found = read(sent, other, source=epcis.LIBERAL)
    assert not found.errors
    for ver in ("2.0", "2.1"):
        assert epcis.event_hash(found.events[0], ver) != epcis.event_hash(found.events[1], ver), path


ADDED = [
    ("ObjectEvent", {"epcList": [ITEM, ITEM + "B"]}),
    ("ObjectEvent", {"vntx:more": "1"}),
    ("ObjectEvent", {"vntx:more": ""}),
    ("ObjectEvent", {"vntx:more": {}}),
    ("ObjectEvent", {"readPoint": {"id": FARM, "vntx:gate": "2"}}),
    ("ObjectEvent", {"ilmd": {"vntx:harvestDate": "2026-09-17", "vntx:b": "2"}}),
    ("ObjectEvent", {"persistentDisposition": {"set": ["recalled"]}}),
    ("ObjectEvent", {"sensorElementList": [SENSOR]}),
    ("ObjectEvent", {"sourceList": [{"type": "location", "source": FARM}]}),
    ("AggregationEvent", {"childQuantityList": [{"epcClass": LOT}]}),
    ("TransactionEvent", {"parentID": "https://id.gs1.org/00/195211020000004515"}),
    ("TransformationEvent", {"transformationID": "urn:x:1"}),
    ("AssociationEvent", {"bizLocation": {"id": FARM}}),
]


@pytest.mark.parametrize(("kind", "added"), ADDED)
def test_ha_04_adding_a_field_changes_the_hash(kind: str, added: dict[str, Any]) -> None:
    assert epcis.event_hash(one(kind)) != epcis.event_hash(one(kind, **added))


def shuffled(value: Any, turn: int) -> Any:
    if isinstance(value, dict):
        keys = list(value)
        keys = keys[turn % len(keys) :] + keys[: turn % len(keys)] if keys else keys
        return {key: shuffled(value[key], turn) for key in keys}
    if isinstance(value, list):
        inner = [shuffled(one_, turn) for one_ in value]
        return inner[turn % len(inner) :] + inner[: turn % len(inner)] if inner else inner
    return value


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(EVENTS),
    st.integers(0, 7),
    st.sampled_from([None, 1, 4]),
    st.sampled_from(["vntx", "v", "ext1", "gs1x"]),
    st.dictionaries(st.sampled_from(LEFT_OUT), st.integers(0, 9)),
)
def test_ha_05_what_does_not_count_does_not_change_it(
    sent: dict[str, Any], turn: int, indent: int | None, prefix: str, beside: dict[str, int]
) -> None:
    other = shuffled(sent, turn)
    for name, number in beside.items():
        other[name] = {
            "eventID": f"urn:x:{number}",
            "recordTime": f"2026-10-0{number or 1}T00:00:00Z",
            "certificationInfo": [f"urn:x:cert:{number}"],
            "errorDeclaration": {"declarationTime": f"2026-10-0{number or 1}T00:00:00Z", "vntx:why": "x"},
        }[name]
    context = [CONTEXT[0], {prefix: "https://example.org/vntx/"}]
    text = json.dumps(document(other, **{"@context": context}), indent=indent).replace('"vntx:', f'"{prefix}:')
    first, second = read(sent).events[0], epcis.read_json(text.encode()).events[0]
    for ver in ("2.0", "2.1"):
        assert epcis.event_hash(first, ver) == epcis.event_hash(second, ver)


@pytest.mark.parametrize(
    ("one_way", "other_way"),
    [
        ({"eventTime": "2026-09-17T06:30:00.000+07:00"}, {"eventTime": "2026-09-16T23:30:00Z"}),
        ({"eventTime": "2026-09-16T23:30:00.0005Z"}, {"eventTime": "2026-09-16T23:30:00.001Z"}),
        ({"epcList": [ITEM]}, {"epcList": ["urn:epc:id:sgtin:9521102.000021.A1"]}),
        ({"epcList": [ITEM]}, {"epcList": ["https://truyxuat.example/01/09521102000213/21/A1?17=261231"]}),
        ({"bizStep": "shipping"}, {"bizStep": "urn:epcglobal:cbv:bizstep:shipping"}),
        (
            {"quantityList": [{"epcClass": LOT, "quantity": 10}]},
            {"quantityList": [{"epcClass": LOT, "quantity": 10.0}]},
        ),
        ({"vntx:a": "x"}, {"vntx:a": " x "}),
        ({"vntx:a": "x"}, {"vntx:a": "x", "rdfs:comment": "kiểm tra lại"}),
        ({"vntx:a": "x"}, {"vntx:a": "x", "vntx:b": []}),
    ],
)
def test_ha_05_the_same_in_other_words(one_way: dict[str, Any], other_way: dict[str, Any]) -> None:
    assert epcis.event_hash(one(**one_way)) == epcis.event_hash(one(**other_way))


def test_ha_05_large_numbers_keep_their_digits() -> None:
    first = one(quantityList=[{"epcClass": LOT, "quantity": 12345678901234567890}])
    second = one(quantityList=[{"epcClass": LOT, "quantity": 12345678901234567891}])
    assert epcis.event_hash(first) != epcis.event_hash(second)
    assert "quantity=12345678901234567890" in epcis.prehash(first)


def test_ha_06_a_hash_carries_its_version() -> None:
    found = read(RICH).events[0]
    old, new = epcis.event_hash(found), epcis.event_hash(found, "2.1")
    assert old.endswith("?ver=CBV2.0") and new.endswith("?ver=CBV2.1") and old[:78] != new[:78]
    assert epcis.matches(found, old) is True
    assert epcis.matches(found, new) is True
    assert epcis.matches(found, old[:-1] + "1") is False
    assert epcis.matches(found, "urn:uuid:5f0c1f3e-6a1b-4b52-9d4e-0a1b2c3d4e5f") is None
    with pytest.raises(ValueError, match="no such version"):
        epcis.event_hash(found, "2.2")  # type: ignore[arg-type]


def test_ha_06_what_was_stored_hashes_as_what_was_sent() -> None:
    for sent in EVENTS:
        found = read(sent).events[0]
        stored = json.loads(epcis.dumps(found.as_json()))
        for ver in ("2.0", "2.1"):
            assert epcis.event_hash(epcis.Event.from_json(stored), ver) == epcis.event_hash(found, ver)
        assert epcis.Event.from_json(stored) == found


def test_the_fingerprint_sees_what_the_hash_leaves_out() -> None:
    sensor = [{"sensorReport": [{"type": "Temperature", "bizRules": "urn:x:1"}]}]
    other = [{"sensorReport": [{"type": "Temperature", "bizRules": "urn:x:2"}]}]
    assert epcis.event_hash(one(sensorElementList=sensor)) == epcis.event_hash(one(sensorElementList=other))
    assert epcis.fingerprint(one(sensorElementList=sensor)) != epcis.fingerprint(one(sensorElementList=other))
    assert epcis.fingerprint(one()) != epcis.fingerprint(one(certificationInfo="urn:x:1"))
    assert epcis.fingerprint(one()) == epcis.fingerprint(one(eventID="urn:x:1"))
