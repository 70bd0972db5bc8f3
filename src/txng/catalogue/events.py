from __future__ import annotations

from django.utils.translation import gettext_noop

from txng.ledger.events import EventKind


class ProductEvent(EventKind):
    CHANGE_PROPOSED = (
        "catalogue.change:proposed",
        gettext_noop("{actor} proposed a change of {subject}"),
        False,
        "agency",
    )
    CHANGE_CHECKED = (
        "catalogue.change:checked",
        gettext_noop("{actor} checked the change of {subject}"),
        False,
        "agency",
    )
    CHANGE_APPROVED = (
        "catalogue.change:approved",
        gettext_noop("{actor} approved the change of {subject}"),
        True,
        "establishment",
    )
    CHANGE_RETURNED = (
        "catalogue.change:returned",
        gettext_noop("{actor} asked for supplements to {subject}"),
        False,
        "establishment",
    )
    CHANGE_REJECTED = (
        "catalogue.change:rejected",
        gettext_noop("{actor} rejected the change of {subject}"),
        False,
        "establishment",
    )
    DECISION_UNDONE = (
        "catalogue.change:decision_undone",
        gettext_noop("{actor} took back the decision on {subject}"),
        True,
        "establishment",
    )
    CHANGE_WITHDRAWN = (
        "catalogue.change:withdrawn",
        gettext_noop("{actor} withdrew the change of {subject}"),
        False,
        "agency",
    )
    PRODUCT_ARCHIVED = (
        "catalogue.product:archived",
        gettext_noop("{actor} archived the product {subject}"),
        False,
        "nobody",
    )
    PRODUCT_RESTORED = (
        "catalogue.product:restored",
        gettext_noop("{actor} restored the product {subject}"),
        False,
        "nobody",
    )
