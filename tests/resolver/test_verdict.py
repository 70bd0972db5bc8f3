"""One verdict, the first that matches, in the words of names.md 3."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.utils.html import strip_tags
from django.utils.translation import override

from txng.resolver import words
from txng.resolver.copying import Suspicion
from txng.resolver.verdict import TEST, UNAVAILABLE, Facts, Look, Recall, Withheld, decide

TODAY = date(2026, 9, 21)
RECALL = Recall(lot="L26A0917", reason="dư lượng vượt mức.", return_to="HTX Lành", return_phone="0912345678")
GOOD = Facts(today=TODAY, level="item", activated=True, sessions=1)
WITHHELD = Withheld(agency="UBND xã Phong Điền", on=date(2026, 9, 18))
TAKEN_DOWN = replace(WITHHELD, taken_down=True, ground="Điều 11 Thông tư 31/2026/TT-BCT.")
SUSPICION = Suspicion(sessions=57, places=9, since=date(2026, 9, 20), days=2)
FIRST = datetime(2026, 9, 17, 2, 5, tzinfo=UTC)

# Everything wrong at once; each step of the table takes away the reason of the row above it.
WORST = replace(
    GOOD,
    level="",
    malformed=True,
    recall=RECALL,
    voided=True,
    activated=False,
    withheld=WITHHELD,
    suspicion=SUSPICION,
    expires_on=date(2026, 9, 1),
    paused_on=date(2026, 9, 2),
)


def test_the_first_reason_in_the_order_of_the_table_is_the_verdict() -> None:
    facts, seen = WORST, [decide(WORST).id]
    for better in (
        {"level": "item", "malformed": False},
        {"recall": None},
        {"voided": False},
        {"activated": True},
        {"withheld": None},
        {"suspicion": None},
        {"expires_on": None},
        {"paused_on": None},
    ):
        facts = replace(facts, **better)
        seen.append(decide(facts).id)

    assert seen == [
        *("not_found", "recalled", "void", "not_activated", "suspended", "check", "expired", "paused", "valid")
    ]


# fmt: off
WORDS = [
    (
        Facts(today=TODAY), "not_found", 404, Look.GREY, "Không tìm thấy", "Không tìm thấy mã này",
        "Mã không do hệ thống này cấp, hoặc đã bị nhập sai. Không tìm thấy chưa có nghĩa là hàng giả: "
        "có thể tem thuộc hệ thống khác.",
    ),
    (
        Facts(today=TODAY, malformed=True), "not_found", 400, Look.GREY, "Không tìm thấy",
        "Không tìm thấy mã này",
        "Mã không do hệ thống này cấp, hoặc đã bị nhập sai. Không tìm thấy chưa có nghĩa là hàng giả: "
        "có thể tem thuộc hệ thống khác.",
    ),
    (
        replace(GOOD, recall=RECALL), "recalled", 200, Look.RED, "Thu hồi sản phẩm",
        "Đang bị thu hồi – không sử dụng",
        "Không ăn, uống hoặc bán sản phẩm thuộc lô L26A0917. Lý do: dư lượng vượt mức. "
        "Liên hệ HTX Lành, 0912\u00a0345\u00a0678.",
    ),
    (
        replace(GOOD, recall=replace(RECALL, eaten=False, return_phone="")), "recalled", 200, Look.RED,
        "Thu hồi sản phẩm", "Đang bị thu hồi – không sử dụng",
        "Không sử dụng hoặc bán sản phẩm thuộc lô L26A0917. Lý do: dư lượng vượt mức. Liên hệ HTX Lành.",
    ),
    (
        replace(GOOD, voided=True), "void", 200, Look.RED, "Đã hủy", "Mã đã bị hủy",
        "Cơ sở báo tem này bị hỏng hoặc mất. Không nên mua hàng có tem này.",
    ),
    (
        replace(GOOD, voided=True, voided_by_operator=True, voided_on=date(2026, 9, 1)), "void", 200, Look.RED,
        "Đã hủy", "Mã đã bị hủy",
        "Mã này không còn giá trị từ 01/09/2026. Không nên mua hàng có tem này.",
    ),
    (
        replace(GOOD, activated=False), "not_activated", 200, Look.AMBER, "Chưa kích hoạt", "Mã chưa kích hoạt",
        "Cơ sở chưa đưa tem này vào sử dụng. Nếu thấy tem trên hàng đang bán, hãy báo cho chúng tôi.",
    ),
    (
        replace(GOOD, withheld=WITHHELD), "suspended", 200, Look.AMBER, "Tạm ngừng",
        "Thông tin đang tạm ngừng hiển thị",
        "UBND xã Phong Điền đang kiểm tra thông tin này từ 18/09/2026. Kết quả sẽ được đăng tại đây.",
    ),
    (
        replace(GOOD, withheld=TAKEN_DOWN), "suspended", 200, Look.AMBER, "Tạm ngừng", "Thông tin đã bị gỡ",
        "UBND xã Phong Điền đã gỡ thông tin này ngày 18/09/2026. Căn cứ: Điều 11 Thông tư 31/2026/TT-BCT.",
    ),
    (
        replace(GOOD, suspicion=SUSPICION), "check", 200, Look.AMBER, "Cần kiểm tra", "Cần kiểm tra thêm",
        "Mã này đã được quét 57 lần ở 9 nơi trong 2 ngày. Tem có thể đã bị sao chép.",
    ),
    (
        replace(GOOD, expires_on=date(2026, 9, 20)), "expired", 200, Look.AMBER, "Quá hạn", "Đã quá hạn sử dụng",
        "Hạn sử dụng: 20/09/2026.",
    ),
    (
        replace(GOOD, paused_on=date(2026, 9, 1)), "paused", 200, Look.AMBER, "Tạm dừng",
        "Cơ sở đang tạm dừng",
        "Thông tin dưới đây được lưu đến 01/09/2026 và không còn được cập nhật.",
    ),
    (
        replace(GOOD, level="lot"), "valid_shared", 200, Look.GREEN_OUTLINED, "Hợp lệ, mã chung",
        "Mã hợp lệ – dùng chung cho cả lô",
        "Mã này giống nhau trên mọi sản phẩm của lô, không giúp phát hiện tem sao chép.",
    ),
    (
        replace(GOOD, level="product", activated=False), "valid_shared", 200, Look.GREEN_OUTLINED,
        "Hợp lệ, mã chung", "Mã hợp lệ – dùng chung cho cả loại sản phẩm",
        "Mã này giống nhau trên mọi sản phẩm cùng loại, không giúp phát hiện tem sao chép.",
    ),
    (
        GOOD, "valid", 200, Look.GREEN, "Hợp lệ", "Mã hợp lệ",
        "Mã do hệ thống truy xuất nguồn gốc của Cần Thơ cấp. Đây là lần quét đầu tiên.",
    ),
    (
        replace(GOOD, sessions=1204, first_at=FIRST), "valid", 200, Look.GREEN, "Hợp lệ", "Mã hợp lệ",
        "Đã quét 1.204 lần. Lần đầu: 09:05, 17/09/2026. "
        "Nếu bạn mới mua và chưa ai quét, hãy báo cho chúng tôi.",
    ),
    (
        replace(GOOD, sessions=2, first_at=FIRST, first_province="Đồng Tháp"), "valid", 200, Look.GREEN,
        "Hợp lệ", "Mã hợp lệ",
        "Đã quét 2 lần. Lần đầu: 09:05, 17/09/2026, tại Đồng Tháp. "
        "Nếu bạn mới mua và chưa ai quét, hãy báo cho chúng tôi.",
    ),
]
# fmt: on


@pytest.mark.parametrize(("facts", "id", "status", "look", "short", "title", "sentence"), WORDS)
def test_the_words_are_those_of_the_canonical_page(
    facts: Facts, id: str, status: int, look: Look, short: str, title: str, sentence: str
) -> None:
    verdict = decide(facts)
    with override("vi"):
        assert (verdict.id, verdict.status, verdict.look) == (id, status, look)
        assert words.short(verdict) == short
        assert words.title(verdict) == title
        assert strip_tags(words.sentence(verdict, facts, province="Cần Thơ")) == sentence


def test_when_the_system_is_away_the_page_gives_the_code_back_and_a_telephone() -> None:
    with override("vi"):
        assert UNAVAILABLE.status == 503
        assert words.short(UNAVAILABLE) == "Chưa kiểm tra được"
        assert words.title(UNAVAILABLE) == "Chưa kiểm tra được lúc này"
        assert words.sentence(UNAVAILABLE, GOOD, hotline="0292 3820 674", shown="7K3M9QX2P4VN8RTC") == (
            "Hệ thống đang bận. Mã của bạn: 7K3M-9QX2-P4VN-8RTC. Thử lại sau vài phút hoặc gọi 0292 3820 674."
        )


def test_the_last_day_of_a_lot_is_still_a_good_day() -> None:
    assert decide(replace(GOOD, expires_on=TODAY)).id == "valid"


def test_the_calibration_page_is_never_green_because_its_code_can_be_pasted_on_goods() -> None:
    with override("vi"):
        assert words.title(TEST) == "Tem in thử đọc tốt"
    assert not TEST.is_green


def test_no_verdict_calls_goods_genuine() -> None:
    """“hàng giả” stands only in the sentence of not_found (names.md 3)."""
    with override("vi"):
        for facts in (*(row[0] for row in WORDS), WORST):
            verdict = decide(facts)
            said = f"{words.title(verdict)} {words.sentence(verdict, facts, province='Cần Thơ')}".lower()
            said += " ".join(words.how_to_check()).lower()
            assert "chính hãng" not in said
            assert "thật" not in said
            assert ("giả" in said) == (verdict.id == "not_found")


def test_what_a_person_wrote_is_escaped() -> None:
    facts = replace(GOOD, recall=replace(RECALL, reason="<script>alert(1)</script>"))

    assert "<script>" not in words.sentence(decide(facts), facts)
