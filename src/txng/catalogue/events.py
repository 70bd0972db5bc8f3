from __future__ import annotations

from txng.ledger.events import EventKind


class ProductEvent(EventKind):
    CHANGE_PROPOSED = "catalogue.change:proposed", "{actor} proposed a change of {subject}", False, "agency"
    CHANGE_CHECKED = "catalogue.change:checked", "{actor} checked the change of {subject}", False, "agency"
    CHANGE_APPROVED = "catalogue.change:approved", "{actor} approved the change of {subject}", True, "establishment"
    CHANGE_RETURNED = "catalogue.change:returned", "{actor} asked for supplements to {subject}", False, "establishment"
    CHANGE_REJECTED = "catalogue.change:rejected", "{actor} rejected the change of {subject}", False, "establishment"
    CHANGE_WITHDRAWN = "catalogue.change:withdrawn", "{actor} withdrew the change of {subject}", False, "agency"
