from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean, fold
from txng.ledger.recording import record
from txng.registry import steps
from txng.registry.actions.taking import State, begin, require_in_review, take_to_decide
from txng.registry.events import DossierEvent
from txng.registry.facts import snapshot
from txng.registry.models import Dossier, DossierReturn
from txng.review.undoing import open_window, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing to mend, and the step it belongs to."""

    step: str
    reason: str


@transaction.atomic
def return_dossier(
    *, actor: Actor, dossier_id: int, reasons: Sequence[Reason], complete: bool, at: datetime, note: str = ""
) -> DossierReturn:
    """Yêu cầu bổ sung: every reason at once (ux.md D14).

    People tell of five returns with a new reason each time; so the officer confirms that all is named, and a reason
    first raised in a second round is for the supervisor (`lead`, or the operator) to raise.
    """
    dossier = take_to_decide(actor, Permission.DOSSIER_REVIEW, dossier_id)
    items = _items(reasons)
    if not items:
        raise RuleBroken(_("State the reason and what has to be supplemented."), code="reason_missing")
    if not complete:
        raise RuleBroken(_("Confirm that you have named everything that has to be mended."), code="not_all_named")
    begin(dossier, actor=actor, at=at)
    require_in_review(dossier, at)
    earlier = list(DossierReturn.objects.filter(dossier=dossier).order_by("round"))
    if earlier and new_reasons(earlier, reasons) and not may_name_new(actor, dossier, rounds=len(earlier)):
        raise supervisor_needed(actor)
    facts = snapshot(dossier)
    window = open_window(dossier, actor=actor, before=dossier.state, at=at)
    dossier.state = State.RETURNED
    dossier.due_before, dossier.due_on = dossier.due_on, None  # the clock is the applicant's now
    dossier.save(update_fields=["state", "due_on", "due_before", *window])
    made = DossierReturn.objects.create(
        dossier=dossier,
        round=len(earlier) + 1,
        items=items,
        facts=facts,
        note=clean(note),
        returned_at=at,
        returned_by=actor.label,
    )
    record(
        DossierEvent.RETURNED,
        actor=actor,
        subject=dossier,
        at=at,
        after={"round": made.round, "items": items, **told(dossier)},
        reason="; ".join(item["reason"] for item in items),
    )
    return made


def may_name_new(actor: Actor, dossier: Dossier, *, rounds: int) -> bool:
    """Whether this person may name in a further round what no earlier one did (ux.md D14).

    The supervisor is the `lead` or who stands in for them; where an agency has one seat nobody there is anybody's
    supervisor, and the operator lets it pass (names.md 5).
    """
    if actor.kind in ("operator", "system") or dossier.new_reasons_round == rounds + 1:
        return True
    return supervises(actor)


def supervises(actor: Actor) -> bool:
    return (actor.role == "lead" or actor.stands_in_for_lead) and actor.seats != 1


def supervisor_needed(actor: Actor) -> RuleBroken:
    if actor.seats == 1:
        sentence = _(
            "This dossier has been sent back before. Your agency has one seat, so a reason that was not named then can "
            "be added only after %(operator)s has let it pass."
        ) % {"operator": provinces.current().identity.shown_operator_short}
    else:
        sentence = _(
            "This dossier has been sent back before. A reason that was not named then can be added only by the "
            "supervisor of your agency."
        )
    return RuleBroken(sentence, code="supervisor_needed")


def new_reasons(earlier: Sequence[DossierReturn], reasons: Sequence[Reason]) -> list[Reason]:
    """The reasons that no earlier round named."""
    named = {(item["step"], fold(item["reason"])) for asked in earlier for item in asked.items}
    return [reason for reason in reasons if (reason.step, fold(reason.reason)) not in named]


def _items(reasons: Sequence[Reason]) -> list[dict[str, str]]:
    known = {step.code for step in steps.steps_of(provinces.current())}
    items: list[dict[str, str]] = []
    for reason in reasons:
        item = {"step": reason.step, "reason": clean(reason.reason)}
        if reason.step in known and item["reason"] and item not in items:
            items.append(item)
    return items
