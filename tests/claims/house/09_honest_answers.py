"""Forged, mistyped, foreign, void and unused serials."""

from __future__ import annotations

from tests.claims.framework import Claim, Context, Measured
from tests.claims.house.scanning import scan

CLAIM = Claim(
    "house-09",
    "Forged, mistyped, foreign-GTIN, void and not-activated serials each get their own honest answer; a forged one costs no query on the codes (F40, names.md 3).",
    vi="Mã giả, gõ sai, GTIN lạ, đã hủy, chưa kích hoạt đều có câu trả lời trung thực riêng; mã giả không tốn truy vấn nào vào bảng mã.",
)
NO_QUERY = "tests/resolver/test_scan.py::test_a_forged_code_costs_no_query_on_the_codes_and_is_written_down_all_the_same"


def cases(ctx: Context) -> list[tuple[str, str, int, str]]:
    """What was scanned, its path, and the answer names.md 3 gives."""
    paths = ctx.installation("can-tho").facts["scan"]
    valid = paths["valid"]
    stem, serial = valid.rsplit("/", 1)
    swapped = serial[1] + serial[0] + serial[2:] if serial[0] != serial[1] else serial[:-1] + "0"
    return [
        ("forged", f"{stem}/0123456789ABCDEF", 404, "Không tìm thấy mã này"),
        ("two characters swapped", f"{stem}/{swapped}", 404, "Không tìm thấy mã này"),
        ("cut short", f"{stem}/{serial[:-1]}", 404, "Không tìm thấy mã này"),
        ("under a foreign GTIN", f"/01/09506000134352/21/{serial}", 404, "Không tìm thấy mã này"),
        ("under another product of ours", f"/01/09520000100025/21/{serial}", 404, "Không tìm thấy mã này"),
        ("wrong check digit", f"/01/09520000100019/21/{serial}", 400, "Không tìm thấy mã này"),
        ("own goods, unknown lot", f"{stem.removesuffix('/21')}/10/KHONGCO", 404, "Không tìm thấy mã này"),
        ("void", paths["void"], 200, "Mã đã bị hủy"),
        ("not activated", paths["not_activated"], 200, "Mã chưa kích hoạt"),
        ("genuine, lower case and spaced in the box", f"/q?ma={serial.lower()[:4]}+{serial.lower()[4:]}", 200, "Mã hợp lệ"),
        ("genuine", valid, 200, "Mã hợp lệ"),
    ]


def measure(ctx: Context) -> Measured:
    site = ctx.installation("can-tho")
    wrong = []
    found = cases(ctx)
    for what, path, status, heading in found:
        answer = scan(site.base_url, path)
        if answer != (status, heading):
            wrong.append(f"{what}: {answer}")
    passed, failed = ctx.pytest(NO_QUERY)
    return Measured(
        not wrong and failed == 0 and passed > 0, "all as named" if not wrong else "; ".join(wrong)[:300], len(found)
    )


def control(ctx: Context) -> bool:
    """A server that lost the check of the 44 zero bits would ask the codes for every guess; the pin sees it."""
    with ctx.mutated("src/txng/resolver/codes.py", "def _open(", "def _unused(") as tree:
        _, failed = ctx.pytest(NO_QUERY, repository=tree)
    return failed > 0
