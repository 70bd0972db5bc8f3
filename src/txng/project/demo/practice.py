"""Bà Lành's people practise since last week: opened as anybody opens it, by the button."""

from __future__ import annotations

from txng.accounts.acting import actor_of, memberships
from txng.project.demo.world import World
from txng.registry import actions


def build(world: World) -> None:
    seat = memberships().select_related("user").get(user__login="lanh", ended_at=None)
    actions.open_practice(actor=actor_of(seat), at=world.days_ago(7))
