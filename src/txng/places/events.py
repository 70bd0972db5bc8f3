from __future__ import annotations

from django.utils.translation import gettext_noop as _

from txng.ledger.events import EventKind


class PlaceEvent(EventKind):
    UNITS_MERGED = "places.unit:merged", _("{actor} recorded which units became parts of {subject}"), True, "agency"
