from __future__ import annotations

from django.utils.translation import gettext_noop

from txng.ledger.events import EventKind


class StampEvent(EventKind):
    BATCH_REQUESTED = (
        "stamps.batch:requested",
        gettext_noop("{actor} requested the code batch {subject}"),
        False,
        "operator",
    )
    ORDER_SUBMITTED = (
        "stamps.print_order:submitted",
        gettext_noop("{actor} submitted print order {subject}"),
        False,
        "operator",
    )
    ORDER_CHECKED = (
        "stamps.print_order:checked",
        gettext_noop("{actor} checked print order {subject}"),
        False,
        "operator",
    )
    ORDER_APPROVED = (
        "stamps.print_order:approved",
        gettext_noop("{actor} approved print order {subject}"),
        False,
        "establishment",
    )
    ORDER_RETURNED = (
        "stamps.print_order:returned",
        gettext_noop("{actor} returned print order {subject}"),
        False,
        "establishment",
    )
    ORDER_REJECTED = (
        "stamps.print_order:rejected",
        gettext_noop("{actor} rejected print order {subject}"),
        False,
        "establishment",
    )
    DECISION_UNDONE = (
        "stamps.print_order:decision_undone",
        gettext_noop("{actor} took back the decision on print order {subject}"),
        False,
        "establishment",
    )
    CODES_ISSUED = (
        "stamps.codes:issued",
        gettext_noop("The codes of {subject} were made"),
        True,
        "establishment",
    )
    FILE_DOWNLOADED = (
        "stamps.print_file:downloaded",
        gettext_noop("{actor} downloaded the print file of {subject}"),
        False,
        "operator",
    )
    FILE_REQUESTED = (
        "stamps.print_file:requested",
        gettext_noop("{actor} asked for a print file of {subject}"),
        False,
        "nobody",
    )
    FILE_MADE = "stamps.print_file:made", gettext_noop("A print file of {subject} was made"), False, "establishment"
    PASSPHRASE_SHOWN = (
        "stamps.print_file:passphrase_shown",
        gettext_noop("{actor} was shown the passphrase of a print file of {subject}"),
        False,
        "nobody",
    )
    FILE_DISCARDED = (
        "stamps.print_file:discarded",
        gettext_noop("A print file of {subject} was deleted"),
        False,
        "nobody",
    )
    HOUSE_REGISTERED = (
        "stamps.print_house:registered",
        gettext_noop("{actor} registered the print house {subject}"),
        False,
        "nobody",
    )
    HOUSE_RETIRED = (
        "stamps.print_house:retired",
        gettext_noop("{actor} took the print house {subject} from the list"),
        False,
        "nobody",
    )
    CODES_ACTIVATED = (
        "stamps.codes:activated",
        gettext_noop("{actor} activated stamps of {subject}"),
        True,
        "nobody",
    )
    ORDER_PRINTED = (
        "stamps.print_order:printed",
        gettext_noop("{actor} recorded that print order {subject} was printed"),
        False,
        "nobody",
    )
    STAMPS_RECEIVED = (
        "stamps.print_order:received",
        gettext_noop("{actor} received the stamps of print order {subject}"),
        False,
        "nobody",
    )
    ORDER_CLOSED = (
        "stamps.print_order:closed",
        gettext_noop("{actor} reconciled print order {subject}"),
        False,
        "nobody",
    )
    ORDER_CANCELLED = (
        "stamps.print_order:cancelled",
        gettext_noop("{actor} cancelled print order {subject}"),
        False,
        "operator",
    )
    CODES_VOIDED = "stamps.codes:voided", gettext_noop("{actor} voided stamps of {subject}"), True, "agency"
    KEY_ROTATED = "stamps.key:rotated", gettext_noop("{actor} made key version {subject}"), False, "operator"
    KEY_WITHDRAWAL_PROPOSED = (
        "stamps.key:withdrawal_proposed",
        gettext_noop("{actor} proposed to withdraw key version {subject}"),
        False,
        "operator",
    )
    KEY_WITHDRAWAL_DECLINED = (
        "stamps.key:withdrawal_declined",
        gettext_noop("{actor} declined the withdrawal of key version {subject}"),
        False,
        "operator",
    )
    KEY_WITHDRAWN = "stamps.key:withdrawn", gettext_noop("{actor} withdrew key version {subject}"), True, "operator"
    STAMPS_NO_LONGER_GOOD = (
        "stamps.codes:no_longer_good",
        gettext_noop("Stamps of {subject} are no longer good: their key was withdrawn"),
        False,
        "establishment",
    )
    PIN_CONFIRMED = (
        "stamps.pin:confirmed",
        gettext_noop("The hidden number of a stamp of {subject} was confirmed"),
        False,
        "nobody",
    )
