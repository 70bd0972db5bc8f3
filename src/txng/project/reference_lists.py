"""The lists of the system (danh mục) as pages to read: what stands in each, since when, by which text (CT-REG 11.2).

They come from every area, so they are gathered here; each is shown from the very data the program works with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from txng import provinces
from txng.catalogue import groups
from txng.kernel.clock import today
from txng.kernel.text import slugify
from txng.places.queries import communes_of
from txng.production.units import all_units
from txng.provinces.lists import ListVersion
from txng.provinces.rulesets import RuleSet, all_rule_sets
from txng.ui.formats import vn_date, vn_number

Row = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceList:
    version: ListVersion
    columns: Sequence[str]
    rows: Sequence[Row]
    links: Sequence[str] = ()  # for each row the list inside it, or nothing

    @property
    def slug(self) -> str:
        return slug_of(self.version)

    @property
    def since(self) -> date:
        return self.version.since or provinces.current().regulation_of

    @property
    def lines(self) -> list[tuple[list[tuple[str, str]], str]]:
        """The cells of each row, each with the name of its column, and the list inside the row."""
        links = self.links or [""] * len(self.rows)
        cells = [list(zip(self.columns, row, strict=True)) for row in self.rows]
        return list(zip(cells, links, strict=True))


def all_lists() -> list[ReferenceList]:
    """Those that have something in them: a regulation need not set targets."""
    made = (_made(version) for version in provinces.current().lists if version.code in _CONTENTS)
    return [one for one in made if one.rows]


def list_at(slug: str) -> ReferenceList | None:
    known = (one for one in provinces.current().lists if one.code in _CONTENTS)
    version = next((one for one in known if slug_of(one) == slug), None)
    return _made(version) if version else None


def slug_of(version: ListVersion) -> str:
    """Addresses are Vietnamese on every page, in English too."""
    return slugify(version.name)


def rule_set_lines(rules: RuleSet) -> list[dict[str, str]]:
    return [
        {
            "letter": field.letter,
            "name": field.shown,
            "required": _("required") if field.required else _("if there is any"),
            "public": _("shown to buyers") if field.public else _("for agencies"),
        }
        for field in rules.fields
    ]


def state_of(rules: RuleSet, day: date) -> tuple[str, str]:
    if rules.in_force(day):
        return "active", _("In force")
    return ("waiting", _("Not in force yet")) if day < rules.valid_from else ("superseded", _("No longer in force"))


def _made(version: ListVersion) -> ReferenceList:
    columns, rows, links = _CONTENTS[version.code]()
    return ReferenceList(version=version, columns=columns, rows=rows, links=links)


Contents = tuple[Sequence[str], Sequence[Row], Sequence[str]]


def _sector_name(code: str) -> str:
    sector = provinces.current().sector(code)
    return sector.shown if sector else code


def _product_groups() -> Contents:
    natures = {
        "crop": _("growing"),
        "livestock": _("raising animals"),
        "aquaculture": _("aquaculture"),
        "processing": _("processing"),
        "handicraft": _("handicraft"),
        "service": _("services"),
    }
    rows = [(group.shown, _sector_name(group.sector), natures[group.nature]) for group in groups.all_groups()]
    return (_("Product group"), _("Sector"), _("Way of production")), rows, ()


def _sectors() -> Contents:
    counted = [group.sector for group in groups.all_groups()]
    rows = [
        (sector.shown, vn_number(counted.count(sector.code)), ", ".join(_departments_of(sector.code)) or "–")
        for sector in provinces.current().sectors
    ]
    return (_("Sector"), _("Product groups"), _("Suggested managing agency")), rows, ()


def _departments_of(sector: str) -> list[str]:
    profile = provinces.current()
    found = (profile.department(line.department) for line in profile.suggestions if line.sector == sector)
    return list(dict.fromkeys(department.short for department in found if department))


def _rule_sets() -> Contents:
    day = today()
    known = sorted(all_rule_sets().values(), key=lambda rules: (bool(rules.sectors), rules.id))
    rows = [
        (
            rules.shown,
            f"{rules.document}, {rules.article}",
            ", ".join(_sector_name(code) for code in rules.sectors) or _("every sector"),
            _days(rules),
            state_of(rules, day)[1],
        )
        for rules in known
    ]
    columns = (_("Set"), _("Document"), _("Sectors"), _("Days"), _("State"))
    return columns, rows, [rules.id for rules in known]


def _days(rules: RuleSet) -> str:
    if rules.valid_to is None:
        return _("from %(first)s") % {"first": vn_date(rules.valid_from)}
    words = {"first": vn_date(rules.valid_from), "end": vn_date(rules.valid_to)}
    return _("from %(first)s until before %(end)s") % words


def _quantities() -> Contents:
    return (_("Unit"), _("UN/ECE code")), [(unit.shown, unit.unece) for unit in all_units()], ()


def _area_units() -> Contents:
    rows = [(unit.shown, f"{vn_number(unit.square_metres)} m²") for unit in provinces.current().area_units]
    return (_("Unit"), _("Square metres")), rows, ()


def _departments() -> Contents:
    rows = [(department.shown, department.short) for department in provinces.current().departments]
    return (_("Department"), _("Short name")), rows, ()


def _communes() -> Contents:
    units = communes_of(provinces.current().identity.province_code)
    rows = [(unit.name, unit.code, vn_date(unit.valid_from)) for unit in units]
    return (_("Unit"), _("National code"), _("In force since")), rows, ()


def _papers() -> Contents:
    rows = [
        (paper.shown, kind.shown, _("required") if paper.required else _("if there is any"), paper.article)
        for paper in provinces.current().dossier.papers
        for kind in paper.kinds
    ]
    return (_("Paper"), _("Answered by"), _("Must it be there"), _("Article")), rows, ()


def _take_down_grounds() -> Contents:
    return (_("Ground"),), [(ground.shown,) for ground in provinces.current().publishing.take_down_grounds], ()


def _targets() -> Contents:
    rows = [
        (target.shown, f"{vn_number(target.value)}{' %' if target.measure == 'percent' else ''}", str(target.by))
        for target in provinces.current().targets
    ]
    return (_("Target"), _("Value"), _("By the year")), rows, ()


_CONTENTS: dict[str, Callable[[], Contents]] = {
    "product-groups": _product_groups,
    "sectors": _sectors,
    "rule-sets": _rule_sets,
    "quantities": _quantities,
    "area-units": _area_units,
    "departments": _departments,
    "communes": _communes,
    "papers": _papers,
    "take-down-grounds": _take_down_grounds,
    "targets": _targets,
}
