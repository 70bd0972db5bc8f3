"""Events judged by the first of their kind say what they would have said for themselves."""

from __future__ import annotations

import copy
import json
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gs1.epcis.events import CONTEXT, FARM, GOOD, ITEM, LOT, PALLET, SENSOR, document, dumped, event
from txng.gs1 import epcis
from txng.gs1.epcis import likes, values
from txng.gs1.epcis.likes import Like

ITEMS = [f"https://id.gs1.org/01/09521102000213/21/A{n}" for n in range(6)]
URNS = [f"urn:epc:id:sgtin:9521102.000021.{n}" for n in range(3)]
PAPER = "urn:epcglobal:cbv:bt:9521102000008:PO-"
# What may stand where something varies: plain, of another spelling, wrong, and of no form at all.
THINGS = [*ITEMS, *URNS, "https://example.org/a b", "urn:uuid:5f0c1f3e-6a1b-4b52-9d4e-0a1b2c3d4e5f", LOT, PALLET,
          "https://id.gs1.org/01/09521102000214/21/A1", "https://dl.example.org/01/09521102000213/10/L1/21/A9",
          "not a uri", "", "https://ví.dụ/1", "urn:epc:id:sgtin:1.2", "x\x00", None, 7]  # fmt: skip
TIMES = ["2026-09-17T06:30:00.000+07:00", "2026-09-17T06:30:00Z", "2026-09-17T06:30:00.5Z", "2026-12-31T23:59:59.999999Z",
         "2026-09-17T06:30:00.120-05:30", "0001-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-09-17T24:00:00Z", "9999-12-31T23:59:59-14:00",
         "2026-09-17T06:30:00.9996Z", "2026-09-17", "2026-09-17T06:30:60Z", "2026-09-17t06:30:00z", 5, None]  # fmt: skip
CLASSES = [LOT, "urn:epc:class:lgtin:9521102.000021.L1", "https://id.gs1.org/01/09521102000213", ITEM, "x", None]
AMOUNTS = [0, 1, 10, 10.0, 2.5, 1e3, -1, 0.1, 12345678901234567890, "5", None]
IDS = ["urn:uuid:5f0c1f3e-6a1b-4b52-9d4e-0a1b2c3d4e5f", "https://example.org/e/1", "ni:///sha-256;ab?ver=CBV2.0",
       "không", "", "urn:x:a'b", None, 3]  # fmt: skip


def spoiled(draw: Any, sent: dict[str, Any]) -> dict[str, Any]:
    """The same kind of event with other values, good and bad, where values vary."""
    found = copy.deepcopy(sent)
    found["eventTime"] = draw(st.sampled_from(TIMES))
    if draw(st.booleans()):
        found["eventID"] = draw(st.sampled_from(IDS))
    for name, value in sent.items():
        if name.endswith(("EPCList", "epcList", "childEPCs")):
            found[name] = draw(st.lists(st.sampled_from(THINGS), max_size=4))
        elif name in ("readPoint", "bizLocation"):
            found[name]["id"] = draw(st.sampled_from([FARM, *THINGS]))
        elif name == "parentID":
            found[name] = draw(st.sampled_from([PALLET, *THINGS]))
        elif name.endswith("uantityList"):
            for part in found[name]:
                part["epcClass"] = draw(st.sampled_from(CLASSES))
                if "quantity" in part:
                    part["quantity"] = draw(st.sampled_from(AMOUNTS))
        elif name in ("bizTransactionList", "sourceList", "destinationList"):
            for part in found[name]:
                of_what = next(key for key in part if key != "type")
                part[of_what] = draw(st.sampled_from([f"{PAPER}{value}", FARM, *THINGS]))
    return found


SHIPPED = event(
    "ObjectEvent",
    action="OBSERVE",
    ilmd=None,
    bizStep="urn:epcglobal:cbv:bizstep:shipping",
    bizTransactionList=[{"type": "po", "bizTransaction": f"{PAPER}1"}, {"bizTransaction": f"{PAPER}2"}],
    sourceList=[{"type": "location", "source": FARM}],
    destinationList=[
        {"type": "urn:epcglobal:cbv:sdt:owning_party", "destination": "https://id.gs1.org/417/9521102001005"}
    ],
    persistentDisposition={"set": ["completeness_verified"]},
    certificationInfo="https://example.org/cert/1",
    quantityList=[{"epcClass": LOT, "quantity": 12, "uom": "KGM"}, {"epcClass": CLASSES[2]}],
)
FOLDED = event("ObjectEvent", readPoint={"id": FARM, "vntx:gate": "2"}, bizStep="vntx:grading")
KINDS = [*({"type": kind, **GOOD[kind]} for kind in GOOD), SHIPPED, FOLDED, event(sensorElementList=[SENSOR])]


