"""What this area does when something happens below it (project/subscriptions.py)."""

from __future__ import annotations

from collections.abc import Iterator

from txng.accounts.models import Account
from txng.accounts.models.accounts import AccountState
from txng.ledger.models import Entry
from txng.ledger.recording import actor_then
from txng.oversight import signing_work
from txng.oversight.actions import _standing
from txng.oversight.models import (
    CertificateCause,
    CertificateState,
    Complaint,
    CopyAlarm,
    ParticipationCertificate,
    Recall,
    TraceDisplay,
)
from txng.registry.mergers import stand_with_establishments


def follow_merger(entry: Entry) -> None:
    stand_with_establishments(Complaint, Recall, ParticipationCertificate, TraceDisplay, CopyAlarm)


def sign_issued(entry: Entry) -> None:
    """To a job of its own: its retries last for days, those of a consequence for minutes."""
    signing_work.ask_again(ParticipationCertificate.objects.get(id=entry.subject_id))


def suspend_with_account(entry: Entry) -> None:
    """A locked account keeps nothing up to date; its certificate must not go on vouching for it (CB 12.5, 13.3)."""
    for certificate in _of(entry, CertificateState.ISSUED):
        _stop(certificate, CertificateState.SUSPENDED, entry)


def revoke_with_account(entry: Entry) -> None:
    """Who no longer takes part holds no certificate of taking part."""
    for certificate in _of(entry, CertificateState.ISSUED, CertificateState.SUSPENDED):
        _stop(certificate, CertificateState.REVOKED, entry)


def reinstate_with_account(entry: Entry) -> None:
    """Only what the account's lock suspended: an officer's suspension waits for an officer."""
    if not Account.objects.filter(id=entry.subject_id, state=AccountState.ACTIVE).exists():
        return
    for certificate in _of(entry, CertificateState.SUSPENDED):
        if certificate.cause == CertificateCause.ACCOUNT:
            _standing.reinstate(
                certificate, actor=actor_then(entry), reason=entry.reason, ground=entry.ground, at=entry.at
            )


def _stop(certificate: ParticipationCertificate, state: CertificateState, entry: Entry) -> None:
    _standing.stop(
        certificate,
        state,
        actor=actor_then(entry),
        cause=CertificateCause.ACCOUNT,
        reason=entry.reason,
        ground=entry.ground,
        at=entry.at,
    )


def _of(entry: Entry, *states: CertificateState) -> Iterator[ParticipationCertificate]:
    """None for an agency's account."""
    if entry.establishment_id is None:
        return iter(())
    return iter(
        ParticipationCertificate.objects.select_for_update(of=("self",), no_key=True)
        .select_related("establishment")
        .filter(establishment_id=entry.establishment_id, state__in=states)
        .order_by("id")
    )
