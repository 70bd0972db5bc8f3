"""What every answer to a proposal begins with, whichever area owns it (Quy chế, Điều 10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor, Permission
from txng.kernel.errors import NotThere, RuleBroken
from txng.review import undoing
from txng.review.models import Proposal, ProposalState

P = TypeVar("P", bound=Proposal)


def in_hand(model: type[P], change_id: int, *related: str) -> P:
    """The proposal, locked: of two officers who press at once the second waits here and then reads the answer."""
    rows = model._default_manager.select_for_update(of=("self",), no_key=True).select_related(*related)
    change = rows.filter(pk=change_id).first()
    if change is None or change.state == ProposalState.DRAFT:
        raise NotThere(_("Not found."))
    return change


def require_decision(actor: Actor, change: Any) -> None:
    """The right to it, and another person than the one who asked or who checked (names.md 5)."""
    actor.require(Permission.CHANGE_DECIDE, change)
    if not change.is_open:
        raise change.already_answered()
    if actor.user_id is not None and actor.user_id == change.proposed_by_id:
        raise RuleBroken(_("Whoever sent a request does not decide it."), code="second_person_needed")
    if actor.user_id is not None and actor.user_id == change.checked_by_id:
        raise RuleBroken(
            _("You checked this request; another person of the agency decides it."), code="second_person_needed"
        )


def require_check(actor: Actor, change: Any) -> None:
    """The first of the two pairs of eyes (kiểm tra yêu cầu, CT-REG Điều 7.3); the second decides."""
    actor.require(Permission.CHANGE_CHECK, change)
    if change.state == ProposalState.CHECKED:
        sentence = _("%(name)s has already checked this request.") % {"name": change.checked_by}
        raise RuleBroken(sentence, code="checked")
    if change.state != ProposalState.WAITING:
        raise change.already_answered()
    if actor.user_id is not None and actor.user_id == change.proposed_by_id:
        raise RuleBroken(_("Whoever sent a request does not check it."), code="second_person_needed")


def needs_first_check(actor: Actor, change: Proposal) -> bool:
    """Whether this desk checks before it approves (profile, `publishing.first_check_by`)."""
    checks_first = actor.kind in provinces.current().publishing.first_check_by
    return checks_first and change.state == ProposalState.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What an actor can do with a proposal now, for the buttons; the actions ask again."""

    check: bool
    approve: bool
    answer: bool  # return or reject
    note: str = ""


def choices_of(actor: Actor, change: Any) -> Choices:
    decides = actor.may(Permission.CHANGE_DECIDE, change) and change.is_open
    own_check = actor.user_id is not None and actor.user_id == change.checked_by_id
    first = needs_first_check(actor, change)
    note = ""
    if decides and own_check:
        note = _("You checked this request. Another person of the agency decides it.")
    elif decides and first:
        note = _("A request is checked by one person before another approves it.")
    elif change.state == ProposalState.CHECKED:
        note = _("Checked by %(name)s.") % {"name": change.checked_by}
    return Choices(
        check=change.state == ProposalState.WAITING and actor.may(Permission.CHANGE_CHECK, change),
        approve=decides and not own_check and not first,
        answer=decides and not own_check,
        note=note,
    )


def told(change: Proposal) -> dict[str, Any]:
    """What a line of the ledger says of a request that was not published."""
    return {"change_id": change.pk, "state": change.state, **undoing.told(change)}
