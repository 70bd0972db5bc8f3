"""What every answer to a proposed change begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor, Permission
from txng.catalogue.models import Product, ProductChange
from txng.kernel.errors import NotThere, RuleBroken
from txng.review import undoing


def change_in_hand(change_id: int) -> ProductChange:
    """The change, locked: of two officers who press at once the second waits here and then reads the answer."""
    change = (
        ProductChange.objects.select_for_update(of=("self",))
        .select_related("product", "image")
        .filter(pk=change_id)
        .first()
    )
    if change is None or change.state == ProductChange.State.DRAFT:
        raise NotThere(_("Not found."))
    return change


def change_to_decide(actor: Actor, change_id: int) -> ProductChange:
    """For a decision: the right to it, and another person than the one who asked or who checked (names.md 5)."""
    change = change_in_hand(change_id)
    actor.require(Permission.CHANGE_DECIDE, change)
    if not change.is_open:
        raise change.already_answered()
    if actor.user_id is not None and actor.user_id == change.proposed_by_id:
        raise RuleBroken(_("Whoever sent a request does not decide it."), code="second_person_needed")
    if actor.user_id is not None and actor.user_id == change.checked_by_id:
        raise RuleBroken(
            _("You checked this request; another person of the agency decides it."), code="second_person_needed"
        )
    return change


def let_go_of_code(product: Product) -> None:
    """A product that was never public gives its GTIN back, or a mistaken request would keep it from its owner."""
    if not product.is_published and product.gtin:
        product.gtin = None
        product.save(update_fields=["gtin"])


def needs_first_check(actor: Actor, change: ProductChange) -> bool:
    """Whether this desk checks before it approves (profile, `publishing.first_check_by`)."""
    checks_first = actor.kind in provinces.current().publishing.first_check_by
    return checks_first and change.state == ProductChange.State.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What an actor can do with a change now, for the buttons; the actions ask again."""

    check: bool
    approve: bool
    answer: bool  # return or reject
    note: str = ""


def choices_of(actor: Actor, change: ProductChange) -> Choices:
    decides = actor.may(Permission.CHANGE_DECIDE, change) and change.is_open
    own_check = actor.user_id is not None and actor.user_id == change.checked_by_id
    first = needs_first_check(actor, change)
    note = ""
    if decides and own_check:
        note = _("You checked this request. Another person of the agency decides it.")
    elif decides and first:
        note = _("A request is checked by one person before another approves it.")
    elif change.state == ProductChange.State.CHECKED:
        note = _("Checked by %(name)s.") % {"name": change.checked_by}
    return Choices(
        check=change.state == ProductChange.State.WAITING and actor.may(Permission.CHANGE_CHECK, change),
        approve=decides and not own_check and not first,
        answer=decides and not own_check,
        note=note,
    )


def told(change: ProductChange) -> dict[str, Any]:
    """What a line of the ledger says of a request that was not published."""
    return {"change_id": change.pk, "state": change.state, **undoing.told(change)}
