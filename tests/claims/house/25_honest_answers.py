from __future__ import annotations

from typing import Any

from tests.claims.framework import Claim, Measured
from tests.claims.house import verdicts
from tests.claims.house.asking import Answer, Visitor
from tests.harness import Installation

CLAIM = Claim(
    "house-25",
    "Forged, mistyped, foreign-GTIN, void and not activated serials, unknown lots and malformed links each get their "
    "own honest answer, in place and without a redirect, and none calls goods fake or genuine (names.md 3, RS-05).",
    vi="Mã giả, gõ sai, GTIN lạ, đã hủy, chưa kích hoạt, lô lạ và đường dẫn sai đều nhận câu trả lời trung thực riêng, "
    "không chuyển hướng, không trang nào gọi hàng là giả hay thật.",
)
MALFORMED = (400, "Không tìm thấy mã này")


def measure(ctx: Any) -> Measured:
    site = ctx.installation("can-tho")
    asked = [*expected(site).items(), *((path, verdicts.TITLES[name]) for name, path in verdicts.paths(site).items())]
    wrong = faults(site.base_url, asked)
    return Measured(not wrong, f"{len(asked) - len(wrong)} of {len(asked)} as expected{_first(wrong)}", len(asked))


def control(ctx: Any) -> bool:
    """A genuine stamp where a forged one is expected: the same comparison must object."""
    site = ctx.installation("can-tho")
    genuine = verdicts.paths(site)["valid"]
    return len(faults(site.base_url, [(genuine, verdicts.TITLES["not_found"])])) == 1


def expected(site: Installation) -> dict[str, tuple[int, str]]:
    """Wrong codes of every kind, made from the demo's right ones."""
    paths, missing = verdicts.paths(site), verdicts.TITLES["not_found"]
    own, serial = paths["valid"].rsplit("/", 1)
    gtin = own.split("/")[2]
    other = "0" if serial[5] != "0" else "1"
    mistyped = serial[:5] + other + serial[6:]
    return {
        f"{own}/0123456789ABCDEF": missing,  # forged: the right form, never issued
        f"{own}/{serial[::-1]}": missing,
        f"/t/{mistyped}": missing,
        f"/q?ma={mistyped}": missing,  # one character mistyped in the box
        f"/q?ma={serial[:7]}": missing,  # half a code
        "/q?ma=": missing,
        f"/01/08934563138165/21/{serial}": missing,  # somebody else's GTIN with our serial
        "/01/08934563138165": missing,
        f"/01/{gtin}/10/L99Z0101": missing,  # our goods, no such lot: no walk up to the green page
        f"/01/{gtin}/21/ABC": missing,
        "/t/PZZZZZZZ": missing,
        "/t/khong-co-ma-nay": missing,
        "/01/09520000100011": MALFORMED,  # the check digit is wrong
        "/01/95200001000": MALFORMED,
        "/00/123": MALFORMED,
        # the same genuine stamp, however it is written
        f"/q?ma={serial.lower()}": verdicts.TITLES["valid"],
        f"/q?ma={'-'.join(serial[i : i + 4] for i in range(0, 16, 4))}": verdicts.TITLES["valid"],
        f"{paths['valid'].upper()}/": verdicts.TITLES["valid"],
        "/t/TEST": (200, "Tem in thử đọc tốt"),
    }


def faults(base_url: str, asked: list[tuple[str, tuple[int, str]]]) -> list[str]:
    visitor, wrong = Visitor(base_url), []
    for path, (status, title) in asked:
        answer = visitor.once(path)
        got = (answer.status, verdicts.heading(answer.text))
        if got != (status, title):
            wrong.append(f"{path}: {got} instead of {(status, title)}")
        wrong += [f"{path} says “{word}”" for word in _judging(answer)]
    return wrong


def _judging(answer: Answer) -> list[str]:
    text = answer.text.lower()
    found = [word for word in verdicts.FORBIDDEN if word in text]
    if "hàng giả" in text and "không tìm thấy chưa có nghĩa là hàng giả" not in text:
        found.append("hàng giả")
    return found


def _first(wrong: list[str]) -> str:
    return f"; first: {wrong[0]}" if wrong else ""
