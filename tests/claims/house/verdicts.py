"""The verdicts of names.md 3 as this house answers them, and where the demo shows each."""

from __future__ import annotations

from typing import Any

from tests.harness import Installation

TITLES = {
    "not_found": (404, "Không tìm thấy mã này"),
    "recalled": (200, "Đang bị thu hồi – không sử dụng"),
    "void": (200, "Mã đã bị hủy"),
    "not_activated": (200, "Mã chưa kích hoạt"),
    "suspended": (200, "Thông tin đang tạm ngừng hiển thị"),
    "check": (200, "Cần kiểm tra thêm"),
    "expired": (200, "Đã quá hạn sử dụng"),
    "paused": (200, "Cơ sở đang tạm dừng"),
    "valid_shared": (200, "Mã hợp lệ – dùng chung cho cả lô"),
    "valid": (200, "Mã hợp lệ"),
}
# Words by which a page would call goods fake or genuine. “Hàng giả” stands only in the sentence of `not_found`.
FORBIDDEN = ("chính hãng", "hàng thật", "sản phẩm thật")


def paths(site: Installation) -> dict[str, str]:
    """Verdict → path, one of each; `valid` is scanned twice, first and seen."""
    scan: dict[str, str] = site.facts["scan"]
    assert set(scan) == set(TITLES), set(TITLES) ^ set(scan)
    return scan


def variants(site: Installation) -> list[tuple[str, str]]:
    """Every page a scan of this house can show: the verdicts, and those of the other address forms."""
    found = list(paths(site).items())
    shared = paths(site)["valid_shared"]
    product = shared.split("/10/")[0]
    found.append(("valid_shared of the product", product))
    found += [(f"{name} in English", f"{path}?ngon-ngu=en") for name, path in paths(site).items()]
    found.append(("test print", "/t/TEST"))
    found.append(("too short a code", "/q?ma=7K3M"))
    return found


def heading(html: str) -> str:
    """The first heading, as it is read."""
    import html as entities
    import re

    found = re.search(r"(?s)<h1[^>]*>(.*?)</h1>", html)
    return entities.unescape(re.sub(r"<[^>]+>", "", found[1])).replace("\u00a0", " ").strip() if found else ""


def answers_as(answer: Any, verdict: str) -> bool:
    return (answer.status, heading(answer.text)) == TITLES[verdict]
