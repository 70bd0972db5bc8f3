from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.ledger.recording import record
from txng.registry import notices
from txng.registry.actions.taking import State, take_to_decide
from txng.registry.events import DossierEvent
from txng.registry.filled_form import KEPT, form_pdf
from txng.registry.keeping import facts_of, keep
from txng.registry.models import Dossier, KeptPaper
from txng.registry.receipts import receipt_pdf

Kind = KeptPaper.Kind
_ANSWERED = (State.APPROVED, State.FORWARDED, State.ACCOUNT_ISSUED, State.REJECTED)
FORM_TITLE = "Phiếu đăng ký tham gia"
RECEIPT_TITLE = "Giấy tiếp nhận hồ sơ"


@transaction.atomic
def keep_papers(*, actor: Actor, dossier_id: int, at: datetime) -> list[KeptPaper]:
    """Lưu hồ sơ (CB 6.4, CT-REG 6.5): put on paper what has been answered for good, and keep it with its term.

    Run as often as wanted: a paper is made once. A decision that can still be taken back waits for the next run.
    """
    dossier = take_to_decide(actor, Permission.DOSSIER_REVIEW, dossier_id)
    there = set(dossier.kept_papers.values_list("kind", "round"))
    wanted = [paper for paper in _due(dossier, at) if (paper["kind"], paper.get("round_", 0)) not in there]
    made = [keep(**paper, **_shared(dossier), at=at) for paper in wanted]
    if made:
        _lengthen(dossier)
        record(
            DossierEvent.PAPERS_KEPT,
            actor=actor,
            subject=dossier,
            at=at,
            after={"papers": [facts_of(paper) for paper in made]},
        )
    return made


def _shared(dossier: Dossier) -> dict[str, Any]:
    assert dossier.filed_with is not None
    return {
        "dossier": dossier,
        "organisation": dossier.name,
        "agency": dossier.filed_with.name,
        "retention": "dossier",
    }


def _due(dossier: Dossier, at: datetime) -> Iterator[dict[str, Any]]:
    """The papers the file should hold by now."""
    wavering = dossier.undo_until is not None and at <= dossier.undo_until
    rounds = list(dossier.returns.select_related("dossier__filed_with__unit", "dossier__managing_agency"))
    if wavering and dossier.state == State.RETURNED:
        rounds = rounds[:-1]
    for asked in rounds:
        yield {
            "kind": Kind.SUPPLEMENT,
            "round_": asked.round,
            "make": partial(notices.supplement_pdf, asked),
            "title": notices.TITLE_OF_SUPPLEMENT,
            "number": notices.number_of_supplement(dossier, asked.round),
            "dated": asked.returned_at,
            "closed_on": local_date(asked.returned_at),
            "file_name": f"thong-bao-bo-sung-{dossier.number}-{asked.round}",
        }
    if dossier.state not in _ANSWERED or wavering or dossier.decided_at is None:
        return
    closed_on = local_date(dossier.decided_at)
    number = dossier.number or ""
    yield {
        "kind": Kind.FORM,
        "make": partial(form_pdf, dossier, note=KEPT),
        "title": FORM_TITLE,
        "number": number,
        "dated": dossier.submitted_at,
        "closed_on": closed_on,
        "file_name": f"phieu-dang-ky-{number}",
    }
    yield {
        "kind": Kind.RECEIPT,
        "make": partial(receipt_pdf, dossier, kept=True),
        "title": RECEIPT_TITLE,
        "number": number,
        "dated": dossier.submitted_at,
        "closed_on": closed_on,
        "file_name": f"giay-tiep-nhan-{number}",
    }
    yield {
        "kind": Kind.RESULT,
        "make": partial(notices.result_pdf, dossier),
        "title": notices.TITLE_OF_RESULT,
        "number": notices.number_of_result(dossier),
        "dated": dossier.decided_at,
        "closed_on": closed_on,
        "file_name": f"thong-bao-ket-qua-{number}",
    }


def _lengthen(dossier: Dossier) -> None:
    """One file, one term: a notice sent in the year before is kept as long as the answer it led to."""
    papers = dossier.kept_papers.exclude(kind=Kind.HAND_OVER)
    last = max(papers.values_list("kept_until", flat=True))
    papers.filter(kept_until__lt=last).update(kept_until=last)
