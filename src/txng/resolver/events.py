from __future__ import annotations

from django.utils.translation import gettext_noop

from txng.ledger.events import EventKind


class LinkEvent(EventKind):
    ADDED = "resolver.link:added", gettext_noop("{actor} added a link to {subject}"), True, "nobody"
    REMOVED = "resolver.link:removed", gettext_noop("{actor} removed a link from {subject}"), True, "nobody"
    LINKSET_LOADED = "resolver.linkset:loaded", gettext_noop("{actor} loaded links for {subject}"), True, "nobody"
