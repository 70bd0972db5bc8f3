"""What a phone carries with it into the field, and when the work was done by a clock that may be wrong."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.clock import local_date
from txng.production import queries
from txng.production.diary import reading
from txng.production.diary.tiles import Tile, tiles_of
from txng.production.forms.diary import DiaryForm
from txng.production.models import BY_TIME_DONE, DiaryEntry, Lot, Site
from txng.production.templatetags.production import in_short
from txng.production.uses import FITTING
from txng.production.work import WORK
from txng.ui.formats import vn_number

COOKIE = "nhat_ky"  # whose data the phone may show; it goes at the sign-out (settings.COOKIES_OF_A_PERSON)
RECENT = 5
BELIEVED = timedelta(minutes=2)


def key_of(actor: Actor) -> str:
    """Whose entries wait on a phone, without saying who that is: only the same person at the same seat sends them."""
    return salted_hmac("txng.production.diary", f"{actor.user_id}:{actor.establishment_id}").hexdigest()[:24]


def time_done(said: str, clock: str, now: datetime) -> datetime:
    """The real hour: how long ago it was by the phone's own clock, however wrong that is. ValueError if unreadable.

    A clock that is nearly right is believed: the time a slow network takes is no fault of the clock, and counted as
    one it would change the order of entries sent one after another.
    """
    done_at = _instant(said)
    try:
        wrong = now - _instant(clock) if clock else timedelta(0)
        return min(done_at if abs(wrong) < BELIEVED else done_at + wrong, now)
    except OverflowError as error:
        raise ValueError(said) from error


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text[:40])
    if instant.tzinfo is None:
        raise ValueError("an hour without its zone")
    return instant


def data_for(actor: Actor, now: datetime) -> dict[str, Any]:
    """Everything the tiles and forms of this person's lots need, with few statements however many lots there are."""
    lots = reading.writable_lots(actor)
    sites = list(queries.sites_of(actor))
    entries = _entries(lots)
    tiles = {lot.pk: tiles_of(lot, local_date(now), entries[lot.pk]) for lot in lots}
    return {
        "person": {"key": key_of(actor), "name": actor.label, "organisation": actor.organisation},
        "now": now.isoformat(),
        "lots": [_lot(lot, tiles[lot.pk], entries[lot.pk], local_date(now)) for lot in lots],
        "sites": [
            {"id": site.pk, "code": site.site_code, "name": site.name, "parent": site.parent_id} for site in sites
        ],
        "forms": _forms(actor, lots, sites, {tile.work.activity.value for row in tiles.values() for tile in row}),
        "used": _used(entries),
    }


def _entries(lots: list[Lot]) -> dict[int, list[DiaryEntry]]:
    found: dict[int, list[DiaryEntry]] = defaultdict(list)
    rows = DiaryEntry.objects.filter(lot__in=lots, corrections=None).order_by(*BY_TIME_DONE)
    for entry in rows:
        found[entry.lot_id].append(entry)
    return found


def _lot(lot: Lot, tiles: list[Tile], entries: list[DiaryEntry], today: date) -> dict[str, Any]:
    again = reading.to_repeat(entries, today)
    return {
        "id": lot.pk,
        "number": lot.number,
        "product": lot.product.name,
        "site": lot.site.name,
        "site_id": lot.site_id,
        "tiles": [_tile(tile) for tile in tiles],
        "again": again and {"activity": again.activity, "on": again.done_on.isoformat()} | _short(again),
        "recent": [
            {"id": e.pk, "on": e.done_on.isoformat(), "by": e.recorded_by, "icon": WORK[e.activity].icon,
             "address": reverse("diary-correct", args=[e.pk])} | _short(e)
            for e in sorted(entries, key=lambda e: -e.pk)[:RECENT]
        ],
    }  # fmt: skip


def _short(entry: DiaryEntry) -> dict[str, Any]:
    words = in_short(entry)
    return {"words": words, "values": _values(entry.what, entry.quantity, entry.quantity_unit)}


def _values(what: str, quantity: Any, unit: str) -> dict[str, str]:
    return {"what": what, "quantity": "" if quantity is None else vn_number(quantity), "quantity_unit": unit}


def _tile(tile: Tile) -> dict[str, Any]:
    return {
        "activity": tile.work.activity.value,
        "label": str(tile.label),
        "work": str(tile.work.label),
        "icon": tile.work.icon,
        "hint": render_to_string("production/diary/parts/hint.html", {"tile": tile}).strip(),
        "due": bool(tile.due),
        "late": bool(tile.due and tile.due.late),
        "values": _values(tile.what, tile.quantity, tile.quantity_unit),
    }


def _forms(actor: Actor, lots: list[Lot], sites: list[Any], activities: set[str]) -> dict[str, str]:
    """The form of each activity as the server draws it: whatever field is added to it stands on the phone too."""
    if not lots:
        return {}
    establishment = lots[0].establishment_id
    households, materials = reading.households(establishment), list(queries.materials_of(actor))
    places = [(site.pk, site.name) for site in sites if site.establishment_id == establishment]
    shown: dict[str, str] = {}
    for activity in sorted(activities):
        form = DiaryForm(
            activity=activity,
            sites=Site.objects.none(),
            materials=[one for one in materials if one.kind in FITTING.get(activity, ())],
            other_lots=lots,
            known_households=households,
        )
        form.fields["site"].choices = places  # type: ignore[attr-defined]
        shown[activity] = render_to_string("production/diary/parts/fields.html", {"form": form})
    return shown


def _used(entries: dict[int, list[DiaryEntry]]) -> dict[str, list[str]]:
    """Names of materials typed before, the newest first."""
    every = sorted((entry for row in entries.values() for entry in row if entry.what), key=lambda e: -e.pk)
    found: dict[str, list[str]] = defaultdict(list)
    for entry in every:
        if entry.what not in found[entry.activity] and len(found[entry.activity]) < 8:
            found[entry.activity].append(entry.what)
    return found


def refused(code: str, sentence: str, fields: dict[str, str] | None = None) -> dict[str, Any]:
    return {"state": "refused", "code": code, "sentence": sentence or _("Not found."), "fields": fields or {}}
