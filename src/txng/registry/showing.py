"""Stored files as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from txng.kernel.files.links import file_url
from txng.registry.archive_cover import SHORT
from txng.registry.models import Dossier, DossierPaper, KeptPaper


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


def kept_shown(dossier: Dossier) -> dict[str, Any]:
    """The papers on record of a dossier, their term, and whether the file is closed."""
    papers = list(dossier.kept_papers.select_related("file").order_by("dated", "id"))
    closing = next((paper for paper in papers if paper.kind == KeptPaper.Kind.RESULT), None)
    return {"papers": [kept_line(paper) for paper in papers], "closing": closing}


def kept_line(paper: KeptPaper) -> dict[str, Any]:
    return {
        "paper": paper,
        "sha256": paper.file.sha256[:SHORT],
        "page": reverse("kept-paper", args=[paper.code]),
        "file": reverse("kept-paper-file", args=[paper.code]),
    }
