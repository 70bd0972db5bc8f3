"""What the verbs about participation certificates share."""

from __future__ import annotations

from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.accounts.models import Account
from txng.kernel.errors import NotThere, RuleBroken
from txng.oversight.models import CertificateCause, CertificateState, ParticipationCertificate


def certificate_to_change(certificate_id: int) -> ParticipationCertificate:
    """Locked: of two officers deciding at once, the slower finds what the faster did."""
    found = (
        ParticipationCertificate.objects.select_for_update(of=("self",), no_key=True)
        .select_related("establishment__unit")
        .filter(id=certificate_id)
        .first()
    )
    if found is None:
        raise NotThere
    return found


def to_decide(actor: Actor, certificate_id: int, *, with_account: bool = False) -> ParticipationCertificate:
    """`with_account` for what the state of the account decides: it cannot be locked between the look and the step.

    Account before certificate, as the listeners of a lock come: two locks in one order never wait crosswise.
    """
    if with_account:
        whose = ParticipationCertificate.objects.filter(id=certificate_id).values("establishment_id")
        list(Account.objects.select_for_update(of=("self",), no_key=True).filter(establishment_id__in=whose))
    certificate = certificate_to_change(certificate_id)
    actor.require(Permission.CERTIFICATE_DECIDE, certificate)
    return certificate


def require_state(certificate: ParticipationCertificate, *states: CertificateState) -> None:
    if certificate.state not in states or certificate.declined_at is not None:
        by = certificate.stopped_by or certificate.declined_by or certificate.issued_by
        state = _("Not issued") if certificate.declined_at else certificate.get_state_display()
        raise RuleBroken(
            _("This certificate is in the state “%(state)s” (%(name)s).") % {"state": state, "name": by or "–"},
            code="wrong_state",
        )


def require_why(reason: str, ground: str, cause: str) -> None:
    if cause not in CertificateCause.values:
        raise RuleBroken(_("Choose what the public is told as the cause."), code="cause_missing")
    if not reason.strip():
        raise RuleBroken(_("State the reason."), code="reason_missing")
    if not ground.strip():
        raise RuleBroken(_("Enter the number of the decision or the article."), code="ground_missing")


def label_of(certificate: ParticipationCertificate) -> str:
    name = certificate.establishment.name
    return f"{certificate.number} – {name}" if certificate.number else name
