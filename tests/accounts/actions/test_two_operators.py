"""Two operators press “Cấp tài khoản” on the same dossier in the same second: one wins, the other is told.

Real transactions on a database of their own; a rolled-back test would show nothing.
"""

from __future__ import annotations

import importlib
import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections
from django.db.models import QuerySet

from tests import make
from tests.cast import build_organisations, build_people
from txng.accounts.acting import actor_of
from txng.accounts.actions import issue_account
from txng.accounts.models import Account, User
from txng.kernel.errors import RuleBroken
from txng.registry.models import Dossier


@pytest.fixture
def scene(fresh_database: str) -> tuple[Any, int]:
    organisations = build_organisations()
    people = build_people(organisations)
    return actor_of(people["mai"]), make.dossier(organisations.commune, state="forwarded").pk  # type: ignore[arg-type]


def press_together(actor: Any, dossier_id: int) -> list[object]:
    """Both have opened their transaction before either goes on."""
    together = threading.Barrier(2)
    answers: list[object] = []

    def press(number: int) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            together.wait()
            answers.append(
                issue_account(
                    actor=actor,
                    dossier_id=dossier_id,
                    login=f"co-so-{number}",
                    owner_name="Nguyễn Thị Út",
                    owner_phone=f"098765432{number}",
                    at=make.AT,
                )
            )
        except Exception as refusal:
            answers.append(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_one_wins_and_the_other_is_told(scene: tuple[Any, int]) -> None:
    actor, dossier_id = scene
    answers = press_together(actor, dossier_id)
    refusals = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(refusals) == 1
    assert isinstance(refusals[0], RuleBroken)
    assert "Đặng Thị Mai vừa cấp tài khoản cho hồ sơ này" in str(refusals[0])
    assert Account.objects.filter(dossier_id=dossier_id).count() == 1
    assert User.objects.filter(login__startswith="co-so-").count() == 1
    assert Dossier.objects.get(pk=dossier_id).state == "account_issued"


def test_without_the_lock_the_slower_one_is_not_told(scene: tuple[Any, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the test above: it sees that the lock is there."""
    action = importlib.import_module("txng.accounts.actions.issue_account")
    both_have_read = threading.Barrier(2)
    join = action.join_establishment

    def join_after_both_have_read(**given: Any) -> Any:
        both_have_read.wait(timeout=30)
        return join(**given)

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)
    monkeypatch.setattr(action, "join_establishment", join_after_both_have_read)
    answers = press_together(*scene)
    assert [answer for answer in answers if isinstance(answer, RuleBroken)] == []
    assert any(isinstance(answer, IntegrityError) for answer in answers)
