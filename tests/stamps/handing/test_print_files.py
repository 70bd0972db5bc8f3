"""From an approved order to a file that one print house opens, once (security.md 5.3; names.md 5)."""

from __future__ import annotations

import hashlib
import importlib
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core import serializers
from django.test import Client
from django.urls import reverse

from tests import make
from tests.browser.paper import codes, pages
from tests.harness import ensure_program
from txng.access import Actor
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.stamps import actions, tasks, vault
from txng.stamps.labels import Carrier
from txng.stamps.labels.formats import Format
from txng.stamps.models import PrintFile, PrintOrder

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def batch(organisations: Any) -> Any:
    return make.batch(make.product(organisations.lanh, gtin="08938505974002"), quantity=5)


def taken(actor: Actor, file: PrintFile, at: Any = AT) -> bytes:
    return b"".join(actions.hand_over_print_file(actor=actor, file_id=file.pk, at=at)[1])


def opened(folder: Path, data: bytes, *words: str) -> bytes:
    (folder / "tem.p7m").write_bytes(data)
    command = [
        ensure_program("openssl", "openssl"),
        "cms",
        "-decrypt",
        "-binary",
        "-inform",
        "DER",
        "-in",
        "tem.p7m",
        "-out",
        "tem",
        *words,
    ]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return (folder / "tem").read_bytes()


def test_a_file_for_a_print_house_opens_with_its_key_alone(
    lanh: Actor, batch: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    house = make.print_house(lanh)
    file = make.print_file(batch, lanh, lock="certificate", house_id=house.pk)
    assert b"%PDF" not in vault.path_of(file.pk).read_bytes()
    assert file.held_key == b""

    with django_capture_on_commit_callbacks(execute=True):
        data = taken(lanh, file)

    private, _ = make.key_and_certificate()
    (tmp_path / "key.pem").write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    plain = opened(tmp_path, data, "-inkey", "key.pem")
    assert sorted(codes(pages(plain)[1])) == sorted(
        f"HTTPS://CHECK.CANTHO.GOV.VN/01/08938505974002/21/{serial}" for serial in make.serials(batch)
    )
    file.refresh_from_db()
    assert (file.plain_sha256, file.file_sha256) == tuple(hashlib.sha256(d).hexdigest() for d in (plain, data))
    assert not vault.path_of(file.pk).exists()
    told = Entry.objects.get(kind="stamps.print_file:downloaded")
    assert told.after["sha256"] == file.file_sha256
    assert told.after["house"] == "Nhà in Tây Đô"
    assert PrintOrder.objects.get().state == "downloaded"


def test_a_passphrase_is_told_once_and_kept_nowhere(
    lanh_client: Client, lanh: Actor, batch: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: Any
) -> None:
    caplog.set_level("DEBUG")
    monkeypatch.setattr("txng.stamps.views.print_files.now", lambda: AT)
    file = make.print_file(batch, lanh, lock="passphrase", format=Format.CSV)

    refused = lanh_client.post(reverse("print-file-take", args=[file.pk]), follow=True)
    assert "Hãy xem mật khẩu trước" in refused.content.decode() or refused.redirect_chain
    page = lanh_client.post(reverse("print-file-passphrase", args=[file.pk]))
    assert page.headers["Cache-Control"] == "private, no-store"
    passphrase = page.context["told"]
    assert passphrase in page.content.decode()
    again = lanh_client.post(reverse("print-file-passphrase", args=[file.pk]), follow=True)
    assert passphrase not in again.content.decode()
    answer = lanh_client.post(reverse("print-file-take", args=[file.pk]))

    assert answer.headers["Content-Disposition"] == f'attachment; filename="tem-{batch.print_order.number}.csv.p7m"'
    plain = opened(tmp_path, b"".join(answer), "-pwri_password", passphrase).decode("utf-8-sig")
    assert make.serials(batch)[0] in plain
    everything = serializers.serialize("json", [*PrintFile.objects.all(), *Entry.objects.all()])
    for kept in (everything, caplog.text, str(dict(lanh_client.session))):
        assert passphrase not in kept


def test_a_file_is_taken_once(lanh: Actor, batch: Any) -> None:
    file = make.print_file(batch, lanh)
    first = taken(lanh, file)

    assert first.startswith(b"%PDF")
    with pytest.raises(RuleBroken) as refused:
        taken(lanh, file)
    assert refused.value.code == "taken"


def test_handing_the_codes_over_again_needs_a_reason(lanh: Actor, batch: Any) -> None:
    taken(lanh, make.print_file(batch, lanh))

    with pytest.raises(RuleBroken) as refused:
        make.print_file(batch, lanh)
    assert refused.value.code == "reason"
    again = make.print_file(batch, lanh, reason="Nhà in làm hỏng cuộn thứ hai")
    assert taken(lanh, again).startswith(b"%PDF")
    assert (
        Entry.objects.filter(kind="stamps.print_file:requested").latest("id").reason == "Nhà in làm hỏng cuộn thứ hai"
    )


def test_a_file_nobody_took_is_deleted_with_all_that_opened_it(
    lanh: Actor, batch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    file = make.print_file(batch, lanh, lock="passphrase")
    assert tasks.discard(AT + timedelta(hours=71)) == 0
    late = AT + timedelta(hours=73)
    with pytest.raises(RuleBroken) as refused:
        taken(lanh, file, late)
    assert refused.value.code == "expired"

    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.discard(late) == 1

    file.refresh_from_db()
    assert not vault.path_of(file.pk).exists()
    assert file.held_key == b""
    assert tasks.discard(late) == 0


def test_a_file_stopped_while_it_waits_is_never_made(lanh: Actor, batch: Any) -> None:
    file = make.print_file(batch, lanh, made=False)
    actions.discard_print_file(actor=lanh, file_id=file.pk, at=AT)

    tasks.make_print_file.func(file_id=str(file.pk))

    file.refresh_from_db()
    assert file.made_at is None
    assert file.job.state == "cancelled"
    assert not vault.path_of(file.pk).exists()


def test_sent_twice_it_is_one_file(lanh: Actor, batch: Any) -> None:
    import uuid

    client_id = uuid.uuid4()
    first, again = (make.print_file(batch, lanh, made=False, client_id=client_id) for _ in range(2))
    assert first.pk == again.pk


def test_more_than_a_household_prints_is_locked(lanh: Actor, organisations: Any) -> None:
    large = make.batch(make.product(organisations.lanh), quantity=5_001)

    for ask in (
        lambda: actions.hand_out_print_file(actor=lanh, order_id=large.print_order.pk, at=AT),
        lambda: make.print_file(large, lanh, lock="none"),
    ):
        with pytest.raises(RuleBroken) as refused:
            ask()
        assert refused.value.code == "must_lock"
    assert make.print_file(large, lanh, lock="passphrase", made=False).lock == "passphrase"


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"template": "T9"}, "template"),
        ({"template": "T8", "format": Format.ROLLS}, "template"),
        ({"carrier": Carrier.DATAMATRIX}, "gtin"),
        ({"lock": "certificate"}, "house"),
    ],
)
def test_what_cannot_be_printed_is_refused_before_any_work(
    lanh: Actor, organisations: Any, how: dict[str, Any], code: str
) -> None:
    without_gtin = make.batch(make.product(organisations.lanh), quantity=3)
    with pytest.raises(RuleBroken) as refused:
        make.print_file(without_gtin, lanh, made=False, **how)
    assert refused.value.code == code


