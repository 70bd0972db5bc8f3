"""Nothing in a dump of the database mints a code (names.md 4, security.md 5.3): no key, no PIN, no way to either."""

from __future__ import annotations

import base64
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests import make
from tests.resolver import kit
from txng.access.actors import system, visitor
from txng.stamps import actions, keyring
from txng.stamps.models import KeyVersion
from txng.stamps.serials import KeyRing, NoKey, issue, load_key_ring, open_serial, pin_of, pins
from txng.stamps.serials.serial import _derive

pytestmark = pytest.mark.django_db


def dump() -> str:
    """Every table as text, as pg_dump writes it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        tables = [row[0] for row in cursor.fetchall()]
        assert {"stamps_keyversion", "stamps_codebatch", "resolver_codestate", "kernel_counter"} <= set(tables)
        parts = []
        for table in tables:
            with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                parts += [bytes(row).decode("utf-8", "replace") for row in rows]
    return "\n".join(parts)


def spellings(secret: bytes) -> list[str]:
    """How a key could stand in a text; raw bytes come out of a dump as hexadecimal digits."""
    plain, safe = base64.b64encode(secret).decode().rstrip("="), base64.urlsafe_b64encode(secret).decode().rstrip("=")
    return [secret.hex(), secret.hex().upper(), secret[::-1].hex(), plain, safe, str(int.from_bytes(secret, "big"))]


def found_in(text: str, secrets: list[bytes]) -> list[str]:
    return [word for secret in secrets for word in spellings(secret) if word in text]


@pytest.fixture
def seeded(organisations: Any, mai: Any, hai: Any, own_keys: Path, django_capture_on_commit_callbacks: Any) -> Any:
    """Stamps ordered, activated, scratched and confirmed; one key in use, one withdrawn by two people."""
    product = make.product(organisations.lanh, gtin=kit.GTIN)
    lot = make.lot(product, "L26A0917", complete=True)
    make.batch(product, quantity=5)
    proposal = actions.propose_key_withdrawal(actor=mai, version=1, reason="Nghi lộ tệp khóa", at=make.AT)
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_key_version(actor=hai, withdrawal_id=proposal.pk, at=make.AT)
    actions.rotate_serial_key(actor=system(), at=make.AT)
    batch = kit.batch(product, stamp_class="scratch", quantity=200)
    kit.activate(batch, lot)
    for nth in range(3):
        actions.confirm_pin(
            actor=visitor(),
            version=batch.key_version,
            tweak=batch.tweak,
            counter=batch.first + nth,
            pin=pin_of(keyring.ring(), batch.key_version, batch.tweak, batch.first + nth),
            province="Cần Thơ",
            at=make.AT + timedelta(hours=nth),
        )
    return batch


def secrets_of(folder: Path) -> list[bytes]:
    found = []
    for file in sorted(folder.iterdir()):
        master, version = bytes.fromhex(file.read_text().strip()), int(file.stem.partition("-")[2])
        found += [master, _derive(master, version), _derive(master, version, "pin hmac-sha256")]
    assert len(found) == 6
    return found


def test_no_key_and_no_hidden_number_stands_in_a_dump(seeded: Any, own_keys: Path) -> None:
    text = dump()
    assert found_in(text, secrets_of(own_keys)) == []
    numbers = set(pins(keyring.ring(), seeded.key_version, seeded.tweak, seeded.first, seeded.quantity))
    assert numbers & set(re.findall(r"(?<![0-9])[0-9]{8}(?![0-9])", text)) == set()
    unscanned = issue(keyring.ring(), seeded.key_version, seeded.tweak, seeded.first, seeded.quantity)
    assert [serial for serial in unscanned if serial in text] == [], "no list of codes either"


def test_with_the_dump_alone_nothing_is_issued_and_nothing_read(seeded: Any, own_keys: Path, tmp_path: Path) -> None:
    serial = kit.serial(seeded)
    text = dump()
    with pytest.raises(NoKey):
        load_key_ring(tmp_path / "elsewhere")
    guesses = {bytes.fromhex(word) for word in re.findall(r"[0-9a-f]{64}", text)}
    guesses |= {bytes.fromhex(word[:64]) for word in re.findall(r"\\\\x([0-9a-f]{64,})", text)}
    assert guesses, "there are digests in the tables, and each was tried as a key"
    for guess in guesses:
        for version in (1, 2):
            assert open_serial(KeyRing({version: guess}), serial, seeded.tweak) is None


def test_the_search_would_have_found_one(seeded: Any, own_keys: Path) -> None:
    master = secrets_of(own_keys)[0]
    for planted in (master.hex(), base64.b64encode(master).decode()):
        KeyVersion.objects.filter(version=2).update(made_by=planted)
        assert found_in(dump(), secrets_of(own_keys))
