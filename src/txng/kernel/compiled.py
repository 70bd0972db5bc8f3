"""A query asked on every request: written with the ORM, turned into SQL once.

Django builds the SQL of a queryset anew each time it is asked. For the seat in which a person acts (a dozen joins and
conditions, read before every page so that a lock holds at once) the building takes several times as long as the
server's answer. What is built here is the same text with other values in it, so nothing about rows is remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from itertools import count
from typing import Any, Generic, TypeVar, cast

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)

# A zone nothing here is written in, so that no sample is taken for a value the query itself names.
_NOWHERE = timezone(timedelta(hours=-11, minutes=-37))
_SAMPLES: dict[type, Callable[[int], Any]] = {
    int: lambda nth: -7_340_000_000 - nth,
    date: lambda nth: date(1, 2, nth),
    datetime: lambda nth: datetime(2, 3, nth, 4, 5, 6, 7, tzinfo=_NOWHERE),
}


class Compiled(Generic[M]):
    """`Compiled(Seat, make, person=int, day=date)(person=7, day=today())` is `list(make(person=7, day=today()))`.

    `make` is called once with samples and may only hand its values to conditions, each by its name: a value that
    decides which conditions there are would be decided for good. TypeError when a value is missing from the SQL.
    """

    def __init__(self, make: Callable[..., QuerySet[M]], **kinds: type) -> None:
        self._make, self._kinds = make, kinds
        self._built: tuple[Any, str, list[tuple[str | None, Any]]] | None = None

    def __call__(self, **values: Any) -> list[M]:
        compiler, sql, places = self._built or self._build()
        given = [values[name] if name else fixed for name, fixed in places]
        columns = [column for column, *_ in compiler.select]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            rows = cursor.fetchall()
        if converters := compiler.get_converters(columns):
            rows = [tuple(row) for row in compiler.apply_converters(rows, converters)]
        return self._objects(compiler, rows)

    def _build(self) -> tuple[Any, str, list[tuple[str | None, Any]]]:
        numbers = count(1)
        samples = {name: _SAMPLES[kind](next(numbers)) for name, kind in self._kinds.items()}
        compiler = self._make(**samples).query.get_compiler(connection.alias)
        sql, params = compiler.as_sql()
        named = {(type(sample), sample): name for name, sample in samples.items()}
        places = [(named.get((type(param), param)), param) for param in params]
        if missing := samples.keys() - {name for name, _ in places}:
            raise TypeError(f"not found in the query: {', '.join(sorted(missing))}")
        self._built = compiler, sql, places
        return self._built

    def _objects(self, compiler: Any, rows: list[tuple[Any, ...]]) -> list[M]:
        """As Django's own ModelIterable makes them."""
        model = compiler.klass_info["model"]
        first, last = compiler.klass_info["select_fields"][0], compiler.klass_info["select_fields"][-1] + 1
        names = [column.target.attname for column, *_ in compiler.select[first:last]]
        related = get_related_populators(compiler.klass_info, compiler.select, connection.alias)  # type: ignore[call-arg]  # stubs of a later Django
        found = []
        for row in rows:
            made = model.from_db(connection.alias, names, row[first:last])
            for each in related:
                each.populate(row, made)
            for name, position in compiler.annotation_col_map.items():
                setattr(made, name, row[position])
            found.append(made)
        return cast(list[M], found)
