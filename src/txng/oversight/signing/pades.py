"""The signature itself: PAdES B-B, or B-T where a time-stamp service is set.

It certifies the paper: after it nothing may be added, not even a remark, without the signature telling so.
"""

from __future__ import annotations

import asyncio
import io
from datetime import UTC, datetime
from typing import Any

from asn1crypto import tsp
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from txng.oversight.signing import Identity, SigningFailed, config
from txng.oversight.signing.http import post

FIELD = "ChuKySo"


def identity_of(signer: Signer, *, for_show: bool) -> Identity:
    certificate = signer.signing_cert
    if certificate is None:
        raise SigningFailed("the signer has no certificate")
    subject: dict[str, Any] = certificate.subject.native
    return Identity(
        name=_text(subject.get("common_name")),
        organisation=_text(subject.get("organization_name")),
        serial=f"{certificate.serial_number:X}",
        for_show=for_show,
    )


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "")


def sign(pdf: bytes, signer: Signer, *, reason: str, place: str) -> bytes:
    """The same PDF with the signature behind it. Raises SigningFailed."""
    about = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=reason,
        location=place,
    )
    url = config()["timestamps"]
    stamper = TimeStamps(url, config()["timeout"]) if url else None
    out = io.BytesIO()
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        PdfSigner(about, signer, timestamper=stamper).sign_pdf(writer, output=out)
    except (SigningError, PdfError, TimestampRequestError) as trouble:
        raise SigningFailed(f"{type(trouble).__name__}: {trouble}") from trouble
    _look_at(out)
    return out.getvalue()


def _look_at(paper: io.BytesIO) -> None:
    """A service may answer with another key's signature or one of an old certificate: no such paper is kept."""
    (signature,) = PdfFileReader(paper).embedded_signatures
    certificate = signature.signer_cert
    if not certificate.not_valid_before <= datetime.now(UTC) < certificate.not_valid_after:
        raise SigningFailed("the certificate of the signer is not in force")
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[], allow_fetching=False))
    if not (status.intact and status.valid):
        raise SigningFailed("the signature does not fit the certificate of the signer")


class TimeStamps(TimeStamper):
    """RFC 3161 over our own bounded POST."""

    def __init__(self, url: str, timeout: float) -> None:
        super().__init__()
        self.url, self.timeout = url, timeout

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        data = await asyncio.to_thread(post, self.url, req.dump(), headers, timeout=self.timeout)
        return tsp.TimeStampResp.load(data)
