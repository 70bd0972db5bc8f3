from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.codes import new_token, token_digest
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.registry.actions.taking import State, take_to_decide
from txng.registry.events import DossierEvent
from txng.registry.models import Dossier


@transaction.atomic
def renew_link(*, actor: Actor, dossier_id: int, at: datetime) -> tuple[Dossier, str]:
    """A new secret address for an applicant who lost theirs; the old one opens nothing from now on.

    The desk has looked at the person or at the paper; who did is in the ledger, the secret is not.
    """
    dossier = take_to_decide(actor, Permission.DOSSIER_RECEIVE, dossier_id)
    if dossier.state == State.WITHDRAWN:
        raise RuleBroken(_("The dossier was withdrawn. The applicant starts a new one."), code="withdrawn")
    token = new_token()
    dossier.token_digest = token_digest(token)
    dossier.save(update_fields=["token_digest"])
    record(DossierEvent.LINK_RENEWED, actor=actor, subject=dossier, at=at, after={"renewed_at": at})
    return dossier, token
