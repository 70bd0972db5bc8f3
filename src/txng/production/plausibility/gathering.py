"""The facts of some lots, by a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from txng.access import Actor, Permission, is_practice
from txng.catalogue import groups
from txng.production.models import DiaryEntry, Lot, Site
from txng.production.plausibility.facts import Facts, Line, Sighting
from txng.production.plausibility.likeness import BANDS, WIDTH, alike, bands
from txng.production.plausibility.thresholds import thresholds
from txng.production.plausibility.waits import waits_of

Gathered = dict[int, tuple[Facts, dict[int, DiaryEntry]]]


def gather(lots: Sequence[Lot], reader: Actor | None = None) -> Gathered:
    corrected = DiaryEntry.objects.filter(corrects=OuterRef("pk"))
    entries = list(
        DiaryEntry.objects.filter(~Exists(corrected), lot__in=[lot.pk for lot in lots])
        .select_related("photo", "corrects")
        .order_by("done_on", "id")
    )
    of_lot: dict[int, list[DiaryEntry]] = defaultdict(list)
    for entry in entries:
        of_lot[entry.lot_id].append(entry)
    waits = waits_of(entries)
    sightings = _sightings(entries, reader)
    places = {entry.site_id for entry in entries if entry.site_id} | {lot.site_id for lot in lots}
    areas = dict(Site.objects.filter(pk__in=places).values_list("pk", "area_m2"))
    return {
        lot.pk: (_facts(lot, of_lot[lot.pk], waits, sightings, areas), {e.pk: e for e in of_lot[lot.pk]})
        for lot in lots
    }


def _facts(
    lot: Lot,
    entries: list[DiaryEntry],
    waits: dict[int, int],
    sightings: list[Sighting],
    areas: dict[int, Decimal | None],
) -> Facts:
    group = groups.group(lot.product.group)
    grown_on = {lot.site_id} | {entry.site_id for entry in entries if entry.site_id}
    sizes = [areas.get(place) for place in grown_on]
    own = {entry.pk for entry in entries}
    return Facts(
        group=lot.product.group,
        nature=group.nature if group else "",
        lines=tuple(_line(entry, waits) for entry in entries),
        area_m2=float(sum(sizes)) if all(sizes) else None,  # type: ignore[arg-type]
        ended=lot.closed_at is not None,
        sightings=tuple(sighting for sighting in sightings if sighting.line_id in own),
        establishment_id=lot.establishment_id,
    )


def _line(entry: DiaryEntry, waits: dict[int, int]) -> Line:
    return Line(
        id=entry.pk,
        activity=entry.activity,
        done_on=entry.done_on,
        recorded_at=entry.recorded_at,
        recorded_by=f"{entry.recorded_by_id or entry.recorded_by}",
        what=entry.what,
        quantity=float(entry.quantity) if entry.quantity is not None else None,
        unit=entry.quantity_unit,
        note=entry.note,
        on_behalf_of=entry.on_behalf_of,
        from_paper=entry.from_paper,
        act=str(_act(entry) or ""),
        photo=str(entry.photo_id or ""),
        likeness=entry.photo.likeness if entry.photo else None,
        waiting_days=waits.get(entry.pk),
    )


def _act(entry: DiaryEntry) -> UUID | None:
    """A correction stands for what it corrects, on whatever day: the act remains the one it was."""
    while entry.group_id is None and entry.corrects is not None:
        entry = entry.corrects
    return entry.group_id


def _sightings(entries: list[DiaryEntry], reader: Actor | None) -> list[Sighting]:
    """Photos of other lots that were there before. Of two look-alikes the later one is asked about."""
    shown = [entry for entry in entries if entry.photo and entry.photo.likeness is not None]
    if not shown:
        return []
    looked_up = Q(pk__in=[])
    pieces = [{bands(entry.photo.likeness)[band] for entry in shown} for band in range(BANDS)]  # type: ignore[union-attr,arg-type]
    named = {}
    for band, wanted in enumerate(pieces):
        named[f"piece_{band}"] = F("photo__likeness").bitrightshift(WIDTH * band).bitand((1 << WIDTH) - 1)
        looked_up |= Q(**{f"piece_{band}__in": sorted(wanted)})
    bits = thresholds().photos.bits
    others = (
        DiaryEntry.objects.filter(photo__likeness__isnull=False)
        .alias(**named)
        .filter(looked_up)
        .select_related("lot", "photo", "establishment", "corrects")
        .order_by("recorded_at", "id")
    )
    return [
        _sighting(entry, other, reader)
        for other in others
        for entry in shown
        if other.lot_id != entry.lot_id
        and (other.establishment_id == entry.establishment_id or not (is_practice(other) or is_practice(entry)))
        and (_act(other) is None or _act(other) != _act(entry))  # one act, one photo of it
        and other.recorded_at < entry.recorded_at
        and (other.photo_id != entry.photo_id or other.done_on != entry.done_on)  # written for many plots at once
        and alike(other.photo.likeness, entry.photo.likeness, bits)  # type: ignore[union-attr,arg-type]
    ]


def _sighting(entry: DiaryEntry, other: DiaryEntry, reader: Actor | None) -> Sighting:
    in_reach = reader is not None and reader.is_agency and reader.may(Permission.PRODUCTION_READ, other)
    return Sighting(
        line_id=entry.pk,
        lot=other.lot.number,
        done_on=other.done_on,
        establishment_id=other.establishment_id,
        establishment=other.establishment.name if in_reach else "",
        lot_id=other.lot_id,
    )
