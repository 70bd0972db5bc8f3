"""What the dates an applicant writes of a paper say about it; the officer compares them with the photo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from txng.ui.formats import vn_date

FACTS = ("number", "issued_on", "valid_to")
EARLIEST = date(1945, 9, 2)  # no paper of this state is older


def day_of(said: dict[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat(said.get(name) or "")
    except ValueError:
        return None


def complaints(said: dict[str, Any], *, on: date) -> Iterator[tuple[str, str]]:
    """(tone, sentence) for a paper that has expired, lies in the future, or contradicts itself."""
    issued, until = day_of(said, "issued_on"), day_of(said, "valid_to")
    if issued and issued > on:
        yield "danger", _("it was issued on %(date)s, which is still to come") % {"date": vn_date(issued)}
    if issued and issued < EARLIEST:
        yield "danger", _("it was issued on %(date)s, which cannot be") % {"date": vn_date(issued)}
    if issued and until and until < issued:
        yield (
            "danger",
            _("it ends on %(end)s, before it was issued on %(date)s")
            % {"end": vn_date(until), "date": vn_date(issued)},
        )
    elif until and until < on:
        yield "danger", _("it expired on %(date)s") % {"date": vn_date(until)}
    elif until and (until - on).days <= 60:
        yield "warn", _("it expires on %(date)s") % {"date": vn_date(until)}
