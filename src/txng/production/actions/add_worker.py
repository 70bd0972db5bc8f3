from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.accounts.models import Membership
from txng.kernel.clock import local_date
from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.actions.in_hand import own_establishment, same_name, sent_before
from txng.production.events import ProductionEvent
from txng.production.models import Worker
from txng.registry.models import Establishment

YOUNGEST, OLDEST = 13, 100  # years; light work from 13 (BLLĐ 2019 art. 143), older is a slip of the pen


@transaction.atomic
def add_worker(
    *,
    actor: Actor,
    name: str,
    at: datetime,
    phone: str = "",
    birth_year: int | None = None,
    job: str = "",
    household: str = "",
    trained_on: date | None = None,
    health_checked_on: date | None = None,
    membership_id: int | None = None,
    client_id: UUID | None = None,
) -> Worker:
    """Somebody who works there, with or without a log-in. The ledger names them; what they confided stays in the row,
    which can be corrected and emptied."""
    establishment = own_establishment(actor, Permission.WORKER_EDIT)
    if earlier := sent_before(Worker, client_id, actor, Permission.WORKER_EDIT):
        return earlier
    name = refuse_impossible_worker(
        establishment, name=name, phone=phone, birth_year=birth_year, days=(trained_on, health_checked_on), at=at
    )
    worker = Worker(
        establishment=establishment,
        name=name,
        phone=phone,
        birth_year=birth_year,
        job=clean(job),
        household=clean(household),
        trained_on=trained_on,
        health_checked_on=health_checked_on,
        membership=checked_membership(establishment, membership_id),
        client_id=client_id or uuid4(),
        created_at=at,
    )
    worker.stand_with(establishment)
    worker.save(force_insert=True)
    record(ProductionEvent.WORKER_ADDED, actor=actor, subject=worker, at=at, after={"job": worker.job})
    return worker


def refuse_impossible_worker(
    establishment: Establishment,
    *,
    name: str,
    phone: str,
    birth_year: int | None,
    days: tuple[date | None, ...],
    at: datetime,
    but: Worker | None = None,
) -> str:
    """The name as it is kept. Two people may share a name; with one telephone they are one person."""
    name = clean(name)
    if not name:
        raise RuleBroken(_("Enter the name of the worker."), code="name_missing")
    others = establishment.workers.filter(phone=phone, archived_at=None).exclude(pk=but.pk if but else 0)
    if same_name(others, name):
        raise RuleBroken(_("You already have a worker with this name and phone number."), code="name_taken")
    today = local_date(at)
    if birth_year is not None and not today.year - OLDEST <= birth_year <= today.year - YOUNGEST:
        raise RuleBroken(_("Check the year of birth."), code="birth_year")
    if any(day is not None and day > today for day in days):
        raise RuleBroken(_("The date cannot be after today."), code="future")
    return name


def checked_membership(establishment: Establishment, membership_id: int | None) -> Membership | None:
    """The seat under which they sign in, if they do: one of this establishment's."""
    if membership_id is None:
        return None
    found = Membership.objects.filter(pk=membership_id, account__establishment=establishment, ended_at=None).first()
    if found is None:
        raise RuleBroken(_("Choose a person of your own account."), code="membership")
    return found
