from __future__ import annotations

from django.utils.translation import gettext_noop

from txng.ledger.events import EventKind


class NotificationEvent(EventKind):
    MESSAGE_SENT_AGAIN = (
        "notifications.message:sent_again",
        gettext_noop("{actor} had the undelivered letter {subject} sent again"),
        False,
        "operator",
    )
