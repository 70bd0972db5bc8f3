"""Each parameter of the SimpleEventQuery alone, what AND and OR mean, and what is refused (RE-09, RE-10, RE-11, RE-19).

The numbers are places in the lychee chain (tests/trace/lychee.py): 0 farm lots, 1 cartons, 2 sorting, 3 and 4 pallets,
5 shipped, 6 cold chain, 7 and 8 logger on and off, 9 customs, 10 and 11 received, 12 declared wrong, 13 recall, 14 unpacked.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tests.trace import kit, lychee
from tests.trace.kit import Program
from tests.trace.lychee import answered, captured, vectors
from txng.trace.eventquery.conditions import SIMPLE
from txng.trace.eventquery.masterdata import WITHIN
from txng.trace.eventquery.sensors import SENSORS
from txng.trace.eventquery.things import MATCH

pytestmark = pytest.mark.django_db

PALLET = "urn:epc:id:sscc:9521102.1000000451"
FARM_LOT = "https://id.gs1.org/01/09521101000115/10/BG-L1"
WRONG = "urn:uuid:d76dc8fe-e074-401f-8cf0-6f2b611dbb3a"
RIGHT = "urn:uuid:c362f2bf-e41a-490c-8fec-e187472aaec4"

FOUND: list[tuple[str, str, list[int]]] = [
    ("eventType", "AssociationEvent|TransactionEvent", [7, 8, 9]),
    ("GE_eventTime", "2026-06-03T02:00:00Z", [13, 14]),
    ("LT_eventTime", "2026-06-01T09:05:00+07:00", [0, 2]),
    ("GE_recordTime", "2026-01-01T00:00:00Z", list(range(15))),
    ("LT_recordTime", "2026-01-01T00:00:00Z", []),
    ("EQ_action", "DELETE", [8, 14]),
    ("EQ_bizStep", "urn:epcglobal:cbv:bizstep:unpacking", [14]),
    ("EQ_bizStep", "https://ref.gs1.org/cbv/BizStep-holding", [13]),
    ("EQ_disposition", "active", [0, 1]),
    ("EQ_persistentDisposition_set", "recalled", [13]),
    ("EQ_persistentDisposition_unset", "conformant", [13]),
    ("EQ_persistentDisposition_unset", "recalled", []),
    ("EQ_transformationID", "urn:epc:id:gdti:9521102.00301.TRBG", [2]),
    ("EQ_eventID", WRONG, [10, 12]),
    ("EQ_readPoint", "https://id.gs1.org/414/9521102002033", [3, 4]),
    ("EQ_readPoint", "https://truyxuat.example.vn/414/9521102002033", [3, 4]),
    ("EQ_bizLocation", "urn:epc:id:sgln:9521104.00502.0", [7]),
    ("WD_readPoint", "https://id.gs1.org/414/9521101001013/254/PLOT7", [0]),
    ("WD_bizLocation", "urn:epc:id:sgln:9521101.00101.0", [0]),
    ("MATCH_epc", PALLET, [5, 6]),
    ("MATCH_epc", "https://id.gs1.org/01/09521102000213", [1, 3, 4, 9, 10, 11, 12]),
    ("MATCH_epc", "urn:epc:idpat:sgtin:9521102.*.*", [1, 3, 4, 9, 10, 11, 12]),
    ("MATCH_epc", "urn:epc:idpat:sgtin:9521103.*.*", []),
    ("MATCH_epc", "urn:epc:idpat:sscc:9521102.*", [5, 6]),
    ("MATCH_epc", "urn:epc:idpat:sscc:*.*", [5, 6]),
    ("MATCH_epc", "urn:epc:idpat:giai:9521104.*", [7]),
    ("MATCH_parentID", "urn:epc:idpat:grai:9521104.00601.*", [7, 8]),
    ("MATCH_parentID", f"{PALLET}|urn:epc:id:grai:9521104.00601.CTBG", [3, 7, 8, 9, 14]),
    ("MATCH_inputEPC", PALLET, []),
    ("MATCH_outputEPC", PALLET, []),
    ("MATCH_anyEPC", "https://id.gs1.org/00/195211020000004515", [3, 5, 6, 9, 14]),
    ("MATCH_epcClass", FARM_LOT, [0]),
    ("MATCH_epcClass", "https://id.gs1.org/01/09521102000244", [4]),
    ("MATCH_epcClass", "urn:epc:idpat:sgtin:9521102.000024.*", [4]),
    ("MATCH_epcClass", "urn:epc:class:lgtin:9521102.000022.*", [4, 13]),
    ("MATCH_inputEPCClass", FARM_LOT, [2]),
    ("MATCH_outputEPCClass", "urn:epc:class:lgtin:9521102.000023.BG-L1-B", [2]),
    ("MATCH_anyEPCClass", FARM_LOT, [0, 2]),
    ("EQ_quantity", "24", [4]),
    ("EQ_quantity_KGM", "812.50", [0, 2]),
    ("GT_quantity_KGM", "700", [0, 2]),
    ("GE_quantity_KGM", "812.6", []),
    ("LT_quantity", "24", [4]),
    ("LE_quantity_KGM", "98.75", [2]),
    ("EQ_bizTransaction_po", "urn:epcglobal:cbv:bt:9521103000014:PO-BG-77", [5]),
    ("EQ_bizTransaction_desadv", "urn:epcglobal:cbv:bt:9521103000014:PO-BG-77", []),
    ("EQ_bizTransaction_urn:epcglobal:cbv:btt:pedigree", "https://example.org/vntx/export/BG", [9]),
    ("EQ_source_location", "https://id.gs1.org/414/9521102002026", [5]),
    ("EQ_destination_owning_party", "urn:epc:id:pgln:9521103.00001", [5]),
    ("EXISTS_errorDeclaration", "", [12]),
    ("EXISTS_errorDeclaration", "false", list(range(15))),
    ("GE_errorDeclarationTime", "2026-06-02T09:00:00Z", [12]),
    ("LT_errorDeclarationTime", "2026-06-02T09:00:00Z", []),
    ("GE_errorDeclaration_Time", "2026-06-02T09:00:00Z", [12]),
    ("LT_errorDeclaration_Time", "2026-06-03T09:00:00Z", [12]),
    ("EQ_errorReason", "urn:epcglobal:cbv:er:incorrect_data", [12]),
    ("EQ_correctiveEventID", RIGHT, [12]),
    ("EXISTS_sensorElementList", "1", [6]),
    ("EQ_type", "gs1:RelativeHumidity", [6]),
    ("EQ_type", "https://ref.gs1.org/voc/Humidity", []),
    ("EQ_type", "Temperature", [6]),
    ("EQ_deviceID", "https://id.gs1.org/8004/9521104LOGBG", [6]),
    ("EQ_dataProcessingMethod", "https://example.org/x", []),
    ("EQ_bizRules", "https://example.org/vntx/rules/cold-chain", [6]),
    ("EQ_microorganism", "https://example.org/x", []),
    ("EQ_chemicalSubstance", "https://example.org/x", []),
    ("EQ_stringValue", "x", []),
    ("EQ_booleanValue", "true", []),
    ("EQ_hexBinaryValue", "0F", []),
    ("EQ_uriValue", "https://example.org/x", []),
    ("GE_time", "2026-06-01T17:30:00+07:00", [6]),
    ("LT_time", "2026-06-01T17:30:00+07:00", []),
    ("GE_startTime", "2026-06-01T14:00:00+07:00", [6]),
    ("LT_startTime", "2026-06-01T14:00:00+07:00", []),
    ("GE_endTime", "2026-06-01T18:00:01+07:00", []),
    ("LT_endTime", "2026-06-01T18:00:01+07:00", [6]),
    ("EQ_value_A93", "88.4", [6]),
    ("GT_value_CEL", "9.1", []),
    ("GE_value_CEL", "9.1", [6]),
    ("LT_minValue_CEL", "3.3", [6]),
    ("LE_meanValue_CEL", "4.75", [6]),
    ("GE_sDev_CEL", "0.6", []),
    ("GE_percValue_CEL", "0", []),
    ("GE_percRank", "0", []),
    ("EQ_ILMD_vntx:lotNumber", "BG-L2|BG-L1", [0, 1]),
    ("EXISTS_ILMD_vntx:bestBefore", "true", [1]),
    ("GE_ILMD_vntx:bestBefore", "2026-06-15", [1]),
    ("GT_ILMD_vntx:bestBefore", "2026-06-15", []),
    ("EQ_ILMD_https://example.org/vntx/cropName", "Vải thiều", [0]),
    ("EXISTS_vntx:recallNotice", "true", [13]),
    ("EXISTS_INNER_vntx:recallNotice", "true", []),
    ("EXISTS_INNER_vntx:level", "true", [13]),
    ("EQ_INNER_vntx:number", "TH-BG-01", [13]),
    ("EQ_vntx:number", "TH-BG-01", []),
    ("EQ_INNER_vntx:reason", "residue > MRL", [13]),
    ("GE_INNER_vntx:level", "2", [13]),
    ("GT_INNER_vntx:level", "2", []),
    ("EXISTS_INNER_ILMD_vntx:lotNumber", "true", []),
    ("EXISTS_ERROR_DECLARATION_vntx:by", "true", []),
    ("EXISTS_SENSORELEMENT_vntx:x", "true", []),
    ("EXISTS_SENSORMETADATA_vntx:x", "true", []),
    ("EXISTS_INNER_SENSORREPORT_vntx:x", "true", []),
    ("EQ_readPoint_vntx:x", "1", []),
    ("EQ_INNER_bizLocation_vntx:x", "1", []),
]  # fmt: skip


def ask(program: Program, query: Any) -> list[int]:
    """Places in the chain, in the order of the answer."""
    answer = program.get("/epcis/events?perPage=100&" + urlencode(query))
    where = [lychee.key(event) for event in vectors()["dataset"]]
    return [where.index(key) for key in answered(answer)]


def test_re_09_each_parameter_alone(lanh_program: Program) -> None:
    captured(lanh_program)
    wrong = []
    for name, value, places in FOUND:
        if (found := sorted(ask(lanh_program, [(name, value)]))) != places:
            wrong.append(f"{name}={value}: {found}, not {places}")
    assert wrong == []
    known = {*SIMPLE, *MATCH, *WITHIN, *SENSORS}
    assert known - {name for name, _, _ in FOUND} == set(), "a parameter nobody tried"


RICH = {
    "@context": [kit.CONTEXT, {"vntx": lychee.VNTX}],
    "readPoint": {"id": "https://id.gs1.org/414/8930000000002", "vntx:gate": {"vntx:lane": "B"}},
    "bizLocation": {"id": "https://id.gs1.org/414/8930000000002", "vntx:hall": 7},
    "vntx:count": [3, 11],
    "vntx:seenAt": "2026-09-21T03:00:00Z",
    "vntx:broken": "2026-99-99T99:00:00Z",
    "ilmd": {"vntx:outer": {"vntx:deep": {"vntx:deeper": "found"}}},
    "action": "ADD",
    "sensorElementList": [
        {
            "sensorMetadata": {
                "time": "2026-09-21T01:00:00Z",
                "dataProcessingMethod": "https://example.org/method/1",
                "vntx:probe": {"vntx:maker": "ACME"},
            },
            "sensorReport": [
                {"type": "Temperature", "value": 5, "uom": "CEL", "vntx:raw": "FF"},
                {"type": "RelativeHumidity", "percRank": 95, "percValue": 12.5, "uom": "P1"},
                {
                    "type": "Temperature",
                    "microorganism": "https://www.ncbi.nlm.nih.gov/taxonomy/1126011",
                    "booleanValue": False,
                },
                {
                    "type": "Temperature",
                    "chemicalSubstance": "https://identifiers.org/inchikey:CZMRCDWAGMRECN",
                    "stringValue": "clear",
                },
                {"type": "Illuminance", "hexBinaryValue": "0F", "uriValue": "https://example.org/lux"},
            ],
            "vntx:element": "first",
        }
    ],
}
RICH_FOUND = [
    ("EQ_readPoint_vntx:gate", "B", False), ("EQ_INNER_readPoint_vntx:lane", "B", True),
    ("EQ_readPoint_INNER_vntx:lane", "B", True), ("EQ_bizLocation_vntx:hall", "7.0", True),
    ("GT_bizLocation_vntx:hall", "7", False), ("GE_vntx:count", "11", True), ("GT_vntx:count", "11", False),
    ("EQ_vntx:count", "3", True), ("GE_vntx:seenAt", "2026-09-21T10:00:00+07:00", True),
    ("GT_vntx:seenAt", "2026-09-21T10:00:00+07:00", False), ("GE_vntx:broken", "2026-09-21T10:00:00Z", False),
    ("EXISTS_INNER_ILMD_vntx:deeper", "1", True), ("EQ_INNER_ILMD_vntx:deeper", "found", True),
    ("EXISTS_ILMD_vntx:deeper", "1", False), ("EXISTS_INNER_vntx:deeper", "1", False),
    ("EQ_SENSORELEMENT_vntx:element", "first", True), ("EXISTS_SENSORMETADATA_vntx:probe", "1", True),
    ("EQ_INNER_SENSORMETADATA_vntx:maker", "ACME", True), ("EQ_SENSORREPORT_vntx:raw", "FF", True),
    ("EQ_microorganism", "https://www.ncbi.nlm.nih.gov/taxonomy/1126011", True),
    ("EQ_chemicalSubstance", "https://identifiers.org/inchikey:CZMRCDWAGMRECN", True),
    ("EQ_booleanValue", "false", True), ("EQ_booleanValue", "true", False), ("EQ_stringValue", "clear", True),
    ("EQ_hexBinaryValue", "0F", True), ("EQ_uriValue", "https://example.org/lux", True),
    ("EQ_dataProcessingMethod", "https://example.org/method/1", True), ("GE_percRank", "95", True),
    ("LT_percRank", "95", False), ("LE_percValue_P1", "12.5", True),
    # RE-19: the same in other units.
    ("GE_value_FAH", "41", True), ("GT_value_FAH", "41", False), ("EQ_value_KEL", "278.15", True),
    ("EQ_quantity_TNE", "0.1205", True), ("GE_quantity_GRM", "120500", True), ("GT_quantity_GRM", "120500", False),
    ("GE_quantity_LTR", "1", False),
]  # fmt: skip


def test_re_09_and_re_19_extensions_sensors_and_units(lanh_program: Program) -> None:
    lot = {"quantityList": [{"epcClass": FARM_LOT, "quantity": 120.5, "uom": "KGM"}]}
    answer = lanh_program.post("/epcis/events", kit.observed(1) | RICH | lot)
    assert answer.status_code == 201, answer.content
    wrong = []
    for name, value, hit in RICH_FOUND:
        if len(answered(lanh_program.get(f"/epcis/events?{urlencode([(name, value)])}"))) != int(hit):
            wrong.append(f"{name}={value}")
    assert wrong == []


def test_re_10_parameters_are_anded_and_the_values_of_one_are_ored(lanh_program: Program) -> None:
    captured(lanh_program)
    both = [("EQ_bizStep", "packing|shipping"), ("EQ_action", "ADD")]
    assert sorted(ask(lanh_program, both)) == [3, 4]
    assert sorted(ask(lanh_program, [("EQ_bizStep", "packing"), ("EQ_bizStep", "shipping")])) == [3, 4, 5]
    assert ask(lanh_program, [("MATCH_parentID", PALLET), ("MATCH_epc", PALLET)]) == []
    here, other = quote(FARM_LOT, safe=""), quote("urn:epc:id:sgtin:9521102.000021.1000", safe="")
    assert len(answered(lanh_program.get(f"/epcis/events?MATCH_anyEPC={other}%7C{here}"))) == 3


def test_re_11_order_and_limits(lanh_program: Program) -> None:
    captured(lanh_program)
    oldest = [("orderBy", "eventTime"), ("orderDirection", "ASC")]
    newest_first = ask(lanh_program, [("orderBy", "eventTime")])
    assert (newest_first[0], newest_first[-1]) == (13, 0)
    assert sorted(ask(lanh_program, [("orderBy", "recordTime")])) == list(range(15))
    assert ask(lanh_program, [*oldest, ("eventCountLimit", "3")]) == [0, 2, 1]
    assert len(ask(lanh_program, [("maxEventCount", "15")])) == 15
    by_number = [("orderBy", "vntx:rank"), ("orderDirection", "ASC"), ("GE_eventTime", "2026-09-01T00:00:00Z")]
    for number, rank in enumerate((10, 9, "x", None), 50):
        extra = {} if rank is None else {"vntx:rank": rank}
        event = kit.observed(number, **extra) | {"@context": RICH["@context"]}
        assert lanh_program.post("/epcis/events", event).status_code == 201
    found = answered(lanh_program.get("/epcis/events?" + urlencode(by_number)))
    assert [int(key[-2:]) for key, _ in found] == [53, 52, 51, 50]
    pages = walk(lanh_program, "/epcis/events?perPage=1&" + urlencode(by_number))
    assert [int(key[-2:]) for key, _ in pages] == [53, 52, 51, 50]


def walk(program: Program, path: str) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    while path:
        answer = program.get(path)
        found += answered(answer)
        link = answer.headers.get("Link", "")
        path = link[1 : link.index(">")] if link else ""
    return found


def test_re_11_a_limit_holds_over_all_pages(lanh_program: Program) -> None:
    captured(lanh_program)
    assert len(walk(lanh_program, "/epcis/events?perPage=2&orderBy=eventTime&eventCountLimit=5")) == 5


REFUSED = [
    "foo=1", "EQ_foo=1", "EQ_unknown:name=1", "EQ_vntx:=1", "EXISTS_sensor=1", "eventType=Event", "EQ_action=add",
    "EQ_bizStep=flying", "EQ_bizStep=", "EQ_disposition=here", "GE_eventTime=2026-06-01", "GE_eventTime=now",
    "LT_recordTime=1", "GE_eventTime=2026-06-01T00:00:00Z%7C2026-06-02T00:00:00Z", "MATCH_epc=abc",
    "MATCH_epc=urn:epc:idpat:sgtin:*.000021.*", "MATCH_epc=urn:epc:idpat:sgtin:9521102.00002.*",
    "MATCH_epc=urn:epc:idpat:sgtin:9521102.*", "MATCH_epc=urn:epc:idpat:nothing:1.*", "GT_quantity=much",
    "GT_quantity=1%7C2", "EQ_quantity=1e999999999", "EQ_bizTransaction_bill=x", "EQ_source_=x", "orderDirection=UP",
    "orderBy=weight", "eventCountLimit=5", "eventCountLimit=0&orderBy=eventTime", "maxEventCount=-1",
    "maxEventCount=x", "EXISTS_errorDeclaration=maybe", "EQ_booleanValue=perhaps", "GT_ILMD_vntx:lotNumber=abc",
    "HASATTR_weather=cbvmda:name", "EQ_ATTR_readPoint=x", "perPage=0", "perPage=x", "nextPageToken=x",
    "GE_value_CELSIUS=1", "WD_readPoint=here", "GT_INNER_=1",
]  # fmt: skip


def test_re_11_and_re_16_what_nobody_knows_is_refused(lanh_program: Program) -> None:
    captured(lanh_program)
    for query in REFUSED:
        answer = lanh_program.get(f"/epcis/events?{query}")
        assert answer.status_code == 400, query
        assert answer.json()["type"] == "epcisException:QueryParameterException", query
