"""The days an agency has (names.md 5): working days of the profile, never a number in the code."""

from __future__ import annotations

from datetime import date, datetime

from txng import provinces
from txng.kernel.clock import local_date
from txng.provinces.powers import Clocks


def _clocks(at: datetime) -> Clocks:
    """As the operator had set them on that day: what began before a change keeps its clock."""
    return provinces.in_force(local_date(at)).clocks


def _after(at: datetime, days: int) -> date:
    return provinces.working_days_after(local_date(at), days)


def receive_by(at: datetime) -> date:
    return _after(at, _clocks(at).receive)


def review_by(at: datetime) -> date:
    return _after(at, _clocks(at).review)


def issue_by(at: datetime) -> date:
    return _after(at, _clocks(at).issue_account)


def answer_expected(submitted_at: datetime, due_on: date | None = None) -> date:
    """What the applicant is told: receiving and reviewing together (“Trả lời trước …”).

    Never earlier than promised on the receipt; later only when a supplement has given the review a fresh clock.
    """
    clocks = _clocks(submitted_at)
    promised = _after(submitted_at, clocks.receive + clocks.review)
    return max(promised, due_on) if due_on else promised
