"""What several people chose, read at once: how they want to hear, where, and when not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from txng.accounts.models import User
from txng.notifications.models import ConfirmedAddress, Preference, QuietHours
from txng.notifications.table import URGENT, Rule, table
from txng.notifications.timing import QUIET


@dataclass(frozen=True, slots=True)
class Choices:
    mails: dict[tuple[int, str], str]
    addresses: dict[int, str]
    hours: dict[int, tuple[int, int]]

    @classmethod
    def of(cls, users: Sequence[User]) -> Choices:
        ids = [user.pk for user in users]
        confirmed = ConfirmedAddress.objects.filter(user__in=ids, confirmed_at__isnull=False)
        return cls(
            {(p.user_id, p.kind): p.mail for p in Preference.objects.filter(user__in=ids)},
            {c.user_id: c.email for c in confirmed.select_related("user") if same(c.email, c.user.email)},
            {q.user_id: (q.begins, q.ends) for q in QuietHours.objects.filter(user__in=ids)},
        )

    def mail(self, user: User, rule: Rule) -> str:
        """Never to an address nobody has confirmed. What cannot wait is no matter of choice."""
        if user.pk not in self.addresses:
            return Preference.Mail.NEVER
        if rule.urgency == URGENT:
            return Preference.Mail.AT_ONCE
        return wanted(self.mails.get((user.pk, rule.kind)), rule.kind)

    def quiet(self, user: User) -> tuple[int, int]:
        return self.hours.get(user.pk, QUIET)


def wanted(chosen: str | None, kind: str) -> str:
    """What was chosen, unless the law has since taken that choice away."""
    of_kind = table().kinds[kind]
    if chosen == Preference.Mail.NEVER and of_kind.never_because:
        return of_kind.mail
    return chosen or of_kind.mail


def same(one: str | None, other: str | None) -> bool:
    return bool(one) and bool(other) and str(one).lower() == str(other).lower()


def confirmed_address(user: User) -> str:
    """The address letters go to, "" for none."""
    return Choices.of([user]).addresses.get(user.pk, "")
