"""A list that people search, narrow down, sort, page through, print and take along: the same on every page.

A page says in a `Plan` what its rows are; `Listing` reads the address and answers the rows. An Excel file of “exactly
this list” asks the same `Listing`, so that screen, paper and file never differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from txng.kernel.clock import now
from txng.kernel.search import matching
from txng.ui.fields.dates import read_date

PAGE = 25
PRINTED = 5_000
SEARCH, SORT, ARCHIVED, PRINT = "q", "xep", "cat", "in"
FROM, TO = "tu", "den"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    label: Any
    value: Callable[[Any], Any]  # text, or what `kind` shows
    kind: str = "text"  # text, num, code, date, phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    name: str  # in the address
    label: Any
    choices: Callable[[], Sequence[tuple[str, Any]]] = tuple
    narrow: Callable[[Any, str], Any]
    among: Callable[[Any], Sequence[tuple[str, Any]]] | None = None  # choices drawn from the rows one may see


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    value: str
    label: Any
    order: tuple[Any, ...]  # of `order_by`


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the rows of one list are, and how one looks for them."""

    title: Any
    lead: Any = ""
    screen: str = ""
    icon: str = "list-check"
    empty: Any = ""
    empty_hint: Any = ""
    columns: tuple[Column, ...]  # the first names the row
    search: tuple[str, ...] = ()  # columns of the database
    find: Callable[[Any, str], Any] | None = None  # where search is more than words in columns
    look_for: Any = ""  # what may be typed to search
    period: str = ""  # column of the database with the day that “from” and “to” ask for
    filters: tuple[Filter, ...] = ()
    sorts: tuple[Sort, ...]
    archives: bool = False  # rows have `archived_at`; those that are put away are shown when asked for
    link: Callable[[Any], str] = field(default=lambda row: "")
    unasked: Callable[[Any], Any] = field(default=lambda rows: rows)  # what stands there before anybody asks for more
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class Day:
    """One end of a period as it was typed."""

    name: str  # in the address
    label: str
    lookup: str
    typed: str

    @property
    def found(self) -> date | None:
        return read_date(self.typed) if self.typed else None


def _days(plan: Plan) -> list[tuple[str, str, str]]:
    return [(FROM, _("From day"), "gte"), (TO, _("To day"), "lte")] if plan.period else []


class Listing:
    def __init__(self, plan: Plan, rows: QuerySet[Any], asked: Mapping[str, str], *, linked: bool = True) -> None:
        self.plan, self.every, self.linked = plan, rows, linked
        self.text = asked.get(SEARCH, "").strip()[:200]
        self.days = [Day(name, label, lookup, asked.get(name, "").strip()[:40]) for name, label, lookup in _days(plan)]
        self.sort = next((one for one in plan.sorts if one.value == asked.get(SORT)), plan.sorts[0])
        kept = asked.get(ARCHIVED, "") if plan.archives else ""
        self.archived = kept if kept in dict(self.keeping) else ""
        self.printing = asked.get(PRINT) == "1"
        self.number = asked.get("trang", "1")
        self.asked = asked

    @cached_property
    def filters(self) -> list[tuple[Filter, list[tuple[str, Any]], str]]:
        """Each with its choices and the one that was made; what is no choice narrows nothing."""
        found = []
        for one in self.plan.filters:
            offered = one.among(self.every) if one.among is not None else one.choices()
            choices = [(str(value), label) for value, label in offered]
            wanted = self.asked.get(one.name, "")
            found.append((one, choices, wanted if wanted in {value for value, _label in choices} else ""))
        return found

    @cached_property
    def rows(self) -> Any:
        rows = self.every
        if self.plan.find is not None:
            rows = self.plan.find(rows, self.text) if self.text else rows
        elif self.plan.search:
            rows = matching(rows, self.text, *self.plan.search)
        for day in self.days:
            if day.found is not None:
                rows = rows.filter(**{f"{self.plan.period}__{day.lookup}": day.found})
        for one, _choices, chosen in self.filters:
            if chosen:
                rows = one.narrow(rows, chosen)
        if not self.count:
            rows = self.plan.unasked(rows)
        if self.plan.archives and self.archived != "tat-ca":
            rows = rows.filter(archived_at__isnull=self.archived != "1")
        return rows.order_by(*self.sort.order)

    @cached_property
    def page(self) -> Page[Any]:
        size = PRINTED if self.printing else self.plan.size
        return Paginator(self.rows, size).get_page(1 if self.printing else self.number)

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """What narrows the list, in words: for paper, which has no boxes."""
        found = [(_("Search"), self.text)] if self.text else []
        for one, choices, value in self.filters:
            if value:
                found.append((str(one.label), str(dict(choices)[value])))
        found += [(day.label, day.typed) for day in self.days if day.typed]
        return [*found, *([(_("Archived"), dict(self.keeping)[self.archived])] if self.archived else [])]

    @property
    def count(self) -> int:
        return len(self.chosen)

    @property
    def keeping(self) -> list[tuple[str, str]]:
        return [("", _("In use")), ("1", _("Archived")), ("tat-ca", _("All"))]

    @property
    def query(self) -> str:
        """The same list under another address."""
        wanted = QueryDict(mutable=True)
        names = (SEARCH, SORT, ARCHIVED, *(one.name for one in self.plan.filters), *(day.name for day in self.days))
        for name in names:
            if self.asked.get(name):
                wanted[name] = self.asked[name][:200]
        return wanted.urlencode()

    def lines(self) -> Iterable[dict[str, Any]]:
        for row in self.page:
            cells = [(column, column.value(row)) for column in self.plan.columns]
            yield {
                "row": row,
                "first": cells[0][1],
                "cells": cells[1:],
                "href": self.plan.link(row) if self.linked and not self.printing else "",
                "archived": self.plan.archives and row.archived_at is not None,
            }


def listed(
    request: HttpRequest, listing: Listing, *, template: str = "ui/lists/list.html", **context: Any
) -> HttpResponse:
    """The page of the list, or its paper under `?in=1`."""
    base = "ui/base_print.html" if listing.printing else "ui/base_desk.html"
    context |= {"listing": listing, "plan": listing.plan, "page": listing.page, "base": base, "now": now()}
    return render(request, template, context)
