from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor, Permission
from txng.kernel.codes import new_token, token_digest
from txng.registry.models import Dossier


@transaction.atomic
def start_dossier(*, actor: Actor, at: datetime) -> tuple[Dossier, str]:
    """An empty draft and the secret of its address, which is known to the applicant's link alone.

    Drafts write no ledger entry (names.md 2).
    """
    actor.require_verb(Permission.DOSSIER_SUBMIT)
    token = new_token()
    return Dossier.objects.create(token_digest=token_digest(token), started_at=at), token
