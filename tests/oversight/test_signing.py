"""The signature on a certificate: valid for two readers, broken by one byte, and waited for by nobody."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.conf import settings as django_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import make
from tests.browser import paper
from tests.cast import run_jobs
from tests.oversight import papers_read
from tests.oversight.certifying import WHY, demo_root, eligible, issue, paper_of, propose, sign
from tests.oversight.papers_read import Invalid
from tests.oversight.signing_service import PIN, TOKEN, Service, running
from txng.access import Actor
from txng.ledger.models import Entry
from txng.oversight import actions, signing_work
from txng.oversight.models import ParticipationCertificate
from txng.oversight.signing import SigningFailed, adapter
from txng.oversight.tasks import sign_certificate

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]


@pytest.fixture
def certificate(organisations: Any, lanh: Actor, mai: Actor) -> ParticipationCertificate:
    eligible(organisations.lanh)
    return issue(mai, propose(lanh, organisations.lanh))


def pyhanko_says(pdf: bytes, root: x509.Certificate) -> Any:
    from asn1crypto import x509 as asn1
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    trust = asn1.Certificate.load(root.public_bytes(serialization.Encoding.DER))
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(signature, ValidationContext(trust_roots=[trust], allow_fetching=False))


# --- the paper ----------------------------------------------------------------------------------------------


def test_two_readers_find_the_signature_valid(signed: bytes) -> None:
    pdf = signed

    reading = papers_read.read(pdf, demo_root())
    assert sum(map(len, reading.covered)) > 0.6 * len(pdf)
    status = pyhanko_says(pdf, demo_root())
    assert (status.bottom_line, status.intact, status.valid, status.trusted) == (True, True, True, True)
    assert status.docmdp_ok
    assert b"/SubFilter /ETSI.CAdES.detached" in pdf.replace(b"/SubFilter/", b"/SubFilter /")


def test_a_demo_key_says_so_in_its_subject_on_the_paper_and_in_the_row(certificate: ParticipationCertificate) -> None:
    pdf = paper_of(sign(certificate))

    subject = papers_read.read(pdf, demo_root()).signer.subject.rfc4514_string()
    assert "TRÌNH DIỄN" in subject
    assert "KHÔNG CÓ GIÁ TRỊ PHÁP LÝ" in subject.replace("\\,", ",")
    assert "BẢN TRÌNH DIỄN" in paper.words(pdf)
    assert certificate.signed_for_show
    assert "TRÌNH DIỄN" in certificate.signer


def test_the_demo_key_lies_outside_the_database_for_its_owner_alone(certificate: ParticipationCertificate) -> None:
    sign(certificate)
    folder = Path(django_settings.KEYS_FOLDER) / "signing" / "demo-can-tho"

    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {
        "key.pem": 0o600, "certificate.pem": 0o600, "root.pem": 0o600,
    }  # fmt: skip
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.fixture
def signed(certificate: ParticipationCertificate) -> bytes:
    """TXNG_SPOILT_PAPER=1 plants one wrong bit, for the control of the claim."""
    pdf = bytearray(paper_of(sign(certificate)))
    if os.environ.get("TXNG_SPOILT_PAPER"):
        pdf[len(pdf) // 3] ^= 1
    return bytes(pdf)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_flipped_bit_anywhere_in_the_signed_range_is_invalid(signed: bytes, where: float, bit: int) -> None:
    first, second = papers_read.read(signed, demo_root()).covered
    nth = int(where * (len(first) + len(second)))
    at = first[nth] if nth < len(first) else second[nth - len(first)]
    spoilt = bytearray(signed)
    spoilt[at] ^= 1 << bit

    with pytest.raises(Invalid):
        papers_read.read(bytes(spoilt), demo_root())


def test_each_byte_of_the_signed_range_counts(signed: bytes) -> None:
    """Every 29th, and with TXNG_EVERY_BYTE=1 (`prove dossiers`) every single one; told in the file of TXNG_FIGURES."""
    first, second = papers_read.read(signed, demo_root()).covered
    positions = [*first, *second][:: 1 if os.environ.get("TXNG_EVERY_BYTE") else 29]
    accepted = []
    spoilt = bytearray(signed)
    for at in positions:
        spoilt[at] ^= 0x01
        try:
            papers_read.read(bytes(spoilt), demo_root())
        except Invalid:
            pass
        else:
            accepted.append(at)
        spoilt[at] ^= 0x01
    if figures := os.environ.get("TXNG_FIGURES"):
        with open(figures, "a", encoding="utf-8") as file:
            file.write(json.dumps({"bytes": len(positions), "accepted": len(accepted)}) + "\n")
    assert accepted == []


def test_pyhanko_finds_flipped_bytes_too(signed: bytes) -> None:
    first, second = papers_read.read(signed, demo_root()).covered
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.validation.errors import SignatureValidationError

    for at in (first[40], first[len(first) // 2], second[len(second) // 3], second[-40]):
        spoilt = bytearray(signed)
        spoilt[at] ^= 1
        try:
            status = pyhanko_says(bytes(spoilt), demo_root())
        except (PdfError, ValueError, SignatureValidationError):  # the file cannot be read at all any more
            status = None
        assert status is None or not status.bottom_line, at


def test_something_written_behind_the_signature_is_invalid(signed: bytes) -> None:
    for more in (b"\n", b"\n% a remark\n", signed[-200:]):
        with pytest.raises(Invalid):
            papers_read.read(signed + more, demo_root())


def test_another_root_does_not_vouch_for_it(signed: bytes) -> None:
    with pytest.raises(Invalid, match="does not fit"):
        papers_read.read(signed, Service().root)
    assert not pyhanko_says(signed, Service().root).bottom_line


def test_the_paper_says_what_the_row_says_and_its_code_opens_the_page(
    client: Any, certificate: ParticipationCertificate
) -> None:
    pdf = paper_of(sign(certificate))
    said = paper.words(pdf)

    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 000001/2026/GXN",
        "GIẤY XÁC NHẬN THAM GIA", "Hợp tác xã Trái cây Lành", "Sầu riêng Ri6", "21/09/2029", "Trang 1 / 1",
        "21/09/2026 09:30:00 +07:00",
    ):  # fmt: skip
        assert words in said
    (picture,) = paper.pages(pdf)
    (code,) = paper.codes(picture)
    assert code == f"https://check.cantho.gov.vn/giay-xac-nhan/{certificate.public_code}/"
    assert "Giấy xác nhận còn giá trị" in client.get(code.removeprefix("https://check.cantho.gov.vn")).content.decode()


def test_the_same_day_the_same_paper_before_the_signature(certificate: ParticipationCertificate) -> None:
    from txng.oversight.certificate_paper import certificate_pdf
    from txng.oversight.signing import Identity

    who = Identity(name="Sở", organisation="Sở", serial="1", for_show=False)
    assert certificate_pdf(certificate, who, at=make.AT) == certificate_pdf(certificate, who, at=make.AT)


# --- the job ------------------------------------------------------------------------------------------------


def waiting() -> list[ProcrastinateJob]:
    return list(ProcrastinateJob.objects.filter(task_name=signing_work.TASK, status="todo"))


def test_issuing_leaves_a_job_that_signs_once_however_often_it_runs(certificate: ParticipationCertificate) -> None:
    run_jobs()
    run_jobs()
    (job,) = waiting()

    sign_certificate.func(**job.args)
    certificate.refresh_from_db()
    kept = certificate.paper_id
    sign_certificate.func(**job.args)
    certificate.refresh_from_db()
    assert certificate.paper_id == kept is not None
    assert Entry.objects.filter(kind="oversight.certificate:signed").count() == 1


def test_one_that_was_revoked_before_it_was_signed_is_not_signed(
    certificate: ParticipationCertificate, mai: Actor
) -> None:
    actions.revoke_certificate(actor=mai, certificate_id=certificate.pk, at=make.AT, **WHY)

    assert not signing_work.sign_now(certificate.pk, at=make.AT)
    assert sign_nothing(certificate)


def sign_nothing(certificate: ParticipationCertificate) -> bool:
    certificate.refresh_from_db()
    return certificate.paper_id is None and not Entry.objects.filter(kind="oversight.certificate:signed").exists()


@pytest.fixture
def remote(settings: Any) -> Any:
    with running(Service()) as service:
        settings.SIGNING = django_settings.SIGNING | {
            "signer": "remote", "url": service.url, "credential": "so-khcn", "timeout": 5.0,
        }  # fmt: skip
        yield service


def test_a_remote_service_signs_and_sees_the_digest_alone(
    certificate: ParticipationCertificate, remote: Service, settings: Any, tmp_path: Path
) -> None:
    settings.KEYS_FOLDER = tmp_path
    (tmp_path / "signing").mkdir()
    (tmp_path / "signing" / "access-token").write_text(f"{TOKEN}\n")
    (tmp_path / "signing" / "pin").write_text(PIN)
    pdf = paper_of(sign(certificate))

    assert papers_read.read(pdf, remote.root).signer == remote.certificate
    assert pyhanko_says(pdf, remote.root).bottom_line
    assert [verb for verb, _, _ in remote.asked] == [
        "credentials/info", "credentials/authorize", "signatures/signHash",
    ]  # fmt: skip
    assert {authorisation for _, _, authorisation in remote.asked} == {f"Bearer {TOKEN}"}
    question = remote.asked[-1][1]
    assert len(question["hashes"]) == 1
    assert (question["hashAlgorithmOID"], question["SAD"]) == ("2.16.840.1.101.3.4.2.1", "once")
    assert "BẢN TRÌNH DIỄN" not in paper.words(pdf)
    assert not certificate.signed_for_show


@pytest.mark.parametrize("mood", ["down", "nonsense", "redirect", "no_certificate", "slow"])
def test_a_service_that_fails_holds_up_nobody_and_loses_nothing(
    certificate: ParticipationCertificate, remote: Service, settings: Any, mai_client: Any, client: Any, mood: str
) -> None:
    remote.mood = mood
    settings.SIGNING = settings.SIGNING | {"timeout": 0.3}
    for _ in range(2):
        with pytest.raises(SigningFailed):
            signing_work.sign_now(certificate.pk, at=make.AT)
    certificate.refresh_from_db()
    assert (certificate.sign_tries, bool(certificate.sign_error)) == (2, True)
    assert sign_nothing(certificate)
    assert "còn giá trị" in client.get(f"/giay-xac-nhan/{certificate.public_code}/").content.decode()
    page = mai_client.get(f"/co-quan/giay-xac-nhan/{certificate.pk}/").content.decode()
    assert "đã thử 2 lần" in page

    remote.mood = "ok"
    settings.SIGNING = settings.SIGNING | {"timeout": 5.0}
    mai_client.post(f"/co-quan/giay-xac-nhan/{certificate.pk}/ky-lai/")
    mai_client.post(f"/co-quan/giay-xac-nhan/{certificate.pk}/ky-lai/")
    (job,) = waiting()
    sign_certificate.func(**job.args)
    certificate.refresh_from_db()
    assert (certificate.sign_error, certificate.sign_tries) == ("", 3)
    papers_read.read(paper_of(certificate), remote.root)


def test_a_service_that_signs_with_another_key_is_found_out(
    certificate: ParticipationCertificate, remote: Service
) -> None:
    remote.mood = "wrong_key"

    with pytest.raises(SigningFailed):
        signing_work.sign_now(certificate.pk, at=make.AT)
    assert sign_nothing(certificate)


@pytest.mark.parametrize("url", ["http://ky.example.vn/csc/v2", "ftp://127.0.0.1/x", "file:///etc/passwd"])
def test_a_digest_goes_only_to_a_secured_address(
    certificate: ParticipationCertificate, settings: Any, url: str
) -> None:
    settings.SIGNING = django_settings.SIGNING | {"signer": "remote", "url": url, "credential": "x"}

    with pytest.raises(SigningFailed, match="https://"):
        signing_work.sign_now(certificate.pk, at=make.AT)


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        ({"signer": "remote"}, "TXNG_SIGNER_URL"),
        ({"signer": "pkcs11"}, "TXNG_SIGNER_MODULE"),
        ({"signer": "pkcs11", "module": "/nowhere.so", "label": "x"}, "no such library"),
        ({"signer": "paper"}, "demo, pkcs11 or remote"),
    ],
)
def test_a_signer_that_is_not_set_up_names_the_setting(settings: Any, config: Any, sentence: str) -> None:
    settings.SIGNING = django_settings.SIGNING | config

    with pytest.raises(SigningFailed, match=sentence):
        adapter()
