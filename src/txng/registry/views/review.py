"""One dossier beside its papers: what the officer reads before deciding."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from txng import provinces
from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_agencies
from txng.kernel.clock import now
from txng.ledger.queries import history_of
from txng.registry import facts, queries
from txng.registry.actions.forward_dossier import forwards
from txng.registry.actions.return_dossier import supervises
from txng.registry.actions.taking import decides
from txng.registry.hints import hints_for
from txng.registry.models import Dossier, DossierPaper, DossierReturn
from txng.registry.showing import files_shown, kept_shown

State = Dossier.State


@require_safe
@for_agencies
def review(request: HttpRequest, dossier_id: int) -> HttpResponse:
    actor = actor_of(request)
    dossier = get_object_or_404(queries.dossiers_of(actor), id=dossier_id)
    return render(request, "registry/agency/review.html", page_of(actor, dossier))


def page_of(actor: Actor, dossier: Dossier) -> dict[str, Any]:
    profile = provinces.current()
    papers = list(dossier.papers.select_related("file").order_by("id"))
    rounds = list(dossier.returns.order_by("round"))
    answered = next((asked for asked in reversed(rounds) if asked.answered_at), None)
    sections = facts.current_sections(dossier, papers)
    return {
        "dossier": dossier,
        "sections": [section for section in sections if section.step.paper is None],
        "papers": _papers(dossier, sections, papers),
        "hints": hints_for(dossier, papers) if dossier.is_open or dossier.state == State.RETURNED else [],
        "rounds": rounds,
        "answered": answered,
        "changes": _changes(answered, dossier, papers),
        "kept": kept_shown(dossier),
        "history": list(history_of(dossier)),
        "undoable": queries.undoable(actor, now()),
        "transfers": list(dossier.transfers.select_related("from_agency", "to_agency")),
        "may": powers_of(actor, dossier),
        "place": _place(actor, dossier),
        "operator": profile.identity.shown_operator_short,
    }


def powers_of(actor: Actor, dossier: Dossier) -> dict[str, Any]:
    """Which buttons this person finds. The actions ask again; a page is no guard."""
    mine = decides(actor, dossier)
    open_ = dossier.is_open
    may_approve = mine and actor.may(Permission.DOSSIER_APPROVE, dossier)
    return {
        "begin": mine
        and dossier.state in (State.SUBMITTED, State.RECEIVED)
        and actor.may(Permission.DOSSIER_REVIEW, dossier),
        "decide": open_ and may_approve,
        "forwards": forwards(actor, dossier),
        "forward": dossier.state == State.APPROVED
        and mine
        and actor.may(Permission.DOSSIER_FORWARD, dossier)
        and forwards(actor, dossier),
        "transfer": open_ and mine and actor.may(Permission.DOSSIER_REVIEW, dossier),
        "allow": _may_allow(actor, dossier, mine),
        "renew": mine and actor.may(Permission.DOSSIER_RECEIVE, dossier) and dossier.state != State.WITHDRAWN,
        "issue": dossier.state in (State.APPROVED, State.FORWARDED)
        and queries.dossiers_for_an_account(actor).filter(pk=dossier.pk).exists(),
    }


def _may_allow(actor: Actor, dossier: Dossier, mine: bool) -> bool:
    rounds = dossier.returns.count() if dossier.is_open else 0
    if not rounds or dossier.new_reasons_round == rounds + 1:
        return False
    own = mine and supervises(actor) and actor.may(Permission.DOSSIER_REVIEW, dossier)
    return actor.may(Permission.DOSSIER_SUPERVISE, dossier) or own


def _papers(dossier: Dossier, sections: list[facts.Section], papers: list[DossierPaper]) -> list[dict[str, Any]]:
    return [
        {
            "code": section.step.code,
            "title": section.step.title,
            "said": facts.paper_lines(dossier, section.step.code),
            "optional": section.step.optional,
            "article": section.step.paper.article,
            "files": files_shown(paper for paper in papers if paper.paper == section.step.code),
        }
        for section in sections
        if section.step.paper is not None
    ]


def _changes(asked: DossierReturn | None, dossier: Dossier, papers: list[DossierPaper]) -> list[dict[str, Any]]:
    """What a supplement changed, side by side; nothing before there was one."""
    if asked is None or not asked.facts or not dossier.is_open:
        return []
    rows = facts.changes(asked.facts, facts.raw_facts(dossier, papers), provinces.current())
    return rows if any(row["changed"] for row in rows) else []


def _place(actor: Actor, dossier: Dossier) -> dict[str, Any] | None:
    """“Mục 1/23” with the neighbours, while the dossier is on this desk."""
    if not dossier.is_open:
        return None
    ids = list(queries.dossiers_waiting(actor).values_list("id", flat=True))
    if dossier.pk not in ids:
        return None
    here = ids.index(dossier.pk)
    return {
        "number": here + 1,
        "of": len(ids),
        "before": reverse("dossier-review", args=[ids[here - 1]]) if here else "",
        "after": reverse("dossier-review", args=[ids[here + 1]]) if here + 1 < len(ids) else "",
    }
