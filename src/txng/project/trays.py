"""The areas whose work lies on “Việc của tôi” (ux.md D12): one list, whatever it comes from."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module

from txng.access import Actor
from txng.review.trays import Task, Undo

AREAS = ("registry", "accounts", "catalogue", "stamps", "oversight")
UNDOABLE = ("registry.queries", "registry.profile_queries", "accounts.queries", "catalogue.queries", "stamps.queries")


def undoable_of(actor: Actor, at: datetime) -> list[Undo]:
    """What this person has decided within the last minutes and can take back."""
    undoable: list[Undo] = []
    for place in UNDOABLE:
        undoable += import_module(f"txng.{place}").undoable(actor, at)
    return undoable


def tasks_of(actor: Actor) -> list[Task]:
    tasks: list[Task] = []
    for area in AREAS:
        tasks += import_module(f"txng.{area}.queries").tray(actor)
    return tasks
