"""Whatever comes in, only our own error goes out; and whatever is read can be written and read again."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.gs1.epcis.events import CONTEXT, GOOD, SENSOR, document, dumped, event, read, xml, xml_event
from tests.gs1.epcis.test_epcis_hash import RICH
from tests.gs1.epcis.test_epcis_xml import FULL_2, ONE_TWO
from tests.sizes import WHOLE
from txng.gs1 import epcis
from txng.gs1.check_characters import check_digit
from txng.gs1.epcis import identifiers

SOURCES = st.sampled_from([epcis.STRICT, epcis.STANDARD, epcis.LIBERAL])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
NAMES = st.sampled_from(
    [
        *(key for good in GOOD.values() for key in good),
        *("type", "@context", "vntx:x", "x", "", ":", "urn:x", "{a}b", "@value", "id", "quantity", "sensorReport"),
        *("errorDeclaration", "sensorElementList", "persistentDisposition", "certificationInfo", "eventID"),
    ]
)
ANY = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(max_size=8), inner, max_size=4)
)


def judge(read_it: Any, data: bytes, source: epcis.Source) -> list[epcis.Event]:
    try:
        found = read_it(data, source=source)
    except epcis.EpcisError as refused:
        assert refused.faults and all(fault.layer in epcis.LAYERS and fault.message for fault in refused.faults)
        return []
    assert all(found.errors.values())
    for one in found.events:
        use(one, source)
    return list(found.events)


def use(one: epcis.Event, source: epcis.Source) -> None:
    """Everything the platform asks of an accepted event."""
    normal = one.as_json()
    epcis.event_hash(one)
    epcis.event_hash(one, "2.1")
    list(one.things())
    assert one.event_time.tzinfo
    assert (one.epcs, one.quantities, one.sources, one.biz_transactions, one.ilmd) is not None
    assert (one.read_point, one.biz_location, one.error_declaration, one.record_time) is not None
    stored = epcis.Event.from_json(json.loads(epcis.dumps(normal)))
    assert json.loads(epcis.dumps(stored.as_json())) == json.loads(epcis.dumps(normal))
    again = epcis.read_json(epcis.write_json([one]), source=epcis.LIBERAL)
    assert not again.errors, again.faults
    assert epcis.fingerprint(again.events[0]) == epcis.fingerprint(one)
    again = epcis.read_xml(epcis.write_xml([one]), source=epcis.LIBERAL)
    assert not again.errors, again.faults


@settings(max_examples=300 if WHOLE else 60, deadline=None)
@given(st.binary(max_size=300), SOURCES)
def test_ep_17_random_bytes(data: bytes, source: epcis.Source) -> None:
    judge(epcis.read_json, data, source)
    judge(epcis.read_xml, data, source)


@settings(max_examples=300 if WHOLE else 60, deadline=None)
@given(ANY, SOURCES)
def test_ep_17_random_json(value: Any, source: epcis.Source) -> None:
    judge(epcis.read_json, dumped(value), source)
    judge(epcis.read_json, dumped(document(value) if isinstance(value, dict) else value), source)


@settings(max_examples=500 if WHOLE else 100, deadline=None)
@given(st.data(), SOURCES)
def test_ep_17_good_documents_with_something_put_in(data: st.DataObject, source: epcis.Source) -> None:
    whole = document(
        json.loads(json.dumps(data.draw(st.sampled_from([RICH, *({"type": k, **GOOD[k]} for k in GOOD)]))))
    )
    for _ in range(data.draw(st.integers(1, 3))):
        holder: Any = whole
        while data.draw(st.integers(0, 9)) and isinstance(holder, (dict, list)) and holder:
            inner = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
            if not isinstance(holder[inner], (dict, list)) or not holder[inner]:
                break
            holder = holder[inner]
        if isinstance(holder, dict):
            holder[data.draw(NAMES | st.text(max_size=6))] = data.draw(ANY)
        else:
            holder.append(data.draw(ANY))
    judge(epcis.read_json, dumped(whole), source)


ELEMENTS = st.sampled_from(
    [
        *("eventTime", "epcList", "epc", "action", "extension", "baseExtension", "quantityList", "quantityElement"),
        *("{https://example.org/vntx/}a", "ilmd", "sensorElementList", "sensorElement", "sensorReport", "set", "id"),
        *("{urn:epcglobal:epcis:xsd:2}action", "ObjectEvent", "EventList", "errorDeclaration", "readPoint", "source"),
    ]
)


@settings(max_examples=500 if WHOLE else 100, deadline=None)
@given(st.data(), SOURCES)
def test_ep_17_good_xml_with_something_put_in(data: st.DataObject, source: epcis.Source) -> None:
    version, body = data.draw(st.sampled_from([(2, FULL_2), (1, ONE_TWO), (2, xml_event())]))
    text = xml(body, version=version).replace(b'xsi:type="xsd:decimal"', b"")
    root = etree.fromstring(text)
    for _ in range(data.draw(st.integers(1, 4))):
        target = data.draw(st.sampled_from(list(root.iter())))
        what = data.draw(st.integers(0, 4))
        words = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="\x7f"), max_size=12)
        if what == 0:
            etree.SubElement(target, data.draw(ELEMENTS)).text = data.draw(words)
        elif what == 1:
            target.text = data.draw(words)
        elif what == 2:
            target.set(
                data.draw(st.sampled_from(["type", "value", "x", "{https://example.org/vntx/}y"])), data.draw(words)
            )
        elif what == 3 and target.getparent() is not None:
            target.getparent().remove(target)
        elif len(target) > 1:
            target.append(target[0])
    judge(epcis.read_xml, etree.tostring(root), source)


LINKS = st.builds(
    lambda key, digits, ai, value: (
        f"https://id.gs1.org/{key}/{digits}{check_digit(digits)}" + (f"/{ai}/{value}" if ai else "")
    ),
    st.sampled_from(["00", "01", "414", "417"]),
    st.text("0123456789", min_size=12, max_size=17),
    st.sampled_from(["", "", "10", "21", "22", "254"]),
    st.text("ABCabc019._~-/", min_size=1, max_size=21),
)


@settings(max_examples=500 if WHOLE else 100, deadline=None)
@given(LINKS | st.sampled_from(["01", "00", "414", "417"]).map(lambda key: f"https://id.gs1.org/{key}/{'0' * 14}"))
def test_ep_13_the_short_way_finds_what_the_long_way_finds(uri: str) -> None:
    assert identifiers.look.__wrapped__(uri) == identifiers.look_closely(uri)


def test_ep_07_lists_and_their_order_survive() -> None:
    first = read(event(sensorElementList=[SENSOR, SENSOR], **{"vntx:a": [3, 1, 2]}), **{"@context": CONTEXT}).events[0]
    for back in (epcis.read_json(epcis.write_json([first])), epcis.read_xml(epcis.write_xml([first]))):
        assert back.events[0].extensions == {"{https://example.org/vntx/}a": [3, 1, 2]}


def test_ep_17_a_field_of_another_type_of_event_is_no_extension() -> None:
    """Whose form nobody had looked at was taken in by the liberal setting, and broke whoever read it."""
    for kind, field in (("AssociationEvent", "quantityList"), ("ObjectEvent", "parentID")):
        for value in (None, [None], 5, {"id": None}):
            found = read(event(kind, **{field: "x"}) | {field: value}, source=epcis.LIBERAL)
            assert [fault.code for fault in found.faults] == ["unknown_field"], (field, value)
    for value in (None, True, {"set": None}, {"set": [5]}, {"id": None}):
        found = read(event("AssociationEvent") | {"persistentDisposition": value}, source=epcis.LIBERAL)
        assert found.errors, value
    kept = read(event("AssociationEvent", persistentDisposition={"set": ["recalled"]}), source=epcis.LIBERAL)
    assert not kept.errors and kept.events[0].persistent_disposition == (("recalled",), ())
