from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.accounts import absences
from txng.accounts.actions._absences import own_seat
from txng.accounts.events import AccountEvent
from txng.accounts.models import Absence
from txng.kernel.clock import local_date
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.ui.formats import vn_date


@transaction.atomic
def name_stand_in(*, actor: Actor, stand_in_id: int, first: date, last: date, at: datetime) -> Absence:
    """Ủy quyền khi vắng: an officer names a colleague of the same agency, from a day to a day."""
    seat = own_seat(actor)
    colleague = absences.colleagues(seat).filter(pk=stand_in_id).first()
    if colleague is None:
        raise RuleBroken(_("Choose a colleague of your agency."), code="no_colleague")
    if last < first:
        raise RuleBroken(_("The last day cannot be before the first."), code="ends_before")
    if last < local_date(at):
        raise RuleBroken(_("The last day has passed already."), code="ends_before")
    there = seat.absences.filter(ended_at=None, first__lte=last, last__gte=first).order_by("first").first()
    if there is not None:
        if (there.stand_in_id, there.first, there.last) == (colleague.pk, first, last):
            return there  # sent twice
        raise RuleBroken(
            _("For the days from %(first)s to %(last)s somebody is named already.")
            % {"first": vn_date(there.first), "last": vn_date(there.last)},
            code="already_named",
        )
    if colleague.absences.filter(ended_at=None, first__lte=last, last__gte=first).exists():
        raise RuleBroken(
            _("%(name)s is away on these days too.") % {"name": colleague.user.name}, code="colleague_away"
        )
    made = Absence.objects.create(
        membership=seat, stand_in=colleague, first=first, last=last, named_at=at, named_by=actor.label
    )
    record(
        AccountEvent.STAND_IN_NAMED,
        actor=actor,
        subject=seat.account,
        at=at,
        after={"away": seat.user.name, "stand_in": colleague.user.name, "first": first, "last": last},
    )
    return made
