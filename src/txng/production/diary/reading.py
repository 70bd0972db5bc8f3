"""Questions of the diary's own pages, limited to the actor's reach."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from txng.access import Actor, Permission
from txng.production.models import DiaryEntry, Lot, Site
from txng.production.queries import lots_of, running, with_diary_figures
from txng.production.work import MEASURED_ANEW, WORK

NEWEST = ("-done_on", Coalesce(F("done_at"), F("recorded_at")).desc(), "-id")


def group_of(entry: DiaryEntry) -> list[DiaryEntry]:
    """The entries written in one act with this one, itself among them."""
    if entry.group_id is None:
        return [entry]
    return list(DiaryEntry.objects.filter(group_id=entry.group_id).select_related("lot").order_by("id"))


def writable_lots(actor: Actor) -> list[Lot]:
    """Lots that go on and that this person writes the diary of, the one written in last first."""
    lots = list(with_diary_figures(running(lots_of(actor))).filter(actor.reach(Permission.DIARY_WRITE)))
    return sorted(lots, key=lambda lot: (lot.last_done_on or lot.opened_on, lot.pk), reverse=True)  # type: ignore[attr-defined]


def at_place(lots: list[Lot], site: Site) -> list[Lot]:
    """Those that stand at a place, in a part of it, or in what it is a part of: a sign hangs where there was a post."""
    parents = dict(Site.objects.filter(establishment_id=site.establishment_id).values_list("id", "parent_id"))

    def above(site_id: int | None) -> set[int]:
        found: set[int] = set()
        while site_id is not None and site_id not in found:
            found.add(site_id)
            site_id = parents.get(site_id)
        return found

    own = above(site.pk)
    exact = [lot for lot in lots if lot.site_id == site.pk]
    return exact or [lot for lot in lots if site.pk in above(lot.site_id) or lot.site_id in own]


def entries_of(actor: Actor) -> QuerySet[DiaryEntry]:
    """The history: every entry that holds, the latest work first."""
    corrected = DiaryEntry.objects.filter(corrects=OuterRef("pk"))
    return (
        DiaryEntry.objects.filter(actor.reach(Permission.PRODUCTION_READ))
        .filter(~Exists(corrected), lot__cancelled_at=None)
        .select_related("lot__product", "site", "photo", "voice")
        .order_by(*NEWEST)
    )


def incomplete(entries: QuerySet[DiaryEntry]) -> QuerySet[DiaryEntry]:
    """“Chờ bổ sung”: written in a hurry, often by a photo alone (names.md 2, Diary entry)."""
    asks = {need: [a for a, work in WORK.items() if work.needs == need] for need in ("what", "quantity")}
    return entries.filter(
        Q(activity__in=asks["what"], what="") | Q(activity__in=asks["quantity"], quantity=None), lot__closed_at=None
    )


def households(establishment_id: int, limit: int = 30) -> list[str]:
    """For whom somebody has written before, by name."""
    names = (
        DiaryEntry.objects.filter(establishment_id=establishment_id)
        .exclude(on_behalf_of="")
        .order_by("on_behalf_of")
        .values_list("on_behalf_of", flat=True)
        .distinct()
    )
    return list(names[:limit])


def to_repeat(entries: list[DiaryEntry], today: date) -> DiaryEntry | None:
    """“Như hôm qua”: the last work of which only the day changes; what is measured anew is not among it, nor what has
    been done again already."""
    again = {(entry.activity, entry.what) for entry in entries if entry.done_on >= today}
    alike = [e for e in entries if e.activity not in MEASURED_ANEW and (e.activity, e.what) not in again]
    return max(alike, key=lambda entry: (entry.done_on, entry.pk), default=None)
