from __future__ import annotations

from django.utils.translation import gettext_noop

from txng.ledger.events import EventKind


class TraceEvent(EventKind):
    """One line a capture, however many events it brought: the events themselves are rows nobody can change."""

    CAPTURED = (
        "trace.capture:stored",
        gettext_noop("{actor} captured events: {subject}"),
        False,
        "nobody",
    )
    CAPTURE_REFUSED = (
        "trace.capture:refused",
        gettext_noop("Events of {actor} were refused: {subject}"),
        False,
        "nobody",
    )
    QUERY_NAMED = "trace.query:named", gettext_noop("{actor} named the query {subject}"), False, "nobody"
    QUERY_ENDED = "trace.query:ended", gettext_noop("{actor} deleted the query {subject}"), False, "nobody"
    SUBSCRIBED = "trace.subscription:made", gettext_noop("{actor} subscribed to {subject}"), False, "nobody"
    UNSUBSCRIBED = (
        "trace.subscription:ended",
        gettext_noop("{actor} ended the subscription to {subject}"),
        False,
        "nobody",
    )
    SHARED = (
        "trace.grant:made",
        gettext_noop("{actor} let {subject} see the whole of the events"),
        False,
        "establishment",
    )
    SHARING_ENDED = (
        "trace.grant:ended",
        gettext_noop("{actor} no longer lets {subject} see the whole of the events"),
        False,
        "establishment",
    )
    SOURCE_SET = (
        "trace.source:set",
        gettext_noop("{actor} set how the events of {subject} are read"),
        False,
        "nobody",
    )
    # Edges are derived, so a difference means that a release, a restore or a hand has spoiled them.
    GRAPH_DIFFERED = (
        "trace.graph:differed",
        gettext_noop("{actor} found the supply chain differing from {subject} events and drew it again"),
        False,
        "operator",
    )
