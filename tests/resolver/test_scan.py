"""A scan from the address to the page: one fixture for each verdict and variant of names.md 3."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html as entities
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import brotli
import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.resolver import kit
from tests.resolver.conftest import Goods
from txng.gs1 import check_digit
from txng.resolver import sessions
from txng.resolver.models import ScanLine
from txng.resolver.recording import write_down
from txng.resolver.scanlines import Scan
from txng.stamps.serials import issue

pytestmark = pytest.mark.django_db

PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 14) Chrome/140", "HTTP_ACCEPT_LANGUAGE": "vi-VN,vi;q=0.9"}


def text(response: Any) -> str:
    """What a person reads, spaces joined."""
    body = re.sub(r"<style>.*?</style>|<title>.*?</title>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(entities.unescape(re.sub(r"<[^>]+>", " ", body)).replace("\u00a0", " ").split())


def title(response: Any) -> str:
    return entities.unescape(re.search(r"<h1>(.*?)</h1>", response.content.decode())[1])


def get(client: Client, path: str, **headers: str) -> Any:
    return client.get(path, **{**PHONE, **headers})


def forged(goods: Goods) -> str:
    return f"/01/{kit.GTIN}/21/7K3M9QX2P4VN8RTC"


def foreign(goods: Goods) -> str:
    return f"/01/0893850599999{check_digit('0893850599999')}/21/{kit.serial(goods.batch)}"


def never_issued(goods: Goods) -> str:
    ring = kit.ring_for_issuing()
    return f"/01/{kit.GTIN}/21/{issue(ring, goods.batch.key_version, goods.batch.tweak, 5_000_000, 1)[0]}"


def under_another_product(goods: Goods) -> str:
    other = make.product(goods.establishment, "Xoài", gtin="08938505970028")
    kit.batch(other)
    return f"/01/08938505970028/21/{kit.serial(goods.batch)}"


def unused(goods: Goods) -> str:
    return kit.path(kit.batch(goods.product))


def spoiled(goods: Goods) -> str:
    kit.void_one(goods.batch, 3)
    return kit.path(goods.batch, 3)


def lost_run(goods: Goods) -> str:
    kit.void_all(goods.batch)
    return kit.path(goods.batch)


def withdrawn_key(goods: Goods) -> str:
    kit.void_all(goods.batch, by_operator=True)
    return kit.path(goods.batch)


def under_recall(goods: Goods) -> str:
    kit.recall(goods.lot)
    return kit.path(goods.batch)


def lot_under_recall(goods: Goods) -> str:
    kit.recall(goods.lot)
    return f"/01/{kit.GTIN}/10/L26A0917"


def lot_recalled_before_sale(goods: Goods) -> str:
    kit.recall(make.lot(goods.product, "L26B0917", complete=True))
    return f"/01/{kit.GTIN}/10/L26B0917"


def not_food_under_recall(goods: Goods) -> str:
    product = make.product(goods.establishment, "Chiếu lác", gtin="08938505970028", group="weaving-not-in-the-list")
    lot = make.lot(product, "L26C0917", complete=True)
    batch = kit.batch(product)
    kit.activate(batch, lot)
    kit.recall(lot)
    return kit.path(batch)


def past_its_day(goods: Goods) -> str:
    type(goods.lot).objects.filter(pk=goods.lot.pk).update(expires_on=make.TODAY - timedelta(days=1))
    kit.refresh(goods.batch)
    return kit.path(goods.batch)


def maker_paused(goods: Goods) -> str:
    type(goods.establishment).objects.filter(pk=goods.establishment.pk).update(paused_on=make.TODAY)
    kit.refresh(goods.batch)
    return kit.path(goods.batch)


def lot_not_on_sale(goods: Goods) -> str:
    make.lot(goods.product, "L26D0917")
    kit.refresh(goods.batch)
    return f"/01/{kit.GTIN}/10/L26D0917"


def seen_before(goods: Goods) -> str:
    earlier(goods, session=b"1" * 16, province="Đồng Tháp")
    return kit.path(goods.batch)


def earlier(goods: Goods, *, session: bytes | None, province: str = "", verdict: str = "valid", days: int = 2) -> None:
    write_down(
        Scan(
            at=(make.AT - timedelta(days=days)).timestamp(),
            raw="…",
            verdict=verdict,
            tweak=goods.batch.tweak,
            version=goods.batch.key_version,
            counter=goods.batch.first,
            session=session,
            province=province,
        )
    )


RED = "Đang bị thu hồi – không sử dụng"
SHARED_LOT = "Mã hợp lệ – dùng chung cho cả lô"
SHARED_KIND = "Mã hợp lệ – dùng chung cho cả loại sản phẩm"

CASES: list[tuple[Callable[[Goods], str], str, int, str, str]] = [
    (forged, "not_found", 404, "Không tìm thấy mã này", "Mã không do hệ thống này cấp, hoặc đã bị nhập sai."),
    (foreign, "not_found", 404, "Không tìm thấy mã này", "có thể tem thuộc hệ thống khác."),
    (never_issued, "not_found", 404, "Không tìm thấy mã này", "Mã không do hệ thống này cấp"),
    (under_another_product, "not_found", 404, "Không tìm thấy mã này", "Mã không do hệ thống này cấp"),
    (lambda g: f"/01/{kit.GTIN}/10/L99", "not_found", 404, "Không tìm thấy mã này", "Mã không do hệ thống này cấp"),
    (lambda g: f"/01/{kit.GTIN}/10/L99/21/{kit.serial(g.batch)}", "not_found", 404, "Không tìm thấy mã này", ""),
    (lambda g: "/t/OLD-77", "not_found", 404, "Không tìm thấy mã này", "Bạn đã quét: OLD-77"),
    (lambda g: "/414/8938505970004", "not_found", 404, "Không tìm thấy mã này", ""),
    (lambda g: "/01/08938505970012", "not_found", 400, "Không tìm thấy mã này", ""),
    (under_recall, "recalled", 200, RED, "Không ăn, uống hoặc bán sản phẩm thuộc lô L26A0917."),
    (lot_under_recall, "recalled", 200, RED, "Quyết định 15/TB-SKHCN, 21/09/2026"),
    (lot_recalled_before_sale, "recalled", 200, RED, "thuộc lô L26B0917."),
    (not_food_under_recall, "recalled", 200, RED, "Không sử dụng hoặc bán sản phẩm thuộc lô L26C0917."),
    (spoiled, "void", 200, "Mã đã bị hủy", "Cơ sở báo tem này bị hỏng hoặc mất. Không nên mua hàng có tem này."),
    (lost_run, "void", 200, "Mã đã bị hủy", "Cơ sở báo tem này bị hỏng hoặc mất."),
    (withdrawn_key, "void", 200, "Mã đã bị hủy", "Mã này không còn giá trị từ 21/09/2026."),
    (unused, "not_activated", 200, "Mã chưa kích hoạt", "Cơ sở chưa đưa tem này vào sử dụng."),
    (lot_not_on_sale, "not_activated", 200, "Mã chưa kích hoạt", "Cơ sở chưa đưa tem này vào sử dụng."),
    (past_its_day, "expired", 200, "Đã quá hạn sử dụng", "Hạn sử dụng: 20/09/2026."),
    (maker_paused, "paused", 200, "Cơ sở đang tạm dừng", "Thông tin dưới đây được lưu đến 21/09/2026"),
    (lambda g: f"/01/{kit.GTIN}/10/L26A0917", "valid_shared", 200, SHARED_LOT, "trên mọi sản phẩm của lô"),
    (lambda g: f"/01/{kit.GTIN}", "valid_shared", 200, SHARED_KIND, "mọi sản phẩm cùng loại"),
    (lambda g: f"/t/{g.product.product_code}/L26A0917", "valid_shared", 200, SHARED_LOT, ""),
    (lambda g: f"/t/{g.product.product_code}", "valid_shared", 200, SHARED_KIND, ""),
    (lambda g: kit.path(g.batch), "valid", 200, "Mã hợp lệ", "của Cần Thơ cấp. Đây là lần quét đầu tiên ."),
    (lambda g: f"/01/{kit.GTIN}/10/L26A0917/21/{kit.serial(g.batch)}", "valid", 200, "Mã hợp lệ", "lần quét đầu tiên"),
    (seen_before, "valid", 200, "Mã hợp lệ", "Đã quét 2 lần. Lần đầu: 09:30, 19/09/2026, tại Đồng Tháp."),
]  # fmt: skip
NAMES = [
    f"{number}-{case[1]}-{getattr(case[0], '__name__', '')}".replace("<lambda>", "")
    for number, case in enumerate(CASES)
]


@pytest.mark.parametrize(("arrange", "verdict", "status", "heading", "sentence"), CASES, ids=NAMES)
def test_each_code_gets_its_own_honest_answer(
    client: Client,
    goods: Goods,
    arrange: Callable[[Goods], str],
    verdict: str,
    status: int,
    heading: str,
    sentence: str,
) -> None:
    response = get(client, arrange(goods))

    assert response.status_code == status
    assert title(response) == heading
    assert sentence in text(response)
    assert ScanLine.objects.latest("id").verdict == verdict


@pytest.mark.parametrize(("arrange", "verdict", "status", "heading", "sentence"), CASES, ids=NAMES)
def test_whatever_the_answer_the_page_is_light_closed_and_leaves_nothing_behind(
    client: Client,
    goods: Goods,
    arrange: Callable[[Goods], str],
    verdict: str,
    status: int,
    heading: str,
    sentence: str,
) -> None:
    path = arrange(goods)
    response = get(client, path, HTTP_ACCEPT_ENCODING="gzip, br")
    html = brotli.decompress(response.content).decode()

    # Weight and requests (ux.md D5): the page and at most one photo.
    assert len(response.content) <= 14_336
    assert html.count("<img") <= 1
    assert "<script" not in html
    assert " style=" not in html
    # The one style is the one the policy names, and nothing else is allowed (names.md 7.9).
    style = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert len(style) == 1
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    # No cookie, and never a redirect.
    assert not response.cookies
    assert "Location" not in response
    # The sentence against pasted-over codes (ux.md D6) and the telephone are on every page.
    assert "Trang này không yêu cầu đăng nhập, chuyển tiền hay cài ứng dụng." in html
    assert "tel:" in html
    # Not green: no badges, and the report button stands directly under the verdict.
    green = verdict.startswith("valid")
    assert ("VietGAP</li>" in html) == green
    banner = html[html.index('class="verdict"') : html.index("</section>")]
    assert ("Báo sản phẩm có vấn đề" in banner) == (not green)
    assert html.count("Báo sản phẩm có vấn đề") == 1
    assert ("Hãy so tên sản phẩm và số lô trên bao bì với thông tin dưới đây." in html) == green


def test_a_good_page_says_who_what_which_lot_and_how_it_was_made(client: Client, goods: Goods) -> None:
    page = text(get(client, kit.path(goods.batch)))

    assert page.index("Truy xuất nguồn gốc Cần Thơ") < page.index("Mã hợp lệ") < page.index("Sầu riêng Ri6")
    assert page.index("Sầu riêng Ri6") < page.index("Hợp tác xã Trái cây Lành") < page.index("L26A0917")
    for fact in (
        "Lô L26A0917",
        "Thu hoạch 17/09/2026",
        "Đóng gói 18/09/2026",
        "Hạn sử dụng 02/10/2026",
        "Nơi trồng Vườn 1, xã Phong Điền, TP. Cần Thơ",
        "Số lần quét 1 (lần này)",
        "21/07/2026 Bón phân Phân hữu cơ vi sinh – 20 kg Người ghi: T.V.T.",
        "17/09/2026 Thu hoạch 420 kg",
        "Một bước trước Công ty Giống cây trồng Miền Tây Cây giống Ri6 · lô G-11 · 03/07/2026",
        "Một bước sau Siêu thị Co.opmart Cần Thơ 19/09/2026",
        "Mã sản phẩm (GTIN) 08938505970011",
        "Tiêu chuẩn áp dụng TCVN 10739:2015, VietGAP",
        "Thông tin đã được UBND xã duyệt ngày 21/09/2026.",
        "Địa chỉ Ấp Nhơn Lộc, xã Phong Điền, TP. Cần Thơ",
    ):
        assert fact in page
    assert "Trần Văn Tư" not in page
    assert "0912345678" not in page.replace(" ", "")


@pytest.mark.parametrize("arrange", [unused, spoiled, withdrawn_key, lot_not_on_sale])
def test_a_void_or_unused_code_shows_no_lot_data(client: Client, goods: Goods, arrange: Callable[[Goods], str]) -> None:
    page = text(get(client, arrange(goods)))

    assert "Hợp tác xã Trái cây Lành" in page
    for hidden in ("Thông tin lô hàng", "Thu hoạch", "Hành trình", "TCVN"):
        assert hidden not in page


def test_a_product_page_warns_of_its_recalled_lots(client: Client, goods: Goods) -> None:
    kit.recall(goods.lot)

    page = text(get(client, f"/01/{kit.GTIN}"))

    assert "Cảnh báo an toàn Lô L26A0917 đang bị thu hồi: Dư lượng" in page


def test_the_red_page_says_whom_to_call(client: Client, goods: Goods) -> None:
    response = get(client, under_recall(goods))

    assert 'href="tel:0912345678"' in response.content.decode()
    assert "Gọi 0912 345 678" in text(response)
    assert "Hành trình" not in text(response)


# --- addresses ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("shape", ["{}", "https://check.example{}", "HTTPS://CHECK.EXAMPLE{}"])
def test_the_printed_stamp_of_both_kinds_is_answered_in_place(
    client: Client, goods: Goods, slash: str, shape: str
) -> None:
    roll = make.product(goods.establishment, "Vú sữa")
    lot = make.lot(roll, "L26V0917", complete=True)
    batch = kit.batch(roll)
    kit.activate(batch, lot)

    for path in (kit.path(goods.batch), kit.path(batch), kit.path(batch).lower()):
        assert title(get(client, path + slash)) == "Mã hợp lệ"
        assert title(get(client, "/q", QUERY_STRING=f"ma={shape.format(path)}")) == "Mã hợp lệ"


def test_the_typed_box_finds_stamps_of_both_kinds_by_their_sixteen_characters(client: Client, goods: Goods) -> None:
    roll = make.product(goods.establishment, "Vú sữa")
    batch = kit.batch(roll)
    kit.activate(batch, make.lot(roll, "L26V0917", complete=True))

    for made, lot in ((goods.batch, "L26A0917"), (batch, "L26V0917")):
        serial = kit.serial(made)
        sloppy = " ".join(serial[i : i + 4].lower() for i in range(0, 16, 4))
        for path in (f"/q?ma={serial}", f"/q?ma={sloppy}", f"/t/{serial}", f"/T/{serial}"):
            assert lot in text(get(client, path))


def test_a_typed_code_of_another_length_is_told_how_long_a_code_is(client: Client, goods: Goods) -> None:
    response = get(client, "/q?ma=7K3M-9QX2")

    assert response.status_code == 404
    assert "Bạn đã nhập: 7K3M-9QX2" in text(response)
    assert "Mã gồm 16 ký tự" in text(response)
    assert 'value="7K3M-9QX2"' in response.content.decode()


def test_what_grows_when_it_is_written_down_is_answered_and_written_all_the_same(client: Client, goods: Goods) -> None:
    """A line of a table that was pasted, tabs and all."""
    response = get(client, "/q?ma=" + "Dua%09luoi%09" * 40)
    assert response.status_code == 404
    assert "Mã gồm 16 ký tự" in text(response)
    assert len(ScanLine.objects.get().raw) == 300


def test_what_was_typed_cannot_become_markup(client: Client, goods: Goods) -> None:
    response = get(client, "/q?ma=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")

    assert "<script" not in response.content.decode()


def test_the_box_is_throttled_for_one_network_and_nobody_else(client: Client, goods: Goods, settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "t1"}}
    answers = [get(client, f"/q?ma={kit.serial(goods.batch)}").status_code for _ in range(31)]

    assert answers == [200] * 30 + [429]
    assert get(client, f"/q?ma={kit.serial(goods.batch)}", REMOTE_ADDR="203.0.113.9").status_code == 200
    # A stamp scanned with the camera is never turned away.
    assert get(client, kit.path(goods.batch)).status_code == 200


def test_somebody_trying_serials_is_noticed_once_and_not_named(
    client: Client, goods: Goods, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(53):
        get(client, forged(goods), REMOTE_ADDR="203.0.113.77")

    said = [record.getMessage() for record in caplog.records if record.name == "txng.resolver"]
    assert said == ["more than 50 wrong serials from one network within an hour"]


def test_only_reading_is_possible(client: Client, goods: Goods) -> None:
    assert client.post(kit.path(goods.batch)).status_code == 405


# --- language -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "query", "language"),
    [
        ("", "", "vi"),
        ("*", "", "vi"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "", "vi"),
        ("en-US,vi;q=0.9", "", "en"),
        ("fr-FR", "", "en"),
        ("zh-CN", "?ngon-ngu=vi", "vi"),
        ("vi", "?ngon-ngu=en", "en"),
        ("vi", "?ngon-ngu=xx", "vi"),
    ],
)
def test_the_page_is_vietnamese_unless_the_browser_begins_with_another_language(
    client: Client, goods: Goods, accept: str, query: str, language: str
) -> None:
    response = get(client, kit.path(goods.batch) + query, HTTP_ACCEPT_LANGUAGE=accept)

    assert f'<html lang="{language}">' in response.content.decode()
    assert title(response) == {"vi": "Mã hợp lệ", "en": "Valid code"}[language]
    assert response["Content-Language"] == language
    assert "Accept-Language" in response["Vary"]


def test_vietnamese_names_on_an_english_page_are_marked_as_vietnamese(client: Client, goods: Goods) -> None:
    html = get(client, kit.path(goods.batch), HTTP_ACCEPT_LANGUAGE="en").content.decode()

    assert '<h2 lang="vi">Sầu riêng Ri6</h2>' in html
    assert 'hreflang="vi"' in html


# --- queries ------------------------------------------------------------------------------------------------


def statements(client: Client, path: str) -> list[str]:
    sessions.key_of(make.TODAY)  # once a day and process
    with CaptureQueriesContext(
        connection,
    ) as context:
        get(client, path)
    return [query["sql"] for query in context]


def test_a_scan_is_one_select_and_one_insert(client: Client, goods: Goods) -> None:
    kit.batch(goods.product, 5)
    for path in (kit.path(goods.batch), f"/01/{kit.GTIN}/10/L26A0917", f"/01/{kit.GTIN}", unused(goods)):
        kinds = [sql.split()[0] for sql in statements(client, path)]
        assert kinds == ["SELECT", "WITH"], "the second writes the scan down and answers what the code has seen"


@pytest.mark.parametrize("shape", [forged, foreign, lambda goods: "/01/08938505970012", lambda goods: "/t/TEST"])
def test_a_forged_code_costs_no_query_on_the_codes_and_is_written_down_all_the_same(
    client: Client, goods: Goods, shape: Callable[[Goods], str]
) -> None:
    path = shape(goods)
    found = statements(client, path)

    assert [sql.split()[0] for sql in found] == ["WITH"]
    assert "resolver_codestate" not in found[0]
    line = ScanLine.objects.latest("id")
    assert (line.raw, line.counter) == (path, None)


def test_guessing_at_typed_codes_reads_the_list_of_products_once(client: Client, goods: Goods) -> None:
    statements(client, "/t/7K3M9QX2P4VN8RTC")

    assert [sql.split()[0] for sql in statements(client, "/t/7K3M9QX2P4VN8RTD")] == ["WITH"]


# --- what is written down -----------------------------------------------------------------------------------


def test_a_scan_is_written_down_with_everything_but_the_person(client: Client, goods: Goods) -> None:
    get(client, kit.path(goods.batch), REMOTE_ADDR="203.0.113.7")

    line = ScanLine.objects.get()
    assert (line.at, line.raw, line.verdict) == (make.AT, kit.path(goods.batch), "valid")
    assert (line.tweak, line.counter) == (goods.batch.tweak, goods.batch.first)
    assert (line.product_id, line.lot_id, line.establishment_id) == (
        goods.product.pk,
        goods.lot.pk,
        goods.establishment.pk,
    )
    assert line.card_key == f"lot:{goods.lot.pk}"
    stored = "".join(str(value) for value in vars(line).values())
    assert "203.0.113" not in stored
    assert "Android" not in stored


# --- caching ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arrange", [forged, unused, spoiled, lambda goods: kit.path(goods.batch)])
def test_the_answer_to_a_serial_is_never_kept(client: Client, goods: Goods, arrange: Callable[[Goods], str]) -> None:
    response = get(client, arrange(goods))

    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response


@pytest.mark.parametrize("path", [f"/01/{kit.GTIN}", f"/01/{kit.GTIN}/10/L26A0917"])
def test_a_shared_page_has_a_tag_that_changes_with_its_card(client: Client, goods: Goods, path: str) -> None:
    first = get(client, path)
    again = get(client, path, HTTP_IF_NONE_MATCH=first["ETag"])
    english = get(client, path, HTTP_IF_NONE_MATCH=first["ETag"], HTTP_ACCEPT_LANGUAGE="en")

    assert again.status_code == 304
    assert not again.content
    assert ScanLine.objects.count() == 3  # a page not sent again was still looked at
    assert english.status_code == 200

    kit.recall(goods.lot)
    assert get(client, path, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [("br, gzip", "br"), ("gzip, deflate", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", ""), ("", "")],
)
def test_the_page_is_packed_as_the_browser_asks(client: Client, goods: Goods, accept: str, encoding: str) -> None:
    response = get(client, kit.path(goods.batch), HTTP_ACCEPT_ENCODING=accept)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding]

    assert response.get("Content-Encoding", "") == encoding
    assert unpack(response.content).startswith(b"<!doctype html>")
    assert int(response["Content-Length"]) == len(response.content)


# --- trouble ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["txng.resolver.facts.by_code", "txng.resolver.recording.write_down"])
def test_without_its_database_the_page_says_so_and_gives_the_code_back(
    client: Client, goods: Goods, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(what, away)
    path = kit.path(goods.batch)
    response = get(client, path)

    assert response.status_code == 503
    assert title(response) == "Chưa kiểm tra được lúc này"
    serial = kit.serial(goods.batch)
    assert f"Mã của bạn: {'-'.join(serial[i : i + 4] for i in range(0, 16, 4))}." in text(response)
    assert response["Retry-After"] == "120"
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert f'href="{path}"' in response.content.decode()


def test_lost_keys_are_trouble_and_never_a_word_against_the_goods(
    client: Client, goods: Goods, settings: Any, tmp_path: Any
) -> None:
    path = kit.path(goods.batch)
    settings.KEYS_FOLDER = tmp_path

    assert get(client, path).status_code == 503


def test_before_the_first_code_was_made_every_serial_is_unknown(
    client: Client, organisations: Any, settings: Any, tmp_path: Any
) -> None:
    settings.KEYS_FOLDER = tmp_path

    assert get(client, f"/01/{kit.GTIN}/21/7K3M9QX2P4VN8RTC").status_code == 404
