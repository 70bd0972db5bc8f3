"""A certificate as every page shows it: its standing today, and how far its signature is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from txng.kernel.files.links import file_url
from txng.oversight.certificate_paper import address_of
from txng.oversight.models import CertificateState, ParticipationCertificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    certificate: ParticipationCertificate
    standing: str
    label: str
    paper: str  # address of the signed PDF, "" until there is one
    check: str  # path of the public page
    printed: str  # the address in the QR
    signing: str  # "", waiting, failed, done: how far the signature is

    @property
    def holds(self) -> bool:
        return self.standing == CertificateState.ISSUED


def shown(certificate: ParticipationCertificate, *, on: date) -> Shown:
    signing = ""
    if certificate.paper is not None:
        signing = "done"
    elif certificate.state in (CertificateState.ISSUED, CertificateState.SUSPENDED):
        signing = "failed" if certificate.sign_error else "waiting"
    return Shown(
        certificate=certificate,
        standing=certificate.standing(on),
        label=certificate.standing_label(on),
        paper=file_url(certificate.paper) if certificate.paper else "",
        check=reverse("certificate-check", args=[certificate.public_code]) if certificate.number else "",
        printed=address_of(certificate) if certificate.number else "",
        signing=signing,
    )
