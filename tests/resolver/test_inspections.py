"""“Kiểm tra” at the desk and on the phone: the buyers' verdict, which counts as nobody's scan."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.test import Client

from tests import make
from tests.resolver import kit
from tests.resolver.conftest import Goods
from tests.resolver.test_scan import CASES, NAMES
from txng.oversight.inspection import InspectionDraft
from txng.resolver import telling, words
from txng.resolver.models import ScanLine

pytestmark = pytest.mark.django_db

ASK, SEND, PACK, SCAN = (f"/co-quan/kiem-tra/{name}/" for name in ("ma", "gui", "bo-ma", "quet"))
HOST = "https://check.cantho.gov.vn"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("telling", "inspections", "inspection_phone"):
        monkeypatch.setattr(f"txng.resolver.{module}.now", lambda: make.AT)


@pytest.mark.parametrize(("arrange", "verdict", "status", "heading", "sentence"), CASES, ids=NAMES)
def test_an_officer_is_told_what_a_buyer_is_told(
    goods: Goods, client: Client, arrange: Any, verdict: str, status: int, heading: str, sentence: str
) -> None:
    path = arrange(goods)
    typed = parse_qs(urlsplit(path).query).get("ma")
    told = telling.tell(typed[0] if typed else path)

    assert told.verdict == verdict
    assert re.sub(r"\s+", " ", told.title) == heading


def test_asking_is_no_scan_and_counts_for_nobody(goods: Goods, hanh_client: Client, client: Client) -> None:
    path = kit.path(goods.batch)
    first = hanh_client.get(ASK, {"ma": f"{HOST}{path}"}).json()
    assert (first["verdict"], first["tone"], first["lot"]) == ("valid", "ok", "L26A0917")
    assert not ScanLine.objects.exists()

    client.get(path)
    buyers = ScanLine.objects.count()
    again = hanh_client.get(ASK, {"ma": path}).json()
    assert ScanLine.objects.count() == buyers == 1
    assert "1" in again["sentence"]


def test_three_sounds(goods: Goods, hanh_client: Client) -> None:
    def tone() -> str:
        return str(hanh_client.get(ASK, {"ma": kit.path(goods.batch)}).json()["tone"])

    assert tone() == "ok"
    assert hanh_client.get(ASK, {"ma": "/t/0000000000000000"}).json()["tone"] == "look"
    kit.recall(goods.lot)
    assert tone() == "bad"


def test_a_phone_asks_first_who_is_there(hanh_client: Client, dung_client: Client) -> None:
    hanh, dung = (each.get(ASK).json() for each in (hanh_client, dung_client))
    assert hanh["csrf"]
    assert hanh["who"] != dung["who"]


def sent(client: Client, **fields: Any) -> Any:
    draft = {
        "client_id": str(uuid4()),
        "who": client.get(ASK).json()["who"],
        "place": "Chợ Xuân Khánh",
        "began_at": make.AT.isoformat(),
        "pack_at": make.AT.isoformat(),
        "codes": [],
        "note": "Tem dán chồng",
        **fields,
    }
    return client.post(SEND, json.dumps(draft), content_type="application/json")


def test_what_was_said_away_from_the_network_is_checked_on_arrival(goods: Goods, hanh_client: Client) -> None:
    path = kit.path(goods.batch)
    kit.recall(goods.lot)
    code = {"read": path, "at": make.AT.isoformat(), "told": "valid", "from_pack": True}
    answer = sent(hanh_client, codes=[code]).json()

    assert answer["differences"] == 1
    page = hanh_client.get(answer["address"]).content.decode()
    assert "Chợ Xuân Khánh" in page
    assert "Hợp lệ" in page
    assert "Thu hồi sản phẩm" in page
    assert (InspectionDraft.objects.get().codes.get().product, ScanLine.objects.count()) == ("Sầu riêng Ri6", 0)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"codes": "x"},
        {"codes": [{}]},
        {"codes": [7]},
        {"began_at": "hôm qua"},
        {"began_at": "2026-09-21"},
        {"client_id": "x"},
        {"codes": [{"read": "x", "at": None, "told": "valid"}]},
    ],
    ids=str,
)
def test_a_spoilt_draft_is_refused_and_nothing_kept(hanh_client: Client, spoilt: dict[str, Any]) -> None:
    assert sent(hanh_client, **spoilt).status_code == 422
    assert hanh_client.post(SEND, b"\xff{", content_type="application/json").status_code == 422
    assert hanh_client.post(SEND, b"[]", content_type="application/json").status_code == 422
    assert not InspectionDraft.objects.exists()


def test_somebody_elses_queue_stays_on_the_phone(hanh_client: Client, dung_client: Client) -> None:
    assert sent(dung_client, who=hanh_client.get(ASK).json()["who"]).status_code == 409
    assert not InspectionDraft.objects.exists()


def test_the_pack_says_what_its_lots_are_worth_and_holds_no_code(goods: Goods, hanh_client: Client) -> None:
    answer = hanh_client.post(PACK, {"lo": [goods.lot.pk]})
    told = answer.json()

    assert told["codes"] == 20
    assert [(lot["verdict"], lot["lot"], lot["gtins"]) for lot in told["lots"]] == [("valid", "L26A0917", [kit.GTIN])]
    assert not [nth for nth in range(20) if kit.serial(goods.batch, nth) in answer.content.decode()]
    kit.recall(goods.lot)
    assert hanh_client.post(PACK, {"lo": [goods.lot.pk]}).json()["lots"][0]["tone"] == "bad"
    assert hanh_client.post(PACK, {}).status_code == 409


def test_without_a_script_codes_are_typed_and_kept(goods: Goods, hanh_client: Client) -> None:
    path = kit.path(goods.batch)
    page = hanh_client.get(SCAN, {"ma": kit.serial(goods.batch)}).content.decode()
    assert "Mã hợp lệ" in page

    form = {"client_id": str(uuid4()), "place": "", "note": "", "codes": f"{HOST}{path}\n\nkhông đọc được"}
    answer = hanh_client.post(SCAN, form)
    draft = InspectionDraft.objects.get()
    assert answer["Location"] == f"/co-quan/kiem-tra/{draft.pk}/"
    assert [code.verdict for code in draft.codes.all()] == ["valid", "not_found"]
    assert hanh_client.post(SCAN, {**form, "client_id": str(uuid4()), "codes": ""}).status_code == 422


@pytest.mark.parametrize(
    ("read", "shown"),
    [
        ("/01/09520000100018/21/7k3m9qx2p4vn8rtc", "7K3M-9QX2-P4VN-8RTC"),
        ("HTTPS://CHECK.CANTHO.GOV.VN/T/7K3M9QX2P4VN8RTC?x=1", "7K3M-9QX2-P4VN-8RTC"),
        ("/q?ma=7K3M9QX2P4VN8RTC", "7K3M-9QX2-P4VN-8RTC"),
        ("7K3M9QX2P4VN8RTC", "7K3M-9QX2-P4VN-8RTC"),
        ("/01/09520000100018/10/L26B0815", "01/09520000100018/10/L26B0815"),
        ("abc", "abc"),
    ],
)
def test_a_code_of_a_draft_reads_as_it_is_printed(read: str, shown: str) -> None:
    assert words.known(read) == shown


def test_the_shell_of_the_phone_names_nobody(hanh_client: Client, client: Client) -> None:
    hers, anybodys = (each.get("/co-quan/kiem-tra/vo/").content.decode() for each in (hanh_client, client))
    assert hers == anybodys
    assert "csrfmiddlewaretoken" not in hers
    kept = hanh_client.get("/co-quan/kiem-tra/sw.js").content.decode()
    assert '"shell": "/co-quan/kiem-tra/vo/"' in kept
