"""cô Hạnh takes a sample, makes it her commune's own, publishes it, and later a second version."""

from __future__ import annotations

from typing import Any

import pytest

from tests import make
from tests.production.process.kit import WORK, published, sample
from txng.access import Actor
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.queries import history_of
from txng.production.actions import (
    draft_process,
    drop_process_task,
    edit_process,
    publish_process,
    put_process_task,
    retire_process,
    start_version,
)
from txng.production.models import ProcessTemplate
from txng.production.process.library import processes_of

pytestmark = pytest.mark.django_db
AT, TODAY = make.AT, make.TODAY


def refused(call: Any) -> str:
    with pytest.raises(RuleBroken) as caught:
        call()
    return caught.value.code


def test_a_sample_becomes_the_communes_own(hanh: Actor, lanh: Actor, organisations: Any) -> None:
    durian = sample("sau-rieng")
    draft = draft_process(actor=hanh, title="Sầu riêng Phong Điền", valid_from=TODAY, based_on_id=durian.pk, at=AT)
    assert (draft.nature, draft.groups, draft.state) == ("crop", ["fresh-fruit"], "draft")
    assert draft.tasks.count() == durian.tasks.count() and draft.based_on == durian
    assert draft not in processes_of(lanh)
    first = draft.tasks.first()
    assert first is not None
    put_process_task(actor=hanh, process_id=draft.pk, task_id=first.pk, work={**WORK, "title": "Tưới gốc"}, at=AT)
    drop_process_task(actor=hanh, process_id=draft.pk, task_id=draft.tasks.last().pk, at=AT)  # type: ignore[union-attr]
    process = publish_process(actor=hanh, process_id=draft.pk, at=AT)
    assert process in processes_of(lanh)
    assert (process.publisher, process.published_by) == (hanh.organisation, "Nguyễn Thị Hạnh")
    assert process.tasks.count() == durian.tasks.count() - 1
    assert [entry.kind for entry in history_of(process)] == ["production.process:published"]
    assert publish_process(actor=hanh, process_id=draft.pk, at=AT) == process  # the second press


def test_what_is_published_is_changed_by_a_new_version_alone(hanh: Actor) -> None:
    process = published(hanh)
    assert refused(lambda: put_process_task(actor=hanh, process_id=process.pk, work=WORK, at=AT)) == "already_published"
    draft = start_version(actor=hanh, process_id=process.pk, at=AT)
    assert start_version(actor=hanh, process_id=process.pk, at=AT) == draft
    assert (draft.version, draft.family, draft.tasks.count()) == (2, process.family, 2)
    edit_process(
        actor=hanh, process_id=draft.pk, title="Sầu riêng, sửa lại", groups=["fresh-fruit"],
        first_day_is="Ngày phục hồi", source="Hội nghị vườn mẫu", valid_from=TODAY, at=AT,
    )  # fmt: skip
    publish_process(actor=hanh, process_id=draft.pk, at=AT)
    process.refresh_from_db()
    assert process.state == "retired"
    assert refused(lambda: start_version(actor=hanh, process_id=process.pk, at=AT)) == "not_in_force"


def test_a_harvest_before_a_spray_has_waited_is_not_published(hanh: Actor) -> None:
    spray = {**WORK, "activity": "spray", "title": "Phun", "first_day": 20, "last_day": 22, "phi_days": 14}
    harvest = {**WORK, "activity": "harvest", "title": "Cắt", "first_day": 35, "last_day": 40}
    assert refused(lambda: published(hanh, "Vội", spray, harvest)) == "waiting"
    assert published(hanh, "Đúng", spray, {**harvest, "first_day": 36}).state == "published"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"activity": "feed"}, "activity"),
        ({"title": "  "}, "title"),
        ({"first_day": 9, "last_day": 3}, "last_day"),
        ({"first_day": 5000, "last_day": None}, "first_day"),
        ({"every": 3}, "every"),
        ({"every": 3, "until": 1}, "until"),
        ({"amount": make.Decimal(2), "amount_unit": "thúng"}, "amount_unit"),
        ({"amount": make.Decimal(-2), "amount_unit": "kg"}, "amount"),
        ({"phi_days": 900}, "phi_days"),
    ],
)
def test_a_task_nobody_could_follow_is_refused(hanh: Actor, wrong: dict[str, Any], code: str) -> None:
    draft = draft_process(actor=hanh, title="Nháp", nature="crop", valid_from=TODAY, at=AT)
    assert refused(lambda: put_process_task(actor=hanh, process_id=draft.pk, work=WORK | wrong, at=AT)) == code
    assert refused(lambda: publish_process(actor=hanh, process_id=draft.pk, at=AT)) == "empty"


def test_whose_process_it_is(hanh: Actor, nam: Actor, mai: Actor, lanh: Actor, organisations: Any) -> None:
    process = published(hanh)
    for other in (nam, mai):
        assert process in processes_of(other)
        with pytest.raises(NotAllowed):
            retire_process(actor=other, process_id=process.pk, reason="Thử", at=AT)
    with pytest.raises(NotAllowed):
        retire_process(actor=hanh, process_id=sample("cam").pk, reason="Thử", at=AT)
    with pytest.raises(NotAllowed):
        start_version(actor=lanh, process_id=process.pk, at=AT)
    with pytest.raises(NotThere):
        draft_process(actor=lanh, title="Của tôi", nature="crop", valid_from=TODAY, at=AT)


def test_a_commune_speaks_to_its_own_and_the_operator_to_all(
    hanh: Actor, mai: Actor, lanh: Actor, khai: Actor, organisations: Any
) -> None:
    theirs, everybodys = published(hanh), published(mai, "Cây ăn trái toàn tỉnh")
    assert {theirs, everybodys} <= set(processes_of(lanh))
    assert everybodys in processes_of(khai) and theirs not in processes_of(khai)


def test_a_process_out_of_use_is_chosen_by_nobody_and_needs_a_reason(hanh: Actor) -> None:
    process = published(hanh)
    assert refused(lambda: retire_process(actor=hanh, process_id=process.pk, at=AT)) == "reason_missing"
    retire_process(actor=hanh, process_id=process.pk, reason="Giống đã thay", at=AT)
    assert history_of(process).last().reason == "Giống đã thay"  # type: ignore[union-attr]
    draft = draft_process(actor=hanh, title="Nháp", nature="crop", valid_from=TODAY, at=AT)
    retire_process(actor=hanh, process_id=draft.pk, at=AT)
    assert draft not in processes_of(hanh).filter(agency=None) and ProcessTemplate.objects.get(pk=draft.pk).retired_at
