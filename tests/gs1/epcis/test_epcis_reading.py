"""Reading EPCIS JSON: what is accepted, what is refused, in which layer and where it says so."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from tests.gs1.epcis.events import (
    CONTEXT,
    FARM,
    GOOD,
    ITEM,
    LOT,
    PALLET,
    SENSOR,
    document,
    dumped,
    event,
    faults,
    one,
    read,
)
from txng.gs1 import epcis


@pytest.mark.parametrize("kind", GOOD)
def test_ep_01_every_type_comes_back_with_every_field(kind: str) -> None:
    sent = event(
        kind,
        eventID="urn:uuid:5f0c1f3e-6a1b-4b52-9d4e-0a1b2c3d4e5f",
        recordTime="2026-09-17T06:31:00.000+07:00",
        certificationInfo="https://example.org/cert/1",
        disposition="in_progress",
        readPoint={"id": FARM, "vntx:gate": "2"},
        bizLocation={"id": FARM},
        bizTransactionList=[{"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:9521102000008:PO-1"}],
        sourceList=[{"type": "owning_party", "source": "https://id.gs1.org/417/9521102001005"}],
        destinationList=[{"type": "location", "destination": FARM}],
        sensorElementList=[SENSOR],
        **{"vntx:note": "khô"},
    )
    found = read(sent)
    assert found.errors == {}
    back = found.events[0].as_json(identifiers="sent", prefixes={"https://example.org/vntx/": "vntx"})
    back.pop("@context")
    assert back == json.loads(json.dumps(sent), parse_float=Decimal)


def test_ep_01_what_an_event_says_is_at_hand() -> None:
    found = one(
        "TransformationEvent",
        transformationID="urn:epc:id:gdti:9521102.00301.TRBG",
        sourceList=[{"type": "owning_party", "source": "urn:epc:id:pgln:9521102.00100"}],
        persistentDisposition={"set": ["completeness_verified"]},
        **{"vntx:note": "khô"},
    )
    assert found.event_time.isoformat() == "2026-09-17T06:30:00+07:00"
    assert found.epcs == {"outputEPCList": (ITEM,)}
    assert found.quantities == {"inputQuantityList": (epcis.Quantity(LOT, 10, "KGM"),)}
    assert found.transformation_id == "https://id.gs1.org/253/9521102003016TRBG"
    assert found.sources == (epcis.Typed("owning_party", "https://id.gs1.org/417/9521102001005"),)
    assert found.persistent_disposition == (("completeness_verified",), ())
    assert found.extensions == {"{https://example.org/vntx/}note": "khô"}
    assert [(thing.role, thing.is_class) for thing in found.things()] == [
        ("outputEPCList", False),
        ("inputQuantityList", True),
    ]


DEFECTS: list[tuple[str, dict[str, Any], str, str]] = [
    # event type, changes, pointer inside the event, code
    ("ObjectEvent", {"eventTime": None}, "/eventTime", "missing"),
    ("ObjectEvent", {"eventTimeZoneOffset": None}, "/eventTimeZoneOffset", "missing"),
    ("ObjectEvent", {"action": None}, "/action", "missing"),
    ("ObjectEvent", {"action": "add"}, "/action", "unknown_word"),
    ("ObjectEvent", {"type": "SensorEvent"}, "/type", "unknown_word"),
    ("ObjectEvent", {"bizStep": "transforming"}, "/bizStep", "unknown_word"),
    ("ObjectEvent", {"disposition": "in_transport"}, "/disposition", "unknown_word"),
    ("ObjectEvent", {"epcList": [ITEM, ITEM]}, "/epcList", "repeated"),
    ("ObjectEvent", {"epcList": "x"}, "/epcList", "type"),
    ("ObjectEvent", {"quantityList": [{"quantity": 1}]}, "/quantityList/0/epcClass", "missing"),
    ("ObjectEvent", {"quantityList": [{"epcClass": LOT, "quantity": "10"}]}, "/quantityList/0/quantity", "type"),
    ("ObjectEvent", {"quantityList": [{"epcClass": LOT, "uom": "kg"}]}, "/quantityList/0/uom", "format"),
    ("ObjectEvent", {"quantityList": [{"epcClass": LOT, "weight": 3}]}, "/quantityList/0/weight", "unknown_field"),
    ("ObjectEvent", {"readPoint": {}}, "/readPoint/id", "missing"),
    ("ObjectEvent", {"bizTransactionList": [{"type": "po"}]}, "/bizTransactionList/0/bizTransaction", "missing"),
    ("ObjectEvent", {"sourceList": [{"source": FARM}]}, "/sourceList/0/type", "missing"),
    ("ObjectEvent", {"sourceList": [{"type": "place", "source": FARM}]}, "/sourceList/0/type", "unknown_word"),
    ("ObjectEvent", {"destinationList": [{"type": "location"}]}, "/destinationList/0/destination", "missing"),
    ("ObjectEvent", {"lotNumber": "1"}, "/lotNumber", "unknown_field"),
    ("ObjectEvent", {"ilmd": {"lotNumber": "1"}}, "/ilmd/lotNumber", "unknown_field"),
    ("ObjectEvent", {"parentID": PALLET}, "/parentID", "unknown_field"),
    ("ObjectEvent", {"errorDeclaration": {}}, "/errorDeclaration/declarationTime", "missing"),
    ("ObjectEvent", {"persistentDisposition": {"set": []}}, "/persistentDisposition/set", "empty"),
    ("ObjectEvent", {"sensorElementList": [{}]}, "/sensorElementList/0/sensorReport", "missing"),
    ("ObjectEvent", {"sensorElementList": [{"sensorReport": []}]}, "/sensorElementList/0/sensorReport", "empty"),
    ("ObjectEvent", {"epcList": None, "quantityList": None}, "", "nothing"),
    ("AggregationEvent", {"childEPCs": None}, "", "nothing"),
    ("AggregationEvent", {"childEPCs": []}, "", "nothing"),
    ("AggregationEvent", {"persistentDisposition": {"set": ["recalled"]}}, "/persistentDisposition", "unknown_field"),
    ("TransactionEvent", {"bizTransactionList": []}, "/bizTransactionList", "empty"),
    ("TransactionEvent", {"bizTransactionList": None}, "/bizTransactionList", "missing"),
    ("TransactionEvent", {"epcList": None}, "", "nothing"),
    ("TransformationEvent", {"outputEPCList": None}, "", "nothing"),
    ("TransformationEvent", {"action": "ADD"}, "/action", "unknown_field"),
    ("AssociationEvent", {"parentID": None}, "/parentID", "missing"),
    ("AssociationEvent", {"childEPCs": None}, "", "nothing"),
]


@pytest.mark.parametrize(("kind", "changes", "where", "code"), DEFECTS)
def test_ep_02_each_defect_is_refused_with_its_place(kind: str, changes: dict[str, Any], where: str, code: str) -> None:
    found = read(event(), event(kind, **changes), event())
    assert [event.type for event in found.events] == ["ObjectEvent", "ObjectEvent"]
    assert found.positions == [0, 2]
    assert [(fault.layer, fault.path, fault.code) for fault in found.errors[1]] == [
        ("schema", f"/epcisBody/eventList/1{where}", code)
    ]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"@context": None}, "/@context"),
        ({"schemaVersion": None}, "/schemaVersion"),
        ({"schemaVersion": 2.0}, "/schemaVersion"),
        ({"schemaVersion": "two"}, "/schemaVersion"),
        ({"creationDate": "yesterday"}, "/creationDate"),
        ({"epcisBody": None}, "/epcisBody"),
        ({"epcisBody": {}}, "/epcisBody/eventList"),
        ({"epcisBody": {"eventList": {}}}, "/epcisBody/eventList"),
        ({"note": "x"}, "/note"),
        ({"type": "EPCISQueryDocument"}, "/epcisBody/queryResults"),
    ],
)
def test_ep_02_a_bad_envelope_is_refused_as_a_whole(changes: dict[str, Any], where: str) -> None:
    with pytest.raises(epcis.EpcisError) as refused:
        epcis.read_json(dumped(document(event(), **changes)))
    assert refused.value.layer == "schema"
    assert where in [fault.path for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    [
        ({"eventTime": "2026-09-17T06:30:00"}, "/eventTime", "time"),
        ({"eventTime": "2026-09-17"}, "/eventTime", "time"),
        ({"eventTime": "2026-02-30T06:30:00Z"}, "/eventTime", "time"),
        ({"eventTime": "2026-09-17T24:00:00Z"}, "/eventTime", "time"),
        ({"eventTime": "2026-09-17T06:30:00+25:00"}, "/eventTime", "time"),
        ({"eventTime": "2026-09-17T06:30Z"}, "/eventTime", "time"),
        ({"eventTime": "9999-12-31T23:59:59-14:00"}, "/eventTime", "time"),
        ({"eventTime": 1758065400}, "/eventTime", "type"),
        ({"recordTime": "now"}, "/recordTime", "time"),
        ({"eventTimeZoneOffset": "Z"}, "/eventTimeZoneOffset", "format"),
        ({"eventTimeZoneOffset": "+7:00"}, "/eventTimeZoneOffset", "format"),
        ({"eventTimeZoneOffset": "+14:30"}, "/eventTimeZoneOffset", "format"),
        ({"eventID": "event 1"}, "/eventID", "uri"),
        ({"eventID": "_:event1"}, "/eventID", "uri"),
        ({"epcList": ["A1"]}, "/epcList/0", "uri"),
        ({"readPoint": {"id": "Vườn 7"}}, "/readPoint/id", "uri"),
        ({"certificationInfo": "VietGAP"}, "/certificationInfo", None),
    ],
)
def test_ep_03_formats_are_asserted(changes: dict[str, Any], where: str, code: str | None) -> None:
    found = faults(**changes)
    assert [fault.path for fault in found] == [f"/epcisBody/eventList/0{where}"]
    assert found[0].layer == "schema"
    assert code is None or found[0].code == code


def test_ep_08_extensions_keep_their_namespace_whatever_the_prefix() -> None:
    sent = {
        "vntx:list": ["a", "b"],
        "vntx:nested": {"vntx:deep": {"vntx:deeper": [1, 2.50]}, "plain": True},
        "https://example.org/vntx/whole": "x",
        "gdst:unknown": "kept",
        "vntx:nothing": None,
    }
    first = one(**sent)
    assert first.extensions == {
        "{https://example.org/vntx/}list": ["a", "b"],
        "{https://example.org/vntx/}nested": {
            "{https://example.org/vntx/}deep": {"{https://example.org/vntx/}deeper": [1, Decimal("2.50")]},
            "plain": True,
        },
        "{https://example.org/vntx/}whole": "x",
        "gdst:unknown": "kept",
    }
    renamed = {"v:" + key.split(":", 1)[1] if key.startswith("vntx:") else key: value for key, value in sent.items()}
    renamed["v:nested"] = {"v:deep": {"v:deeper": [1, 2.5]}, "plain": True}
    renamed["ilmd"] = {"v:harvestDate": "2026-09-17"}
    other = read(event(**renamed), **{"@context": [CONTEXT[0], {"v": "https://example.org/vntx/"}]}).events[0]
    assert other == first
    assert epcis.event_hash(other) == epcis.event_hash(first)


def test_ep_08_an_event_may_bring_its_own_context() -> None:
    own = event(**{"@context": [{"own": "https://own.example/"}], "own:field": "1", "vntx:field": "2"})
    found = read(own, event()).events
    assert found[0].extensions == {"{https://own.example/}field": "1", "{https://example.org/vntx/}field": "2"}
    written = json.loads(epcis.write_json(found))
    assert written["@context"][1] == {"own": "https://own.example/", "vntx": "https://example.org/vntx/"}


def test_ep_08_one_prefix_for_two_namespaces_stays_two() -> None:
    one_, two = (
        event(**{"@context": [{"x": space}], "x:field": "1"}) for space in ("https://a.example/", "https://b.example/")
    )
    found = read(one_, two).events
    back = epcis.read_json(epcis.write_json(found)).events
    assert [list(event.extensions) for event in back] == [["{https://a.example/}field"], ["{https://b.example/}field"]]


def test_ep_08_a_prefix_nobody_declared_is_given_no_meaning_by_its_neighbour() -> None:
    nobody = document(event(**{"example:batch": "1", "vntx:deep": [{"other:x": "2"}]}))
    somebody = document(event(**{"example:batch": "1"}), **{"@context": [CONTEXT[0], {"example": "https://e.vn/ns/"}]})
    found = [one for whole in (nobody, somebody) for one in epcis.read_json(json.dumps(whole).encode()).events]
    back = epcis.read_json(epcis.write_json(found, prefixes={"https://e.vn/ns/": "example"})).events
    assert [one.as_json() for one in back] == [one.as_json() for one in found]
    assert back[0].as_json() != back[1].as_json()


def test_ep_08_a_context_cannot_rename_standard_fields() -> None:
    found = read(event(**{"@context": [{"action": "https://evil.example/a", "epcList": "https://evil.example/e"}]}))
    assert found.events[0].action == "ADD"
    assert found.events[0].epcs == {"epcList": (ITEM,)}


def test_ep_09_a_declaration_stands_beside_its_original() -> None:
    original = event(eventID="urn:uuid:d76dc8fe-e074-401f-8cf0-6f2b611dbb3a")
    declared = original | {
        "errorDeclaration": {
            "declarationTime": "2026-09-18T06:30:00.000+07:00",
            "reason": "incorrect_data",
            "correctiveEventIDs": ["urn:uuid:c362f2bf-e41a-490c-8fec-e187472aaec4"],
            "vntx:who": "tổ kiểm tra",
        }
    }
    first, second = read(original, declared).events
    assert first.id == second.id and first != second
    assert first.error_declaration is None
    assert second.error_declaration is not None
    assert second.error_declaration.reason == "incorrect_data"
    assert second.error_declaration.corrective_event_ids == ("urn:uuid:c362f2bf-e41a-490c-8fec-e187472aaec4",)
    assert second.error_declaration.extensions == {"{https://example.org/vntx/}who": "tổ kiểm tra"}
    assert epcis.event_hash(first) == epcis.event_hash(second)


def test_ep_10_sensor_data_keeps_every_attribute_typed() -> None:
    report = {
        "type": "Temperature",
        "exception": "ALARM_CONDITION",
        "deviceID": "https://id.gs1.org/8004/9521104LOGBG",
        "microorganism": "https://www.ncbi.nlm.nih.gov/taxonomy/1126011",
        "chemicalSubstance": "https://identifiers.org/inchikey:CZMRCDWAGMRECN-UGDNZRGBSA-N",
        "value": 4.10,
        "component": "x",
        "stringValue": "007",
        "booleanValue": False,
        "hexBinaryValue": "f0f0",
        "uriValue": "https://example.org/1",
        "minValue": -2,
        "maxValue": 7.5,
        "meanValue": 4,
        "sDev": 0.25,
        "percRank": 50,
        "percValue": 4.2,
        "uom": "CEL",
        "coordinateReferenceSystem": "https://www.opengis.net/def/crs/OGC/1.3/CRS84",
    }
    first = one(sensorElementList=[{"sensorReport": [report]}])
    kept = first.sensor_elements[0]["sensorReport"][0]
    assert kept == json.loads(json.dumps(report), parse_float=Decimal)
    (back,) = epcis.read_xml(epcis.write_xml([first])).events
    assert back == first
    assert back.sensor_elements[0]["sensorReport"][0]["booleanValue"] is False


@pytest.mark.parametrize("name", ["deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "time"])
def test_ep_10_one_thing_is_said_once(name: str) -> None:
    value = "2026-09-17T06:00:00.000+07:00" if name == "time" else "https://example.org/1"
    twice = [{"sensorMetadata": {name: value}, "sensorReport": [{"type": "Temperature", name: value}]}]
    found = faults(sensorElementList=twice)
    assert [(fault.layer, fault.code, fault.path) for fault in found] == [
        ("model", "sensor_twice", f"/epcisBody/eventList/0/sensorElementList/0/sensorReport/0/{name}")
    ]


def test_ep_10_a_measurement_after_its_event_is_flagged_and_strictly_refused() -> None:
    late = [{**SENSOR, "sensorMetadata": {"time": "2026-09-17T06:30:00.001+07:00"}}]
    assert [fault.code for fault in one(sensorElementList=late).warnings] == ["sensor_time"]
    assert [fault.code for fault in faults(sensorElementList=late, source=epcis.STRICT)] == ["sensor_time"]


@pytest.mark.parametrize(
    ("kind", "changes", "allowed"),
    [
        ("ObjectEvent", {"action": "ADD"}, True),
        ("ObjectEvent", {"action": "OBSERVE"}, False),
        ("ObjectEvent", {"action": "DELETE"}, False),
        ("TransformationEvent", {"ilmd": {"vntx:a": "1"}}, True),
        ("AggregationEvent", {"ilmd": {"vntx:a": "1"}}, False),
        ("TransactionEvent", {"ilmd": {"vntx:a": "1"}}, False),
    ],
)
def test_ep_11_ilmd_where_things_begin(kind: str, changes: dict[str, Any], allowed: bool) -> None:
    found = faults(kind, **changes)
    assert [fault.path for fault in found] == ([] if allowed else ["/epcisBody/eventList/0/ilmd"])


def test_ep_12_a_logger_is_tied_to_a_place() -> None:
    found = one("AssociationEvent", parentID="urn:epc:id:sgln:9521101.00101.0")
    assert found.epcs == {"parentID": (FARM,), "childEPCs": ("https://id.gs1.org/8004/9521104LOGBG",)}


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    [
        ({"epcList": [LOT]}, "/epcList/0", "level"),
        ({"epcList": ["urn:epc:idpat:sgtin:9521102.000021.*"]}, "/epcList/0", "level"),
        ({"quantityList": [{"epcClass": ITEM}]}, "/quantityList/0/epcClass", "level"),
        ({"quantityList": [{"epcClass": PALLET}]}, "/quantityList/0/epcClass", "level"),
        ({"epcList": ["https://id.gs1.org/01/09521102000214/21/A1"]}, "/epcList/0", "check_digit"),
        ({"epcList": ["https://id.gs1.org/00/195211020000004516"]}, "/epcList/0", "check_digit"),
        ({"readPoint": {"id": "https://id.gs1.org/414/9521101001014"}}, "/readPoint/id", "check_digit"),
        ({"epcList": ["urn:epc:id:sgtin:9521102.00021.A1"]}, "/epcList/0", "total_digits"),
        ({"epcList": ["urn:epc:id:nothing:9521102.00021.A1"]}, "/epcList/0", "unknown_scheme"),
        ({"epcList": ["https://id.gs1.org/gtin/09521102000213/ser/A1"]}, "/epcList/0", "old_link"),
        ({"sourceList": [{"type": "location", "source": "urn:epc:id:sgln:95.1.0"}]}, "/sourceList/0/source", None),
    ],
)
def test_ep_13_identifiers_fit_their_field_and_their_rules(changes: dict[str, Any], where: str, code: str) -> None:
    found = faults(**changes)
    assert [(fault.layer, fault.path) for fault in found] == [("identifier", f"/epcisBody/eventList/0{where}")]
    assert code is None or found[0].code == code
    assert epcis.read_json(dumped(document(event(**changes))), source=epcis.LIBERAL).errors == {}


@pytest.mark.parametrize(
    "uri",
    [
        "urn:uuid:5f0c1f3e-6a1b-4b52-9d4e-0a1b2c3d4e5f",
        "https://truyxuat.example/t/7K3M9QX2P4VN8RTC",
        "https://shop.example/01/12345678901234/21/x",
        "urn:gdst:example.org:product:lot:class:fishfarm.1",
    ],
)
def test_ep_13_what_is_not_gs1s_stays_letter_for_letter(uri: str) -> None:
    found = one(epcList=[uri], quantityList=[{"epcClass": uri}])
    assert found.as_json()["epcList"] == [uri]
    assert found.as_json()["quantityList"][0]["epcClass"] == uri


@pytest.mark.parametrize(
    ("field", "bare", "spellings"),
    [
        (
            "bizStep",
            "shipping",
            [
                "urn:epcglobal:cbv:bizstep:shipping",
                "https://ref.gs1.org/cbv/BizStep-shipping",
                "http://ref.gs1.org/cbv/BizStep-shipping",
                "https://ns.gs1.org/cbv/BizStep-shipping",
                "cbv:BizStep-shipping",
            ],
        ),
        (
            "disposition",
            "recalled",
            ["urn:epcglobal:cbv:disp:recalled", "https://ref.gs1.org/cbv/Disp-recalled", "cbv:Disp-recalled"],
        ),
    ],
)
def test_ep_14_four_spellings_are_read_and_bare_words_written(field: str, bare: str, spellings: list[str]) -> None:
    wanted = one(**{field: bare})
    for spelling in spellings:
        found = one(**{field: spelling})
        assert found == wanted and not found.warnings
        assert json.loads(epcis.write_json([found]))["epcisBody"]["eventList"][0][field] == bare


def test_ep_14_words_inside_lists_too() -> None:
    spelled = one(
        bizTransactionList=[{"type": "urn:epcglobal:cbv:btt:po", "bizTransaction": "urn:x:1"}],
        sourceList=[{"type": "https://ref.gs1.org/cbv/SDT-location", "source": FARM}],
        persistentDisposition={"set": ["urn:epcglobal:cbv:disp:recalled"], "unset": ["cbv:Disp-active"]},
        sensorElementList=[
            {"sensorReport": [{"type": "https://www.gs1.org/voc/Temperature", "component": "cbv:Comp-x"}]}
        ],
        errorDeclaration={"declarationTime": "2026-09-18T00:00:00Z", "reason": "urn:epcglobal:cbv:er:did_not_occur"},
    ).as_json()
    assert spelled["bizTransactionList"][0]["type"] == "po"
    assert spelled["sourceList"][0]["type"] == "location"
    assert spelled["persistentDisposition"] == {"set": ["recalled"], "unset": ["active"]}
    assert spelled["sensorElementList"][0]["sensorReport"][0] == {"type": "Temperature", "component": "x"}
    assert spelled["errorDeclaration"]["reason"] == "did_not_occur"


def test_ep_14_a_word_gs1_does_not_list_is_kept_and_flagged() -> None:
    found = one(disposition="urn:epcglobal:cbv:disp:loading")
    assert found.disposition == "urn:epcglobal:cbv:disp:loading"
    assert [(fault.layer, fault.code) for fault in found.warnings] == [("vocabulary", "unknown_word")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"\xff\xfe{}", "not_json"),
        (b'{"type": "EPCISDocument",}', "not_json"),
        (b"[" * 100_000, "depth"),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "depth"),
        (b'"\\ud800"', "not_json"),
        (b"NaN", "not_json"),
    ],
)
def test_ep_17_malformed_json_is_one_plain_refusal(data: bytes, code: str) -> None:
    with pytest.raises(epcis.EpcisError) as refused:
        epcis.read_json(data)
    assert (refused.value.layer, refused.value.faults[0].code) == ("syntax", code)


def test_ep_17_a_syntax_error_names_its_line() -> None:
    with pytest.raises(epcis.EpcisError, match=r"line 3, column 3"):
        epcis.read_json(b'{"type":\n "EPCISDocument",\n  oops}')


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"vntx:x": 10**400}, "number"),
        ({"quantityList": [{"epcClass": LOT, "quantity": 10**61}]}, "number"),
        ({"vntx:x": "a\0b"}, "character"),
        ({"vntx:a\0b": 1}, "character"),
    ],
)
def test_ep_17_what_no_database_holds_is_refused(changes: dict[str, Any], code: str) -> None:
    assert [(fault.layer, fault.code) for fault in faults(**changes)] == [("syntax", code)]


def test_ep_17_an_endless_exponent_is_never_written_out() -> None:
    data = dumped(document(event(**{"vntx:x": 4711}))).replace(b"4711", b"1e999999999")
    assert [fault.code for fault in epcis.read_json(data).faults] == ["number"]


def test_ep_17_nesting_in_an_extension_has_a_bottom() -> None:
    deep: Any = "x"
    for _ in range(60):
        deep = {"vntx:d": deep}
    assert [(fault.layer, fault.code) for fault in faults(**{"vntx:x": deep})] == [("syntax", "depth")]


def test_ep_17_limits_are_kept() -> None:
    data = dumped(document(*[event()] * 5))
    assert len(epcis.read_json(data, limits=epcis.Limits(events=5)).events) == 5
    with pytest.raises(epcis.EpcisError, match="more than 4 events"):
        epcis.read_json(data, limits=epcis.Limits(events=4))
    with pytest.raises(epcis.EpcisError, match="larger than 100 bytes"):
        epcis.read_json(data, limits=epcis.Limits(bytes=100))


def test_ep_17_a_huge_bad_event_names_its_first_fault_only() -> None:
    # Two hundred thousand findings, each with a copy of the event, once took all the memory there was.
    assert [fault.code for fault in faults(**{f"k{number}": 1 for number in range(50_000)})] == ["unknown_field"]
    assert len(faults(epcList=[f"x{number}" for number in range(50_000)])) == 1


def test_ep_17_a_context_has_a_bound() -> None:
    with pytest.raises(epcis.EpcisError, match="more than 1000 names"):
        read(event(), **{"@context": [CONTEXT[0], {f"p{number}": f"urn:{number}:" for number in range(2_000)}]})


def test_ep_17_only_the_first_faults_are_listed_but_every_bad_event_is_named() -> None:
    found = read(*[event(action="X", bizStep="y", disposition="z")] * 50)
    assert len(found.errors) == 50
    assert len(found.faults) <= 150
    assert not found.events


def test_ep_19_a_thousand_events_in_one_document() -> None:
    found = read(*[event(eventID=f"urn:uuid:00000000-0000-4000-8000-{number:012d}") for number in range(1000)])
    assert len(found.events) == 1000 and not found.errors
    assert len({epcis.event_hash(event) for event in found.events}) == 1


def test_a_single_event_needs_its_own_context() -> None:
    found = epcis.read_json(dumped({"@context": CONTEXT, **event()}))
    assert (found.kind, len(found.events)) == ("event", 1)
    with pytest.raises(epcis.EpcisError) as refused:
        epcis.read_json(dumped(event()))
    assert refused.value.faults[0].path == "/@context"


def test_a_query_document_names_its_query() -> None:
    written = epcis.write_json([one()], kind="EPCISQueryDocument", query_name="Thu hồi", subscription_id="s1")
    found = epcis.read_json(written, source=epcis.STRICT)
    assert (found.kind, found.query_name, found.subscription_id) == ("EPCISQueryDocument", "Thu hồi", "s1")
    assert found.events == [one()]


def test_somebody_elses_type_of_event_is_carried() -> None:
    found = read(event(type="vntx:WeighingEvent")).events[0]
    assert found.type == "https://example.org/vntx/WeighingEvent"
    for back in (epcis.read_json(epcis.write_json([found])), epcis.read_xml(epcis.write_xml([found]))):
        assert back.events == [found]
