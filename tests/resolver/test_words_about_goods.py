"""No page, no notice and no letter calls goods genuine or counterfeit (names.md 3)."""

from __future__ import annotations

import re
from pathlib import Path

import txng

SOURCE = Path(txng.__path__[0])
FORBIDDEN = re.compile(
    r"hàng giả|hàng nhái|tem giả|sản phẩm giả|giả mạo sản phẩm|chính hãng|hàng thật|sản phẩm thật|tem thật"
    r"|counterfeit|fake goods|genuine goods",
    re.IGNORECASE,
)
ALLOWED = "Không tìm thấy chưa có nghĩa là hàng giả: có thể tem thuộc hệ thống khác."
ALLOWED_EN = "Not found does not mean counterfeit: the stamp may belong to another system."


def said(path: Path) -> str:
    """The text with its wrapped catalogue lines joined, and with the one sentence that may say it taken out."""
    text = re.sub(r'"\s*\n\s*"', "", path.read_text("utf-8"))
    return text.replace(ALLOWED, "").replace(ALLOWED_EN, "")


def test_the_word_stands_in_the_sentence_of_not_found_and_nowhere_else() -> None:
    files = [
        path
        for suffix in ("po", "toml", "html", "txt", "typ", "js")  # the sentences of the code stand in the catalogues
        for path in SOURCE.rglob(f"*.{suffix}")
        if "migrations" not in path.parts
    ]
    assert len(files) > 200
    found = {str(path.relative_to(SOURCE)): match[0] for path in files if (match := FORBIDDEN.search(said(path)))}
    assert found == {}


def test_the_looking_sees_such_a_word(tmp_path: Path) -> None:
    planted = tmp_path / "x.po"
    planted.write_text('msgstr ""\n"Đây là hàng "\n"giả."\n', "utf-8")
    assert FORBIDDEN.search(said(planted))
