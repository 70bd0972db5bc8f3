"""The areas whose work lies on “Việc của tôi” (ux.md D12): one list, whatever it comes from."""

from __future__ import annotations

from importlib import import_module

from txng.access import Actor
from txng.review.trays import Task

AREAS = ("registry", "accounts", "catalogue", "stamps", "oversight")


def tasks_of(actor: Actor) -> list[Task]:
    tasks: list[Task] = []
    for area in AREAS:
        tasks += import_module(f"txng.{area}.queries").tray(actor)
    return tasks
