"""An account is taken away in one committed transaction; what every channel answers a moment later (issue 3).

Nothing is judged by the clock here: `prove accounts` reads the seconds from the file that TXNG_FIGURES names.
TXNG_CACHED_RIGHTS=1 plants a right remembered for 60 s, which each channel has to give away; TXNG_DEAF_IMPORTS=1 an
import that hears nothing of its person's account.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests import make
from tests.cast import PASSWORD, build_organisations, build_people, sign_in
from tests.registry.imports.files import book, household, upload
from txng.access import Permission
from txng.accounts import acting, resets
from txng.accounts.acting import actor_of, memberships
from txng.accounts.actions import decide_account_change, lock_account, make_client, make_letter, propose_account_change
from txng.accounts.models import AccountLetter
from txng.accounts.subscribers import stop_work
from txng.kernel.clock import now
from txng.kernel.files.links import file_url
from txng.kernel.requests import reader_is
from txng.ledger import recording
from txng.registry import tasks
from txng.registry.actions import begin_import, confirm_import, send_import
from txng.registry.imports.entering import enter_rows
from txng.registry.imports.reading import read_upload
from txng.registry.models import Import
from txng.review.models import ProposalState

pytestmark = pytest.mark.any_server
WHY = {"reason": "Cố ý đưa thông tin không phù hợp.", "ground": "Quyết định 12/QĐ-SKHCN ngày 20/09/2026"}
WAYS = ("lock", "revoke", "remove")
Channel = Callable[[], bool]  # whether it still opens


class Cast:
    def __init__(self) -> None:
        self.organisations = build_organisations()
        self.seats: dict[str, Any] = build_people(self.organisations)

    def actor(self, key: str) -> Any:
        return actor_of(memberships().select_related("user").get(pk=self.seats[key].pk))

    def take_away(self, how: str) -> None:
        account = self.seats["lanh"].account
        if how == "lock":
            lock_account(actor=self.actor("hanh"), account_id=account.pk, at=now(), **WHY)
            return
        change = propose_account_change(actor=self.actor("hanh"), account_id=account.pk, verb=how, at=now(), **WHY)
        decide_account_change(actor=self.actor("mai"), change_id=change.pk, decision=ProposalState.APPROVED, at=now())


def session(cast: Cast) -> Channel:
    client = Client()
    sign_in(client, cast.seats["lanh"].user)
    return lambda: client.get(reverse("establishment-home")).status_code == 200


def remembered(cast: Cast) -> Channel:
    phone = Client()
    phone.post(reverse("account_login"), {"login": "lanh", "password": PASSWORD, "remember": "on"})
    again = Client()
    again.cookies.load({name: morsel.value for name, morsel in phone.cookies.items()})
    return lambda: again.get(reverse("establishment-home")).status_code == 200


def api_key(cast: Cast) -> Channel:
    made = make_client(actor=cast.actor("lanh"), name="Kho", verbs=[str(Permission.PRODUCT_READ)], days=30, at=now())
    headers = {"Authorization": f"Bearer {made.token}"}
    return lambda: Client().get("/api/v1/me", headers=headers).status_code == 200


def reset_link(cast: Cast) -> Channel:
    address = _mailed(cast)
    return lambda: Client().get(address).status_code == 200


def _mailed(cast: Cast) -> str:
    user = cast.seats["lanh"].user
    type(user).objects.filter(pk=user.pk).update(email="lanh@example.vn")
    resets.send_link(user.pk, "http://testserver/", now())
    found = re.search(r"http://testserver(/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def activation_link(cast: Cast) -> Channel:
    account = cast.seats["lanh"].account
    made = make_letter(actor=cast.actor("mai"), account_id=account.pk, membership_id=cast.seats["lanh"].pk, at=now())
    AccountLetter.objects.update(expires_at=now() + timedelta(hours=72))
    address = reverse("account-activate", args=[made.token])
    return lambda: Client().get(address).status_code == 200


def queued_job(cast: Cast) -> Channel:
    """The mail with the link was asked for before; the worker gets to it after."""
    user = cast.seats["lanh"].user
    type(user).objects.filter(pk=user.pk).update(email="lanh@example.vn")
    return lambda: resets.send_link(user.pk, "http://testserver/", now()) is not None


def download(cast: Cast) -> Channel:
    batch = make.batch(make.product(cast.organisations.lanh))
    client = Client()
    sign_in(client, cast.seats["lanh"].user)
    return lambda: client.post(reverse("print-file", args=[batch.pk])).get("Content-Type") == "application/pdf"


def stored_file(cast: Cast) -> Channel:
    """One that is not public, by the address a page has shown to her."""
    client = Client()
    sign_in(client, cast.seats["lanh"].user)
    reader_is(cast.seats["lanh"].user_id)
    address = file_url(make.picture())
    reader_is(0)

    def opens() -> bool:
        answer = client.get(address)
        if answer.streaming:
            answer.getvalue()
        return answer.status_code == 200

    return opens


def waiting_import(cast: Cast) -> Channel:
    """Confirmed before; the worker takes it up after."""
    runs = [_confirmed_import(cast, number) for number in (1, 2)]

    def enters() -> bool:
        run = runs.pop(0)
        tasks.enter_import.func(run.pk)
        return run.rows.exclude(dossier=None).exists()

    return enters


def running_import(cast: Cast) -> Channel:
    """The worker has it in hand when the account is taken away."""
    runs = [_confirmed_import(cast, number) for number in (3, 4)]
    for run in runs:
        begin_import(run_id=run.pk, at=now())
        run.refresh_from_db()

    def enters() -> bool:
        run = runs.pop(0)
        enter_rows(run, now())
        return run.rows.exclude(dossier=None).exists()

    return enters


def _confirmed_import(cast: Cast, number: int) -> Import:
    lanh = cast.actor("lanh")
    sheet = read_upload(upload(book([household(number)])))
    run = send_import(actor=lanh, lines=sheet, file_name="ho.xlsx", client_id=uuid4(), at=now())
    tasks.read_import.func(run.pk)
    confirmed = confirm_import(actor=lanh, run_id=run.pk, submit=False, at=now())
    assert confirmed.good == 1
    return confirmed


CHANNELS = (
    session, remembered, api_key, reset_link, activation_link, queued_job, download, stored_file,
    waiting_import, running_import,
)  # fmt: skip


@pytest.fixture
def cast(fresh_database: str, province: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Cast:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    found = Cast()
    if os.environ.get("TXNG_CACHED_RIGHTS"):
        _remember_rights(monkeypatch)
    if os.environ.get("TXNG_DEAF_IMPORTS"):
        monkeypatch.setattr(recording, "_at_once", _without(stop_work))
    return found


def _without(listener: Any) -> dict[Any, Any]:
    name = recording.listener_name(listener)
    everyone = recording._at_once.items()
    return defaultdict(
        list, {kind: [one for one in heard if recording.listener_name(one) != name] for kind, heard in everyone}
    )


def _remember_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mistake this is all about: who somebody may act for, asked once a minute."""
    real, known = acting.membership_in_use, {}

    def remembered(user: Any, wanted: int | None = None) -> Any:
        kept = known.get(user.pk)
        if kept is None or time.monotonic() - kept[0] > 60:
            known[user.pk] = kept = (time.monotonic(), real(user, wanted))
        return kept[1]

    monkeypatch.setattr(acting, "membership_in_use", remembered)


@pytest.mark.parametrize("how", WAYS)
def test_every_channel_is_shut_after_the_commit(cast: Cast, how: str) -> None:
    channels = {make_channel.__name__: make_channel(cast) for make_channel in CHANNELS}
    assert {name: opens() for name, opens in channels.items()} == dict.fromkeys(channels, True)
    cast.take_away(how)
    committed = time.perf_counter()
    seconds, still_open = {}, []
    for name, opens in channels.items():
        if opens():
            still_open.append(name)
        seconds[name] = time.perf_counter() - committed
    assert still_open == []
    if figures := os.environ.get("TXNG_FIGURES"):
        with open(figures, "a", encoding="utf-8") as file:
            file.write(json.dumps({how: seconds}) + "\n")
