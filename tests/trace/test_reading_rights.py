"""Who sees what, in every path (RE-20): the owner, the agency, a partner, everybody else, and what questions betray."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tests.trace import kit
from tests.trace.kit import Program, observed
from tests.trace.lychee import answered
from txng.access.permissions import Permission
from txng.accounts.acting import actor_of
from txng.kernel.clock import now
from txng.kernel.errors import NotThere, Refusal
from txng.ledger.models import Entry
from txng.trace.actions.share_with_partner import share_with_partner
from txng.trace.actions.stop_sharing import stop_sharing
from txng.trace.models import MasterData
from txng.trace.redaction import INSIDE, TABLE, THINGS, Audience, may_see, shown

pytestmark = pytest.mark.django_db

SERIAL = f"https://id.gs1.org/01/{kit.GTIN}/21/"
HERS = observed(
    1,
    epcList=[f"{SERIAL}A", f"{SERIAL}B"],
    quantityList=[{"epcClass": f"https://id.gs1.org/01/{kit.GTIN}/10/L1", "quantity": 700, "uom": "KGM"}],
    bizLocation={"id": "https://id.gs1.org/414/8930000000002"},
    destinationList=[{"type": "owning_party", "destination": "https://id.gs1.org/417/8930000000002"}],
    bizTransactionList=[{"type": "po", "bizTransaction": "https://example.vn/po/7"}],
    **{"example:price": 42},
) | {"@context": [kit.CONTEXT, {"example": "https://example.vn/ns/"}]}
PLACE = f"/epcis/events/{quote(HERS['eventID'], safe='')}"
HELD = f"/epcis/events?{urlencode({'MATCH_epc': SERIAL + 'A'})}"


def listing(program: Program) -> list[str]:
    return [one for name in ("eventTypes", "epcs", "bizSteps", "bizLocations", "readPoints", "dispositions")
             for one in program.get(f"/epcis/{name}").json()["member"]]  # fmt: skip


def events(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    return list(answer.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"])


@pytest.fixture
def hers(lanh_program: Program) -> Program:
    assert lanh_program.post("/epcis/events", HERS).status_code == 201
    return lanh_program


def test_re_20_nobody_else_can_list_count_or_find_it(hers: Program, khai_program: Program) -> None:
    assert len(listing(hers)) >= 6
    assert listing(khai_program) == []
    assert events(khai_program.get("/epcis/events")) == []
    assert khai_program.get("/epcis/events?maxEventCount=1").status_code == 200
    for path in (PLACE, "/epcis/bizSteps/shipping", "/epcis/bizSteps/shipping/events", "/epcis/eventTypes/ObjectEvent"):
        assert khai_program.get(path).status_code == 404, path
    for query in ("MATCH_epc=urn:epc:idpat:sgtin:*.*.*", f"MATCH_epc=https://id.gs1.org/01/{kit.GTIN}",
                  "EQ_bizStep=shipping", f"EQ_eventID={HERS['eventID']}", "EQ_quantity_KGM=700"):  # fmt: skip
        assert events(khai_program.get(f"/epcis/events?{query}")) == [], query
    khai_program.post("/epcis/queries", {"name": "all", "query": {}})
    assert events(khai_program.get("/epcis/queries/all/events")) == []


def test_re_20_who_holds_the_code_reads_its_public_form(hers: Program, khai_program: Program) -> None:
    thing = quote(f"{SERIAL}A", safe="")
    for path in (HELD, f"/epcis/epcs/{thing}/events"):
        [event] = events(khai_program.get(path))
        assert event.pop("recordTime")
        assert event == {
            "type": "ObjectEvent",
            "eventTime": "2026-09-20T18:00:00.000Z",
            "eventTimeZoneOffset": "+07:00",
            "epcList": [f"{SERIAL}A"],
            "action": "OBSERVE",
            "bizStep": "shipping",
            "disposition": "in_transit",
        }
    assert khai_program.get(f"/epcis/epcs/{thing}").status_code == 200
    assert khai_program.get(HELD, Accept="application/xml").status_code == 200
    assert b"price" not in khai_program.get(HELD, Accept="application/xml").content


@pytest.mark.parametrize(
    "probe",
    [
        {"EQ_destination_owning_party": "https://id.gs1.org/417/8930000000002"},
        {"EQ_bizTransaction_po": "https://example.vn/po/7"},
        {"GE_quantity_KGM": "1"},
        {"EQ_bizLocation": "https://id.gs1.org/414/8930000000002"},
        {"WD_readPoint": "https://id.gs1.org/414/8930000000002"},
        {"EQ_eventID": HERS["eventID"]},
        {"GE_example:price": "1"},
        {"EXISTS_example:price": "1"},
        {"MATCH_anyEPC": "urn:epc:idpat:sgtin:*.*.*"},
        {"HASATTR_readPoint": "https://example.vn/attr"},
    ],
    ids=str,
)
def test_re_20_no_question_betrays_what_is_hidden(hers: Program, khai_program: Program, probe: Any) -> None:
    assert len(events(khai_program.get(HELD))) == 1
    assert events(khai_program.get(f"{HELD}&{urlencode(probe)}")) == []
    if "HASATTR" not in str(probe):
        assert len(events(hers.get(f"{HELD}&{urlencode(probe)}"))) == 1


def test_what_is_hidden_does_not_sort_either(hers: Program, khai_program: Program) -> None:
    for program, count in ((khai_program, 0), (hers, 1)):
        assert len(events(program.get(f"{HELD}&orderBy=example:price"))) == count


def test_re_20_a_partner_sees_it_whole_while_the_grant_lasts(
    hers: Program, khai_program: Program, people: dict[str, Any], organisations: Any
) -> None:
    lanh = actor_of(people["lanh"])
    hers_too = people["lanh"].account.establishment
    share_with_partner(actor=lanh, establishment=hers_too, client=khai_program.key, at=now())
    assert share_with_partner(actor=lanh, establishment=hers_too, client=khai_program.key, at=now()).ended_at is None
    assert events(khai_program.get(HELD)) == events(hers.get(HELD))
    assert listing(khai_program) == listing(hers)
    assert khai_program.get(PLACE).status_code == 200
    other = kit.program(people["khai"], name="Máy khác")
    assert listing(other) == []
    stop_sharing(actor=lanh, establishment=hers_too, client_id=khai_program.key.pk, at=now())
    assert listing(khai_program) == []
    assert khai_program.get(PLACE).status_code == 404
    with pytest.raises(NotThere):
        stop_sharing(actor=lanh, establishment=hers_too, client_id=khai_program.key.pk, at=now())
    assert [entry.kind for entry in Entry.objects.filter(kind__startswith="trace.grant").order_by("id")] == [
        "trace.grant:made",
        "trace.grant:ended",
    ]


def test_nobody_shares_what_is_not_theirs(hers: Program, khai_program: Program, people: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        share_with_partner(
            actor=actor_of(people["khai"]),
            establishment=people["lanh"].account.establishment,
            client=khai_program.key,
            at=now(),
        )


def test_a_key_that_may_only_send_reads_nothing(hers: Program, people: dict[str, Any]) -> None:
    sender = kit.program(people["lanh"], Permission.TRACE_CAPTURE, name="Chỉ gửi")
    for path in ("/epcis", "/epcis/events", "/epcis/epcs", "/epcis/queries", "/epcis/bizSteps/shipping/events"):
        answer = sender.get(path)
        assert (answer.status_code, answer.json()["type"]) == (403, "epcisException:SecurityException")


def test_agencies_see_what_stands_in_their_reach(hers: Program, mai_program: Program) -> None:
    assert events(mai_program.get("/epcis/events")) == events(hers.get("/epcis/events"))


def test_the_table_says_something_of_every_field_and_hides_the_rest() -> None:
    from txng.gs1.epcis.fields import FIELDS

    assert set(TABLE) | THINGS >= set(FIELDS)
    assert not may_see(Audience.PUBLIC, "example:price")
    body = {"type": "ObjectEvent", "errorDeclaration": {"declarationTime": "t", "correctiveEventIDs": ["x"], "a:b": 1}}
    assert shown(body, Audience.PUBLIC)["errorDeclaration"] == {"declarationTime": "t"}
    assert shown(body, Audience.PARTNER) == shown(body, Audience.AUTHORITY) == body
    assert set(INSIDE) <= set(TABLE)


# --- master data ------------------------------------------------------------------------------------------------------

ROOM, HOUSE = "https://id.gs1.org/414/8930000000002/254/R1", "https://id.gs1.org/414/8930000000002"
AREA = "https://example.vn/vung/1"


def told(program: Program) -> None:
    def element(uri: str, children: list[str], **attributes: str) -> dict[str, Any]:
        return {
            "id": uri,
            "attributes": [{"id": f"cbvmda:{key}", "attribute": value} for key, value in attributes.items()],
            "children": children,
        }

    elements = [element(AREA, [HOUSE], name="Vùng 1"), element(HOUSE, [ROOM, AREA], name="Nhà 1", city="Cần Thơ")]
    vocabulary = {"type": "urn:epcglobal:epcis:vtype:Location", "vocabularyElementList": elements}
    header = {"epcisMasterData": {"vocabularyList": [vocabulary]}}
    body = kit.document([observed(7, readPoint={"id": ROOM})], epcisHeader=header)
    assert program.capture(body)["success"]
    assert MasterData.objects.count() == 2


def test_re_09_master_data_of_places(hers: Program, khai_program: Program) -> None:
    told(hers)
    found = [
        ("WD_readPoint", AREA, 2), ("WD_readPoint", HOUSE, 2), ("WD_readPoint", ROOM, 1), ("EQ_readPoint", AREA, 0),
        ("WD_bizLocation", AREA, 1), ("HASATTR_readPoint", "cbvmda:city", 1), ("HASATTR_readPoint", "cbvmda:street", 0),
        ("HASATTR_readPoint", "urn:epcglobal:cbv:mda:name", 1), ("EQ_ATTR_readPoint_cbvmda:name", "Nhà 1|x", 1),
        ("EQATTR_readPoint_cbvmda:name", "Nhà 2", 0), ("EQ_ATTR_bizLocation_cbvmda:city", "Cần Thơ", 1),
    ]  # fmt: skip
    for name, value, count in found:
        assert len(answered(hers.get("/epcis/events?" + urlencode({name: value})))) == count, (name, value)
    # Her word about places is not everybody's.
    khai_program.post("/epcis/events", kit.single(observed(8, readPoint={"id": HOUSE})))
    assert answered(khai_program.get("/epcis/events?" + urlencode({"WD_readPoint": AREA}))) == []
