"""The documents of others and our own lychee chain, out of one archive (README.md beside it)."""

from __future__ import annotations

import csv
import json
import tarfile
from functools import cache
from pathlib import Path
from typing import Any

from txng.gs1 import epcis

HERE = Path(__file__).parent
SETTINGS = {"strict": epcis.STRICT, "standard": epcis.STANDARD, "liberal": epcis.LIBERAL}


@cache
def _members() -> dict[str, bytes]:
    with tarfile.open(HERE / "documents.tar.xz") as archive:
        return {
            member.name: content.read() for member in archive if (content := archive.extractfile(member)) is not None
        }


def data(path: str) -> bytes:
    return _members()[path]


def index(path: str) -> Any:
    return json.loads(data(path))


def examples() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = index("epcis/examples/index.json")
    return found


def read(path: str, source: epcis.Source) -> epcis.Document:
    reader = epcis.read_xml if path.endswith(".xml") else epcis.read_json
    return reader(data(path), source=source)


def verdict(path: str, setting: str) -> str:
    """`ok 3`, `schema/missing 1 of 3` (first fault; bad of all) or `schema/missing` for the document as a whole."""
    try:
        found = read(path, SETTINGS[setting])
    except epcis.EpcisError as refused:
        return f"{refused.faults[0].layer}/{refused.faults[0].code}"
    if not found.errors:
        return f"ok {len(found.events)}"
    first = found.faults[0]
    return f"{first.layer}/{first.code} {len(found.errors)} of {len(found.errors) + len(found.events)}"


def verdicts() -> list[dict[str, str]]:
    """What was decided: one row per document (docs/epcis-quyet-dinh.md gives the reasons)."""
    with (HERE / "verdicts.tsv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows, delimiter="\t"))
