"""The signing of a certificate that has been issued: a job, so that nothing waits for the signing service.

Made and signed outside any transaction; only the finished paper is stored in one. Whoever comes second with a paper
finds one there and throws theirs away, so a job may run twice.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import override
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from txng import provinces
from txng.access.actors import system
from txng.oversight import actions
from txng.oversight.certificate_paper import certificate_pdf
from txng.oversight.models import CertificateState, ParticipationCertificate
from txng.oversight.signing import SigningFailed, adapter

TASK = "oversight.sign_certificate"


def sign_now(certificate_id: int, *, at: datetime) -> bool:
    """Whether a paper was signed. Raises SigningFailed, having noted the try, so that the queue tries again."""
    certificate = ParticipationCertificate.objects.get(id=certificate_id)
    if not is_due(certificate):
        return False
    try:
        from txng.oversight.signing import pades

        service = adapter()
        with service.opened() as signer:
            identity = pades.identity_of(signer, for_show=service.for_show)
            paper = certificate_pdf(certificate, identity, at=at)
            signed = pades.sign(
                paper,
                signer,
                reason=f"Giấy xác nhận tham gia số {certificate.number}",
                place=provinces.current().identity.name,
            )
    except SigningFailed as trouble:
        ParticipationCertificate.objects.filter(id=certificate_id).update(
            sign_tries=F("sign_tries") + 1, sign_tried_at=at, sign_error=str(trouble)[:300]
        )
        raise
    with override("vi"):
        who = system()
    return actions.sign_certificate(actor=who, certificate_id=certificate_id, pdf=signed, signer=identity, at=at)


def is_due(certificate: ParticipationCertificate) -> bool:
    living = (CertificateState.ISSUED, CertificateState.SUSPENDED)
    return certificate.paper_id is None and certificate.state in living


def ask_again(certificate: ParticipationCertificate) -> bool:
    """Put the job back into the queue, where it is not waiting there already."""
    try:
        with transaction.atomic():  # the refusal of a second one must not spoil the caller's transaction
            defer(certificate.pk)
    except AlreadyEnqueued:
        return False
    return True


def defer(certificate_id: int) -> None:
    app.configure_task(TASK, queue="fast", queueing_lock=f"{TASK}:{certificate_id}").defer(
        certificate_id=certificate_id
    )
