"""Taking a decision back: ten minutes, the same officer, and only while nothing has followed (names.md 5).

A slip of the hand is mended by the hand that slipped. Letters to the person wait as long as `undo_until`, which stands
in the ledger's line of every decision; what protects people at once (recall, hold, lock) is never taken back here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken

UNDO = timedelta(minutes=10)


class Undoable(models.Model):
    """The columns of a decision that can be taken back. The database reads them too: see `Steps`."""

    decided_by_id = models.BigIntegerField(null=True, editable=False)
    decided_from = models.CharField(max_length=16, blank=True, default="", editable=False)  # the state before it
    undo_until = models.DateTimeField(null=True, editable=False)
    undone_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


class Steps(pgtrigger.FSM):
    """The steps of a state machine, and beside them exactly the way back that an undo takes.

    A way back is one of `ways_back`, leads to the state the decision came from, closes the window in the same write,
    and is no later than the window. NULL in any of it means no: `IS NOT TRUE`.
    """

    def __init__(
        self, *, name: str, field: str, transitions: list[tuple[str, str]], ways_back: Sequence[tuple[str, str]]
    ) -> None:
        pairs = ",".join(f"{old}:{new}" for old, new in ways_back)
        condition = pgtrigger.Condition(
            f"((CONCAT(OLD.\"{field}\", ':', NEW.\"{field}\") = ANY('{{{pairs}}}'::text[])"
            f' AND NEW."{field}" = OLD."decided_from"'
            ' AND NEW."undo_until" IS NULL AND NEW."undone_at" <= OLD."undo_until") IS NOT TRUE)'
        )
        super().__init__(name=name, field=field, transitions=transitions, condition=condition)


def open_window(thing: Any, *, actor: Actor, before: str, at: datetime) -> tuple[str, ...]:
    """Note who decided from where; answers the columns to save. The platform itself decides for good."""
    thing.decided_by_id = actor.user_id
    thing.decided_from = before
    thing.undo_until = at + UNDO if actor.user_id is not None else None
    thing.undone_at = None
    return ("decided_by_id", "decided_from", "undo_until", "undone_at")


def close_window(thing: Any, *, undone_at: datetime | None = None) -> tuple[str, ...]:
    thing.undo_until = None
    thing.undone_at = undone_at
    return ("undo_until", "undone_at")


def require_undoable(actor: Actor, thing: Any, at: datetime, *, decided_by: str = "") -> None:
    if thing.undo_until is None:
        raise RuleBroken(_("There is no decision here that can be undone."), code="nothing_to_undo")
    if actor.user_id is None or actor.user_id != thing.decided_by_id:
        raise RuleBroken(
            _("Only the person who decided can undo it: %(name)s.") % {"name": decided_by or _("another officer")},
            code="another_decided",
        )
    if at > thing.undo_until:
        raise RuleBroken(
            _("More than %(n)s minutes have passed since the decision; it stands.")
            % {"n": int(UNDO.total_seconds() // 60)},
            code="too_late_to_undo",
        )


def followed() -> RuleBroken:
    return RuleBroken(
        _("Something has followed the decision already, so it cannot be undone any more."), code="something_followed"
    )


def told(thing: Any) -> dict[str, Any]:
    """For the ledger's line of the decision: until when letters about it wait."""
    return {"undo_until": thing.undo_until} if thing.undo_until else {}


def minutes_left(actor: Actor, thing: Any, at: datetime) -> int:
    """For the button “Hoàn tác (còn n phút)”; nought where there is none."""
    if thing.undo_until is None or actor.user_id is None or actor.user_id != thing.decided_by_id:
        return 0
    return max(0, math.ceil((thing.undo_until - at).total_seconds() / 60))
