"""The preview: every row looked at, a few hundred at a time, with as many questions to the database as there are
hundreds and not as there are rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from txng import provinces
from txng.kernel import jobs
from txng.kernel.clock import local_date
from txng.kernel.text import fold
from txng.places import queries as places
from txng.registry import queries
from txng.registry.imports import rows
from txng.registry.imports.cells import Row
from txng.registry.imports.columns import columns_of
from txng.registry.models import Agency, Dossier, Establishment, Import, ImportRow

AT_ONCE = 500
_KINDS = ("xa ", "phuong ", "dac khu ")
OLD_NAMES = 200  # different names that are no unit of today and are looked for among the former ones


class Checker:
    """What all rows of one file share: units, agencies, the codes met so far."""

    def __init__(self, run: Import, at: datetime) -> None:
        self.run, self.day = run, local_date(at)
        self.profile = provinces.current()
        self.columns = columns_of(self.profile)
        self.units: dict[str, list[Any]] = {}
        for unit in places.communes_of(self.profile.identity.province_code, self.day):
            plain = fold(unit.name)
            bare = next((plain.removeprefix(kind) for kind in _KINDS if plain.startswith(kind)), plain)
            self.units.setdefault(plain, []).append(unit)
            self.units.setdefault(bare, []).append(unit)
        self.searched = 0
        self.agencies: dict[tuple[int, str, str], tuple[int, int] | None] = {}
        self.operator = queries.operator_on(self.day)
        # Of the rows before; a worker that takes the file up half-way knows those it has not read itself.
        seen = run.rows.exclude(state=ImportRow.State.READ).values_list("values__tax_code", "number")
        self.codes: dict[str, int] = {code: number for code, number in seen if code}

    def check(self, lines: list[ImportRow]) -> None:
        read = [
            Row(self.columns, line.cells["text"], set(line.cells["formulas"]), self.day, self.profile) for line in lines
        ]
        joined, open_codes, names = self._known(read)
        for line, row in zip(lines, read, strict=True):
            self._place(row)
            code = row.values.get("tax_code", "")
            if code and code in self.codes:
                row.wrong("tax_code", "twice", f"{code}, {self.codes[code]}")
            elif code in joined:
                row.wrong("tax_code", "joined", code)
            elif code in open_codes:
                row.wrong("tax_code", "open", code)
            elif fold(row.values.get("name", ""))[:300] in names:
                row.note("name", "same_name", row.values["name"])
            if code:
                self.codes.setdefault(code, line.number)
            line.values, line.problems, line.notes = row.values, row.problems, row.notes
            line.state = ImportRow.State.WRONG if row.problems else ImportRow.State.GOOD

    def _known(self, rows: Iterable[Row]) -> tuple[set[str], set[str], set[str]]:
        """Three questions for all rows in hand: who takes part, whose dossier is open, whose name is taken."""
        codes = {row.values["tax_code"] for row in rows if row.values.get("tax_code")}
        plain = {fold(row.values["name"])[:300] for row in rows if row.values.get("name")}
        taking_part = Establishment.objects.filter(practice=False, paused_on=None)
        joined = taking_part.filter(tax_code__in=codes).values_list("tax_code", flat=True)
        over = (Dossier.State.REJECTED, Dossier.State.WITHDRAWN, Dossier.State.ACCOUNT_ISSUED)
        # A draft on somebody's phone is nobody's business; one of an earlier import is.
        seen = Dossier.objects.filter(Q(number__isnull=False) | Q(import_row__isnull=False), tax_code__in=codes)
        opened = seen.exclude(state__in=over).values_list("tax_code", flat=True)
        names = Establishment.objects.filter(practice=False, plain_name__in=plain).values_list("plain_name", flat=True)
        return set(joined), set(opened), set(names)

    def _place(self, row: Row) -> None:
        if (text := row.values.get("place")) is None:
            return
        unit = self._unit(row, str(text))
        if unit is None:
            return
        row.values["unit"] = unit.pk
        row.values["unit_path"] = unit.unit_path
        sector, kind = row.values.get("sector"), row.values.get("kind")
        agency = self.run.agency
        if agency is not None and agency.kind == Agency.Kind.COMMUNE and unit.pk != agency.unit_id:
            row.wrong("place", "unit_outside", unit.name)
        elif sector and not _of_its_sectors(agency, sector):
            row.wrong("sector", "sector_outside")
        elif sector and kind:
            desk = self._desk(unit, sector, kind)
            if desk is None:
                row.wrong("place", "no_agency", unit.name)
            else:
                row.values["managing_agency"], row.values["filed_with"] = desk

    def _unit(self, row: Row, text: str) -> Any:
        plain = fold(text.partition(",")[0])
        if plain not in self.units and self.searched < OLD_NAMES:
            self.searched += 1
            found = places.search(text, province_code=self.profile.identity.province_code, on=self.day, limit=5)
            meant = [one for one in found if one.formerly] or found
            if any(one.must_choose for one in meant):
                self.units[plain] = [one.unit for one in meant] * 2
            else:
                self.units[plain] = [one.unit for one in meant]
            if len(self.units[plain]) == 1:
                self.units[f"\0{plain}"] = []  # remembered as an old name
        units = self.units.get(plain, [])
        if len(units) != 1:
            row.wrong("place", "unit_many" if units else "unit", text)
            return None
        if f"\0{plain}" in self.units:
            row.note("place", "old_unit", f"{text} → {units[0].name}")
        return units[0]

    def _desk(self, unit: Any, sector: str, kind: str) -> tuple[int, int] | None:
        """(managing agency, filed with). Asked once for each place, sector and kind that occurs."""
        agency = self.run.agency
        if agency is not None and agency.kind in (Agency.Kind.COMMUNE, Agency.Kind.DEPARTMENT):
            return agency.pk, agency.pk
        key = (unit.pk, sector, kind)
        if key not in self.agencies:
            choices = queries.agency_choices(unit=unit, sector=sector, establishment_kind=kind, day=self.day)
            managing = choices[0].agency if choices else None
            direct = agency is not None and "operator" in self.profile.dossier.filing_channels and self.operator
            desk = (managing.pk, direct.pk if direct else managing.pk) if managing else None
            self.agencies[key] = desk
        return self.agencies[key]


def _of_its_sectors(agency: Agency | None, sector: str) -> bool:
    return agency is None or agency.kind != Agency.Kind.DEPARTMENT or not agency.sectors or sector in agency.sectors


def check_rows(run: Import, at: datetime) -> bool:
    """All rows, with the job told how far it is. False when a person stopped it."""
    checker = Checker(run, at)
    done = run.rows.exclude(state=ImportRow.State.READ).count()
    while lines := list(run.rows.filter(state=ImportRow.State.READ).order_by("number")[:AT_ONCE]):
        checker.check(lines)
        done += len(lines)
        rows.write(lines, "values", "problems", "notes", "state")
        if not jobs.note(run.job_id, done):
            return False
    return True
