"""Each rule: what it says, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from txng.production.plausibility.facts import Facts, Line, Sighting
from txng.production.plausibility.flags import found_in
from txng.production.plausibility.late import days_late
from txng.production.plausibility.rules import RULES
from txng.production.plausibility.thresholds import thresholds
from txng.production.plausibility.words import waiting_days

START = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _vietnamese() -> Any:
    with override("vi"):
        yield


def line(activity: str, day: int, *, written: float | None = None, **more: Any) -> Line:
    """Work of a day of the season, written that evening unless said otherwise (days, with minutes as a fraction)."""
    line.id += 1  # type: ignore[attr-defined]
    evening = datetime(2026, 3, 2, 12, 0, tzinfo=UTC) + timedelta(days=day if written is None else written)
    values = {"recorded_at": evening, "recorded_by": "7", **more}
    return Line(id=line.id, activity=activity, done_on=START + timedelta(days=day), **values)  # type: ignore[attr-defined]


line.id = 0  # type: ignore[attr-defined]


def facts(*lines: Line, group: str = "rice", nature: str = "crop", **more: Any) -> Facts:
    return Facts(group=group, nature=nature, lines=lines, establishment_id=1, **more)


def said(given: Facts) -> list[str]:
    return [found.sentence for found in found_in(given)]


def codes(given: Facts) -> list[str]:
    return [found.code for found in found_in(given)]


def test_every_threshold_has_its_day_and_its_reason() -> None:
    data = thresholds()
    tables = (data.sitting, data.rhythm, data.order, data.photos, data.waiting, data.late, *data.yields)
    assert all(table.reason and table.since <= date(2026, 11, 1) for table in tables)
    assert list(RULES) == ["waiting", "order", "yield", "photo", "rhythm", "sitting"]


# harvest inside the waiting time


def test_a_harvest_inside_the_waiting_time_is_told_with_its_days() -> None:
    given = facts(line("spray", 80, what="Validamycin, cách ly 14 ngày"), line("harvest", 90))
    assert said(given) == [
        "“Validamycin, cách ly 14 ngày” ngày 21/05/2026 cần chờ 14 ngày, đến 04/06/2026; thu hoạch ghi ngày 31/05/2026."
    ]


def test_a_harvest_on_the_last_day_of_waiting_is_too_early_and_the_day_after_is_not() -> None:
    spray = line("spray", 80, what="cách ly 7 ngày")
    assert codes(facts(spray, line("harvest", 86))) == ["waiting"]
    assert codes(facts(spray, line("harvest", 87))) == []


def test_what_the_record_of_use_says_counts_where_the_words_are_silent() -> None:
    assert codes(facts(line("vaccinate", 80, what="Amoxicillin", waiting_days=10), line("harvest", 85))) == ["waiting"]
    assert codes(facts(line("vaccinate", 80, what="Amoxicillin"), line("harvest", 85))) == []


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Abamectin, cách ly 7 ngày", 7),
        ("thời gian cách ly: 14 ngày", 14),
        ("Amox – Ngừng thuốc 10 ngày trước khi bán", 10),
        ("PHI 21", 21),
        ("cách ly 3 ngày; PHI 5", 5),
        ("NPK 16-16-8", None),
        ("cách ly 999 ngày", None),
        ("phi 5kg tôm", None),
    ],
)
def test_waiting_days_are_read_out_of_words(words: str, days: int | None) -> None:
    assert waiting_days(words, longest=120) == (days if words != "phi 5kg tôm" else 5)


# impossible order


def test_sowing_after_the_harvest_is_told_once() -> None:
    given = facts(line("harvest", 90), line("sow", 95))
    assert said(given) == ["Thu hoạch ghi ngày 31/05/2026, trước khi gieo trồng, thả giống ngày 05/06/2026."]


def test_feeding_after_the_last_sale_of_a_closed_lot_is_told() -> None:
    pen = {"group": "meat", "nature": "livestock"}
    given = facts(line("harvest", 90), line("feed", 93), ended=True, **pen)  # type: ignore[arg-type]
    assert said(given) == ["Cho ăn ghi ngày 03/06/2026, sau lần thu hoạch cuối ngày 31/05/2026."]
    assert codes(replace(given, ended=False)) == [], "the next sale may follow"


def test_greens_are_sprayed_between_two_cuts_and_trees_tended_after_the_last() -> None:
    assert codes(facts(line("harvest", 30), line("fertilise", 33), group="vegetables")) == []
    assert codes(facts(line("harvest", 30), line("fertilise", 33), group="fresh-fruit", ended=True)) == []
    assert codes(facts(line("harvest", 30), line("fertilise", 33), group="vegetables", ended=True)) == ["order"]


def test_packing_before_the_first_harvest_is_told() -> None:
    assert codes(facts(line("pack", 88), line("harvest", 90))) == ["order"]
    assert codes(facts(line("pack", 90), line("harvest", 90))) == []


# yields


def test_more_than_the_land_gives_is_told_with_the_figures() -> None:
    given = facts(line("harvest", 90, quantity=12.0, unit="tấn"), area_m2=10_000)
    assert said(given) == [
        "Thu hoạch 12.000 kg trên 10.000 m², tức 12 tấn/ha; loại hàng này thường nhiều nhất khoảng 9,5 tấn/ha."
    ]


def test_a_good_harvest_an_unknown_area_and_boxes_are_left_alone() -> None:
    assert codes(facts(line("harvest", 90, quantity=9000.0, unit="kg"), area_m2=10_000)) == []
    assert codes(facts(line("harvest", 90, quantity=90000.0, unit="kg"))) == []
    assert codes(facts(line("harvest", 90, quantity=90000.0, unit="hộp"), area_m2=10_000)) == []


def test_more_heads_sold_than_stocked() -> None:
    stocked = line("sow", 0, quantity=500.0, unit="con")
    sold = line("harvest", 90, quantity=620.0, unit="con")
    assert said(facts(stocked, sold, group="meat", nature="livestock")) == ["Đã bán 620 con, chỉ thả 500 con."]


# photos


def test_one_photo_for_two_days_is_told_and_for_two_tasks_of_one_day_is_not() -> None:
    picture = 0x0F0F_3C3C_A5A5_5A5A
    first = line("fertilise", 10, likeness=picture)
    assert said(facts(first, line("spray", 30, likeness=picture ^ 0b101))) == [
        "Cùng một ảnh đi với việc của 2 ngày: 12/03/2026, 01/04/2026."
    ]
    assert codes(facts(first, line("spray", 10, likeness=picture))) == []
    assert codes(facts(first, line("spray", 30, likeness=picture ^ 0xFF00FF00))) == []


def test_a_photo_of_another_establishment_is_told_without_its_name() -> None:
    shown = line("fertilise", 10, likeness=0x0F0F_3C3C_A5A5_5A5A)
    seen = Sighting(line_id=shown.id, lot="L26A0917", done_on=START, establishment_id=2)
    assert said(facts(shown, sightings=(seen,))) == ["Ảnh ngày 12/03/2026 giống một ảnh đã có của cơ sở khác."]
    own = replace(seen, establishment_id=1)
    assert said(facts(shown, sightings=(own,))) == ["Ảnh ngày 12/03/2026 giống ảnh của lô L26A0917, ngày 02/03/2026."]


# rhythm


def test_the_same_amount_at_the_same_distance_is_told() -> None:
    fed = [line("feed", 7 * week, quantity=100.0, unit="kg") for week in range(8)]
    assert said(facts(*fed, group="meat", nature="livestock")) == [
        "Cho ăn: 8 lần ghi cùng một lượng, trong đó 7 lần cách lần trước đúng 7 ngày."
    ]


def test_timers_daily_work_and_growing_amounts_are_left_alone() -> None:
    for activity, step, grows in (("water", 3, 0), ("feed", 1, 0), ("feed", 7, 5)):
        done = [line(activity, step * n, quantity=90.0 + grows * n, unit="phút") for n in range(20)]
        assert codes(facts(*done, group="meat", nature="livestock")) == [], (activity, step, grows)


def test_one_entry_is_no_rhythm_however_low_the_threshold_is_set() -> None:
    low = replace(thresholds(), rhythm=replace(thresholds().rhythm, entries=1))
    once = facts(line("feed", 0, quantity=100.0, unit="kg"), group="meat", nature="livestock")
    assert [found.code for found in found_in(once, low)] == []


# one sitting


def test_a_month_written_in_one_sitting_is_told() -> None:
    lines = [line("weed", 6 * n, written=60 + n / 720) for n in range(7)]
    assert said(facts(*lines)) == [
        "7 việc từ 02/03/2026 đến 07/04/2026 được ghi liền một lần, ngày 01/05/2026 từ 19:00 đến 19:12."
    ]


def test_a_week_of_work_on_sunday_a_household_and_a_paper_book_are_left_alone() -> None:
    assert codes(facts(*(line("weed", n, written=8 + n / 720) for n in range(7)))) == []
    for mark in ({"on_behalf_of": "Lê Thị Bảy"}, {"note": "Chép từ sổ giấy"}):
        lines = [line("weed", 6 * n, written=60 + n / 720, **mark) for n in range(7)]
        assert codes(facts(*lines)) == []


def test_writing_late_is_a_mark_and_no_flag() -> None:
    late = line("weed", 0, written=12)
    assert (days_late(late), codes(facts(late))) == (12, [])
    assert days_late(line("weed", 0, written=7)) == 0
