"""What this area does when something happens below it (project/subscriptions.py)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from txng.accounts.models import Membership
from txng.ledger.models import Entry
from txng.notifications import audiences, letters
from txng.notifications.choices import Choices
from txng.notifications.models import MessageState, Notice, OutboundMessage, Preference
from txng.notifications.table import AFTER_UNDO, APPLICANT, URGENT, Rule, table
from txng.notifications.timing import UNDO, letter_due, shown_from
from txng.notifications.wording import facts_of


def tell(entry: Entry) -> None:
    """Put the notice into every inbox it belongs to, and the letters on their way. Twice makes one of each."""
    for rule in table().by_event.get(entry.kind, ()):
        if not (rule.unless and (entry.after or {}).get(rule.unless)):
            with transaction.atomic():
                _tell(rule, entry)


def _tell(rule: Rule, entry: Entry) -> None:
    # An undo runs in this subject's own transaction; whichever comes second sees the other.
    if rule.urgency == AFTER_UNDO and taken_back(entry):
        return
    if rule.audience == APPLICANT:
        letters.to_applicant(rule, entry)
        return
    seats = audiences.seats_for(rule, entry)
    choices = Choices.of([seat.user for seat in seats])
    for seat in seats:
        _tell_one(rule, entry, seat, choices)


def _tell_one(rule: Rule, entry: Entry, seat: Membership, choices: Choices) -> None:
    mail = choices.mail(seat.user, rule)
    notice, is_new = Notice.objects.get_or_create(
        entry=entry,
        user=seat.user,
        account=seat.account,
        template=rule.template,
        defaults={
            "kind": rule.kind,
            "facts": facts_of(entry, rule),
            "subject_type": entry.subject_type,
            "subject_id": entry.subject_id,
            "urgent": rule.urgency == URGENT,
            "at": entry.at,
            "shown_from": shown_from(rule, entry.at),
            "in_digest": mail == Preference.Mail.DIGEST,
        },
    )
    if not is_new:
        return
    due = letter_due(rule, entry.at, choices.quiet(seat.user))
    if mail == Preference.Mail.AT_ONCE:
        notice.message = letters.of_notice(notice, rule, due)
        notice.save(update_fields=["message"])
    if rule.sms and seat.user.phone:
        letters.short(notice, due)


def taken_back(entry: Entry) -> bool:
    undoing = table().undoing
    return (
        bool(undoing)
        and Entry.objects.filter(
            subject_type=entry.subject_type, subject_id=entry.subject_id, id__gt=entry.pk, kind__in=undoing
        ).exists()
    )


def take_back(entry: Entry) -> None:
    """A decision was undone: nobody is told of it any more. Runs in the transaction of the undo."""
    _forget_decisions_on(entry.subject_type, entry.subject_id, before=entry.pk, at=entry.at)


def _forget_decisions_on(subject_type: str, subject_id: str, *, before: int, at: datetime) -> None:
    waits = [rule.template for rule in table().rules.values() if rule.urgency == AFTER_UNDO]
    notices = Notice.objects.filter(
        subject_type=subject_type,
        subject_id=subject_id,
        template__in=waits,
        entry_id__lt=before,
        shown_from__gt=at,
        withdrawn_at=None,
    )
    letters_of = Q(notices__in=notices) | Q(
        kind=OutboundMessage.Kind.APPLICANT,
        entry__subject_type=subject_type,
        entry__subject_id=subject_id,
        entry_id__lt=before,
        template__in=waits,
        made_at__gt=at - UNDO,
    )
    found = list(
        OutboundMessage.objects.filter(letters_of, state=MessageState.WAITING, withdrawn_at=None).values_list(
            "pk", flat=True
        )
    )
    OutboundMessage.objects.filter(pk__in=found, state=MessageState.WAITING).update(
        withdrawn_at=at, withdrawn_because="undone"
    )
    notices.update(withdrawn_at=at)


__all__ = ["take_back", "taken_back", "tell"]
