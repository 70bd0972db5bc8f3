from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.files.intake import store_upload
from txng.ledger.recording import record
from txng.places.events import PlaceEvent
from txng.places.models import AdministrativeUnit, Extent, Level, Succession


@transaction.atomic
def merge_units(
    *,
    actor: Actor,
    unit_ids: Iterable[int],
    into_id: int,
    on: date,
    ground: str,
    paper: Any = None,
    at: datetime,
) -> AdministrativeUnit:
    """Sáp nhập: from `on` the units are parts of another, which is in force already (its code comes with the list).

    Each area moves its own rows in this transaction (project.subscriptions), so that no reach is for one moment the
    old one here and the new one there; the ledger keeps the places of its day. Whole units alone: what is split needs
    a person's choice for each establishment. Raises RuleBroken, and NotThere for a unit nobody has heard of.
    """
    actor.require_verb(Permission.UNIT_MERGE)
    wanted = sorted(set(unit_ids))
    # In the order of their ids: two mergers of the same units wait for each other and never crosswise.
    found = {
        unit.pk: unit
        for unit in AdministrativeUnit.objects.select_for_update(of=("self",), no_key=True)
        .filter(id__in=[*wanted, into_id], level=Level.COMMUNE)
        .order_by("id")
    }
    if into_id not in found or not wanted or not set(wanted) <= found.keys():
        raise NotThere
    if into_id in wanted:
        raise RuleBroken(_("A unit cannot become a part of itself."), code="merged_into_itself")
    into, ended = found[into_id], [found[pk] for pk in wanted]
    if not ground.strip():
        raise RuleBroken(_("Enter the resolution that merges the units."), code="ground_missing")
    if on > local_date(at):
        raise RuleBroken(_("The merger is recorded on its day or later."), code="merger_in_future")
    for unit in (into, *ended):
        if unit.valid_to is not None or on <= unit.valid_from:
            sentence = _("%(unit)s was not in force on this day.") % {"unit": unit.name}
            raise RuleBroken(sentence, code="unit_not_in_force")
    stored = store_upload(paper) if paper else None
    for unit in ended:
        unit.valid_to = on
        unit.save(update_fields=["valid_to"])
        Succession.objects.create(
            old=unit, new=into, extent=Extent.WHOLE, on=on, note=ground.strip()[:120], paper=stored
        )
    record(
        PlaceEvent.UNITS_MERGED,
        actor=actor,
        subject=into,
        label=into.name,
        at=at,
        before={"units": [{"id": u.pk, "code": u.code, "name": u.name, "unit_path": u.unit_path} for u in ended]},
        after={"unit": into.pk, "unit_path": into.unit_path, "on": on}
        | ({"paper": stored.name, "paper_sha256": stored.sha256} if stored else {}),
        ground=ground.strip(),
    )
    return into
