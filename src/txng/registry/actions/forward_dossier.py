from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.registry import clocks
from txng.registry.actions.taking import State, decided_already, desk_of, take_to_decide
from txng.registry.events import DossierEvent
from txng.registry.models import Dossier
from txng.review.undoing import close_window, told


@transaction.atomic
def forward_dossier(*, actor: Actor, dossier_id: int, at: datetime) -> Dossier:
    """Chuyển Sở KH&CN: one electronic dossier goes to the operator for the account (CB 6.2, CT-REG 6.3.b)."""
    dossier = take_to_decide(actor, Permission.DOSSIER_FORWARD, dossier_id)
    if not forwards(actor, dossier):
        raise RuleBroken(
            _("Who decides this dossier issues the account as well; nothing is forwarded."),
            code="not_forwarded",
        )
    if dossier.state != State.APPROVED:
        raise decided_already(dossier, at)
    dossier.state = State.FORWARDED
    dossier.due_on = clocks.issue_by(at)
    # Sent on by somebody else, an approval has been followed; by the same hand, it is one press (approve_and_forward).
    window = () if actor.user_id == dossier.decided_by_id else close_window(dossier)
    dossier.save(update_fields=["state", "due_on", *window])
    record(
        DossierEvent.FORWARDED,
        actor=actor,
        subject=dossier,
        at=at,
        after={"state": dossier.state, **told(dossier)},
    )
    return dossier


def forwards(actor: Actor, dossier: Dossier) -> bool:
    """Whether this actor's approval goes on to the operator. A delegated agency issues the account itself."""
    return provinces.current().forwards(
        decided_by=desk_of(dossier.filed_with),  # type: ignore[arg-type]
        delegated=actor.kind != "system" and actor.may(Permission.ACCOUNT_ISSUE, dossier),
    )
