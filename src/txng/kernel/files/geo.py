"""Boundaries of plots from a map program (GeoJSON, KML): only shapes and their names are kept, written anew.

Read by the process that takes files apart (`remake`), so nothing here knows Django or the rest of txng.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any
from xml.etree import ElementTree

FEATURES = 5_000
POINTS = 200_000
_DEPTH = {"Point": 0, "LineString": 1, "MultiPoint": 1, "Polygon": 2, "MultiLineString": 2, "MultiPolygon": 3}


class NotShapes(Exception):
    """Why, if it is worth its own sentence: "numbers" or "nothing"."""


def read(data: bytes) -> bytes:
    text = data.decode("utf-8-sig")
    features = _from_kml(text) if text.lstrip()[:1] == "<" else _from_geojson(json.loads(text))
    if not features:
        raise NotShapes("nothing")
    if len(features) > FEATURES:
        raise NotShapes
    made = {"type": "FeatureCollection", "features": features}
    return json.dumps(made, ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode()


def _from_geojson(found: Any) -> list[dict[str, Any]]:
    listed = found["features"] if found["type"] == "FeatureCollection" else [found]
    count = _Count()
    features = []
    for one in listed[: FEATURES + 1]:
        shape = one["geometry"] if one["type"] == "Feature" else one
        name = (one.get("properties") or {}).get("name", "")
        points = _points(shape["coordinates"], _DEPTH[shape["type"]], count)
        features.append(_feature(shape["type"], points, name if isinstance(name, str) else ""))
    return features


def _feature(kind: str, coordinates: Any, name: str) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"name": " ".join(name.split())[:160]}, "geometry": geometry}


class _Count:
    seen = 0

    def one_more(self) -> None:
        self.seen += 1
        if self.seen > POINTS:
            raise NotShapes


def _points(found: Any, depth: int, count: _Count) -> Any:
    if not isinstance(found, list):
        raise NotShapes
    if depth:
        return [_points(part, depth - 1, count) for part in found]
    count.one_more()
    try:
        longitude, latitude = (float(value) for value in found[:2])
    except (TypeError, ValueError) as error:
        raise NotShapes("numbers") from error
    # Axes that changed places and metres of another grid come through: whoever reads the shape says which it is.
    if not (math.isfinite(longitude) and abs(longitude) < 1e8 and math.isfinite(latitude) and abs(latitude) < 1e8):
        raise NotShapes("numbers")
    return [round(longitude, 7), round(latitude, 7)]


def _from_kml(text: str) -> list[dict[str, Any]]:
    # Entities are how a small file swells or asks for another; no map program writes a DOCTYPE.
    if re.search(r"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise NotShapes
    root = ElementTree.fromstring(text)
    if not root.tag.endswith("kml"):
        raise NotShapes
    space = root.tag.partition("}")[0] + "}" if root.tag[0] == "{" else ""
    count = _Count()
    features = []
    for mark in root.iter(f"{space}Placemark"):
        name = mark.findtext(f"{space}name") or ""
        for ring in mark.iter(f"{space}Polygon"):
            lines = [_line(line.text or "", count) for line in ring.iter(f"{space}coordinates")]
            features.append(_feature("Polygon", lines, name))
        for kind in ("Point", "LineString"):
            for shape in mark.iter(f"{space}{kind}"):
                line = _line(shape.findtext(f"{space}coordinates") or "", count)
                features.append(_feature(kind, line[0] if kind == "Point" else line, name))
    return features


def _line(text: str, count: _Count) -> list[Any]:
    return [_points(point.split(",")[:2], 0, count) for point in text.split()]
