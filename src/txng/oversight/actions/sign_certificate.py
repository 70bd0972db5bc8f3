from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor, Permission
from txng.kernel.files.papers import keep_paper
from txng.ledger.recording import record
from txng.oversight.actions._certificates import certificate_to_change, label_of
from txng.oversight.events import OversightEvent
from txng.oversight.models import CertificateState
from txng.oversight.signing import Identity


@transaction.atomic
def sign_certificate(*, actor: Actor, certificate_id: int, pdf: bytes, signer: Identity, at: datetime) -> bool:
    """Keep the signed paper with its certificate. False when another job was faster, or the certificate has ended."""
    certificate = certificate_to_change(certificate_id)
    actor.require(Permission.CERTIFICATE_DECIDE, certificate)
    living = (CertificateState.ISSUED, CertificateState.SUSPENDED)
    if certificate.paper_id is not None or certificate.state not in living:
        return False
    number = (certificate.number or "").replace("/", "-")
    certificate.paper = keep_paper(pdf, name=f"giay-xac-nhan-{number}.pdf")
    certificate.signed_at = at
    certificate.signer = ", ".join(dict.fromkeys(part for part in (signer.name, signer.organisation) if part))[:300]
    certificate.signer_serial = signer.serial[:80]
    certificate.signed_for_show = signer.for_show
    certificate.sign_tries += 1
    certificate.sign_tried_at = at
    certificate.sign_error = ""
    certificate.save(
        update_fields=[
            *("paper", "signed_at", "signer", "signer_serial", "signed_for_show"),
            *("sign_tries", "sign_tried_at", "sign_error"),
        ]
    )
    record(
        OversightEvent.CERTIFICATE_SIGNED,
        actor=actor,
        subject=certificate,
        label=label_of(certificate),
        at=at,
        before={"paper": None},
        after={
            "sha256": certificate.paper.sha256,
            "signer": certificate.signer,
            "serial": certificate.signer_serial,
            "for_show": certificate.signed_for_show,
        },
    )
    return True
