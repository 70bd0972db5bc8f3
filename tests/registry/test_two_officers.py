"""Cô Hạnh and anh Dũng press “Phê duyệt” in the same second: one wins, the other is told (ux.md 4.9).

Its own module: these transactions really commit, in a database of their own.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection

from tests import make
from txng.kernel.errors import RuleBroken
from txng.ledger.models import Entry
from txng.registry import actions
from txng.registry.models import Dossier


@dataclass
class Outcome:
    won: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


@pytest.fixture
def desk(fresh_database: str) -> tuple[Dossier, list[Any]]:
    from tests.cast import build_organisations, build_people
    from txng.accounts.acting import actor_of

    organisations = build_organisations()
    people = build_people(organisations)
    return make.dossier(organisations.commune), [actor_of(people[key]) for key in ("hanh", "dung")]


def both_press(desk: tuple[Dossier, list[Any]], verb: Callable[..., Any]) -> Outcome:
    dossier, officers = desk
    outcome = Outcome()
    start = threading.Barrier(len(officers))

    def press(actor: Any) -> None:
        try:
            start.wait(timeout=20)
            verb(actor=actor, dossier_id=dossier.pk, at=make.now())
            outcome.won.append(actor.label)
        except RuleBroken as refusal:
            outcome.told.append(str(refusal))
        except Exception as error:
            outcome.broken.append(f"{type(error).__name__}: {error}")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[actor]) for actor in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcome


def check(outcome: Outcome) -> None:
    assert outcome.broken == []
    assert len(outcome.won) == 1
    assert len(outcome.told) == 1
    assert f"{outcome.won[0]} vừa duyệt mục này lúc" in outcome.told[0]
    kinds = list(Entry.objects.filter(kind="registry.dossier:approved").values_list("actor_label", flat=True))
    assert kinds == outcome.won
    assert Entry.objects.filter(kind="registry.dossier:received").count() == 1


@pytest.mark.parametrize("verb", ["approve_dossier", "approve_and_forward"])
def test_one_wins_and_the_other_is_told(desk: tuple[Dossier, list[Any]], verb: str) -> None:
    outcome = both_press(desk, getattr(actions, verb))
    check(outcome)
    assert Dossier.objects.get().decided_by == outcome.won[0]


def test_without_the_lock_the_same_test_fails(desk: tuple[Dossier, list[Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: both read before either writes, as happens without `select_for_update`."""
    # The package offers the verb under the module's own name.
    module = importlib.import_module("txng.registry.actions.approve_dossier")
    both_have_read = threading.Barrier(2)

    def read_without_lock(actor: Any, permission: Any, dossier_id: int) -> Dossier:
        found = Dossier.objects.select_related("managing_agency", "filed_with", "unit").get(id=dossier_id)
        both_have_read.wait(timeout=20)
        return found

    monkeypatch.setattr(module, "take_to_decide", read_without_lock)
    outcome = both_press(desk, actions.approve_dossier)
    with pytest.raises(AssertionError):
        check(outcome)
