"""The security log: what happened at the door, in JSON lines, without anything somebody typed (names.md 5)."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.test_passkeys import add, enter_with
from tests.accounts.test_signing_in import enter, sign_in
from tests.cast import PASSWORD
from txng.accounts import resets, second_factor, security_log, sessions
from txng.accounts.models import User
from txng.kernel.clock import now

pytestmark = [pytest.mark.django_db, pytest.mark.sends_once]
SECRET = "mat-khau-go-nham-vao-o-ten"


class Log:
    """What the configured handler wrote, into a file of this test's own: workers share the one of the installation."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8") if self.path.exists() else ""

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    @property
    def events(self) -> list[str]:
        return [line["event"] for line in self.lines]


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Log]:
    handlers = logging.getLogger("txng.security").handlers
    (handler,) = [one for one in handlers if isinstance(one, security_log.Lines)]
    handler.close()
    monkeypatch.setattr(handler, "baseFilename", str(tmp_path / "logs" / "security.jsonl"))
    yield Log(Path(handler.baseFilename))
    handler.close()


def test_a_sign_in_is_noted_with_person_network_and_request(people: Any, log: Log) -> None:
    sign_in(Client(REMOTE_ADDR="203.0.113.77"), "lanh")
    (line,) = log.lines
    assert line.keys() == {"at", "event", "person", "network", "request", "by"}
    assert (line["event"], line["person"], line["by"]) == ("sign_in.ok", people["lanh"].user.pk, "password")
    assert line["network"] == "203.0.113.0/24"
    assert len(line["request"]) == 16
    assert line["at"].endswith("+00:00")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:aaaa::9", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.9", "198.51.100.0/24"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_no_whole_address_is_kept(address: str, network: str) -> None:
    assert security_log.network_prefix(address) == network


def test_what_was_typed_is_never_written(people: Any, log: Log) -> None:
    sign_in(Client(), SECRET, "mot mat khau sai")
    sign_in(Client(), "0900000001", SECRET)
    sign_in(Client(), 'ten"\n{"event": "sign_in.ok"}', SECRET)
    Client().post(reverse("password-forgotten"), {"login": SECRET})
    assert log.events == ["sign_in.failed"] * 3 + ["reset.asked"]
    assert [line["person"] for line in log.lines] == [None, people["lanh"].user.pk, None, None]
    for word in (SECRET, "mot mat khau sai", "0900000001", "lanh", "ten", PASSWORD):
        assert f'"{word}' not in log.text


def test_every_kind_of_event_is_noted(people: Any, log: Log, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    from django.core import mail

    user: User = people["lanh"].user
    user.email = "lanh@example.vn"
    user.save()
    for _ in range(6):
        sign_in(Client(REMOTE_ADDR="198.51.100.3"), "lanh", "wrong password entirely")
    assert log.events == ["sign_in.failed"] * 5 + ["throttled"]
    here, there = enter(people, "lanh"), enter(people, "lanh")
    here.post(reverse("session-end", args=[sessions.handle_of(there.session.session_key or "")]))
    here.post(reverse("sessions-end-others"))
    new = "con-trau-di-truoc-cai-cay"
    here.post(reverse("change-password"), {"current": PASSWORD, "password": new, "again": new})
    key = add(here)
    enter_with(key)
    second_factor.enrol_totp(user)
    third = Client()
    sign_in(third, "lanh", new)
    third.post(reverse("mfa_authenticate"), {"code": "000000"})
    Client().post(reverse("password-forgotten"), {"login": "lanh"})
    resets.send_link(user.pk, "http://testserver/", now())
    address = next(word for word in mail.outbox[-1].body.split() if word.startswith("http://testserver"))
    other = "ca-ba-doi-qua-song-cai"
    Client().post(address.removeprefix("http://testserver"), {"password": other, "again": other})
    assert log.events[6:] == [
        "sign_in.ok", "sign_in.ok", "session.ended", "session.ended", "password.changed", "second_factor.changed",
        "sign_in.ok", "second_factor.failed", "reset.asked", "reset.used",
    ]  # fmt: skip
    assert [line["by"] for line in log.lines if line["event"] == "sign_in.ok"] == ["password", "password", "webauthn"]
    assert {line["person"] for line in log.lines} == {user.pk}


def test_the_log_is_for_its_owner_alone_and_apart_from_all_others(people: Any, log: Log) -> None:
    sign_in(Client(), "lanh")
    assert log.path.stat().st_mode & 0o077 == 0
    assert logging.getLogger("txng.security").propagate is False


def test_a_log_taken_away_by_rotation_is_begun_anew(people: Any, log: Log) -> None:
    sign_in(Client(), "lanh")
    log.path.rename(log.path.with_suffix(".1"))
    sign_in(Client(), "tu")
    assert [line["person"] for line in log.lines] == [people["tu"].user.pk]
