"""Stored files as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from txng.kernel.files.links import file_url
from txng.registry.models import DossierPaper


def files_shown(papers: Iterable[DossierPaper], *, removable: bool = False) -> list[dict[str, Any]]:
    """Items for `<c-files>`: name as the device called it, weight as stored, a thumbnail for pictures."""
    shown = []
    for paper in papers:
        url = file_url(paper.file)
        item: dict[str, Any] = {
            "url": url,
            "name": paper.file.name,
            "size": paper.file.size,
            "kind": paper.file.kind,
            "thumb": url if paper.file.kind == "image" else "",
        }
        if removable:
            item["remove"] = {"name": "remove", "value": paper.pk}
        shown.append(item)
    return shown
