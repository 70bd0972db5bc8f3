from __future__ import annotations

import hashlib
import json

import pytest

from txng.stamps.labels.fonts import BOLD, FOLDER, REGULAR, font

LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵfjwz"
    "0123456789 –—-…·×²°₫%‘’“”()/.,:;&+"
)


@pytest.mark.parametrize("name", [REGULAR, BOLD])
def test_the_font_has_every_vietnamese_letter(name: str) -> None:
    glyphs = font(name).face.charToGlyph
    assert [letter for letter in LETTERS + LETTERS.upper() if ord(letter) not in glyphs] == []


def test_the_files_are_those_of_the_manifest_small_and_with_their_licence() -> None:
    manifest = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    assert {path.name for path in FOLDER.glob("*.ttf")} >= set(manifest["files"]) == {f"{REGULAR}.ttf", f"{BOLD}.ttf"}
    for name, about in manifest["files"].items():
        content = (FOLDER / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == about["sha256"]
        assert len(content) <= 120 * 1024
    assert "SIL Open Font License, Version 1.1" in (FOLDER / manifest["licence_file"]).read_text(encoding="utf-8")
