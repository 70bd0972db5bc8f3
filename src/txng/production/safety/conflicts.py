"""What keeps stamps of a lot from being activated: harvested inside a waiting time, banned, expired (domain.md 8.2 a).

A lot that was cut out of another or made of others has their conflicts too: goods do not become safe by a new number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from txng.production.banned import banned
from txng.production.models import (
    Activity,
    ConflictExplanation,
    DiaryEntry,
    Lot,
    MaterialUse,
    StockKind,
    StockLine,
)
from txng.production.uses import FITTING, counting_uses

MADE_OF_LOTS = (StockKind.SPLIT, StockKind.MERGE, StockKind.PROCESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """`entry` is the one to look at first: the harvest inside a waiting time, else the work that used the material."""

    code: str  # phi, banned, expired
    key: str  # its kind and the rows it is about: corrected rows are others, so a correction makes another conflict
    sentence: str
    lot: Lot
    entry: DiaryEntry
    use: MaterialUse | None = None
    until: date | None = None
    explanation: ConflictExplanation | None = None

    @property
    def resolved(self) -> bool:
        return self.explanation is not None


def conflicts_of(lot: Lot, on: date) -> list[Conflict]:
    """By what is recorded of days until `on`, the oldest first; those a reason was stated for are among them."""
    until = lineage(lot, on)
    lots = {one.pk: one for one in Lot.objects.filter(pk__in=until).select_related("product")} | {lot.pk: lot}
    uses: dict[int, list[MaterialUse]] = {}
    found = counting_uses().filter(entry__lot_id__in=until).select_related("entry", "material", "material_lot")
    for use in found.prefetch_related("stock_move__lines__material_lot").order_by("entry__done_on", "id"):
        if use.entry.done_on <= until[use.entry.lot_id]:
            uses.setdefault(use.entry.lot_id, []).append(use)
    entries: dict[int, list[DiaryEntry]] = {}
    for entry in DiaryEntry.objects.filter(lot_id__in=until, corrections=None).order_by("done_on", "id"):
        if entry.done_on <= until[entry.lot_id]:
            entries.setdefault(entry.lot_id, []).append(entry)
    explained = {
        (one.lot_id, one.key): one for one in ConflictExplanation.objects.filter(lot_id__in=until).order_by("id")
    }
    conflicts: list[Conflict] = []
    for lot_id in sorted(until, key=lambda pk: (pk != lot.pk, pk)):
        conflicts += _of_one(lots[lot_id], uses.get(lot_id, []), entries.get(lot_id, []), explained)
    return conflicts


def open_conflicts(lot: Lot, on: date) -> list[Conflict]:
    return [conflict for conflict in conflicts_of(lot, on) if not conflict.resolved]


def lineage(lot: Lot, on: date) -> dict[int, date]:
    """The lot and those it was made of, each with the day until which its diary is about these goods."""
    found, frontier = {lot.pk: on}, [lot.pk]
    while frontier:
        came = StockLine.objects.filter(
            lot_id__in=frontier,
            quantity__gt=0,
            move__kind__in=MADE_OF_LOTS,
            move__takes_back=None,
            move__taken_back_by=None,
        ).values_list("move_id", "lot_id", "done_on")
        into = [(move, found[lot_id], day) for move, lot_id, day in came]
        sources = StockLine.objects.filter(
            move_id__in={move for move, _until, _day in into}, quantity__lt=0, lot_id__isnull=False
        ).values_list("move_id", "lot_id")
        frontier = []
        for move_id, source in sources:
            day = max(min(until, day) for move, until, day in into if move == move_id)
            if source not in found or found[source] < day:
                found[source] = day
                frontier.append(source)
    return found


def _of_one(
    lot: Lot,
    uses: list[MaterialUse],
    entries: list[DiaryEntry],
    explained: Mapping[tuple[int, str], ConflictExplanation],
) -> Iterable[Conflict]:
    def made(code: str, about: str, sentence: str, **more: object) -> Conflict:
        key = f"{code}-{about}"
        return Conflict(
            code=code,
            key=key,
            sentence=sentence,
            lot=lot,
            explanation=explained.get((lot.pk, key)),
            **more,  # type: ignore[arg-type]
        )

    for use in uses:
        for harvest in gathered(entries):
            if use.harvest_allowed_from and use.entry.done_on <= harvest.done_on < use.harvest_allowed_from:
                yield made(
                    "phi",
                    f"{use.pk}-{harvest.pk}",
                    inside_sentence(use, harvest.done_on),
                    entry=harvest,
                    use=use,
                    until=use.harvest_allowed_from,
                )
        if ingredient := banned_in(use):
            yield made(
                "banned",
                str(use.pk),
                _("%(ingredient)s was banned on %(day)s, when %(material)s was used.")
                % {"ingredient": ingredient, "day": _day(use.entry.done_on), "material": use.name},
                entry=use.entry,
                use=use,
            )
        if expired := expired_in(use):
            yield made("expired", str(use.pk), expired, entry=use.entry, use=use)
    with_uses = {use.entry_id for use in uses}
    for entry in entries:
        if entry.pk not in with_uses and (ingredient := banned_in_words(entry)):
            yield made(
                "banned",
                f"e{entry.pk}",
                _("%(ingredient)s was banned on %(day)s, when it was used.")
                % {"ingredient": ingredient, "day": _day(entry.done_on)},
                entry=entry,
            )


def gathered(entries: Iterable[DiaryEntry]) -> list[DiaryEntry]:
    """When goods were taken from the plot or the pen; where nobody wrote it down, when they were packed."""
    entries = list(entries)
    harvests = [entry for entry in entries if entry.activity == Activity.HARVEST]
    return harvests or [entry for entry in entries if entry.activity == Activity.PACK]


def inside_sentence(use: MaterialUse, harvested_on: date) -> str:
    return _(
        "Harvested on %(harvest)s, inside the waiting time of %(material)s used on %(used)s: allowed from %(day)s."
    ) % {
        "harvest": _day(harvested_on),
        "material": use.name,
        "used": _day(use.entry.done_on),
        "day": _day(use.harvest_allowed_from or use.entry.done_on),
    }


def banned_in(use: MaterialUse) -> str:
    """By the list of the day of the work: what was banned later was allowed then."""
    words = f"{use.active_ingredient} , {use.name}"
    found = banned(words, kind=use.material.kind, on=use.entry.done_on)
    return found.name if found else ""


def banned_in_words(entry: DiaryEntry) -> str:
    """In free words too: a name typed by hand is no smaller risk than one chosen from a list."""
    for kind in FITTING.get(entry.activity, ()):
        if found := banned(entry.what, kind=kind, on=entry.done_on):
            return found.name
    return ""


def expired_in(use: MaterialUse) -> str:
    lots = {use.material_lot} if use.material_lot else set()
    if (move := getattr(use, "stock_move", None)) is not None:
        lots |= {line.material_lot for line in move.lines.all()}
    for lot in sorted((lot for lot in lots if lot is not None), key=lambda lot: lot.pk):
        if lot.expires_on is not None and lot.expires_on < use.entry.done_on:
            return _("%(material)s had expired on %(expiry)s when it was used on %(day)s.") % {
                "material": f"{use.name} {lot.supplier_lot}".strip(),
                "expiry": _day(lot.expires_on),
                "day": _day(use.entry.done_on),
            }
    return ""


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
