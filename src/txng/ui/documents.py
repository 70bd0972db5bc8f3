"""Papers as PDF, set by typst.

A template never sees markup from outside: everything a person typed travels as JSON in one input and is text there,
whatever brackets, dollars or hashes it holds. Templates of an area lie in its `documents/` folder; they share the
official heading of `ui/typst/official.typ`.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from txng import provinces
from txng.ui.formats import local, vn_long_date

PACKAGE = Path(__file__).resolve().parent.parent
FONTS = Path(__file__).resolve().parent / "fonts"


def render_pdf(template: str, data: Mapping[str, Any], *, at: datetime | None = None) -> bytes:
    """The PDF of `area/name.typ`, its file being `txng/area/documents/name.typ`; the same input gives the same bytes.

    `data["title"]`, or the title its template gives, is the document's; `at` is the date in its metadata.
    """
    area, _slash, name = template.partition("/")
    path = PACKAGE / area / "documents" / name
    sent = {"data": json.dumps(_composed(data), ensure_ascii=False)}
    stamp = int(at.timestamp()) if at else None
    pdf: bytes = typst.compile(
        str(path), root=str(PACKAGE), format="pdf", font_paths=_fonts(), sys_inputs=sent, timestamp=stamp
    )
    return pdf


def official(
    *, number: str = "", on: date | datetime, lines: Sequence[str] | None = None, place: str | None = None
) -> dict[str, Any]:
    """What the heading of an official paper says (NĐ30/2020): who issues it, its number, where and when."""
    identity = provinces.current().identity
    return {
        "lines": list(identity.heading if lines is None else lines),
        "number": number,
        "place": identity.name if place is None else place,
        "day": vn_long_date(local(on)),
        "system": identity.system_name,
        "foot": " · ".join(part for part in (identity.host, identity.hotline) if part),
    }


@cache
def _fonts() -> Any:
    """Our own typeface and the one inside typst: the machine's fonts would make every machine print differently."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


def _composed(value: Any) -> Any:
    """Vietnamese in composed form: decomposed marks are set beside their letters by some viewers."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {str(key): _composed(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_composed(item) for item in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return unicodedata.normalize("NFC", str(value))
