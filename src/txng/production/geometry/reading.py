"""What people type, walk or send, as GeoJSON geometry. Judging it is another matter (checking.py)."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from typing import Any

from django.utils.translation import gettext as _

from txng.production.geometry.findings import WrongBoundary
from txng.production.geometry.measuring import metres

TYPED_LINES = 1_000
_STEP_METRES = 2.0  # a phone that stands still still wanders
_PARTS = re.compile(
    r"""(?P<before>[NSEWĐBTĐ])?\s*
        (?P<sign>[-+])?(?P<degrees>\d{1,7}(?:[.,]\d+)?)\s*[°º˚]?\s*
        (?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*['’′]\s*)?
        (?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:["”″]|'')\s*)?
        (?P<after>[NSEWĐBT])?""",
    re.VERBOSE | re.IGNORECASE,
)
_NORTH_SOUTH, _EAST_WEST = "NSB", "EWĐT"  # B Bắc, Đ Đông, T Tây; N is north everywhere but means Nam in Vietnamese


def from_points(text: str) -> dict[str, Any] | None:
    """One corner a line, latitude before longitude as maps show it: “10,02196; 105,66504” or 10°01'19"N 105°39'54"E."""
    points = [_pair(line, number) for number, line in enumerate(_lines(text), start=1)]
    if not points:
        return None
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    return {"type": "Polygon", "coordinates": [points]}


def _lines(text: str) -> list[str]:
    lines = [line for line in (part.strip() for part in text.splitlines()) if line]
    if len(lines) > TYPED_LINES:
        raise WrongBoundary(
            _("At most %(most)s points can be typed. Send a file instead.") % {"most": TYPED_LINES},
            code="too_many_points",
        )
    return lines


def _pair(line: str, number: int) -> list[float]:
    text = unicodedata.normalize("NFC", line).replace("−", "-").strip(" ;,.()[]")
    for halves in _halves(text):
        found = [_degrees(half) for half in halves]
        if all(found):
            (first, one), (second, other) = found  # type: ignore[misc]
            # The letters win over the order.
            return [first, second] if one == "x" or other == "y" else [second, first]
    if re.search(r"\b(nan|inf|infinity)\b", text, re.IGNORECASE):
        raise WrongBoundary(
            _("One of the coordinates is not a number. Write degrees, for example 10,02196; 105,66504."),
            code="not_finite",
        )
    raise WrongBoundary(
        _("Line %(n)s cannot be read: “%(line)s”. Write latitude; longitude, for example 10,02196; 105,66504.")
        % {"n": number, "line": line[:40]},
        code="unreadable",
    )


def _halves(text: str) -> list[tuple[str, str]]:
    """Where the one number ends and the other begins. A comma may be the sign of decimals or stand between."""
    if ";" in text or "\t" in text or "|" in text:
        parts = re.split(r"[;\t|]", text)
        return [(parts[0].strip(), parts[1].strip())] if len(parts) == 2 else []
    halves = []
    commas = text.count(",")
    if commas == 1 or (commas and ", " in text):
        at = text.index(", ") if ", " in text else text.index(",")
        halves.append((text[:at].strip(), text[at + 1 :].strip()))
    elif commas == 3:  # 10,02196,105,66504
        parts = text.split(",")
        halves.append((f"{parts[0]},{parts[1]}".strip(), f"{parts[2]},{parts[3]}".strip()))
    halves += [(text[: gap.start()].strip(), text[gap.end() :].strip()) for gap in re.finditer(r"\s+", text)]
    return halves


def _degrees(text: str) -> tuple[float, str] | None:
    """(degrees, "x" or "y" or "" by its letter)."""
    found = _PARTS.fullmatch(text)
    if found is None:
        return None
    letter = (found["before"] or found["after"] or "").upper()
    if found["minutes"] is None and found["seconds"] is not None:
        return None
    value = sum(
        float((found[part] or "0").replace(",", ".")) / 60**power
        for power, part in enumerate(("degrees", "minutes", "seconds"))
    )
    if found["sign"] == "-" or letter in ("S", "W", "T"):
        value = -value
    axis = "y" if letter and letter in _NORTH_SOUTH else "x" if letter and letter in _EAST_WEST else ""
    return value, axis


def from_walk(text: str) -> tuple[dict[str, Any] | None, float | None]:
    """The same lines as a phone writes them, without the places where it stood, and how far from its beginning the
    walk ended."""
    made = from_points(text)
    if made is None or made["type"] == "Point":
        return made, None
    kept: list[list[float]] = []
    for point in made["coordinates"][0]:
        if not kept or metres(kept[-1], point) >= _STEP_METRES:
            kept.append(point)
    gap = metres(kept[0], kept[-1])
    while len(kept) > 3 and metres(kept[0], kept[-1]) < _STEP_METRES:
        kept.pop()
    return {"type": "Polygon", "coordinates": [kept]}, gap


def from_file(collection: bytes) -> dict[str, Any]:
    """The one shape in a file, as the kernel wrote it anew (kernel/files/geo.py); several areas are parts of one."""
    features = json.loads(collection)["features"]
    shapes = [feature["geometry"] for feature in features]
    areas = [shape for shape in shapes if shape["type"] in ("Polygon", "MultiPolygon")]
    if not areas:
        return shapes[0]
    if len(areas) == 1:
        return areas[0]
    parts = [part for s in areas for part in (s["coordinates"] if s["type"] == "MultiPolygon" else [s["coordinates"]])]
    return {"type": "MultiPolygon", "coordinates": parts}


def as_points(geometry: dict[str, Any]) -> str:
    """The corners of a kept boundary, to be typed over: the way back of `from_points`; "" where it has parts."""
    if geometry["type"] == "Point":
        return _line(geometry["coordinates"])
    if geometry["type"] != "Polygon" or len(geometry["coordinates"]) != 1:
        return ""
    return "\n".join(_line(point) for point in geometry["coordinates"][0][:-1])


def _line(point: list[float]) -> str:
    return "; ".join(f"{value:.7f}".rstrip("0").rstrip(".").replace(".", ",") for value in (point[1], point[0]))


def finite(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None
