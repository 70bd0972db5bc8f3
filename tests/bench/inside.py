"""What the parts of a bench that run in the site's own environment have in common."""

from __future__ import annotations

from typing import Any


def membership() -> Any:
    """Bà Lành's seat: the demo's key sends as her co-operative."""
    from txng.accounts.models import Membership

    return Membership.objects.select_related("account__establishment", "user").get(user__login="lanh")


def actor() -> Any:
    from txng.accounts.acting import actor_of

    return actor_of(membership())


def sender() -> Any:
    from txng.trace.storing import Sender

    place = membership().account.establishment
    return Sender(
        establishment_id=place.pk,
        agency_id=None,
        unit_path=place.unit_path,
        sector=place.sector,
        managing_agency_id=place.managing_agency_id,
    )


def stored(body: bytes, whose: Any) -> int:
    """The events of a document in their tables, by the code that stores captures; how many."""
    from django.db import transaction

    from txng.gs1.epcis import read_json
    from txng.kernel.clock import now
    from txng.kernel.collecting import collector_waits
    from txng.trace.rows import row_of
    from txng.trace.storing import store

    with collector_waits():
        found = read_json(body)
        assert not found.errors, found.faults[:1]
        rows = (row_of(event, place) for place, event in enumerate(found.events))
        with transaction.atomic():
            return store(rows, most=len(found.events), sender=whose, at=now(), careful=False).stored  # type: ignore[arg-type]
