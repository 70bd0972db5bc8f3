"""Two people at the same moment: one link, two owners, one form sent twice. Real transactions, on an own database."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections

from tests import make
from tests.cast import build_organisations, build_people
from txng.access.actors import visitor
from txng.accounts import keys
from txng.accounts.acting import actor_of
from txng.accounts.actions import accept_invite, end_person_seat, invite_person, make_client
from txng.accounts.models import ApiClient, Membership, User
from txng.kernel.errors import RuleBroken


@pytest.fixture
def people(fresh_database: str) -> dict[str, Any]:
    return build_people(build_organisations())


def together(*acts: Callable[[], object]) -> list[object]:
    """Both have opened their connection before either goes on."""
    barrier = threading.Barrier(len(acts))
    answers: list[object] = []

    def run(act: Callable[[], object]) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            barrier.wait()
            answers.append(act())
        except Exception as refusal:
            answers.append(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def refusals(answers: list[object]) -> list[str]:
    assert all(isinstance(answer, RuleBroken) for answer in answers if isinstance(answer, Exception)), answers
    return [answer.code for answer in answers if isinstance(answer, RuleBroken)]


def test_of_two_phones_with_the_same_link_one_joins(people: dict[str, Any]) -> None:
    made = invite_person(
        actor=actor_of(people["lanh"]),
        account_id=people["lanh"].account_id,
        role="worker",
        name="Nguyễn Văn Bảy",
        client_id=uuid4(),
        at=make.AT,
    )

    def join() -> object:
        return accept_invite(actor=visitor("-"), token=made.token, name="Bảy", accepts_duties=True, at=make.AT)

    assert refusals(together(join, join)) == ["invite_used"]
    assert User.objects.filter(name="Bảy").count() == 1


def test_two_owners_who_end_each_other_leave_one(people: dict[str, Any]) -> None:
    Membership.objects.filter(pk=people["tu"].pk).update(role="owner")
    people["tu"].refresh_from_db()

    def end(actor: Any, seat: Any) -> Callable[[], object]:
        return lambda: end_person_seat(actor=actor, account_id=seat.account_id, membership_id=seat.pk, at=make.AT)

    lanh, tu = people["lanh"], people["tu"]
    answers = together(end(actor_of(lanh), tu), end(actor_of(tu), lanh))
    assert refusals(answers) == ["last_owner"]
    assert Membership.objects.filter(account=lanh.account, role="owner", ended_at=None).count() == 1


def test_a_form_sent_twice_at_once_makes_one_key(people: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    actor = actor_of(people["lanh"])
    both_have_read = threading.Barrier(2)

    def token_when_both_have_read() -> str:
        """Waits for the other to come as far; under the lock it never does."""
        with contextlib.suppress(threading.BrokenBarrierError):
            both_have_read.wait(timeout=1)
        return f"txng_{uuid4().hex}"

    monkeypatch.setattr(keys, "new_client_token", token_when_both_have_read)

    def send() -> object:
        return make_client(actor=actor, name="Kho", verbs=["catalogue.product.read"], days=30, at=make.AT)

    assert refusals(together(send, send)) == ["name_taken"]
    assert ApiClient.objects.count() == 1
