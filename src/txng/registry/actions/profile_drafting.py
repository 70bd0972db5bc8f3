"""What a draft and a request about an establishment's profile begin with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.gs1 import keys
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean
from txng.registry.models import Establishment, EstablishmentChange
from txng.registry.profile import NEEDED, TEXTS, published_of
from txng.review.answering import in_hand, require_decision
from txng.review.undoing import close_window

ASKED = (EstablishmentChange.State.WAITING, EstablishmentChange.State.CHECKED)
WRITABLE = (EstablishmentChange.State.DRAFT, EstablishmentChange.State.RETURNED)


def own_establishment(actor: Actor) -> Establishment:
    """The actor's own, locked: nobody ever names another one."""
    actor.require_verb(Permission.ESTABLISHMENT_PROPOSE)
    establishment = Establishment.objects.select_for_update(no_key=True).filter(pk=actor.establishment_id or 0).first()
    if establishment is None:
        raise NotThere(_("Not found."))
    actor.require(Permission.ESTABLISHMENT_PROPOSE, establishment)
    return establishment


def draft_of(establishment: Establishment, client_id: UUID | None = None) -> EstablishmentChange:
    change = establishment.changes.filter(state__in=(*ASKED, *WRITABLE)).first()
    if change is not None and change.state in ASKED:
        raise RuleBroken(
            _("A request about your establishment is being looked at. Withdraw it before you send another."),
            code="open_change",
        )
    change = change or EstablishmentChange(client_id=client_id or uuid4(), fields={})
    close_window(change)  # what its owner has begun to supplement is no answer to take back any more
    change.establishment = establishment
    change.stand_with(establishment)
    return change


def merged(establishment: Establishment, change: EstablishmentChange, values: Mapping[str, Any]) -> dict[str, Any]:
    """Earlier sections and this one, only what differs from what is public."""
    before = published_of(establishment)
    return {field: value for field, value in {**change.fields, **values}.items() if value != before[field]}


def checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Cleaned values; papers have verbs of their own, and nothing else is taken (architecture 3.11)."""
    if foreign := set(fields) - {*TEXTS, "kind"}:
        raise RuleBroken(
            _("These fields are not published: %(fields)s") % {"fields": ", ".join(sorted(foreign))},
            code="foreign_field",
        )
    values = {field: clean(str(value or "")) for field, value in fields.items()}
    for field, value in values.items():
        if field in NEEDED and not value:
            raise RuleBroken(_("This cannot be left empty."), code=f"missing:{field}")
        if len(value) > TEXTS.get(field, 20):
            raise RuleBroken(_("At most %(n)s characters.") % {"n": TEXTS[field]}, code=f"long:{field}")
    if "kind" in values and values["kind"] not in Establishment.Kind.values:
        raise RuleBroken(_("Choose the kind of establishment from the list."), code="unknown_kind")
    if values.get("gln"):
        try:
            values["gln"] = keys.normalise_gln(values["gln"])
        except keys.GS1Error as error:
            raise RuleBroken(_("A GLN has 13 digits; one of them is wrong."), code="gln") from error
    return values


def change_in_hand(change_id: int) -> EstablishmentChange:
    return in_hand(EstablishmentChange, change_id, "establishment")


def change_to_decide(actor: Actor, change_id: int) -> EstablishmentChange:
    change = change_in_hand(change_id)
    require_decision(actor, change)
    return change
