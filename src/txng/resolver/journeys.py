"""Hành trình: what was done to the goods before they were this lot, as one story (farm, collector, processor, shop).

By day and place of work, not entry by entry: sixty waterings are one line. Of somebody else's establishment a line
says who and in which commune, as their own public pages do, and nothing that their lot does not show itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef
from django.utils.translation import override

from txng.production import family
from txng.production.models import Activity, DiaryEntry, Handover, Lot, StockKind


def journeys_before(lots: Iterable[Lot]) -> dict[int, list[dict[str, Any]]]:
    """By lot; nothing for a lot that came of no other. Costs one question for all where no lot has a family."""
    lots = list(lots)
    begun = {link.child for link in family.links_of([lot.pk for lot in lots], up=True)}
    return {lot.pk: _before(lot) for lot in lots if lot.pk in begun}


def _before(lot: Lot) -> list[dict[str, Any]]:
    links = family.kin(lot.pk, up=True)
    mothers = {link.mother for link in links}
    known = Lot.objects.select_related("establishment__unit", "product").in_bulk(mothers)
    lines = [*_work(known), *_acts(links, known, lot)]
    lines.sort(key=lambda line: (line["on"], line["order"]))
    for line in lines:
        del line["order"]
    return lines


def _work(known: dict[int, Lot]) -> list[dict[str, Any]]:
    corrected = DiaryEntry.objects.filter(corrects=OuterRef("pk"))
    rows = (
        DiaryEntry.objects.filter(~Exists(corrected), lot__in=known)
        .values("lot_id", "activity")
        .annotate(first=Min("done_on"), last=Max("done_on"), times=Count("id"))
        .order_by("first", "lot_id", "activity")
    )
    merged: dict[tuple[int, str], dict[str, Any]] = {}
    for row in rows:
        lot = known[row["lot_id"]]
        key = lot.establishment_id, row["activity"]
        line = merged.get(key)
        if line is None:
            merged[key] = _line(row["first"], row["last"], _words(Activity(row["activity"])), lot, row["times"], 0)
        else:  # the same work on several lots of one establishment
            line["on"] = min(line["on"], row["first"].isoformat())
            line["to"] = max(line["to"], row["last"].isoformat())
            line["times"] += row["times"]
    return list(merged.values())


def _acts(links: list[family.Link], known: dict[int, Lot], lot: Lot) -> list[dict[str, Any]]:
    handed = Handover.objects.select_related("receiver").in_bulk([one.handover_id for one in links if one.handover_id])
    lines = []
    for link in {(link.move_id, link.handover_id): link for link in links}.values():
        did = {"vi": "Bàn giao", "en": "Handed over"} if link.handover_id else _words(StockKind(link.kind))
        line = _line(link.on, link.on, did, known[link.mother], 1, 1)
        if link.handover_id:
            line["to_whom"] = handed[link.handover_id].receiver.name
        lines.append(line)
    return lines


def _line(first: date, last: date, did: dict[str, str], lot: Lot, times: int, order: int) -> dict[str, Any]:
    return {
        "on": first.isoformat(),
        "to": last.isoformat(),
        "did": did,
        "who": lot.establishment.name,
        "where": lot.establishment.unit.name,
        "goods": lot.product.name,
        "times": times,
        "order": order,
    }


def _words(word: Activity | StockKind) -> dict[str, str]:
    told = {}
    for language in ("vi", "en"):
        with override(language):
            told[language] = str(word.label)
    return told
