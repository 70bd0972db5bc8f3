from __future__ import annotations

from django.utils.translation import gettext_noop

from txng.ledger.events import EventKind


class OversightEvent(EventKind):
    COMPLAINT_FILED = (
        "oversight.complaint:filed",
        gettext_noop("{actor} filed complaint {subject}"),
        False,
        "agency",
    )
    RECALL_OPENED = (
        "oversight.recall:opened",
        gettext_noop("{actor} recalled lot {subject}"),
        True,
        "establishment",
    )
    RECALL_LIFTED = (
        "oversight.recall:lifted",
        gettext_noop("{actor} lifted the recall of lot {subject}"),
        True,
        "establishment",
    )
