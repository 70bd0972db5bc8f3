"""A query asked on every request: written with the ORM, turned into SQL once.

Django builds the SQL of a queryset anew each time it is asked. For the seat in which a person acts (a dozen joins and
conditions, read before every page so that a lock holds at once) the building takes several times as long as the
server's answer. What is built here is the same text with other values in it, so nothing about rows is remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import count
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import get_related_populators

R = TypeVar("R")

# A zone nothing here is written in, so that no sample is taken for a value the query itself names.
_NOWHERE = timezone(timedelta(hours=-11, minutes=-37))
_SAMPLES: dict[type, Callable[[int], Any]] = {
    int: lambda nth: -7_340_000_000 - nth,
    str: lambda nth: f"\x01 sample {nth}",
    date: lambda nth: date(1, 2, nth),
    datetime: lambda nth: datetime(2, 3, nth, 4, 5, 6, 7, tzinfo=_NOWHERE),
}


@dataclass(frozen=True, slots=True)
class _Built:
    compiler: Any
    sql: str
    places: list[tuple[str | None, Any]]  # name of a value that is given, or the one that is fixed
    converters: Any
    made: Callable[[tuple[Any, ...]], Any]  # a row's object, or the row itself where the queryset asks for values


class Compiled(Generic[R]):
    """`Compiled(make, person=int, day=date)(person=7, day=today())` is `list(make(person=7, day=today()))`.

    `make` is called once with samples and may only hand its values to conditions, each by its name: a value that
    decides which conditions there are would be decided for good. It gives objects of a model or, by `values_list`,
    tuples. TypeError when a value is missing from the SQL.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, R]], **kinds: type) -> None:
        self._make, self._kinds = make, kinds
        self._built: _Built | None = None

    def __call__(self, **values: Any) -> list[R]:
        built = self._built or self._build()
        with connection.cursor() as cursor:
            cursor.execute(built.sql, [values[name] if name else fixed for name, fixed in built.places])
            rows: Any = cursor.fetchall()
        if built.converters:
            rows = map(tuple, built.compiler.apply_converters(rows, built.converters))
        return [built.made(row) for row in rows]

    def _build(self) -> _Built:
        numbers = count(1)
        samples = {name: _SAMPLES[kind](next(numbers)) for name, kind in self._kinds.items()}
        asked = self._make(**samples)
        compiler = asked.query.get_compiler(connection.alias)
        sql, params = compiler.as_sql()
        named = {(type(sample), sample): name for name, sample in samples.items()}
        places = [(named.get((type(param), param)), param) for param in params]
        if missing := samples.keys() - {name for name, _ in places}:
            raise TypeError(f"not found in the query: {', '.join(sorted(missing))}")
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        self._built = _Built(compiler, sql, places, converters, _maker(asked, compiler))
        return self._built


def _maker(asked: QuerySet[Any, Any], compiler: Any) -> Callable[[tuple[Any, ...]], Any]:
    """As Django's own ModelIterable and ValuesListIterable do."""
    if asked._fields is not None:  # type: ignore[attr-defined]
        return tuple
    model = compiler.klass_info["model"]
    first, last = compiler.klass_info["select_fields"][0], compiler.klass_info["select_fields"][-1] + 1
    names = [column.target.attname for column, *_ in compiler.select[first:last]]
    related = get_related_populators(compiler.klass_info, compiler.select, connection.alias)  # type: ignore[call-arg]  # stubs of a later Django
    annotated = list(compiler.annotation_col_map.items())

    def made(row: tuple[Any, ...]) -> Any:
        found = model.from_db(connection.alias, names, row[first:last])
        for each in related:
            each.populate(row, found)
        for name, position in annotated:
            setattr(found, name, row[position])
        return found

    return made
