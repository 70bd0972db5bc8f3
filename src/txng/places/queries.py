"""Questions about places. A code is always asked for together with a day."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from txng.access import Scope
from txng.kernel.clock import today
from txng.kernel.errors import NotThere
from txng.kernel.text import sort_key
from txng.places.models import AdministrativeUnit, Level, Succession, UnitQuerySet
from txng.places.names import searchable

# What people write before a name instead of the word.
_SHORT = {
    "p": "phuong", "x": "xa", "tt": "thi tran", "q": "quan", "h": "huyen", "tx": "thi xa",
    "tp": "thanh pho", "t": "tinh",
}  # fmt: skip
_KIND_WORDS = re.compile(r"^(xa|phuong|dac khu|thi tran|khu vuc|huyen|quan|thi xa|thanh pho|tinh) (?=\S)")
_KIND_ANYWHERE = re.compile(r"(?<!\S)(huyen|quan|thi xa|thanh pho|tinh)(?!\S)")
_CANDIDATES = 250


class UnknownUnit(NotThere):
    """No unit had that code on that day."""

    default_code = "unknown_unit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A unit in force, and the old places by which it was found."""

    unit: AdministrativeUnit
    place: str  # “Xã Trường Thành, Thành phố …”
    formerly: tuple[str, ...] = ()
    must_choose: bool = False  # an old place named here went to several units

    @property
    def label(self) -> str:
        if not self.formerly:
            return self.place
        shown = "; ".join(self.formerly[:3]) + ("; …" if len(self.formerly) > 3 else "")
        return _("%(place)s (formerly: %(old)s)") % {"place": self.place, "old": shown}

    def __str__(self) -> str:
        return self.label


def unit_on(code: str, day: date) -> AdministrativeUnit:
    """The unit that had this code on that day."""
    unit = AdministrativeUnit.objects.on(day).filter(code=code).select_related("parent").first()
    if unit is None:
        raise UnknownUnit(_("There is no administrative unit with this code on this date."))
    return unit


def reach_of(unit: AdministrativeUnit) -> Scope:
    """The unit and everything inside it."""
    return Scope(unit_path=unit.unit_path)


def provinces(on: date | None = None) -> list[AdministrativeUnit]:
    return _in_order(AdministrativeUnit.objects.on(on or today()).filter(level=Level.PROVINCE))


def communes_of(province_code: str, on: date | None = None) -> list[AdministrativeUnit]:
    """Xã, phường, đặc khu of a province, in Vietnamese order, which the database does not know."""
    units = AdministrativeUnit.objects.on(on or today()).filter(level=Level.COMMUNE, province_code=province_code)
    return _in_order(units.select_related("parent"))


def place_of(unit: AdministrativeUnit) -> str:
    """The unit with those above it: “Xã Trường Thành, Thành phố …”."""
    names = []
    above: AdministrativeUnit | None = unit
    while above is not None:
        names.append(above.name)
        above = above.parent
    return ", ".join(names)


def successors_of(old: AdministrativeUnit) -> list[Succession]:
    """What became of a unit; for a district or province, what became of everything inside it."""
    return list(
        Succession.objects.filter(old__unit_path__startswith=old.unit_path, old__valid_from=old.valid_from)
        .select_related("old", "new__parent")
        .order_by("extent", "new__code", "old__code")
    )


def must_choose(old: AdministrativeUnit) -> bool:
    """Whether the old unit went to several new ones: then no address is moved without a person."""
    return len({succession.new_id for succession in successors_of(old)}) > 1


def successor_of(old: AdministrativeUnit) -> AdministrativeUnit | None:
    """The unit that took over the whole of an old one, or None: split, or still in force."""
    units = {succession.new for succession in successors_of(old)}
    return units.pop() if len(units) == 1 else None


def split_communes(province_code: str | None = None) -> UnitQuerySet:
    """Old communes that went to several new ones; `province_code` is the one they are in today."""
    rows = Succession.objects.filter(extent="part", old__level=Level.COMMUNE)
    if province_code is not None:
        rows = rows.filter(new__province_code=province_code)
    return AdministrativeUnit.objects.filter(pk__in=rows.values("old_id")).order_by("code")


def formerly(unit: AdministrativeUnit) -> list[str]:
    """The old places a unit was made of."""
    rows = Succession.objects.filter(new=unit).select_related("old__parent__parent")
    return sorted((place_of(row.old) for row in rows), key=sort_key)


