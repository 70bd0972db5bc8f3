"""Drafts of inspections: kept once, read by the officer's own agency, told with what was said in the field."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from tests import make
from txng.access import Actor
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.oversight import actions, queries
from txng.oversight.actions.save_inspection_draft import Seen
from txng.oversight.inspection import CODES, InspectionDraft

pytestmark = pytest.mark.django_db


def seen(told: str = "valid", verdict: str = "valid", **fields: Any) -> Seen:
    return Seen(**{"read": "/t/7K3M9QX2P4VN8RTC", "read_at": make.AT, "told": told, "verdict": verdict, **fields})


def save(actor: Any, **fields: Any) -> InspectionDraft:
    return actions.save_inspection_draft(
        actor=actor,
        **{
            "client_id": uuid.uuid4(),
            "place": "Chợ Xuân Khánh",
            "note": "",
            "codes": [seen()],
            "began_at": make.AT,
            "at": make.AT + timedelta(hours=1),
            **fields,
        },
    )


def test_co_hanh_keeps_a_round_and_her_colleague_reads_it(
    lanh: Actor, hanh: Actor, dung: Actor, nam: Actor, mai: Actor
) -> None:
    draft = save(hanh, codes=[seen(), seen("valid", "recalled", from_pack=True)])

    assert [code.differs for code in draft.codes.all()] == [False, True]
    assert list(queries.inspections_of(dung)) == [draft]
    for stranger in (nam, mai, lanh):
        assert not queries.inspections_of(stranger).exists()
    assert Entry.objects.get(kind="oversight.inspection:drafted").after["from_pack"] == 1


def test_a_code_the_pack_did_not_know_was_not_told_otherwise(hanh: Actor) -> None:
    draft = save(hanh, codes=[seen("not_in_pack", "valid", from_pack=True)])
    assert not draft.codes.get().differs


def test_sent_twice_it_is_kept_once(hanh: Actor, nam: Actor) -> None:
    client_id = uuid.uuid4()
    first = save(hanh, client_id=client_id)
    again = save(hanh, client_id=client_id, note="lần hai")

    assert first == again
    assert InspectionDraft.objects.get().note == ""
    assert Entry.objects.filter(kind="oversight.inspection:drafted").count() == 1
    with pytest.raises(NotThere):  # a number of another agency's draft is not theirs to hear of
        save(nam, client_id=client_id)


def test_an_empty_round_a_full_one_and_a_stranger_are_refused(lanh: Actor, hanh: Actor) -> None:
    with pytest.raises(RuleBroken):
        save(hanh, codes=[], note=" ")
    with pytest.raises(RuleBroken):
        save(hanh, codes=[seen()] * (CODES + 1))
    with pytest.raises(NotThere):
        save(lanh)
    assert not InspectionDraft.objects.exists()


def test_a_phone_whose_clock_is_ahead_has_seen_nothing_after_it_told_us(hanh: Actor) -> None:
    later = make.AT + timedelta(days=9)
    draft = save(hanh, began_at=later, codes=[seen(read_at=later)])

    assert draft.began_at == draft.saved_at
    assert draft.codes.get().read_at == draft.saved_at
