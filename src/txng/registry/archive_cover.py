"""Bìa hồ sơ lưu: what the file of a decided dossier holds, how long it is kept, and why (CB 6.4, CT-REG 6.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pikepdf
from django.utils.translation import gettext as _
from django.utils.translation import override

from txng import provinces
from txng.kernel.errors import RuleBroken
from txng.kernel.files import storage
from txng.kernel.models import StoredFile
from txng.registry import steps
from txng.registry.letterheads import address_of_record, heading_of, qr_of, seat_of
from txng.registry.models import Agency, Dossier, KeptPaper
from txng.registry.notices import result_of
from txng.ui.documents import official, render_pdf
from txng.ui.formats import vn_date

SHORT = 16  # signs of a digest a person compares


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """One paper of the file: made by the system or sent in by the applicant."""

    title: str
    name: str
    dated: datetime
    pages: int
    sha256: str
    until: date


def result_paper(dossier: Dossier) -> KeptPaper | None:
    """The notice of the result closes the file; its term is the term of everything in it."""
    return dossier.kept_papers.filter(kind=KeptPaper.Kind.RESULT).first()


def keeper_of(dossier: Dossier) -> Agency | None:
    """The body that keeps the file (CB 6.4, CT-REG 6.5), by the province's profile."""
    if "managing-agency" in provinces.current().dossier.kept_by:
        return dossier.managing_agency
    return dossier.filed_with


def contents(dossier: Dossier, closing: KeptPaper) -> list[Filed]:
    """In the order of a paper file: what was filed, then what the agency answered."""
    titles = {step.code: step.title for step in steps.steps_of(provinces.current())}
    sent = [
        Filed(
            title=titles.get(paper.paper, paper.paper),
            name=paper.file.name,
            dated=paper.added_at,
            pages=_pages(paper.file),
            sha256=paper.file.sha256,
            until=closing.kept_until,
        )
        for paper in dossier.papers.select_related("file").order_by("id")
    ]
    kept = list(dossier.kept_papers.select_related("file").order_by("dated", "id"))
    made = [
        Filed(
            title=paper.title,
            name=paper.number if paper.number != dossier.number else "",
            dated=paper.dated,
            pages=paper.pages,
            sha256=paper.file.sha256,
            until=paper.kept_until,
        )
        for paper in kept
    ]
    forms = sum(paper.kind == KeptPaper.Kind.FORM for paper in kept)  # the first of those made: the form leads the file
    return made[:forms] + sent + made[forms:]


def cover_pdf(dossier: Dossier) -> bytes:
    closing = result_paper(dossier)
    keeper, agency = keeper_of(dossier), dossier.filed_with
    if closing is None or keeper is None or agency is None or dossier.submitted_at is None or not dossier.decided_at:
        raise RuleBroken(_("The cover is made when the dossier has its answer on paper."), code="not_closed")
    with override("vi"):
        papers = contents(dossier, closing)
        data = {
            "title": f"Bìa hồ sơ lưu {dossier.number}",
            "official": official(on=dossier.decided_at, lines=heading_of(keeper), place=seat_of(keeper)),
            "name": dossier.name,
            "dossier": dossier.number,
            "keeper": keeper.name,
            "agency": agency.name,
            "opened": vn_date(dossier.submitted_at),
            "closed": vn_date(dossier.decided_at),
            "result": result_of(dossier),
            "amount": f"{len(papers)} tài liệu, {sum(paper.pages for paper in papers)} trang",
            "term": f"{closing.retention_years} năm, đến hết ngày {vn_date(closing.kept_until)}",
            "article": closing.retention_article,
            "papers": [
                {
                    "title": paper.title,
                    "name": paper.name,
                    "dated": vn_date(paper.dated),
                    "pages": paper.pages,
                    "sha256": paper.sha256[:SHORT],
                    "until": vn_date(paper.until),
                }
                for paper in papers
            ],
            "qr": qr_of(address_of_record(dossier)),
        }
        return render_pdf("registry/cover.typ", data, at=dossier.decided_at)


def _pages(stored: StoredFile) -> int:
    """A photo is one sheet; a PDF says how many it has."""
    if stored.kind != StoredFile.Kind.PDF:
        return 1
    with pikepdf.open(storage.open_path(stored.path)) as document:
        return len(document.pages)