def search(text: str, *, province_code: str | None = None, on: date | None = None, limit: int = 20) -> list[Found]:
    """Communes by the beginnings of words, accents and case ignored, new names first, then the old ones.

    Whoever knows only the commune, district or province of before 01/07/2025 gets today's units, with the old
    places beside them.
    """
    words = _words(text)
    if not words or limit < 1:
        return []
    day = on or today()
    asked = " ".join(words)
    here = AdministrativeUnit.objects.on(day).filter(level=Level.COMMUNE)
    if province_code is not None:
        here = here.filter(province_code=province_code)
    ranked: dict[int, tuple[int, tuple[object, ...]]] = {}
    units: dict[int, AdministrativeUnit] = {}
    for unit in here.filter(_all(words)).select_related("parent").order_by("code")[:_CANDIDATES]:
        if not _is_meant(unit, asked):
            continue
        units[unit.pk] = unit
        ranked[unit.pk] = (_rank(unit, asked, words), sort_key(unit.name))

    old_names: dict[int, list[AdministrativeUnit]] = defaultdict(list)
    split: set[int] = set()
    for row in _successions_named(words, day, province_code):
        if not _is_meant(row.old, asked):
            continue
        old_names[row.new_id].append(row.old)
        if row.extent == "part":
            split.add(row.new_id)
        units.setdefault(row.new_id, row.new)
        # Half a step behind a new name that fits as well.
        rank = (_rank(row.old, asked, words) + 1, sort_key(row.new.name))
        ranked[row.new_id] = min(ranked.get(row.new_id, rank), rank)

    best = sorted(ranked, key=lambda pk: (ranked[pk], units[pk].code))[:limit]
    return [_found(units[pk], _worth_naming(units[pk], old_names[pk], words), pk in split) for pk in best]


def _successions_named(words: list[str], day: date, province_code: str | None) -> Iterable[Succession]:
    rows = Succession.objects.filter(_all(words, "old__"), on__lte=day, new__valid_from__lte=day)
    rows = rows.filter(Q(new__valid_to__isnull=True) | Q(new__valid_to__gt=day))
    if province_code is not None:
        rows = rows.filter(new__province_code=province_code)
    rows = rows.select_related("old__parent__parent", "new__parent")
    return rows.order_by(_likely(" ".join(words)), "new__code", "old__code")[:_CANDIDATES]


def _found(unit: AdministrativeUnit, old: list[AdministrativeUnit], split: bool) -> Found:
    names = tuple(sorted((place_of(place) for place in old), key=sort_key))
    return Found(unit=unit, place=place_of(unit), formerly=names, must_choose=split and bool(names))


def _worth_naming(
    unit: AdministrativeUnit, old: list[AdministrativeUnit], words: list[str]
) -> list[AdministrativeUnit]:
    """The old places that explain the hit: none where the unit's own name and province already do."""
    if all(f" {word}" in unit.plain_place for word in words):
        asked = " ".join(words)
        return [place for place in old if _rank(place, asked, words) < _rank(unit, asked, words)]
    return old


def _words(text: str) -> list[str]:
    found = searchable(text[:200]).split()
    words: list[str] = []
    for place, word in enumerate(found, 1):
        # The last word may still be growing: “xã t” is on its way to Tân An, not to a tỉnh.
        words.extend(_SHORT.get(word, word).split() if place < len(found) else [word])
    return words[:10]


def _all(words: list[str], prefix: str = "") -> Q:
    condition = Q()
    for word in words:
        condition &= Q(**{f"{prefix}plain_place__contains": f" {word}"})
    return condition


def _likely(asked: str) -> Case:
    """A coarse order: hundreds of old places may hold the words, the very name must survive the cut."""
    return Case(
        When(Q(old__plain=asked) | Q(old__plain__endswith=f" {asked}"), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )


def _rank(unit: AdministrativeUnit, asked: str, words: list[str]) -> int:
    """0 the very name, 2 its beginning, 4 all words in it, 6 only together with the district or province."""
    bare = _KIND_WORDS.sub("", unit.plain)
    if asked in (unit.plain, bare):
        return 0
    if unit.plain.startswith(asked) or bare.startswith(asked):
        return 2
    if all(f" {word}" in f" {unit.plain}" for word in words):
        return 4
    return 6


def _is_meant(unit: AdministrativeUnit, asked: str) -> bool:
    """Not when a word is met only by a kind above: “trường thành” is not Trường Long in a thành phố."""
    if all(f" {word}" in f" {unit.plain}" for word in asked.split()):
        return True
    above = [part for part in (unit.parent, unit.parent and unit.parent.parent) if part]
    place = " ".join(["", unit.plain, *(_KIND_WORDS.sub("", part.plain) for part in above)])
    # The kind itself may be said (“huyện Thới Lai”), and names may hold such a word (Quán Hành), so try both.
    return any(all(f" {word}" in place for word in words.split()) for words in (asked, _KIND_ANYWHERE.sub(" ", asked)))


def _in_order(units: UnitQuerySet) -> list[AdministrativeUnit]:
    return sorted(units, key=lambda unit: (sort_key(_bare(unit.name)), unit.code))


def _bare(name: str) -> str:
    """The name without its kind: lists run Ba Chẽ, Bãi Cháy …, not all Phường before all Xã."""
    return re.sub(r"^(Xã|Phường|Đặc khu|Tỉnh|Thành phố) ", "", name)
