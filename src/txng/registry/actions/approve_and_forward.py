from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.registry.actions.approve_dossier import approve_dossier
from txng.registry.actions.forward_dossier import forward_dossier
from txng.registry.models import Dossier


@transaction.atomic
def approve_and_forward(*, actor: Actor, dossier_id: int, at: datetime, appraisal: str = "") -> Dossier:
    """“Phê duyệt và chuyển Sở KH&CN”: one press, one transaction, two lines (CT-REG 6.3.b)."""
    approve_dossier(actor=actor, dossier_id=dossier_id, at=at, appraisal=appraisal)
    return forward_dossier(actor=actor, dossier_id=dossier_id, at=at)
