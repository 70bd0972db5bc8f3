"""The list behind each figure of the statistics: the very rows the figure sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from txng.kernel.clock import local_date
from txng.production.templatetags.production import amount
from txng.project.statistics import Rows, named_lots
from txng.stamps.models import CodeRange
from txng.ui.formats import vn_date, vn_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    cells: Sequence[str]  # the first is its title
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    title: str
    heads: Sequence[str]
    rows: Any  # a queryset, or rows in hand
    line: Callable[[Any], Line]

    def lines(self, rows: Any) -> list[Line]:
        return [self.line(row) for row in rows]


def harvests(rows: Rows, product_id: int | None, month: date | None) -> Listed:
    found = rows.harvests()
    if product_id is not None:
        found = found.filter(lot__product_id=product_id)
    if month is not None:
        found = found.filter(done_on__year=month.year, done_on__month=month.month)
    return Listed(
        title=_("Harvests"),
        heads=[_("Day"), _("Product"), pgettext("of a product", "Lot"), _("Quantity"), pgettext("harvest", "Place")],
        rows=found,
        line=lambda entry: Line(
            cells=[
                vn_date(entry.done_on),
                entry.lot.product.name,
                entry.lot.number,
                amount(entry) or _("not weighed"),
                entry.site.name if entry.site else "",
            ],
            href=reverse("lot-detail", args=[entry.lot_id]),
        ),
    )


def codes_made(rows: Rows) -> Listed:
    return _ranges(_("Stamps made"), rows.codes_made(), lambda run: run.batch.print_order.decided_at)


def codes_activated(rows: Rows) -> Listed:
    return _ranges(_("Stamps activated"), rows.codes_activated(), lambda run: run.activated_at)


def codes_voided(rows: Rows) -> Listed:
    """Whole ranges, then single stamps."""
    listed = _ranges(_("Stamps voided"), rows.codes_voided(), lambda run: run.voided_at)
    singles = [
        Line(
            cells=[
                vn_date(local_date(one.voided_at)),
                one.batch.product.name,
                one.batch.number,
                _stamps_of(one.counter, one.counter, one.batch.first),
                "1",
            ],
            href=reverse("batch-detail", args=[one.batch_id]),
        )
        for one in rows.single_voids()
    ]
    lines = [*listed.lines(listed.rows), *singles]
    return Listed(title=listed.title, heads=listed.heads, rows=lines, line=lambda line: line)


def _ranges(title: str, found: Any, at: Callable[[CodeRange], Any]) -> Listed:
    return Listed(
        title=title,
        heads=[_("Day"), _("Product"), _("Code batch"), _("Stamps no."), _("Stamps")],
        rows=found,
        line=lambda run: Line(
            cells=[
                vn_date(local_date(at(run))),
                run.batch.product.name,
                run.batch.number,
                _stamps_of(run.first, run.last, run.batch.first),
                vn_number(run.quantity),
            ],
            href=reverse("batch-detail", args=[run.batch_id]),
        ),
    )


def _stamps_of(first: int, last: int, begin: int) -> str:
    return f"{first - begin + 1}" if first == last else f"{first - begin + 1}–{last - begin + 1}"


def scans(rows: Rows) -> Listed:
    found = list(rows.scans())
    lots = named_lots(found)
    return Listed(
        title=_("Scans"),
        heads=[
            _("Day"),
            _("Product"),
            pgettext("of a product", "Lot"),
            _("Visits"),
            _("Number of scans"),
        ],
        rows=found,
        line=lambda tally: Line(
            cells=[
                vn_date(tally.day),
                lots[tally.lot_id].product.name if tally.lot_id in lots else "",
                lots[tally.lot_id].number if tally.lot_id in lots else _("Whole product"),
                vn_number(tally.sessions),
                vn_number(tally.scans),
            ],
            href=reverse("lot-detail", args=[tally.lot_id]) if tally.lot_id in lots else reverse("scan-list"),
        ),
    )


def complaints(rows: Rows) -> Listed:
    """When and about what. Who wrote it and in which words is between them and the agency."""
    return Listed(
        title=_("Feedback"),
        heads=[_("Day"), _("Product"), pgettext("of a product", "Lot"), pgettext("sheet", "State")],
        rows=rows.complaints(),
        line=lambda one: Line(
            cells=[
                vn_date(local_date(one.filed_at)),
                one.product.name if one.product else "",
                one.lot.number if one.lot else "",
                one.get_state_display(),
            ],
            href=reverse("lot-detail", args=[one.lot_id]) if one.lot_id else "",
        ),
    )


PLAIN: dict[str, Callable[[Rows], Listed]] = {
    "ma-da-tao": codes_made,
    "ma-kich-hoat": codes_activated,
    "ma-huy": codes_voided,
    "luot-quet": scans,
    "phan-anh": complaints,
}
