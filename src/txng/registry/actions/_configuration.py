"""What every change of the configuration asks: the right, the document behind it, one change at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.kernel.errors import NotAllowed, RuleBroken
from txng.kernel.files.intake import store_upload
from txng.kernel.models import StoredFile
from txng.ui.formats import vn_date

_LOCK = "txng configuration"
YEARS_AHEAD = 10


def require_change(actor: Actor) -> None:
    """Who may look and no more is told so; for everybody else there is nothing here."""
    actor.require_verb(Permission.CONFIGURATION_READ)
    if not actor.holds(Permission.CONFIGURATION_CHANGE):
        raise NotAllowed(
            _("You may look at the configuration, not change it."), code=f"missing:{Permission.CONFIGURATION_CHANGE}"
        )


def one_at_a_time() -> None:
    """Rows that are never changed cannot be locked; the second of two changes must still see the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [_LOCK])


def require_document(*, number: str, signed: date, paper: Any, reason: str, today: date) -> None:
    """“Theo nội dung đã được phê duyệt” (CT-REG 11.2): no change without its document."""
    if not number.strip():
        raise RuleBroken(_("Enter the number of the document."), code="number_missing")
    if signed > today:
        raise RuleBroken(_("The document cannot be signed after today."), code="signed_later")
    if not reason.strip():
        raise RuleBroken(_("Enter the reason."), code="reason_missing")
    if not paper:
        raise RuleBroken(_("Add the document."), code="paper_missing")


def require_near(today: date, *days: date | None) -> None:
    """A year mistyped must not stand in a record that nobody can take back."""
    if any(day is not None and day.year > today.year + YEARS_AHEAD for day in days):
        raise RuleBroken(_("Choose a day within the next %(n)s years.") % {"n": YEARS_AHEAD}, code="too_far")


def keep(paper: Any) -> StoredFile:
    """Asked for last: a refused change leaves no file behind."""
    return paper if isinstance(paper, StoredFile) else store_upload(paper)


def ground_of(number: str, signed: date) -> str:
    return _("%(number)s of %(date)s") % {"number": number.strip(), "date": vn_date(signed)}


def shown_paper(paper: StoredFile) -> dict[str, str]:
    """What the ledger keeps of a paper: enough to prove later that it is this one."""
    return {"paper": paper.name, "paper_sha256": paper.sha256}
