"""What every list of an establishment has in common as a workbook."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from txng import provinces
from txng.access import Actor, Permission
from txng.catalogue.queries import published_products_of
from txng.places import queries as places
from txng.production import queries
from txng.production.lists import GROUPS
from txng.production.sheets.columns import SheetColumn, Unreadable, shown
from txng.production.sheets.names import Known, Names
from txng.registry.imports.cells import fold
from txng.registry.imports.workbook import Filled, Form
from txng.ui.lists import Listing

VERSION = 1


@dataclass
class Desk:
    """What the rows of one file share: who works, the day, the names that may be written."""

    sheet: Sheet
    actor: Actor
    day: date
    _names: dict[str, Names] = field(default_factory=dict)

    @cached_property
    def columns(self) -> tuple[SheetColumn, ...]:
        return self.sheet.columns

    def names(self, which: str) -> Names:
        if which not in self._names:
            otherwise = self._old_unit if which == "unit" else None
            self._names[which] = Names(lambda: getattr(self, f"_{which}s")(), otherwise)
        return self._names[which]

    def _sites(self) -> Iterable[Known]:
        return queries.sites_of(self.actor).values_list("pk", "name", "site_code")

    def _products(self) -> Iterable[Known]:
        return self.sheet.products(self.actor).values_list("pk", "name", "product_code")

    def _materials(self) -> Iterable[Known]:
        rows = queries.every_material_of(self.actor).filter(archived_at=None)
        return [(row.pk, row.name, str(row.get_kind_display())) for row in rows]

    def _lots(self) -> Iterable[Known]:
        """Without a tag that could be taken for the name: of one product there are many lots."""
        rows = queries.lots_of(self.actor).values_list("pk", "number", "product__name", "product__pack")
        return [(pk, number, " ".join(filter(None, (name, pack)))) for pk, number, name, pack in rows]

    def _partners(self) -> Iterable[Known]:
        return [(name, name, "") for name in queries.partners_of(self.actor).values_list("name", flat=True)]

    def _units(self) -> Iterable[Known]:
        found = places.communes_of(provinces.current().identity.province_code, self.day)
        return [(unit.pk, unit.name, unit.code) for unit in found]

    def _old_unit(self, text: str) -> Any:
        """Without “xã” before it, or a name before the merger, where it went to one unit only."""
        found = places.search(text, province_code=provinces.current().identity.province_code, on=self.day, limit=5)
        if any(one.must_choose for one in found) or len({one.unit.pk for one in found}) > 1:
            raise Unreadable("several", text)
        return found[0].unit.pk if found else None


class Sheet(ABC):
    """One list: its columns, its rows, and the verbs a row goes through."""

    slug = ""
    group = ""  # of production.lists
    edit = Permission.PRODUCTION_READ
    read = Permission.PRODUCTION_READ
    key: tuple[str, ...] = ()  # columns by which two rows are recognised as the same thing
    told_by: tuple[str, ...] = ()  # of these columns, those without which a row is nothing in particular yet
    fields_of: Mapping[str, str] = {}  # code of a refusal: the column it is about

    # --- what each list says for itself

    @abstractmethod
    def title(self) -> str:
        """As the page and the file are headed."""

    def advice(self) -> list[str]:
        """What is special about this list, for the sheet “Hướng dẫn”."""
        return []

    @abstractmethod
    def made(self) -> list[SheetColumn]:
        """The columns, in their order; drop-downs drawn anew each time."""

    def every(self, actor: Actor) -> QuerySet[Any]:
        return GROUPS[self.group].rows(actor)

    def found(self, actor: Actor, numbers: Iterable[int]) -> dict[int, Any]:
        """The records of those numbers within reach; somebody else's is not found, like one that never was."""
        return self.every(actor).in_bulk(list(numbers))

    @abstractmethod
    def values(self, record: Any, desk: Desk) -> dict[str, Any]:
        """What the cells of that record's row say."""

    @abstractmethod
    def add(self, actor: Actor, values: dict[str, Any], at: datetime, client_id: UUID) -> int:
        """A new row through its verb; the number of the record made."""

    @abstractmethod
    def change(self, actor: Actor, record: Any, values: dict[str, Any], at: datetime, why: str, client_id: UUID) -> int:
        """A changed row through its verb; the number of the record that stands now."""

    def kept(self, actor: Actor, values: dict[str, Any]) -> dict[str, Any]:
        """Of a new row: what will stand there, where the verb itself adds something."""
        return values

    def put_back(
        self, actor: Actor, record: Any, values: dict[str, Any], at: datetime, why: str, client_id: UUID
    ) -> int:
        """Of a record a row changed: what stood there before."""
        return self.change(actor, record, values, at, why, client_id)

    @abstractmethod
    def take_back(self, actor: Actor, record: Any, at: datetime, why: str) -> None:
        """Of a record a row made. Raise RuleBroken where something hangs on it."""

    # --- what follows from it

    def chosen(self, actor: Actor, asked: Mapping[str, str]) -> Any:
        """The rows of the list as it stands on the screen under that address."""
        return Listing(GROUPS[self.group].plan, self.every(actor), asked).rows

    def products(self, actor: Actor) -> QuerySet[Any]:
        return published_products_of(actor)

    @property
    def columns(self) -> tuple[SheetColumn, ...]:
        """A paper of the establishment in Vietnamese, whatever language its reader's pages have."""
        with override("vi"):
            return tuple(self.made())

    def form(self, desk: Desk | None = None) -> Form:
        columns = self.columns
        with override("vi"):
            said = "\n".join(f"{c.code}|{c.label}|{c.required}|{c.kind}" for c in columns)
            return Form(
                kind=f"production.{self.slug}",
                sheet=str(self.title())[:31],
                columns=columns,
                version=hashlib.sha256(f"{VERSION}\n{said}".encode()).hexdigest()[:16],
                lists={c.code: desk.names(c.names).labels() for c in columns if desk and c.names},
                advice=[
                    _("The yellow columns must be filled in. Write one thing a row."),
                    *self.advice(),
                    _("Rows that you leave as they are change nothing; rows that you delete here stay in the system."),
                    _("At most 5,000 rows and 10 MB. Do not rename, move or delete columns or sheets."),
                    _("No formulas: paste copied cells as values."),
                ],
                numbered=True,
            )

    def cells(self, record: Any, desk: Desk) -> dict[str, str]:
        values = self.values(record, desk)
        with override("vi"):
            return {column.code: shown(column, values.get(column.code), desk) for column in desk.columns}

    def filled(self, records: Iterable[Any], desk: Desk) -> Iterable[Filled]:
        for record in records:
            cells = self.cells(record, desk)
            yield Filled(cells=[cells[column.code] for column in desk.columns], number=str(record.pk))

    def key_of(self, cells: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(fold(cells.get(code, "")) for code in self.key)


def options(pairs: Iterable[tuple[Any, Any]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(value), str(label)) for value, label in pairs)


def pick(values: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: values[name] for name in names}
