from __future__ import annotations

from django.utils.translation import gettext_noop as _

from txng.ledger.events import EventKind


class AccountEvent(EventKind):
    ISSUED = "accounts.account:issued", _("{actor} issued the account of {subject}"), False, "establishment"
    LETTER_MADE = (
        "accounts.account:letter_made",
        _("{actor} made an activation letter for {subject}"),
        False,
        "establishment",
    )
    ACTIVATED = "accounts.account:activated", _("{actor} activated the account of {subject}"), False, "agency"
    PERSON_ENTERED = (
        "accounts.membership:activated",
        _("{actor} set a password for the account of {subject}"),
        False,
        "establishment",
    )
    HANDED_OVER = (
        "accounts.account:handed_over",
        _("{actor} handed over the account of {subject}"),
        False,
        "establishment",
    )
    LOCKED = "accounts.account:locked", _("{actor} locked the account of {subject}"), True, "establishment"
    UNLOCKED = (
        "accounts.account:unlocked",
        _("{actor} unlocked the account of {subject}"),
        True,
        "establishment",
    )
    MEMBER_ADDED = (
        "accounts.account:member_added",
        _("{actor} added a person to the account of {subject}"),
        False,
        "establishment",
    )
    SEATS_RAISED = (
        "accounts.account:seats_raised",
        _("{actor} allowed more persons in the account of {subject}"),
        False,
        "agency",
    )
