"""From the shipped tables to rows. Run again it changes nothing: other tables point at these rows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection, transaction

from txng.places.models import AdministrativeUnit, Extent, Kind, Level, Succession
from txng.places.names import searchable

DATA = Path(__file__).parent / "data"
REFORM = date(2025, 7, 1)  # NQ 202/2025/QH15: two levels, 34 provinces, no districts
FIRST_CODES = date(2004, 7, 8)  # QĐ 124/2004/QĐ-TTg, the first national list of unit codes

_Days = tuple[date, date | None]
_BEFORE: _Days = (FIRST_CODES, REFORM)
_SINCE: _Days = (REFORM, None)

_OLD_KINDS = {
    "Xã": Kind.COMMUNE,
    "Phường": Kind.WARD,
    "Thị trấn": Kind.TOWNSHIP,
    "Khu vực": Kind.AREA,
    "Huyện": Kind.RURAL_DISTRICT,
    "Quận": Kind.URBAN_DISTRICT,
    "Thị xã": Kind.TOWN,
    "Thành phố": Kind.PROVINCIAL_CITY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    units: int
    successions: int


class _Unit:
    """A row to be. What it takes from the units above is worked out once, when those are already made."""

    def __init__(self, row: dict[str, str], kind: str, level: Level, above: _Unit | None, days: _Days) -> None:
        self.pk = 0
        self.code, self.name, self.above = row["code"], row["name"], above
        self.kind, self.level = str(kind), int(level)
        self.valid_from, self.valid_to = days
        self.province_code: str = above.province_code if above else self.code
        self.province_name: str = above.province_name if above else self.name
        self.path: str = f"{above.path if above else ''}{self.code}."
        self.plain = searchable(self.name)
        self.plain_place: str = f" {self.plain}{above.plain_place if above else ''}"

    @property
    def key(self) -> tuple[str, date]:
        return self.code, self.valid_from

    @property
    def columns(self) -> tuple[object, ...]:
        above = self.above.pk if self.above else None
        return (
            *(self.pk, self.code, self.name, self.kind, self.level),
            *(self.province_code, self.province_name, above),
            *(self.path, self.valid_from, self.valid_to, self.plain, self.plain_place),
        )


_UNIT_COLUMNS = (
    *("id", "code", "name", "kind", "level", "province_code", "province_name", "parent_id"),
    *("unit_path", "valid_from", "valid_to", "plain", "plain_place"),
)
_SUCCESSION_COLUMNS = ("old_id", "new_id", "extent", "on", "note")


@transaction.atomic
def load_places() -> Loaded:
    """Write what is missing or differs. Units added later by a merger stay: nothing is deleted."""
    units = list(_units())
    known = {(row[1], row[9]): row for row in AdministrativeUnit.objects.values_list(*_UNIT_COLUMNS)}
    fresh = [unit for unit in units if unit.key not in known]
    for unit, pk in zip(fresh, _new_keys(len(fresh)), strict=True):
        unit.pk = pk
    changed = []
    for unit in units:
        if row := known.get(unit.key):
            unit.pk = row[0]
            # An ending set later (a merger after 2025) is newer knowledge than this table.
            unit.valid_to = unit.valid_to or row[10]
            if unit.columns != row:
                changed.append(unit)
    _copy(AdministrativeUnit, _UNIT_COLUMNS, (unit.columns for unit in fresh))
    for unit in changed:
        values = dict(zip(_UNIT_COLUMNS[1:], unit.columns[1:], strict=True))
        AdministrativeUnit.objects.filter(pk=unit.pk).update(**values)

    pks = {unit.key: unit.pk for unit in units}
    there = set(Succession.objects.values_list("old_id", "new_id"))
    successions = [row for row in _successions(pks) if (row[0], row[1]) not in there]
    _copy(Succession, _SUCCESSION_COLUMNS, successions)
    if fresh or successions:
        # A search right after the first start would otherwise be planned for empty tables.
        with connection.cursor() as cursor:
            cursor.execute(f'ANALYZE "{AdministrativeUnit._meta.db_table}", "{Succession._meta.db_table}"')
    return Loaded(units=len(fresh) + len(changed), successions=len(successions))


def _units() -> Iterator[_Unit]:
    """Those above first, so that a key above is known before it is pointed at."""
    old: dict[str, _Unit] = {}
    for row in _rows("old_provinces.csv"):
        old[row["code"]] = _Unit(row, Kind.PROVINCE, Level.PROVINCE, None, _BEFORE)
    for row in _rows("old_districts.csv"):
        above = old[row["province_code"]]
        old[row["code"]] = _Unit(row, _old_kind(row["name"]), Level.DISTRICT, above, _BEFORE)
    for row in _rows("old_communes.csv"):
        above = old[row["district_code"]]
        old[row["code"]] = _Unit(row, _old_kind(row["name"]), Level.COMMUNE, above, _BEFORE)
    yield from old.values()

    provinces: dict[str, _Unit] = {}
    for row in _rows("provinces.csv"):
        provinces[row["code"]] = _Unit(row, Kind.PROVINCE, Level.PROVINCE, None, _SINCE)
    yield from provinces.values()
    for row in _rows("communes.csv"):
        yield _Unit(row, row["kind"], Level.COMMUNE, provinces[row["province_code"]], _SINCE)


def _old_kind(name: str) -> str:
    return next(kind for words, kind in _OLD_KINDS.items() if name.startswith(f"{words} "))


def _successions(pks: dict[tuple[str, date], int]) -> Iterator[tuple[object, ...]]:
    for row in _rows("succession.csv"):
        extent = Extent(row["extent"])
        yield (
            pks[row["old_code"], FIRST_CODES],
            pks[row["new_code"], REFORM],
            extent.value,
            REFORM,
            row["note"],
        )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _new_keys(number: int) -> list[int]:
    """Keys out of the table's own sequence, so that rows of one batch may point at each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [AdministrativeUnit._meta.db_table, number],
        )
        return [row[0] for row in cursor.fetchall()]


def _copy(
    model: type[AdministrativeUnit] | type[Succession],
    columns: tuple[str, ...],
    rows: Iterable[tuple[object, ...]],
) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy,
    ):
        for row in rows:
            copy.write_row(row)
