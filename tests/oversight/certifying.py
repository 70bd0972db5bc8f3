"""What the tests of certificates share: an establishment that meets the conditions, and the road to a signed paper."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from cryptography import x509

from tests import make
from txng.access import Actor
from txng.oversight import actions
from txng.oversight.models import ParticipationCertificate

WHY = {"cause": "violation", "reason": "Kiểm tra phát hiện hồ sơ không đúng.", "ground": "Quyết định 31/QĐ-SKHCN"}


def eligible(establishment: Any) -> Any:
    """An approved product with its fields, and a lot with a diary. Gives the lot."""
    return make.lot(make.product(establishment), complete=True)


def propose(actor: Actor, establishment: Any, **fields: Any) -> ParticipationCertificate:
    return actions.propose_certificate(
        actor=actor, establishment_id=establishment.pk, **{"client_id": uuid.uuid4(), "at": make.AT, **fields}
    )


def issue(actor: Actor, certificate: ParticipationCertificate, **fields: Any) -> ParticipationCertificate:
    return actions.issue_certificate(actor=actor, certificate_id=certificate.pk, **{"at": make.AT, **fields})


def sign(certificate: ParticipationCertificate, at: Any = make.AT) -> ParticipationCertificate:
    from txng.oversight.signing_work import sign_now

    sign_now(certificate.pk, at=at)
    certificate.refresh_from_db()
    return certificate


def paper_of(certificate: ParticipationCertificate) -> bytes:
    from txng.kernel.files import storage

    assert certificate.paper is not None
    return storage.read(certificate.paper.path)


def demo_root() -> x509.Certificate:
    from txng.oversight.signing.demo import made

    return x509.load_pem_x509_certificate((Path(made()) / "root.pem").read_bytes())
