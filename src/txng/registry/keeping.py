"""Putting a paper on record: made once, kept byte by byte, with the term that holds on the day its matter closes."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pikepdf
from procrastinate.contrib.django import app

from txng import provinces
from txng.kernel.codes import new_token
from txng.kernel.files.papers import keep_paper
from txng.registry.letterheads import address_of_paper
from txng.registry.models import Dossier, KeptPaper

TASK = "registry.keep_papers"


def keep(
    make: Callable[[str], bytes],
    *,
    kind: str,
    title: str,
    number: str,
    organisation: str,
    agency: str,
    dossier: Dossier | None,
    dated: datetime,
    closed_on: date,
    retention: str,
    file_name: str,
    at: datetime,
    round_: int = 0,
) -> KeptPaper:
    """`make` is given the address its code has to open: the page of this very paper."""
    code = new_token()
    pdf = make(address_of_paper(code))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = len(document.pages)
    rule = provinces.in_force(closed_on).dossier.retention_on(retention, closed_on)
    return KeptPaper.objects.create(
        dossier=dossier,
        kind=kind,
        round=round_,
        title=title,
        number=number,
        organisation=organisation,
        agency=agency,
        code=code,
        file=keep_paper(pdf, name=f"{file_name}.pdf"),
        pages=pages,
        dated=dated,
        kept_at=at,
        retention=rule.code,
        retention_name=rule.name,
        retention_article=rule.article,
        retention_years=rule.years,
        kept_until=rule.until(closed_on),
    )


def facts_of(paper: KeptPaper) -> dict[str, Any]:
    """For the ledger: enough to prove later that it is the same paper."""
    return {
        "kind": paper.kind,
        "number": paper.number,
        "sha256": paper.file.sha256,
        "pages": paper.pages,
        "kept_until": paper.kept_until,
    }


def defer(dossier_id: int, undo_until: datetime | None) -> None:
    """A decision that can still be taken back is not put on paper yet, as no letter about it is sent (names.md 5)."""
    after = undo_until + timedelta(seconds=1) if undo_until else None
    app.configure_task(TASK, queue="fast", schedule_at=after).defer(dossier_id=dossier_id)
