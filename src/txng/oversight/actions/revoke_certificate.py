from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.oversight.actions._certificates import require_state, require_why, to_decide
from txng.oversight.actions._standing import stop
from txng.oversight.models import CertificateState, ParticipationCertificate


@transaction.atomic
def revoke_certificate(
    *, actor: Actor, certificate_id: int, cause: str, reason: str, ground: str, at: datetime
) -> ParticipationCertificate:
    """Thu hồi Giấy xác nhận, for good; a new one has to be proposed (names.md 2)."""
    certificate = to_decide(actor, certificate_id)
    require_state(certificate, CertificateState.ISSUED, CertificateState.SUSPENDED)
    require_why(reason, ground, cause)
    stop(certificate, CertificateState.REVOKED, actor=actor, cause=cause, reason=reason, ground=ground, at=at)
    return certificate
