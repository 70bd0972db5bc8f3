"""Codes with their dates, and places found by whatever name somebody still uses."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from txng.kernel.errors import NotThere
from txng.kernel.text import fold, sort_key
from txng.places.models import AdministrativeUnit, Level, Succession
from txng.places.queries import (
    UnknownUnit,
    communes_of,
    formerly,
    must_choose,
    place_of,
    provinces,
    reach_of,
    search,
    split_communes,
    successor_of,
    successors_of,
    unit_on,
)

pytestmark = pytest.mark.django_db

BEFORE, SINCE, TODAY = date(2025, 6, 30), date(2025, 7, 1), date(2026, 11, 21)


def names(text: str, **options: object) -> list[str]:
    return [found.unit.name for found in search(text, on=TODAY, **options)]  # type: ignore[arg-type]


class TestCodes:
    def test_a_code_used_again_means_another_unit_on_each_side_of_the_reform(self) -> None:
        assert unit_on("00004", BEFORE).name == "Phường Trúc Bạch"
        assert unit_on("00004", SINCE).name == "Phường Ba Đình"
        assert unit_on("00004", BEFORE) != unit_on("00004", SINCE)

    def test_the_code_of_an_abolished_district_is_known_on_its_own_days_only(self) -> None:
        assert unit_on("916", BEFORE).name == "Quận Ninh Kiều"
        with pytest.raises(UnknownUnit):
            unit_on("916", SINCE)

    @pytest.mark.parametrize("code", ["", "99999", "00004 ", "'; --", "\x00"[:0] + "x" * 40])
    def test_an_unknown_code_is_answered_like_anything_that_is_not_there(self, code: str) -> None:
        with pytest.raises(NotThere) as refusal:
            unit_on(code, TODAY)
        assert refusal.value.code == "unknown_unit"
        assert refusal.value.status == 404

    def test_the_three_codes_mended_in_the_table_are_those_of_their_communes(self) -> None:
        assert unit_on("00556", BEFORE).name == "Xã Đặng Xá"
        assert unit_on("01651", BEFORE).name == "Xã Mỹ Hưng"
        assert unit_on("02482", BEFORE).name == "Xã Phú Thịnh"


class TestReach:
    def test_a_reach_is_the_unit_and_all_inside(self) -> None:
        province, ward = unit_on("92", TODAY), unit_on("31135", TODAY)
        assert reach_of(province).unit_path == "92."
        assert reach_of(ward).unit_path == "92.31135."
        assert reach_of(ward).unit_path.startswith(reach_of(province).unit_path)
        inside = AdministrativeUnit.objects.on(TODAY).filter(unit_path__startswith=reach_of(province).unit_path)
        assert inside.count() == 1 + 103


class TestLists:
    def test_communes_run_in_vietnamese_order_of_their_names(self) -> None:
        listed = [unit.name.split(" ", 1)[1] for unit in communes_of("92", TODAY)]
        assert len(listed) == 103
        assert listed == sorted(listed, key=sort_key)
        assert listed.index("Cù Lao Dung") < listed.index("Đại Hải") < listed.index("Gia Hòa")

    def test_names_are_the_official_full_ones(self) -> None:
        assert "Xã Trường Thành" in [unit.name for unit in communes_of("92", TODAY)]

    def test_before_the_reform_the_list_is_that_of_the_old_province(self) -> None:
        old = communes_of("92", BEFORE)
        assert len(old) < 103
        assert {unit.valid_to for unit in old} == {SINCE}
        assert provinces(TODAY)[0].name == "Tỉnh An Giang"
        assert len(provinces(BEFORE)) == 63


class TestSuccession:
    def test_the_table_splits_440_communes_once_its_codes_are_mended(self) -> None:
        # 442 codes of the table have several successors: one is the empty code of the islands, two held two
        # communes each (01615, 02485), and Xã Đặng Xá was split but stood under two codes. 442 - 3 + 1.
        split = split_communes()
        assert split.count() == 440
        assert not split.filter(code__in=["01615", "02485"]).exists()
        assert split.filter(code="00556").exists()

    def test_a_split_commune_waits_for_a_person(self) -> None:
        old = unit_on("00016", BEFORE)
        assert must_choose(old)
        assert successor_of(old) is None
        assert len({row.new_id for row in successors_of(old)}) > 1

    def test_a_whole_commune_is_moved_without_asking(self) -> None:
        old = unit_on("31135", BEFORE)
        assert old.name == "Phường Tân An"
        assert not must_choose(old)
        assert successor_of(old) == unit_on("31135", TODAY)

    def test_a_district_went_to_all_that_its_communes_became(self) -> None:
        rows = successors_of(unit_on("916", BEFORE))
        assert "Phường Ninh Kiều" in {row.new.name for row in rows}
        assert must_choose(unit_on("916", BEFORE))

    def test_a_unit_in_force_has_no_successor(self) -> None:
        unit = unit_on("31135", TODAY)
        assert successors_of(unit) == []
        assert not must_choose(unit)
        assert successor_of(unit) is None

    def test_a_commune_knows_the_places_it_was_made_of(self) -> None:
        old = formerly(unit_on("31135", TODAY))
        assert "Phường Tân An, Quận Ninh Kiều, Thành phố Cần Thơ" in old

    def test_every_commune_that_was_split_is_flagged_and_no_other(self) -> None:
        flagged = set(split_communes().values_list("pk", flat=True))
        counted: dict[int, set[int]] = {}
        for old, new in Succession.objects.filter(old__level=Level.COMMUNE).values_list("old_id", "new_id"):
            counted.setdefault(old, set()).add(new)
        assert flagged == {old for old, units in counted.items() if len(units) > 1}


class TestSearch:
    @pytest.mark.parametrize("typed", ["truong thanh", "Trường Thành", "TRƯỜNG THÀNH", "X. Trường Thành"])
    def test_accents_case_and_short_kinds_do_not_matter(self, typed: str) -> None:
        assert names(typed, province_code="92")[0] == "Xã Trường Thành"

    def test_words_may_be_begun_only(self) -> None:
        assert "Xã Trường Thành" in names("truong tha", province_code="92")

    def test_decomposed_and_lookalike_letters_are_read(self) -> None:
        assert names("Đức Lập")[0] == names("Ðức Lâp")[0] == "Xã Đức Lập"

    @pytest.mark.parametrize("typed", ["B’Lao", "b'lao", "BLAO", "phuong blao"])
    def test_apostrophes_join_what_they_stand_in(self, typed: str) -> None:
        assert names(typed) == ["Phường B’Lao"]

    def test_an_old_commune_gives_todays_with_the_old_name_beside_it(self) -> None:
        found = search("truc bach", on=TODAY)
        assert [hit.unit.name for hit in found] == ["Phường Ba Đình"]
        with translation.override("vi"):
            assert found[0].label == (
                "Phường Ba Đình, Thành phố Hà Nội (trước đây: Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội)"
            )

    def test_a_new_name_is_not_explained(self) -> None:
        found = search("phuong ninh kieu", province_code="92", on=TODAY)[0]
        assert found.formerly == ()
        assert found.label == "Phường Ninh Kiều, Thành phố Cần Thơ"

    @pytest.mark.parametrize(
        ("typed", "district"),
        [
            ("Thới Lai", "Huyện Thới Lai"),
            ("huyen phung hiep", "Huyện Phụng Hiệp"),
            ("H. Cư Jút", "Huyện Cư Jút"),
        ],
    )
    def test_an_old_district_gives_the_communes_of_today(self, typed: str, district: str) -> None:
        found = search(typed, on=TODAY)
        assert len(found) > 2
        assert any(district in old for hit in found for old in hit.formerly)

    @pytest.mark.parametrize(
        ("typed", "province", "count"),
        [
            ("hau giang", "92", 25),
            ("Sóc Trăng", "92", 35),
            ("dak nong", "68", 25),
            ("tỉnh Đắk Nông", "68", 25),
        ],
    )
    def test_a_former_province_gives_what_it_became(self, typed: str, province: str, count: int) -> None:
        found = search(typed, province_code=province, on=TODAY, limit=200)
        assert len(found) >= count
        assert {hit.unit.province_code for hit in found} == {province}

    def test_a_split_commune_is_marked_on_every_unit_it_went_to(self) -> None:
        old = unit_on("00016", BEFORE)
        units = {row.new_id for row in successors_of(old)}
        marked = {hit.unit.pk for hit in search("ngoc ha, quan ba dinh", on=TODAY) if hit.must_choose}
        assert units <= marked

    def test_a_word_of_the_kind_above_finds_nothing_by_itself(self) -> None:
        assert "Xã Trường Long" not in names("truong thanh", province_code="92")

    def test_the_very_name_comes_first_though_hundreds_fit(self) -> None:
        assert names("an", province_code="92", limit=1)[0].split(" ", 1)[1].startswith("An ")
        # Every xã fits somehow (“An Giang” begins with a); those called A … come first whatever their codes.
        assert all(name.startswith("Xã A ") for name in names("xa a", limit=8))
        # “quận”, “hà” and “Hà Nội” fit 750 old places; one was called Xã Quân Hà, late in the order of codes.
        assert "Xã Cẩm Giàng" in names("quan ha", limit=5)

    def test_a_word_still_being_typed_is_not_taken_for_an_abbreviation(self) -> None:
        assert all(name.startswith("Xã T") for name in names("xa t"))

    def test_only_the_province_asked_for_answers(self) -> None:
        assert {hit.unit.province_code for hit in search("tan", province_code="04", on=TODAY)} <= {"04"}

    @pytest.mark.parametrize("typed", ["", "   ", "%", "_", "--", "'", "()", "\u200b"])
    def test_what_holds_no_word_finds_nothing(self, typed: str) -> None:
        assert search(typed, on=TODAY) == []

    @given(typed=st.text(max_size=300))
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_no_text_breaks_the_search(self, typed: str) -> None:
        for hit in search(typed, on=TODAY, limit=5):
            assert hit.unit.is_in_force

    @given(data=st.data())
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_every_commune_is_found_by_its_own_name_with_and_without_accents(self, data: st.DataObject) -> None:
        unit = data.draw(st.sampled_from(communes_of("68", TODAY)))
        for typed in (unit.name, fold(unit.name), unit.name.upper()):
            assert unit in [hit.unit for hit in search(typed, province_code="68", on=TODAY)[:3]]

    def test_every_old_commune_is_found_by_its_old_address(self) -> None:
        rows = Succession.objects.select_related("old__parent__parent", "new").order_by("pk")
        # One in a hundred, spread over the country: all of them take minutes.
        for row in rows.filter(pk__in=list(rows.values_list("pk", flat=True))[::100]):
            found = search(place_of(row.old), on=TODAY, limit=50)
            assert row.new in [hit.unit for hit in found], place_of(row.old)
