"""Suspending, reinstating and revoking, one function a step; who may take it the verbs and listeners ask.

The public page reads the row, so the step holds for everybody the moment the transaction is over.
"""

from __future__ import annotations

from datetime import datetime

from txng.access import Actor
from txng.ledger.recording import record
from txng.oversight.actions._certificates import label_of
from txng.oversight.events import OversightEvent
from txng.oversight.models import CertificateState, ParticipationCertificate

_EVENTS = {
    CertificateState.SUSPENDED: OversightEvent.CERTIFICATE_SUSPENDED,
    CertificateState.REVOKED: OversightEvent.CERTIFICATE_REVOKED,
}


def stop(
    certificate: ParticipationCertificate,
    state: CertificateState,
    *,
    actor: Actor,
    cause: str,
    reason: str,
    ground: str,
    at: datetime,
) -> None:
    """Suspend or revoke; the caller holds the row's lock and has asked whether the step may be taken."""
    before = {"state": certificate.state, "cause": certificate.cause}
    certificate.state = state
    certificate.stopped_at = at
    certificate.stopped_by = actor.label
    certificate.cause = cause
    certificate.reason = reason.strip()
    certificate.ground = ground.strip()[:300]
    certificate.save(update_fields=["state", "stopped_at", "stopped_by", "cause", "reason", "ground"])
    record(
        _EVENTS[state],
        actor=actor,
        subject=certificate,
        label=label_of(certificate),
        at=at,
        before=before,
        after={"state": certificate.state, "cause": cause},
        reason=certificate.reason,
        ground=certificate.ground,
    )


def reinstate(certificate: ParticipationCertificate, *, actor: Actor, reason: str, ground: str, at: datetime) -> None:
    before = {"state": certificate.state, "cause": certificate.cause}
    certificate.state = CertificateState.ISSUED
    certificate.stopped_at = None
    certificate.stopped_by = certificate.cause = certificate.reason = certificate.ground = ""
    certificate.save(update_fields=["state", "stopped_at", "stopped_by", "cause", "reason", "ground"])
    record(
        OversightEvent.CERTIFICATE_REINSTATED,
        actor=actor,
        subject=certificate,
        label=label_of(certificate),
        at=at,
        before=before,
        after={"state": certificate.state},
        reason=reason.strip(),
        ground=ground.strip()[:300],
    )
