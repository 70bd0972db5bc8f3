"""Questions about participation certificates, limited to the actor's reach."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere
from txng.kernel.text import fold
from txng.oversight.models import CertificateState, ParticipationCertificate
from txng.registry.models import Establishment
from txng.review.trays import Task

RENEWAL_DAYS = 60  # as for every paper with an end: “Sắp hết hạn” (names.md 2)
LIVING = (CertificateState.ISSUED, CertificateState.SUSPENDED)
STANDINGS = ("proposed", "issued", "suspended", "revoked", "expired")


def certificates_of(actor: Actor) -> QuerySet[ParticipationCertificate]:
    """What an actor may see of the register: open proposals first, then by number."""
    first = Case(
        When(state=CertificateState.PROPOSED, declined_at=None, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return (
        ParticipationCertificate.objects.filter(actor.reach(Permission.CERTIFICATE_READ))
        .select_related("establishment__unit", "paper")
        .order_by(first, F("issued_at").desc(nulls_last=True), "-id")
    )


def matching(
    certificates: QuerySet[ParticipationCertificate], text: str, standing: str, *, on: date
) -> QuerySet[ParticipationCertificate]:
    """By number, name without accents or tax code; by state, what the calendar says included."""
    for word in text.split()[:6]:
        plain = fold(word)
        match = Q(establishment__plain_name__contains=plain) | Q(number__startswith=word.upper())
        if word.isdigit():
            match |= Q(establishment__tax_code__startswith=word) | Q(number__contains=word)
        certificates = certificates.filter(match)
    if standing == "expired":
        return certificates.filter(state__in=LIVING, valid_to__lt=on)
    if standing in LIVING:
        return certificates.filter(state=standing, valid_to__gte=on)
    return certificates.filter(state=standing) if standing in STANDINGS else certificates


def living_of(establishment: Establishment, *, on: date) -> ParticipationCertificate | None:
    """The one in force or suspended, the newest where a renewal overlaps."""
    return (
        ParticipationCertificate.objects.filter(establishment=establishment, state__in=LIVING, valid_to__gte=on)
        .select_related("paper")
        .order_by("-valid_to", "-id")
        .first()
    )


def open_proposal_of(establishment: Establishment) -> ParticipationCertificate | None:
    return ParticipationCertificate.objects.filter(
        establishment=establishment, state=CertificateState.PROPOSED, declined_at=None
    ).first()


def renewable_from(certificate: ParticipationCertificate) -> date:
    assert certificate.valid_to is not None
    return certificate.valid_to - timedelta(days=RENEWAL_DAYS)


def certificate_of_address(code: str) -> ParticipationCertificate:
    """What the QR of the paper opens. Without the code nothing is found, whatever number one knows."""
    found = (
        ParticipationCertificate.objects.filter(public_code=code, number__isnull=False)
        .select_related("establishment__unit", "paper")
        .first()
    )
    if found is None:
        raise NotThere(_("Not found."))
    return found


def tray(actor: Actor) -> list[Task]:
    """Proposals that wait for this very person: nobody issues what they proposed (names.md 5)."""
    if not actor.holds(Permission.CERTIFICATE_DECIDE):
        return []
    waiting = (
        ParticipationCertificate.objects.filter(
            actor.reach(Permission.CERTIFICATE_DECIDE), state=CertificateState.PROPOSED, declined_at=None
        )
        .exclude(proposed_by_id=actor.user_id)
        .select_related("establishment")
        .order_by("proposed_at", "id")
    )
    return [
        Task(
            kind=_("Participation certificate"),
            title=certificate.establishment.name,
            organisation=certificate.proposed_for,
            address=reverse("certificate-detail", args=[certificate.pk]),
            state=f"certificate.{certificate.state}",
            state_label=certificate.get_state_display(),
            since=local_date(certificate.proposed_at),
        )
        for certificate in waiting
    ]
