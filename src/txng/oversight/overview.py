"""What both sides read about an establishment and its certificate."""

from __future__ import annotations

from typing import Any

from txng.access import Actor, Permission
from txng.kernel.clock import today
from txng.oversight import certificates
from txng.oversight.eligibility import findings
from txng.oversight.models import ParticipationCertificate
from txng.oversight.showing import shown
from txng.registry.models import Establishment


def about(establishment: Establishment, actor: Actor) -> dict[str, Any]:
    """The conditions and the certificates of one establishment, the same for both sides."""
    day = today()
    found = findings(establishment, on=day)
    rows = ParticipationCertificate.objects.filter(establishment=establishment).select_related("paper", "establishment")
    living = certificates.living_of(establishment, on=day)
    waiting = certificates.open_proposal_of(establishment)
    renewable = living is None or certificates.renewable_from(living) <= day
    return {
        "establishment": establishment,
        "findings": found,
        "met": sum(finding.is_met for finding in found),
        "certificates": [shown(row, on=day) for row in rows.order_by("-id")],
        "living": living,
        "renewable_from": certificates.renewable_from(living) if living else None,
        "waiting": waiting,
        "may_propose": actor.may(Permission.CERTIFICATE_PROPOSE, establishment)
        and waiting is None
        and renewable
        and all(finding.is_met for finding in found),
    }
