from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.clock import local_date
from txng.kernel.errors import RuleBroken
from txng.oversight.actions import _standing
from txng.oversight.actions._certificates import require_state, to_decide
from txng.oversight.eligibility import unmet
from txng.oversight.models import CertificateState, ParticipationCertificate


@transaction.atomic
def reinstate_certificate(
    *, actor: Actor, certificate_id: int, reason: str, ground: str, at: datetime
) -> ParticipationCertificate:
    """Khôi phục Giấy xác nhận that was suspended, once the conditions hold again."""
    certificate = to_decide(actor, certificate_id, with_account=True)
    require_state(certificate, CertificateState.SUSPENDED)
    if not reason.strip():
        raise RuleBroken(_("State the reason."), code="reason_missing")
    lacking = unmet(certificate.establishment, on=local_date(at))
    if lacking:
        raise RuleBroken(
            _("The conditions are not met yet: %(conditions)s.")
            % {"conditions": "; ".join(finding.title for finding in lacking)},
            code="conditions_unmet",
        )
    _standing.reinstate(certificate, actor=actor, reason=reason, ground=ground, at=at)
    return certificate
