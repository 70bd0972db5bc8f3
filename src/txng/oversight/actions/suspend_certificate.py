from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.oversight.actions._certificates import require_state, require_why, to_decide
from txng.oversight.actions._standing import stop
from txng.oversight.models import CertificateState, ParticipationCertificate


@transaction.atomic
def suspend_certificate(
    *, actor: Actor, certificate_id: int, cause: str, reason: str, ground: str, at: datetime
) -> ParticipationCertificate:
    """Tạm đình chỉ Giấy xác nhận: it can be reinstated; the public page says so from this moment (names.md 2)."""
    certificate = to_decide(actor, certificate_id)
    require_state(certificate, CertificateState.ISSUED)
    require_why(reason, ground, cause)
    stop(certificate, CertificateState.SUSPENDED, actor=actor, cause=cause, reason=reason, ground=ground, at=at)
    return certificate
