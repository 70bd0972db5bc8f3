"""One fixture for each row and variant of names.md 3, with its exact words; rendered in a process of its own.

    python -m tests.claims.stamps.verdict_fixtures [order|word]     the word plants a fault

Prints what was wrong, one a line, and last how many pages and pairs were looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from itertools import combinations
from typing import Any

from txng.resolver.copying import Suspicion
from txng.resolver.verdict import UNAVAILABLE, Facts, Recall, Verdict, Withheld, decide

TODAY = date(2026, 9, 21)
FIRST = datetime(2026, 9, 17, 2, 5, tzinfo=UTC)
GOOD = Facts(today=TODAY, level="item", activated=True, sessions=1)
RECALL = Recall(
    lot="L26A0917", reason="dư lượng vượt mức", return_to="HTX Lành", decision="15/TB-SKHCN", decided_on=TODAY
)
WITHHELD = Withheld(agency="UBND xã Phong Điền", on=date(2026, 9, 18))
TAKEN_DOWN = replace(WITHHELD, taken_down=True, ground="TT31 Điều 11")
SUSPICION = Suspicion(sessions=57, places=9, since=date(2026, 9, 20), days=2)

# In the order of the table: what has to be said of a code that is otherwise good.
CONDITIONS: dict[str, dict[str, Any]] = {
    "not_found": {"level": ""},
    "recalled": {"recall": RECALL},
    "void": {"voided": True},
    "not_activated": {"activated": False},
    "suspended": {"withheld": WITHHELD},
    "check": {"suspicion": SUSPICION},
    "expired": {"expires_on": date(2026, 9, 20)},
    "paused": {"paused_on": date(2026, 9, 1)},
}

NOT_FOUND = (
    "Không tìm thấy mã này",
    "Mã không do hệ thống này cấp, hoặc đã bị nhập sai. Không tìm thấy chưa có nghĩa là hàng giả: có thể tem thuộc hệ "
    "thống khác.",
    "This code was not found",
    "The code was not issued by this system, or it was mistyped. Not found does not mean counterfeit: the stamp may "
    "belong to another system.",
)
# name: facts, HTTP status, title and sentence in Vietnamese, title and sentence in English
FIXTURES: dict[str, tuple[Facts, int, tuple[str, str, str, str]]] = {
    "not_found": (replace(GOOD, level=""), 404, NOT_FOUND),
    "not_found, malformed": (replace(GOOD, level="", malformed=True), 400, NOT_FOUND),
    "recalled, food": (
        replace(GOOD, recall=RECALL),
        200,
        (
            "Đang bị thu hồi – không sử dụng",
            "Không ăn, uống hoặc bán sản phẩm thuộc lô L26A0917. Lý do: dư lượng vượt mức. Liên hệ HTX Lành.",
            "Being recalled – do not use",
            "Do not eat, drink or sell products of lot L26A0917. Reason: dư lượng vượt mức. Contact HTX Lành.",
        ),
    ),
    "recalled, not food": (
        replace(GOOD, recall=replace(RECALL, eaten=False)),
        200,
        (
            "Đang bị thu hồi – không sử dụng",
            "Không sử dụng hoặc bán sản phẩm thuộc lô L26A0917. Lý do: dư lượng vượt mức. Liên hệ HTX Lành.",
            "Being recalled – do not use",
            "Do not use or sell products of lot L26A0917. Reason: dư lượng vượt mức. Contact HTX Lành.",
        ),
    ),
    "void": (
        replace(GOOD, voided=True),
        200,
        (
            "Mã đã bị hủy",
            "Cơ sở báo tem này bị hỏng hoặc mất. Không nên mua hàng có tem này.",
            "This code has been voided",
            "The establishment reported this stamp as spoiled or lost. Do not buy goods that carry this stamp.",
        ),
    ),
    "void by the operator": (
        replace(GOOD, voided=True, voided_by_operator=True, voided_on=date(2026, 9, 1)),
        200,
        (
            "Mã đã bị hủy",
            "Mã này không còn giá trị từ 01/09/2026. Không nên mua hàng có tem này.",
            "This code has been voided",
            "This code is no longer good since 01/09/2026. Do not buy goods that carry this stamp.",
        ),
    ),
    "not_activated": (
        replace(GOOD, activated=False),
        200,
        (
            "Mã chưa kích hoạt",
            "Cơ sở chưa đưa tem này vào sử dụng. Nếu thấy tem trên hàng đang bán, hãy báo cho chúng tôi.",
            "This code is not activated",
            "The establishment has not put this stamp to use. If you see it on goods for sale, please tell us.",
        ),
    ),
    "suspended": (
        replace(GOOD, withheld=WITHHELD),
        200,
        (
            "Thông tin đang tạm ngừng hiển thị",
            "UBND xã Phong Điền đang kiểm tra thông tin này từ 18/09/2026. Kết quả sẽ được đăng tại đây.",
            "This information is not shown for the time being",
            "UBND xã Phong Điền has been checking this information since 18/09/2026. The result will be published here.",
        ),
    ),
    "suspended, taken down": (
        replace(GOOD, withheld=TAKEN_DOWN),
        200,
        (
            "Thông tin đã bị gỡ",
            "UBND xã Phong Điền đã gỡ thông tin này ngày 18/09/2026. Căn cứ: TT31 Điều 11.",
            "This information has been taken down",
            "UBND xã Phong Điền took this information down on 18/09/2026. Ground: TT31 Điều 11.",
        ),
    ),
    "check": (
        replace(GOOD, suspicion=SUSPICION),
        200,
        (
            "Cần kiểm tra thêm",
            "Mã này đã được quét 57 lần ở 9 nơi trong 2 ngày. Tem có thể đã bị sao chép.",
            "Needs a closer look",
            "This code was scanned 57 times in 9 places within 2 days. The stamp may have been copied.",
        ),
    ),
    "expired": (
        replace(GOOD, expires_on=date(2026, 9, 20)),
        200,
        ("Đã quá hạn sử dụng", "Hạn sử dụng: 20/09/2026.", "Past its expiry date", "Expiry date: 20/09/2026."),
    ),
    "paused": (
        replace(GOOD, paused_on=date(2026, 9, 1)),
        200,
        (
            "Cơ sở đang tạm dừng",
            "Thông tin dưới đây được lưu đến 01/09/2026 và không còn được cập nhật.",
            "The establishment is paused",
            "The information below was kept until 01/09/2026 and is no longer updated.",
        ),
    ),
    "valid_shared, lot": (
        replace(GOOD, level="lot"),
        200,
        (
            "Mã hợp lệ – dùng chung cho cả lô",
            "Mã này giống nhau trên mọi sản phẩm của lô, không giúp phát hiện tem sao chép.",
            "Valid code – shared by the whole lot",
            "This code is the same on every product of the lot; it does not help to detect copied stamps.",
        ),
    ),
    "valid_shared, product": (
        replace(GOOD, level="product", activated=False),
        200,
        (
            "Mã hợp lệ – dùng chung cho cả loại sản phẩm",
            "Mã này giống nhau trên mọi sản phẩm cùng loại, không giúp phát hiện tem sao chép.",
            "Valid code – shared by all products of this kind",
            "This code is the same on every product of this kind; it does not help to detect copied stamps.",
        ),
    ),
    "valid, first": (
        GOOD,
        200,
        (
            "Mã hợp lệ",
            "Mã do hệ thống truy xuất nguồn gốc của {province} cấp. Đây là lần quét đầu tiên.",
            "Valid code",
            "This code was issued by the traceability system of {province}. This is the first scan.",
        ),
    ),
    "valid, seen": (
        replace(GOOD, sessions=1204, first_at=FIRST),
        200,
        (
            "Mã hợp lệ",
            "Đã quét 1.204 lần. Lần đầu: 09:05, 17/09/2026. Nếu bạn mới mua và chưa ai quét, hãy báo cho chúng tôi.",
            "Valid code",
            "Scanned 1.204 times. First: 09:05, 17/09/2026. If you have just bought it and nobody has scanned it, please "
            "tell us.",
        ),
    ),
    "valid, seen in a province": (
        replace(GOOD, sessions=2, first_at=FIRST, first_province="Đồng Tháp"),
        200,
        (
            "Mã hợp lệ",
            "Đã quét 2 lần. Lần đầu: 09:05, 17/09/2026, tại Đồng Tháp. Nếu bạn mới mua và chưa ai quét, hãy báo cho chúng "
            "tôi.",
            "Valid code",
            "Scanned 2 times. First: 09:05, 17/09/2026, in Đồng Tháp. If you have just bought it and nobody has scanned "
            "it, please tell us.",
        ),
    ),
    "unavailable": (
        GOOD,
        503,
        (
            "Chưa kiểm tra được lúc này",
            "Hệ thống đang bận. Mã của bạn: 7K3M-9QX2-P4VN-8RTC. Thử lại sau vài phút hoặc gọi {hotline}.",
            "Could not be checked just now",
            "The system is busy. Your code: 7K3M-9QX2-P4VN-8RTC. Try again in a few minutes or call {hotline}.",
        ),
    ),
}
FORBIDDEN = ("chính hãng", "hàng thật", "thật", "hàng giả", "genuine", "authentic", "fake", "counterfeit")


def wrong_pages(*, word: bool = False) -> Iterator[str]:
    """Every fixture as a whole page, in both languages."""
    from django.test import RequestFactory
    from django.utils.translation import override

    from txng import provinces
    from txng.resolver import page

    who = provinces.current().identity
    for name, (facts, status, words) in FIXTURES.items():
        verdict = UNAVAILABLE if name == "unavailable" else decide(facts)
        if verdict.id != name.partition(",")[0].partition(" ")[0] or verdict.status != status:
            yield f"{name}: answers {verdict.id} {verdict.status}"
        for language, title, sentence in (("vi", *words[:2]), ("en", *words[2:])):
            request = RequestFactory().get("/t/X", {"ngon-ngu": language}, HTTP_ACCEPT_ENCODING="identity")
            answer = page.Answer(verdict=verdict, facts=facts, shown="7K3M9QX2P4VN8RTC", found=_found(facts))
            html = page.respond(request, answer).content.decode()
            if word:
                html = html.replace("có thể", "chắc chắn").replace("may have", "has")
            said = _text(html)
            with override(language):
                expected = sentence.format(province=who.shown, hotline=who.hotline)
            if f"<h1>{title}</h1>" not in html or expected not in said:
                yield f"{name} ({language}): “{title}. {expected}” is not on the page"
            if verdict.id != "not_found" and any(term in said.lower() for term in FORBIDDEN):
                yield f"{name} ({language}): calls goods genuine or fake"


def _found(facts: Facts) -> Any:
    from txng.resolver.facts import Found

    card: dict[str, Any] = {}
    if facts.recall:
        card["recall"] = {"decision": facts.recall.decision, "decided_on": TODAY.isoformat(), "phone": ""}
    return Found(level=facts.level, card=card)


def _text(html: str) -> str:
    import re

    return re.sub(r"\s+", " ", unescape(re.sub(r"<(style|script).*?</\1>|<[^>]+>", "", html, flags=re.DOTALL)))


def wrong_pairs(decided: Callable[[Facts], Verdict] = decide) -> Iterator[str]:
    """Of two things that are so at once, the one higher up in the table is said; of one alone, that one."""
    for name, one in CONDITIONS.items():
        if decided(replace(GOOD, **one)).id != name:
            yield f"{name} alone is not said"
    for first, second in combinations(CONDITIONS, 2):
        both = replace(GOOD, **(CONDITIONS[second] | CONDITIONS[first]))
        if (said := decided(both).id) != first:
            yield f"{first} and {second}: {said}"


def out_of_order(facts: Facts) -> Verdict:
    """The planted fault: a date is looked at before the sightings."""
    return decide(replace(facts, suspicion=None) if facts.expires_on else facts)


def main(fault: str = "") -> None:
    import django

    django.setup()
    wrong = [*wrong_pages(word=fault == "word"), *wrong_pairs(out_of_order if fault == "order" else decide)]
    print(*wrong, sep="\n")
    pairs = len(CONDITIONS) * (len(CONDITIONS) - 1) // 2
    print(f"{len(wrong)} wrong of {2 * len(FIXTURES)} pages and {pairs} pairs")


if __name__ == "__main__":
    main(*sys.argv[1:])
