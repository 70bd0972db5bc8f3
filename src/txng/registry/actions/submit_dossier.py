from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor
from txng.kernel.codes import next_number, random_code
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.registry import clocks, steps
from txng.registry.actions.taking import State, take_own
from txng.registry.events import DossierEvent
from txng.registry.models import Dossier, Establishment


@transaction.atomic
def submit_dossier(*, actor: Actor, dossier_id: int, at: datetime) -> Dossier:
    """File the dossier with the desk chosen in it (CB 6.1, CT-REG 6.3.a). Sent twice, it is filed once."""
    dossier = take_own(actor, dossier_id)
    if dossier.state != State.DRAFT:
        if dossier.number and dossier.state not in (State.RETURNED, State.WITHDRAWN):
            return dossier
        raise RuleBroken(_("The dossier has been filed and cannot be changed any more."), code="not_editable")
    require_complete(dossier)
    dossier.number = next_number("HS", at)
    dossier.lookup_code = random_code(10)
    dossier.state = State.SUBMITTED
    dossier.submitted_at = at
    dossier.due_on = clocks.receive_by(at)
    dossier.save(update_fields=["number", "lookup_code", "state", "submitted_at", "due_on"])
    record(
        DossierEvent.SUBMITTED,
        actor=actor,
        subject=dossier,
        at=at,
        after={"filed_with": str(dossier.filed_with), "managing_agency": str(dossier.managing_agency)},
    )
    return dossier


def require_complete(dossier: Dossier) -> None:
    """Everything the form asks for is there, and nobody with this tax code has joined in the meantime."""
    lacking = steps.missing(dossier, provinces.current(), steps.papers_there(dossier))
    if lacking:
        sentences = [sentence for step in lacking.values() for sentence in step]
        raise RuleBroken(
            _("The dossier is not complete. %(first)s") % {"first": sentences[0]}, code="dossier_incomplete"
        )
    joined = Establishment.objects.filter(tax_code=dossier.tax_code, practice=False, paused_on=None)
    if dossier.tax_code and joined.exists():
        raise RuleBroken(already_joined(joined.order_by("id")[0]), code="already_joined")


def already_joined(establishment: Establishment) -> str:
    """“Cơ sở có mã số thuế này đã tham gia từ 03/2025 …” (ux.md 4.9)"""
    return _(
        "The establishment with this tax code has taken part since %(month)s. Sign in, or call %(hotline)s if you have "
        "lost the account."
    ) % {
        "month": f"{establishment.joined_on:%m/%Y}",
        "hotline": provinces.current().identity.hotline,
    }
