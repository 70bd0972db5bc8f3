"""Letters (two hundred for the proof) and a mail server that goes away, cuts lines, puts off and comes back: each arrives, once."""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests import make
from tests.cast import run_jobs
from tests.notifications.conftest import confirmed
from tests.notifications.sink import Sink, listening
from tests.sizes import WHOLE
from txng.access.actors import system
from txng.accounts.models import Membership, User
from txng.ledger.recording import record
from txng.notifications import delivery
from txng.notifications.models import MessageState, OutboundMessage
from txng.stamps.events import StampEvent

pytestmark = pytest.mark.any_server

PEOPLE, EVENTS = (20 if WHOLE else 4), 10


def test_every_letter_arrives_once(people: dict[str, Any], organisations: Any, sink: Sink) -> None:
    account = people["lanh"].account
    for number in range(PEOPLE):
        user = User.objects.create_user(f"quan-ly-{number}", None, name=f"Người thứ {number}", kind="establishment")
        Membership.objects.create(account=account, user=user, role="manager", since=make.AT)
        confirmed(user)
    batch = make.batch(make.product(organisations.lanh))
    for _ in range(EVENTS):
        record(StampEvent.CODES_ISSUED, actor=system("x"), subject=batch, at=make.AT, after={"quantity": 20})
    run_jobs()
    letters = OutboundMessage.objects.filter(template="codes-ready", state=MessageState.WAITING)
    made = letters.count()
    assert made >= PEOPLE * EVENTS

    at = make.AT
    for _ in range(4):  # nobody listens
        delivery.sweep(at)
        at += timedelta(minutes=10)
    delivery.claim(at)  # a machine that dies with letters in hand
    at += timedelta(minutes=10)
    for trouble in ("cut", "later", "well", "well"):
        sink.answer = "451 try later" if trouble == "later" else ""
        sink.drop_after = 30 if trouble == "cut" else -1
        with listening(sink, sink.port):  # type: ignore[attr-defined]
            delivery.sweep(at)
        at += timedelta(hours=3)

    states = Counter(OutboundMessage.objects.filter(template="codes-ready").values_list("state", flat=True))
    figures = {"made": made, "arrived": len(set(sink.ids)), "twice": len(sink.ids) - len(set(sink.ids))}
    if os.environ.get("TXNG_FIGURES"):
        with Path(os.environ["TXNG_FIGURES"]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(figures) + "\n")
    assert figures["arrived"] == made, states
    assert figures["twice"] == 0
    assert states == {MessageState.ACCEPTED: made}
