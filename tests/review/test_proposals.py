"""What every request for publication goes through (Quy chế, Điều 10), and that the database itself holds to it."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from tests import make
from tests.cast import Organisations
from txng.catalogue.models import ProductChange
from txng.kernel.errors import RuleBroken
from txng.review.models import PROPOSAL_TRANSITIONS, ProposalState

pytestmark = pytest.mark.django_db

# names.md 2, as written there
ALLOWED = {
    "draft": {"waiting", "withdrawn"},
    "waiting": {"checked", "approved", "returned", "rejected", "withdrawn"},
    "checked": {"approved", "returned", "rejected", "withdrawn"},
    "returned": {"waiting", "withdrawn"},
    "approved": set(),
    "rejected": set(),
    "withdrawn": set(),
}


@pytest.fixture
def change(organisations: Organisations) -> ProductChange:
    return make.change(make.product(organisations.lanh))


def put(change: ProductChange, state: str) -> None:
    """Set a state as a slip of the programmer would: past every action, in plain SQL."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalogue_productchange SET state = %s WHERE id = %s", [state, change.pk])


WAYS = {  # how a proposal comes to a state from `waiting`, step by step
    "draft": None,
    "waiting": [],
    "checked": ["checked"],
    "returned": ["returned"],
    "approved": ["approved"],
    "rejected": ["rejected"],
    "withdrawn": ["withdrawn"],
}


@pytest.mark.parametrize("before", sorted(ALLOWED))
def test_the_database_lets_a_proposal_take_only_the_steps_of_the_regulation(
    before: str, organisations: Organisations
) -> None:
    product = make.product(organisations.lanh)
    change = make.change(product)
    if WAYS[before] is None:
        ProductChange.objects.filter(pk=change.pk).delete()
        change = ProductChange(product=product, establishment=product.establishment, fields={}, state=before)
        change.save()
    for step in WAYS[before] or []:
        put(change, step)
    taken, refusals = set(), []
    for after in sorted(ALLOWED):
        if after == before:
            continue
        try:
            with transaction.atomic():
                put(change, after)
                transaction.set_rollback(True)
        except DatabaseError as error:
            refusals.append(str(error))
        else:
            taken.add(after)
    assert taken == ALLOWED[before]
    assert all("nvalid transition" in refusal for refusal in refusals)


def test_the_table_of_steps_is_the_one_of_the_names() -> None:
    said = {
        state: {after for before, after in PROPOSAL_TRANSITIONS if before == state} for state in ProposalState.values
    }
    assert said == ALLOWED
    assert len(set(PROPOSAL_TRANSITIONS)) == len(PROPOSAL_TRANSITIONS)


def test_states_are_shown_in_the_words_of_the_names() -> None:
    with translation.override("vi"):
        assert {state.value: str(state.label) for state in ProposalState} == {
            "draft": "Nháp",
            "waiting": "Chờ duyệt",
            "checked": "Đã kiểm tra",
            "approved": "Đã duyệt",
            "returned": "Cần bổ sung",
            "rejected": "Từ chối",
            "withdrawn": "Đã rút",
        }


def test_editing_other_columns_is_no_step(change: ProductChange) -> None:
    put(change, "approved")
    ProductChange.objects.filter(pk=change.pk).update(answer="Đúng với giấy tờ.")
    assert ProductChange.objects.get(pk=change.pk).answer == "Đúng với giấy tờ."


@pytest.mark.parametrize("state", ["approved", "returned", "rejected"])
def test_a_decision_keeps_who_when_and_why(state: str, change: ProductChange, at: Any) -> None:
    change.decide(ProposalState(state), by="Nguyễn Thị Hạnh", at=at, answer="Ảnh mờ.")
    change.save()
    kept = ProductChange.objects.get(pk=change.pk)
    assert (kept.state, kept.decided_by, kept.decided_at, kept.answer) == (state, "Nguyễn Thị Hạnh", at, "Ảnh mờ.")
    assert not kept.is_open


@pytest.mark.parametrize("state", ["returned", "rejected"])
@pytest.mark.parametrize("answer", ["", "  \n\t "])
def test_sending_back_and_rejecting_need_a_reason(state: str, answer: str, change: ProductChange, at: Any) -> None:
    with pytest.raises(RuleBroken) as caught:
        change.decide(ProposalState(state), by="x", at=at, answer=answer)
    assert caught.value.code == "reason_missing"
    assert (change.state, change.decided_at) == ("waiting", None)


def test_approving_needs_no_words(change: ProductChange, at: Any) -> None:
    change.decide(ProposalState.APPROVED, by="x", at=at)
    assert change.state == "approved"


@pytest.mark.parametrize(("first", "second"), list(permutations(["approved", "returned", "rejected"], 2)))
def test_the_second_answer_is_refused_and_told_who_was_faster(
    first: str, second: str, change: ProductChange, at: Any
) -> None:
    change.decide(ProposalState(first), by="Nguyễn Thị Hạnh", at=at, answer="Lý do.")
    with pytest.raises(RuleBroken) as caught:
        change.decide(ProposalState(second), by="Phạm Tiến Dũng", at=at + timedelta(minutes=1), answer="Khác.")
    sentence = str(caught.value)
    assert caught.value.code == "already_answered"
    assert "Nguyễn Thị Hạnh" in sentence
    assert "09:30" in sentence  # the hour in Việt Nam, stored as 02:30 UTC
    assert change.get_state_display() in sentence
    assert (change.state, change.decided_by) == (first, "Nguyễn Thị Hạnh")


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_nobody_decided_is_refused_by_its_state(state: str, change: ProductChange, at: Any) -> None:
    change.state = state
    with pytest.raises(RuleBroken) as caught:
        change.decide(ProposalState.APPROVED, by="x", at=at)
    assert change.get_state_display() in str(caught.value)
    assert caught.value.code == "already_answered"
