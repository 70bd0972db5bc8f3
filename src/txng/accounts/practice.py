"""The account of a practice establishment, and the seats of the people who practise there.

Called by what happens to the establishment (project/subscriptions.py). Whether such a seat works is asked of the real
one on every request (queries.not_only_practice), so here nothing is ever locked or revoked.
"""

from __future__ import annotations

from datetime import datetime

from txng.accounts.models import Account, Membership
from txng.accounts.models.accounts import AccountState
from txng.accounts.models.users import AccountKind
from txng.ledger.models import Entry
from txng.registry.models import Establishment
from txng.registry.practice import practice_of


def open_account(entry: Entry) -> None:
    """Everybody of the real account gets the same seat; nobody has to be invited or to learn a password."""
    practice = Establishment.objects.get(pk=entry.subject_id)
    real = Account.objects.filter(establishment=practice.practice_of_id).first()
    if real is None:
        return
    account = Account(
        kind=AccountKind.ESTABLISHMENT,
        establishment=practice,
        state=AccountState.ACTIVE,
        seats=real.seats,
        issued_at=entry.at,
        issued_by=entry.actor_label,
        activated_at=entry.at,
    )
    account.stand_with(practice)
    account.save(force_insert=True)
    _seat(real, account, entry.at)


def follow_people(entry: Entry) -> None:
    """Who joins the establishment practises with the others."""
    real = Account.objects.filter(pk=entry.subject_id, establishment__practice=False).first()
    practice = practice_of(real.establishment_id) if real else None
    account = Account.objects.filter(establishment=practice).first() if practice else None
    if real is not None and account is not None:
        _seat(real, account, entry.at)


def _seat(real: Account, practice: Account, at: datetime) -> None:
    there = Membership.objects.filter(account=practice, ended_at=None).values("user")
    Membership.objects.bulk_create(
        Membership(
            account=practice,
            user_id=seat.user_id,
            role=seat.role,
            title=seat.title,
            since=at,
            duties_accepted_at=seat.duties_accepted_at,
        )
        for seat in Membership.objects.filter(account=real, ended_at=None).exclude(user__in=there).order_by("id")
    )
