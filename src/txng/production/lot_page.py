"""What the page of a lot shows beside its diary: where it stands, what it came of and became, what lies where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.production import family, stages
from txng.production.models import Lot, Receipt, Shipment, Site, StockKind, StockLine
from txng.production.queries import DiaryLine
from txng.production.stock.booking import amount
from txng.production.stock.levels import Level, levels


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A lot this one came of or became, with the act. Of somebody else's lot the number and the name are told."""

    lot: Lot
    on: date
    act: str
    mine: bool
    amount: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heap:
    site: Site
    amount: str


def timeline(
    lot: Lot,
    diary: Iterable[DiaryLine],
    receipts: Sequence[Receipt],
    shipments: Sequence[Shipment],
    came: Iterable[str],
) -> list[dict[str, Any]]:
    """Công đoạn for the list of steps: done with its day, the one at hand, those that follow. What was done to the lots
    it came of (`came`, by activity) was done to it."""
    first: dict[str, date] = {}
    for line in diary:
        if line.counts:
            first.setdefault(line.entry.activity, line.entry.done_on)
    records: dict[str, date | None] = {
        "receipt": min((row.received_on for row in receipts), default=None),
        "shipment": min((row.shipped_on for row in shipments), default=None),
        "sale": local_date(lot.on_sale_since) if lot.on_sale_since else None,
        "stock": None,
    }
    before = set(came)
    steps: list[dict[str, Any]] = []
    for stage in stages.sector_of_lot(lot).stages:
        day = first.get(stage.act) if stage.act else records[stage.record]
        inherited = day is None and stage.act in before
        if day is None and not inherited and not stage.main:
            continue
        note = _("before this lot") if inherited else f"{day:%d/%m/%Y}" if day else ""
        steps.append({"label": stage.shown, "state": "done" if day or inherited else "todo", "note": note})
    last = max((place for place, step in enumerate(steps) if step["state"] == "done"), default=-1)
    ended = lot.closed_at is not None or lot.cancelled_at is not None
    for place, step in enumerate(steps):
        if step["state"] == "todo" and place < last:
            step["note"] = pgettext("stage", "not written down")
        elif step["state"] == "todo" and not ended:
            step["state"] = "current"
            break
    return steps


def relatives(actor: Actor, links: Sequence[family.Link], *, up: bool) -> list[Relative]:
    """The nearest of the family, by links that all end, or begin, at one lot."""
    others = Lot.objects.select_related("product", "establishment").in_bulk(
        {link.mother if up else link.child for link in links}
    )
    amounts = _amounts(links, up=up)
    found = []
    for link in links:
        other = others[link.mother if up else link.child]
        found.append(
            Relative(
                lot=other,
                on=link.on,
                act=_("Handed over") if link.kind == "handover" else str(StockKind(link.kind).label),
                mine=actor.may(Permission.PRODUCTION_READ, other),
                amount=amounts.get((link.move_id, other.pk), ""),
            )
        )
    return found


def _amounts(links: Iterable[family.Link], *, up: bool) -> dict[tuple[int | None, int], str]:
    moves = {link.move_id for link in links if link.move_id}
    if not moves:
        return {}
    side = {"quantity__lt": 0} if up else {"quantity__gt": 0}
    found: dict[tuple[int | None, int], list[str]] = {}
    for line in StockLine.objects.filter(move__in=moves, lot__isnull=False, **side).order_by("id"):
        found.setdefault((line.move_id, line.lot_id or 0), []).append(f"{amount(abs(line.quantity))} {line.unit}")
    return {key: ", ".join(told) for key, told in found.items()}


def heaps(lot: Lot) -> list[Heap]:
    there: list[Level] = levels(lot)
    sites = Site.objects.in_bulk({level.site_id for level in there})
    return [Heap(site=sites[level.site_id], amount=f"{amount(level.quantity)} {level.unit}") for level in there]


def unbooked(lot: Lot, shipments: Sequence[Shipment]) -> set[int]:
    """Deliveries of a lot that is kept in stock which could not be taken from it: in a measure nothing lies in."""
    if not StockLine.objects.filter(lot=lot).exists():
        return set()
    return {row.pk for row in shipments if getattr(row, "stock_move", None) is None}