def test_pictures_are_for_a_few(lanh: Actor, organisations: Any) -> None:
    batch = make.batch(make.product(organisations.lanh), quantity=501)
    with pytest.raises(RuleBroken, match="500"):
        make.print_file(batch, lanh, format=Format.PNG, made=False)


def test_codes_that_are_not_issued_are_in_no_file(lanh: Actor, batch: Any) -> None:
    PrintOrder.objects.filter(pk=batch.print_order.pk).update(state="cancelled")
    with pytest.raises(RuleBroken) as refused:
        make.print_file(batch, lanh, made=False)
    assert refused.value.code == "not_ready"


def test_nobody_elses_file_is_there(lanh: Actor, khai: Actor, tu: Actor, batch: Any) -> None:
    file = make.print_file(batch, lanh)
    for act in (actions.hand_over_print_file, actions.show_passphrase, actions.discard_print_file):
        for stranger in (khai, tu):
            with pytest.raises((NotThere, NotAllowed)):
                act(actor=stranger, file_id=file.pk, at=AT)  # type: ignore[operator]


def test_a_changed_byte_in_the_vault_reaches_nobody(lanh: Actor, batch: Any) -> None:
    from cryptography.exceptions import InvalidTag

    file = make.print_file(batch, lanh)
    path = vault.path_of(file.pk)
    data = bytearray(path.read_bytes())
    data[50] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(InvalidTag):
        taken(lanh, file)


def test_a_database_dump_opens_no_file(lanh: Actor, batch: Any, tmp_path: Path, settings: Any) -> None:
    """Row and sealed file, and the key folder of another machine."""
    from cryptography.exceptions import InvalidTag

    file = make.print_file(batch, lanh, lock="passphrase")
    settings.KEYS_FOLDER = tmp_path
    with pytest.raises(InvalidTag):
        vault.held(bytes(file.held_key), file.pk)


def test_the_owner_asks_waits_and_takes(lanh_client: Client, lanh: Actor, batch: Any, monkeypatch: Any) -> None:
    """The pages, one after the other."""
    address = reverse("print-files", args=[batch.pk])
    assert address in lanh_client.get(reverse("batch-detail", args=[batch.pk])).content.decode()
    form = {"lock": "none", "format": "pdf-roll", "template": "T6", "carrier": "qr", "offset_x": "0,5", "dpi": "203"}
    sent = lanh_client.post(address, form)
    assert sent.status_code == 302, sent.content.decode()[:3000]
    file = PrintFile.objects.get()
    assert sent.headers["Location"] == reverse("job", args=[file.job_id])
    assert lanh_client.get(sent.headers["Location"]).status_code == 200
    tasks.make_print_file.func(file_id=str(file.pk))
    assert reverse("print-file-take", args=[file.pk]) in lanh_client.get(address).content.decode()

    answer = lanh_client.post(reverse("print-file-take", args=[file.pk]))

    paper = pages(b"".join(answer), 300)
    assert len(paper) == 2 + 1 + 5 + 1  # ruler and trial label, the roll's name, its stamps, its name again
    assert [codes(page) for page in paper[3:8]] == [
        [f"HTTPS://CHECK.CANTHO.GOV.VN/01/08938505974002/21/{serial}"] for serial in make.serials(batch)
    ]
    shown = lanh_client.get(address)
    assert "offset_x" in shown.content.decode()
    assert shown.context["form"].initial["offset_x"] == file.__class__.objects.get().offset_x, (
        "the printer's shift stays"
    )


def test_a_label_too_small_for_the_host_says_so(lanh: Actor, batch: Any, monkeypatch: Any) -> None:
    from txng.stamps.labels import LabelTooSmall

    def too_small(*_: object, **__: object) -> None:
        raise LabelTooSmall("x")

    monkeypatch.setattr(importlib.import_module("txng.stamps.actions.make_print_file"), "write_file", too_small)
    file = make.print_file(batch, lanh)
    file.job.refresh_from_db()
    assert (file.made_at, file.job.state) == (None, "failed")
    assert file.job.trouble
