"""A query against the rows its caller may see, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import BooleanField, Case, CharField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from psycopg.errors import QueryCanceled

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.trace import order
from txng.trace.eventquery.conditions import E
from txng.trace.eventquery.extensions import sorted_by
from txng.trace.eventquery.faults import TooComplex, TooLarge, WrongParameter
from txng.trace.eventquery.parameters import Query
from txng.trace.models import CapturedEvent
from txng.trace.queries import granted, reach
from txng.trace.redaction import Audience, may_see, shown

SECONDS = 10  # longer than that no single question may take


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[CapturedEvent]
    after: list[Any] | None  # where the next page begins; None: there is none


def visible(actor: Actor, query: Query) -> QuerySet[CapturedEvent]:
    """The rows the caller may see anything of, each with its `audience`.

    A condition over a field that is hidden from an audience shuts out every row the caller sees only as that audience.
    """

    fields = {condition.field for condition in query.conditions}
    # The order of two prices says which is higher.
    fields.add(query.order_by if query.order_by in ("", "eventTime", "recordTime") else "extension")

    def open_to(audience: Audience) -> bool:
        return all(may_see(audience, field) for field in fields - {""})

    rows = CapturedEvent.objects.order_by()
    if not actor.holds(Permission.TRACE_READ):
        return rows.none()
    whole, partly = reach(actor), granted(actor)
    public = bool(query.named) and open_to(Audience.PUBLIC)
    if public:
        seen = whole | (partly if open_to(Audience.PARTNER) else Q(pk__in=[])) | Q(establishment__practice=False)
    else:
        seen = (whole if open_to(Audience.AUTHORITY) else Q(pk__in=[])) | (
            partly if open_to(Audience.PARTNER) else Q(pk__in=[])
        )
    found = rows.filter(seen)
    if not public:
        kinds = [When(whole, then=Value("authority"))]
        return found.annotate(audience=Case(*kinds, default=Value("partner"), output_field=CharField()))
    kinds = [When(whole, then=Value("authority")), When(partly, then=Value("partner"))]
    return found.annotate(audience=Case(*kinds, default=Value("public"), output_field=CharField()))


def matching(actor: Actor, query: Query) -> QuerySet[CapturedEvent]:
    rows = visible(actor, query)
    for condition in query.conditions:
        rows = rows.filter(RawSQL(f"({condition.sql})", condition.values, output_field=BooleanField()))
    return rows


def run(query: Query, *, actor: Actor, size: int, after: list[Any] | None) -> Page:
    """`after` is what the page before said. The first page fixes which events are looked at: later ones are not let
    in, so a reader comes to an end however fast events arrive, and sees every event there was just once."""
    rows, sort = matching(actor, query), _sorting(query)
    with limited():
        if after is None:
            top, left = _top(query), query.limit
            _refuse_too_many(rows, query)
        else:
            top, left, rows = after[0], after[1], _behind(rows, sort, query, after[2:])
        wanted = size if left is None else min(size, left)
        found = _in_order(rows.filter(id__lte=top), sort, query)[: wanted + 1]
        events = list(found)
    page, more = events[:wanted], len(events) > wanted
    left = None if left is None else left - len(page)
    last = [top, left, *sort.place(page[-1])] if page and more and left != 0 else None
    return Page([redacted(row, query.named) for row in page], last)


def redacted(row: CapturedEvent, named: tuple[str, ...]) -> CapturedEvent:
    """The row with no more in its event than its reader may see."""
    row.body = shown(row.body, Audience(row.audience), named)  # type: ignore[attr-defined]
    return row


def _refuse_too_many(rows: QuerySet[CapturedEvent], query: Query) -> None:
    if query.most is not None and rows.values("id")[: query.most + 1].count() > query.most:
        raise TooLarge(f"More than {query.most} events match.")


def _top(query: Query) -> int:
    """Who reads by record time to go on from there later must miss nothing that is still being written."""
    if query.order_by == "recordTime" and query.ascending:
        return order.horizon()
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM trace_capturedevent")
        return int(cursor.fetchone()[0])


# --- order ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sorting:
    columns: tuple[str, ...]  # SQL, the last one the row's number
    values: tuple[Any, ...]  # of the first columns
    casts: tuple[str, ...]
    attributes: tuple[str, ...]  # where the row keeps them

    def place(self, row: CapturedEvent) -> list[Any]:
        found = [getattr(row, name) for name in self.attributes]
        return [value if isinstance(value, int) else str(value) for value in found]


def _sorting(query: Query) -> Sorting:
    if query.order_by in ("", "eventTime"):
        return Sorting((f"{E}.event_time", f"{E}.id"), (), ("timestamptz", "bigint"), ("event_time", "id"))
    if query.order_by == "recordTime":
        return Sorting((f"{E}.record_time", f"{E}.id"), (), ("timestamptz", "bigint"), ("record_time", "id"))
    number, text, found = sorted_by("orderBy", query.order_by, query.prefixes or {})
    return Sorting(
        (number, text, f"{E}.id"), (*found, *found), ("numeric", "text", "bigint"), ("sort_number", "sort_text", "id")
    )


def _in_order(rows: QuerySet[CapturedEvent], sort: Sorting, query: Query) -> QuerySet[CapturedEvent]:
    if len(sort.columns) == 3:
        half = sort.values[: len(sort.values) // 2]
        rows = rows.annotate(sort_number=RawSQL(sort.columns[0], half), sort_text=RawSQL(sort.columns[1], half))
    sign = "" if query.ascending else "-"
    return rows.order_by(*(sign + name for name in sort.attributes))


def _behind(rows: QuerySet[CapturedEvent], sort: Sorting, query: Query, place: list[Any]) -> QuerySet[CapturedEvent]:
    if len(place) != len(sort.columns):
        raise WrongParameter("nextPageToken", "not of this query")
    marks = ", ".join(f"%s::{cast}" for cast in sort.casts)
    sql = f"({', '.join(sort.columns)}) {'>' if query.ascending else '<'} ({marks})"
    return rows.filter(RawSQL(sql, (*sort.values, *place), output_field=BooleanField()))


# --- time -------------------------------------------------------------------------------------------------------------


@contextmanager
def limited() -> Iterator[None]:
    """What takes too long is refused, and lets the others through."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{SECONDS}s"])
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
    except OperationalError as wrong:
        if isinstance(wrong.__cause__, QueryCanceled):
            raise TooComplex(f"The question takes longer than {SECONDS} seconds. Ask for less at a time.") from wrong
        raise
