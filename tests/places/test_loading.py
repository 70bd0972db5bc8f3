"""The shipped tables, and the rows made of them."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from txng.kernel.text import clean
from txng.places.loading import DATA, REFORM, load_places
from txng.places.models import AdministrativeUnit, Extent, Level, Succession
from txng.places.names import searchable

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_there_are_34_provinces_and_3321_communes_since_the_reform() -> None:
    live = AdministrativeUnit.objects.on(TODAY)
    assert live.filter(level=Level.PROVINCE).count() == 34
    assert Counter(live.filter(level=Level.COMMUNE).values_list("kind", flat=True)) == {
        "commune": 2621,
        "ward": 687,
        "special_zone": 13,
    }
    assert not live.filter(level=Level.DISTRICT).exists()
    assert set(live.values_list("valid_from", flat=True)) == {REFORM}


def test_the_day_before_there_were_63_provinces_696_districts_and_the_old_communes() -> None:
    before = AdministrativeUnit.objects.on(date(2025, 6, 30))
    assert before.filter(level=Level.PROVINCE).count() == 63
    assert before.filter(level=Level.DISTRICT).count() == 696
    assert before.filter(level=Level.COMMUNE).count() == 10_036
    assert set(before.values_list("valid_to", flat=True)) == {REFORM}


def test_every_row_of_the_conversion_table_is_there() -> None:
    assert Succession.objects.count() == 10_571
    assert set(Succession.objects.values_list("on", flat=True)) == {REFORM}


@pytest.mark.parametrize(("province", "communes"), [("92", 103), ("04", 56), ("68", 124)])
def test_the_provinces_of_the_profiles_have_their_communes(province: str, communes: int) -> None:
    live = AdministrativeUnit.objects.on(TODAY).filter(level=Level.COMMUNE, province_code=province)
    assert live.count() == communes


def test_loading_again_changes_nothing() -> None:
    before = dict(AdministrativeUnit.objects.values_list("pk", "unit_path"))
    loaded = load_places()
    assert (loaded.units, loaded.successions) == (0, 0)
    assert dict(AdministrativeUnit.objects.values_list("pk", "unit_path")) == before


def test_loading_mends_a_name_and_keeps_the_row_and_a_later_ending() -> None:
    unit = AdministrativeUnit.objects.on(TODAY).get(code="31135")
    AdministrativeUnit.objects.filter(pk=unit.pk).update(name="Phường Ninh Kiêu", valid_to=date(2031, 1, 1))
    assert load_places().units == 1
    mended = AdministrativeUnit.objects.get(pk=unit.pk)
    assert mended.name == "Phường Ninh Kiều"
    assert mended.valid_to == date(2031, 1, 1)


def test_paths_lead_from_the_province_down() -> None:
    for unit in AdministrativeUnit.objects.select_related("parent")[:2000]:
        above = unit.parent.unit_path if unit.parent else ""
        assert unit.unit_path == f"{above}{unit.code}."
        assert unit.province_code == unit.unit_path.split(".")[0]
        assert unit.plain == searchable(unit.name)
    assert AdministrativeUnit.objects.on(TODAY).get(code="31135").unit_path == "92.31135."


def test_no_code_means_two_units_on_one_day() -> None:
    spans: dict[str, list[tuple[date, date]]] = {}
    for code, first, last in AdministrativeUnit.objects.values_list("code", "valid_from", "valid_to"):
        spans.setdefault(code, []).append((first, last or date.max))
    for code, days in spans.items():
        days.sort()
        assert all(one[1] <= other[0] for one, other in pairwise(days)), code


def test_every_whole_succession_leads_to_a_unit_in_force_and_to_no_other() -> None:
    whole = Succession.objects.filter(extent=Extent.WHOLE)
    assert whole.count() > 9_500
    assert not whole.exclude(new__in=AdministrativeUnit.objects.on(TODAY)).exists()
    assert not whole.exclude(old__valid_to=REFORM).exists()
    successors = Counter(Succession.objects.values_list("old_id", flat=True))
    assert all(successors[old] == 1 for old in whole.values_list("old_id", flat=True))
    parts = Succession.objects.filter(extent=Extent.PART).values_list("old_id", flat=True)
    assert all(successors[old] > 1 for old in parts)


def test_every_commune_of_today_came_from_somewhere_and_every_old_one_went_somewhere() -> None:
    live = AdministrativeUnit.objects.on(TODAY).filter(level=Level.COMMUNE)
    assert not live.filter(origins=None).exists()
    old = AdministrativeUnit.objects.on(date(2025, 6, 30)).filter(level=Level.COMMUNE)
    assert not old.filter(successions=None).exists()


def test_the_islands_that_had_no_commune_came_from_their_districts() -> None:
    islands = Succession.objects.filter(old__level=Level.DISTRICT).values_list("new__name", flat=True)
    assert sorted(islands) == [
        "Đặc khu Bạch Long Vĩ",
        "Đặc khu Côn Đảo",
        "Đặc khu Cồn Cỏ",
        "Đặc khu Hoàng Sa",
        "Đặc khu Lý Sơn",
    ]


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.stem)
def test_the_shipped_text_is_in_the_form_texts_are_stored_in(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert all(value == clean(value) for row in rows(path.name) for value in row.values())


def test_the_shipped_tables_have_one_line_a_code() -> None:
    for name in ("provinces", "communes", "old_provinces", "old_districts", "old_communes"):
        codes = [row["code"] for row in rows(f"{name}.csv")]
        assert len(codes) == len(set(codes)), name
