"""What differs by province is data: no program, template, style or script of ours names one."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest

import txng
from txng import provinces
from txng.kernel.text import fold
from txng.provinces import load

SOURCE = Path(txng.__file__).parent
CODE = {".py", ".html", ".htm", ".js", ".mjs", ".css", ".svg", ".sql", ".typ", ".xml", ".webmanifest"}
# The zone's own name, fixed by IANA.
ALLOWED = re.compile(r"Asia/Ho_Chi_Minh")


def names_with_accents() -> list[str]:
    """All provinces of today and of before 01/07/2025; accents keep English words out."""
    names: set[str] = set()
    for file in ("provinces.csv", "old_provinces.csv"):
        with (SOURCE / "places" / "data" / file).open(encoding="utf-8", newline="") as lines:
            names.update(re.sub(r"^(Tỉnh|Thành phố) ", "", row["name"]) for row in csv.DictReader(lines))
    return sorted(names)


@cache
def pattern() -> re.Pattern[str]:
    """Of small letters."""
    ours = set()
    for province in provinces.ids():
        identity = load(province).identity
        for name in (province.replace("-", " "), fold(identity.name)):
            ours.add(re.sub(r"\s+", r"[\\s_.-]?", name))
    accented = "|".join(re.escape(name.lower()) for name in names_with_accents())
    return re.compile(rf"(?<!\w)(?:{accented})(?!\w)|(?<![a-z])(?:{'|'.join(sorted(ours))})(?![a-z])")


def code_files() -> list[Path]:
    return sorted(
        path
        for path in SOURCE.rglob("*")
        if path.suffix in CODE and not {"locale", "__pycache__"} & set(path.relative_to(SOURCE).parts)
    )


def naming(text: str) -> list[tuple[int, str]]:
    """Where which name stands. Small letters throughout: a search that sees no capitals takes a fifth of the time."""
    return [(match.start(), match.group()) for match in pattern().finditer(ALLOWED.sub("", text).lower())]


def test_no_code_and_no_template_names_a_province() -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{text[:where].count(chr(10)) + 1}: {name}"
        for path in code_files()
        for text in [ALLOWED.sub("", path.read_text(encoding="utf-8"))]
        for where, name in naming(text)
    ]
    assert not found


def test_the_search_looks_at_files() -> None:
    suffixes = {path.suffix for path in code_files()}
    assert {".py"} <= suffixes
    assert len(code_files()) > 50


@pytest.mark.parametrize(
    "text",
    ["if province == 'can-tho':", "CANTHO = 1", "can_tho", "<p>TP. Cần Thơ</p>", "caobang.gov.vn", "Đắk Nông",
     "lam dong", "Lâm Đồng", "tỉnh Sóc Trăng", "https://check.cantho.gov.vn"],
)  # fmt: skip
def test_the_search_finds_a_name_however_it_is_written(text: str) -> None:
    assert naming(text)


@pytest.mark.parametrize("text", ["ZoneInfo('Asia/Ho_Chi_Minh')", "hue, lightness = 1, 2", "nothing", "cantharus"])
def test_the_search_takes_no_other_word_for_a_province(text: str) -> None:
    assert not naming(text)
