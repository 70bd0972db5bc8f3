"""The statistics as a workbook: one line a figure, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from txng.review.sheets import workbook
from txng.ui.formats import vn_date, vn_number


def book(figures: dict[str, Any]) -> bytes:
    period = figures["period"]
    heads = [_("Section"), _("Figure"), _("Month or day"), _("Quantity"), _("Unit")]
    return workbook(_("Statistics %(period)s") % {"period": period.label.replace("/", "-")}, heads, _lines(figures))


def _lines(figures: dict[str, Any]) -> Iterator[list[object]]:
    period = figures["period"].label
    for line in figures["harvest"]:
        unit = line.unit or _("entries that were not weighed")
        quantity = line.quantity if line.unit else line.entries
        yield [_("Harvest"), line.product, f"{line.month:%m/%Y}", vn_number(quantity), unit]
    for line in figures["stock"]:
        yield [_("Stock"), line.name, vn_date(figures["today"]), vn_number(line.quantity), line.unit]
    codes = figures["codes"]
    for word, number in ((_("Made"), codes.made), (_("Activated"), codes.activated), (_("Voided"), codes.voided)):
        yield [_("QR stamps"), word, period, vn_number(number), _("stamps")]
    yield [_("Scans"), _("Visits"), period, vn_number(figures["scans"].sessions), ""]
    yield [_("Scans"), _("Number of scans"), period, vn_number(figures["scans"].scans), ""]
    yield [_("Feedback"), _("About your goods"), period, vn_number(figures["complaints"]), ""]
    for lot in figures["silent"]:
        yield [
            _("Missing entries"),
            f"{lot.product.name} {lot.number}",
            vn_date(lot.last_done_on or lot.opened_on),
            "",
            "",
        ]
    for lot, due in figures["late"]:
        yield [
            _("Planned work that is late"),
            f"{lot.product.name} {lot.number}: {due.title}",
            vn_date(due.day),
            "",
            "",
        ]
    for lot, badge in figures["badges"]:
        name = f"{lot.product.name} {lot.number}"
        yield [_("Freshness"), name, vn_date(figures["today"]), badge.freshness.days, _("days since the last entry")]
        yield [_("Completeness"), name, vn_date(figures["today"]), f"{badge.done}/{badge.total}", f"{badge.percent} %"]
