"""The days an agency has (names.md 5): working days of the profile, never a number in the code."""

from __future__ import annotations

from datetime import date, datetime

from txng import provinces
from txng.kernel.clock import local_date


def _after(at: datetime, days: int) -> date:
    return provinces.working_days_after(local_date(at), days)


def receive_by(at: datetime) -> date:
    return _after(at, provinces.current().clocks.receive)


def review_by(at: datetime) -> date:
    return _after(at, provinces.current().clocks.review)


def issue_by(at: datetime) -> date:
    return _after(at, provinces.current().clocks.issue_account)


def answer_expected(submitted_at: datetime, due_on: date | None = None) -> date:
    """What the applicant is told: receiving and reviewing together (“Trả lời trước …”).

    Never earlier than promised on the receipt; later only when a supplement has given the review a fresh clock.
    """
    clocks = provinces.current().clocks
    promised = _after(submitted_at, clocks.receive + clocks.review)
    return max(promised, due_on) if due_on else promised
