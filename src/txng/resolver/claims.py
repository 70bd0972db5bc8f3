"""Claims of a card that hold today: what its paper no longer proves is not said (issue 4, names.md 2).

Asked at every reading and not when the card was made: a page must be right one minute past midnight, Vietnamese
time, whether or not anything was rebuilt since.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

Paper = Mapping[str, Any]


def holds(paper: Paper, today: date) -> bool:
    """Through its last day."""
    return not paper.get("to") or date.fromisoformat(paper["to"]) >= today


def holding(papers: Iterable[Paper], today: date) -> list[Paper]:
    return [paper for paper in papers if holds(paper, today)]


def standards_that_hold(standards: str, papers: Iterable[Paper], today: date) -> str:
    """The line of standards without those whose every certificate has run out.

    A standard that no certificate here speaks of stays: the agency approved it without one.
    """
    certificates = [paper for paper in papers if paper["list"] == "certificates"]
    held = {_bare(paper["name"]) for paper in certificates if holds(paper, today)}
    gone = {_bare(paper["name"]) for paper in certificates} - held - {""}
    if not gone:
        return standards
    parts = [part.strip() for part in re.split(r"[,;\n]", standards)]
    return ", ".join(part for part in parts if part and not any(name in _bare(part) for name in gone))


def _bare(text: str) -> str:
    """“VietGAP trồng trọt” → “vietgaptrongtrot”."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(char for char in plain if char.isalnum())
