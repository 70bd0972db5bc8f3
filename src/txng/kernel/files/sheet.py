"""An Excel file as rows of text, after its package has been looked at: no macros, nothing linked, nothing that swells.

Read by the process that takes files apart (`remake`), so nothing here knows Django or the rest of txng. The file itself
is never kept and never handed out; what is kept is the text of its cells.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

PARTS = 300
PART_BYTES = 96 * 1024 * 1024
ALL_BYTES = 160 * 1024 * 1024
ROWS, COLUMNS, CELL = 20_000, 200, 4_000

_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*?(?:/>|>\s*(<(?:\w+:)?f[\s/>])?)')
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# Parts that act, or that let one file stand inside another.
_ACTIVE = re.compile(
    r"vbaproject|/macrosheets/|/externallinks/|/embeddings/|/activex/|/ctrlprops/|/connections\.|/querytables/|"
    r"/model/|/webextensions/|/customdata|\.bin$|\.exe$|\.js$|\.vbs$|\.html?$",
    re.IGNORECASE,
)


class NotASheet(Exception):
    """Why it is not read: "unreadable", "macros", "rows"."""


def read(data: bytes) -> dict[str, Any]:
    """{"sheets": {name: rows of text}, "formulas": {name: [[row, column], …]}}, counted from 0."""
    from python_calamine import CalamineWorkbook

    formulas = _look_into(data)
    sheets: dict[str, list[list[str]]] = {}
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for name in book.sheet_names[:20]:
            sheet = book.get_sheet_by_name(name)
            if (sheet.end or (0, 0))[0] >= ROWS or (sheet.end or (0, 0))[1] >= COLUMNS:
                raise NotASheet("rows")
            rows = sheet.to_python(skip_empty_area=False)
            sheets[name] = [[_text(value) for value in row] for row in rows]
    return {"sheets": sheets, "formulas": sorted(formulas)}


def _look_into(data: bytes) -> list[list[int]]:
    """Refuse what no spreadsheet of ours needs; the cells that are computed, as [sheet part, row, column]."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
        names = [part.filename for part in parts]
        if len(parts) > PARTS or len(set(names)) != len(names) or "[Content_Types].xml" not in names:
            raise NotASheet("unreadable")
        if sum(part.file_size for part in parts) > ALL_BYTES:
            raise NotASheet("unreadable")
        found: list[list[int]] = []
        for part in parts:
            name = part.filename
            if ".." in name or "\\" in name or name.startswith("/") or part.flag_bits & 1:
                raise NotASheet("unreadable")
            if _ACTIVE.search(f"/{name}"):
                raise NotASheet("macros")
            body = _whole(package, part)
            if name.endswith((".xml", ".rels", ".vml")):
                _plain(body)
            if name == "[Content_Types].xml" and re.search(rb"macroEnabled|ms-excel\.(?!sheet\b)", body, re.IGNORECASE):
                raise NotASheet("macros")
            if (
                name.endswith(".rels")
                and re.search(rb'TargetMode\s*=\s*["\']External', body)
                and b"/hyperlink" not in body
            ):
                raise NotASheet("macros")
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                found += _computed(body)
    return found


def _whole(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """What the part really holds, however little its entry claims."""
    with package.open(part) as stream:
        body = stream.read(PART_BYTES + 1)
    if len(body) > PART_BYTES or len(body) != part.file_size:
        raise NotASheet("unreadable")
    return body


def _plain(body: bytes) -> None:
    """No declaration may hide behind another encoding: a part is UTF-8, as every program writes it."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in body[:64] or _DECLARES.search(body):
        raise NotASheet("unreadable")


def _computed(body: bytes) -> list[list[int]]:
    found = []
    for letters, digits, formula in _CELL.findall(body):
        row = int(digits) - 1
        if row >= ROWS or len(letters) > 2:
            raise NotASheet("rows")
        if formula:
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            found.append([row, column - 1])
    return found


def _text(value: Any) -> str:
    """As a person would have typed it; a telephone number that Excel took for a number is digits again."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)[: CELL + 1]