def read_at_length(sent: bytes, monkeypatch: pytest.MonkeyPatch) -> epcis.Document:
    with monkeypatch.context() as patch:
        patch.setattr(likes, "MOST", 0)
        return epcis.read_json(sent)


def said(document: epcis.Document) -> list[Any]:
    found: list[Any] = [(position, faults) for position, faults in document.errors.items()]
    for one, place in zip(document.events, document.positions, strict=True):
        found.append(
            (
                place,
                one.tree,
                one.as_json(),
                epcis.event_hash(one),
                epcis.fingerprint(one),
                list(one.things()),
                one.event_time,
                one.path,
                one.warnings,
                one.prefixes,
            )
        )
    return found


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_both_ways_say_the_same_of_any_event(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    sent = dumped(document(kind, *(spoiled(data.draw, kind) for _ in range(3))))
    monkeypatch = pytest.MonkeyPatch()
    assert said(epcis.read_json(sent)) == said(read_at_length(sent, monkeypatch))
    for one in epcis.read_json(sent).events:
        if isinstance(one, Like):
            if not one.id:
                one.name("urn:uuid:00000000-0000-8000-8000-000000000000")
            whole = epcis.Event(one.tree, one.prefixes)
            assert json.loads(one.body(), parse_float=str) == json.loads(epcis.dumps(whole.as_json()), parse_float=str)
            assert one.digest() in epcis.event_hash(whole)


def test_most_of_a_long_document_goes_the_short_way() -> None:
    """Or nothing is gained: every kind of event there is, without fields inside fields and sensors."""
    for kind in KINDS[:-2]:
        found = epcis.read_json(dumped(document(*(kind | {"eventTime": time} for time in TIMES[:4]))))
        assert [isinstance(one, Like) for one in found.events] == [False, True, True, True], kind["type"]


def test_what_is_said_inside_a_field_goes_the_long_way() -> None:
    for kind in (FOLDED, KINDS[-1]):
        found = epcis.read_json(dumped(document(kind, kind)))
        assert not any(isinstance(one, Like) for one in found.events)


def test_a_bad_first_event_condemns_nobody_after_it() -> None:
    first = event(epcList=["urn:epc:id:sgtin:1.2"])
    found = epcis.read_json(dumped(document(first, event(), event())))
    assert list(found.errors) == [0]
    assert found.positions == [1, 2]


def test_a_good_first_event_excuses_nobody_after_it() -> None:
    wrong = event(epcList=["https://id.gs1.org/01/09521102000214/21/A1"])
    found = epcis.read_json(dumped(document(event(), wrong, event(action="GUESS"), event(epcList=[ITEM, ITEM]))))
    assert {place: faults[0].layer for place, faults in found.errors.items()} == {
        1: "identifier",
        2: "schema",
        3: "schema",
    }


def test_words_of_another_context_are_another_kind() -> None:
    """An event with a context of its own is judged for itself."""
    sent = document(event(), event())
    sent["epcisBody"]["eventList"][1]["@context"] = CONTEXT
    found = epcis.read_json(dumped(sent))
    assert [isinstance(one, Like) for one in found.events] == [False, False]
    assert found.events[0] == found.events[1]


def test_an_event_that_is_no_json_makes_the_document_none() -> None:
    sent = dumped(document(event(), event())).replace(b'"ADD"', b'"AD\x01D"', 1)
    with pytest.raises(epcis.EpcisError) as raised:
        epcis.read_json(sent)
    assert raised.value.layer == "syntax"
    assert "column" in raised.value.faults[0].message


_TWO = st.integers(0, 99).map(lambda n: f"{n:02}")


@given(
    st.builds(
        "{}-{}-{}T{}:{}:{}{}".format,
        st.sampled_from(["0001", "1999", "2024", "2026", "9999"]),
        *[st.one_of(_TWO, st.integers(0, 30).map(lambda n: f"{n:02}"))] * 5,
        st.one_of(st.just("Z"), st.builds("{}{}:{}".format, st.sampled_from("+-"), _TWO, _TWO)),
    )
)
@settings(max_examples=400)
def test_times_are_read_as_everywhere_else(text: str) -> None:
    """`_second` goes a short way: the same second, or none, as by values.py."""
    try:
        short = likes._second(text)
    except likes._NotLike:
        short = ""
    assert short == (values.moment(text).astimezone(UTC).isoformat()[:19] if values.is_time(text) else "")
