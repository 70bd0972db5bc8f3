"""What the operator of the demo has settled: a shorter clock in force, one decided for later, and a day off."""

from __future__ import annotations

from datetime import date, timedelta

from txng.accounts.acting import actor_of, memberships
from txng.project.demo.desk import paper
from txng.project.demo.world import World
from txng.provinces import is_working_day
from txng.registry.actions import change_calendar, change_configuration


def build(world: World) -> None:
    """Through the very verbs, by the hand of chị Mai, so that history and pages tell of it as of a person's work."""
    mai = actor_of(memberships().select_related("user").get(user__login="mai"))
    decided, signed = world.days_ago(20), world.today - timedelta(days=22)
    change_configuration(
        actor=mai,
        key="clocks.complaint",
        value=4,
        valid_from=world.today - timedelta(days=20),
        document_number="112/QĐ-SKHCN",
        document_date=signed,
        paper=paper("Quyết định 112"),
        reason="Người dân phản ánh thời gian chờ trả lời còn dài",
        at=decided,
    )
    change_configuration(
        actor=mai,
        key="clocks.review",
        value=2,
        valid_from=_first_of_next_month(world.today),
        document_number="118/QĐ-SKHCN",
        document_date=world.today - timedelta(days=6),
        paper=paper("Quyết định 118"),
        reason="Rút ngắn thời gian xem xét hồ sơ theo kế hoạch cải cách hành chính",
        at=world.days_ago(5),
    )
    change_calendar(
        actor=mai,
        kind="free",
        first=_working_day(world.today + timedelta(days=24)),
        name="Nghỉ ngày hội chuyển đổi số của tỉnh, thành phố",
        document_number="63/TB-UBND",
        document_date=world.today - timedelta(days=4),
        paper=paper("Thông báo 63"),
        reason="Theo thông báo của UBND về việc bố trí ngày nghỉ",
        at=world.days_ago(3),
    )


def _first_of_next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _working_day(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
