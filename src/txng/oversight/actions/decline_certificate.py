from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.oversight.actions._certificates import label_of, require_state, to_decide
from txng.oversight.events import OversightEvent
from txng.oversight.models import CertificateState, ParticipationCertificate


@transaction.atomic
def decline_certificate(*, actor: Actor, certificate_id: int, reason: str, at: datetime) -> ParticipationCertificate:
    """Không cấp: the proposal is answered and closed, with what has to change; it may be proposed again."""
    certificate = to_decide(actor, certificate_id)
    require_state(certificate, CertificateState.PROPOSED)
    if not reason.strip():
        raise RuleBroken(_("State the reason."), code="reason_missing")
    certificate.declined_at = at
    certificate.declined_by = actor.label
    certificate.decline_reason = reason.strip()
    certificate.save(update_fields=["declined_at", "declined_by", "decline_reason"])
    record(
        OversightEvent.CERTIFICATE_DECLINED,
        actor=actor,
        subject=certificate,
        label=label_of(certificate),
        at=at,
        before={"declined": False},
        after={"declined": True},
        reason=certificate.decline_reason,
    )
    return certificate
