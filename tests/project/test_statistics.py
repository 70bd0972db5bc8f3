"""“Thống kê báo cáo” of bà Lành's co-operative: every figure counted over by hand (issue 6, Deliver 9)."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import make
from txng.kernel.clock import today
from txng.production.completeness import missing_of
from txng.production.freshness import badge_of, freshness_of
from txng.production.models import DiaryEntry, StockLine
from txng.production.queries import with_diary_figures
from txng.project.charts import chart
from txng.project.periods import OWN, Period, period_of
from txng.project.statistics import Rows, codes_of, harvest_of, scans_of, stock_of
from txng.stamps import actions as stamps
from txng.stamps.models import ScanTally

PAGE, SEPTEMBER = "/quan-ly/thong-ke/", "ky=tuy-chon&tu=01/09/2026&den=30/09/2026"


@pytest.fixture
def season(organisations: Any, lanh: Any, khai: Any) -> Any:
    """A season small enough to be counted on fingers, and another establishment's beside it."""
    product = make.product(organisations.lanh)
    lot = make.lot(product, "L26A0917", complete=True)
    # In September 300 kg, 2 kg, 1 tấn; one wrong (corrected to 120), one that was not weighed; one in August.
    make.diary(lot, "harvest", date(2026, 9, 3), quantity=300)
    make.diary(lot, "harvest", date(2026, 9, 5), quantity=2)
    wrong = make.diary(lot, "harvest", date(2026, 9, 7), quantity=999)
    right = _entry(lot, date(2026, 9, 7), Decimal(120), "kg", corrects=wrong)
    _entry(lot, date(2026, 9, 8), Decimal(1), "tấn")
    _entry(lot, date(2026, 9, 9), None, "")
    _entry(lot, date(2026, 8, 31), Decimal(50), "kg")
    make.diary(lot, "water", date(2026, 9, 10))
    # 20 stamps, 5 of them in use, 2 of the others void one by one.
    batch = make.batch(product, lot=lot)
    at = datetime(2026, 9, 21, 3, 0, tzinfo=UTC)
    stamps.activate_codes(actor=lanh, batch_id=batch.pk, lot_id=lot.pk, first=1, last=5, at=at)
    for number in (7, 9):
        stamps.void_codes(actor=lanh, batch_id=batch.pk, first=number, last=number, reason="Rách", at=at)
    for day, visits in ((1, 4), (2, 6), (30, 1)):
        _tally(organisations.lanh, product, lot, date(2026, 9, day), visits)
    _tally(organisations.lanh, product, lot, date(2026, 8, 31), 100)
    make.complaint(lot, filed_at=at)
    make.complaint(lot, filed_at=at, kind="violation")
    make.complaint(lot, filed_at=at - timedelta(days=40))
    make.stock_move(lot)  # 200 kg came, 20 were lost

    other = make.lot(make.product(organisations.khai, "Gạo Khải"), complete=True)
    make.diary(other, "harvest", date(2026, 9, 3), quantity=7777)
    _tally(organisations.khai, other.product, other, date(2026, 9, 3), 555)
    make.complaint(other, filed_at=at)
    return right.lot


def _entry(lot: Any, day: date, quantity: Decimal | None, unit: str, **fields: Any) -> DiaryEntry:
    entry = DiaryEntry(
        establishment=lot.establishment,
        lot=lot,
        activity="harvest",
        done_on=day,
        quantity=quantity,
        quantity_unit=unit,
        recorded_at=make.AT,
        recorded_by="Nguyễn Thị Lành",
        **fields,
    )
    entry.stand_with(lot)
    entry.save()
    return entry


def _tally(establishment: Any, product: Any, lot: Any, day: date, visits: int) -> None:
    ScanTally.objects.create(
        day=day,
        establishment_id=establishment.pk,
        product_id=product.pk,
        lot_id=lot.pk,
        scans=visits * 2,
        sessions=visits,
    )


def september(lot: Any) -> Rows:
    period = Period(kind=OWN, first=date(2026, 9, 1), last=date(2026, 9, 30))
    return Rows(establishment_id=lot.establishment_id, period=period)


def test_the_harvest_is_what_stands_in_the_diary_after_its_corrections(season: Any) -> None:
    found = {line.unit: (line.quantity, line.entries) for line in harvest_of(september(season))}

    # 420 of make.lot, 300, 2, 120 (not 999), 1 tấn; the one not weighed is counted as an entry and adds no kilo
    assert found == {"kg": (Decimal(420 + 300 + 2 + 120 + 1000), 5), "": (Decimal(0), 1)}


def test_stamps_made_in_use_and_void_are_stamps_and_not_rows(season: Any) -> None:
    codes = codes_of(Rows(establishment_id=season.establishment_id, period=period_of("nam", date(2026, 9, 1))))

    assert (codes.activated, codes.voided) == (5, 2)
    assert codes.made == 20


def test_scans_are_visits_and_hits_of_the_days_asked_for(season: Any) -> None:
    scans = scans_of(september(season))

    assert (scans.sessions, scans.scans) == (4 + 6 + 1, 2 * (4 + 6 + 1))
    assert scans.by_day[date(2026, 9, 30)] == 1  # the last day is part of it


def test_feedback_is_about_the_goods_alone(season: Any) -> None:
    assert september(season).complaints().count() == 1


def test_stock_is_what_the_moves_leave(season: Any) -> None:
    (heap,) = stock_of(season.establishment_id)
    assert (heap.quantity, heap.unit, heap.goods) == (Decimal(180), "kg", True)
    assert sum(StockLine.objects.values_list("quantity", flat=True)) == 180


def test_the_page_says_the_figures_and_each_opens_the_list_it_counts(season: Any, lanh_client: Client) -> None:
    page = lanh_client.get(f"{PAGE}?{SEPTEMBER}").content.decode()

    assert "1.842 kg" in page
    assert "Gạo Khải" not in page
    counted = {"thu-hoach": 6, "ma-kich-hoat": 1, "ma-huy": 2, "luot-quet": 3, "phan-anh": 1}
    for what, rows in counted.items():
        (address,) = set(re.findall(rf'href="({PAGE}{what}/\?[^"]*)"', page)) - set(
            re.findall(rf'href="({PAGE}{what}/\?[^"]*thang[^"]*)"', page)
        )
        listed = lanh_client.get(address.replace("&amp;", "&")).content.decode()
        assert listed.count('<th scope="row">') == rows, what
        assert "Khải" not in listed


def test_one_month_of_one_product_opens_its_own_entries(season: Any, lanh_client: Client) -> None:
    page = lanh_client.get(f"{PAGE}?ky=tuy-chon&tu=01/08/2026&den=30/09/2026").content.decode()
    addresses = sorted(set(re.findall(rf'href="({PAGE}thu-hoach/\?[^"]*thang=2026-08[^"]*)"', page)))

    assert len(addresses) == 1
    listed = lanh_client.get(addresses[0].replace("&amp;", "&")).content.decode()
    assert listed.count('<th scope="row">') == 1
    assert "31/08/2026" in listed


def test_the_workbook_says_what_the_page_says(season: Any, lanh_client: Client) -> None:
    answer = lanh_client.get(f"/quan-ly/thong-ke.xlsx?{SEPTEMBER}")

    assert answer["Content-Disposition"] == 'attachment; filename="thong-ke-20260901-20260930.xlsx"'
    with zipfile.ZipFile(BytesIO(answer.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    cells = re.findall(r"<t [^>]*>([^<]*)</t>", sheet)
    rows = [cells[start : start + 5] for start in range(0, len(cells), 5)]
    assert ["Thu hoạch", "Sầu riêng Ri6", "09/2026", "1.842", "kg"] in rows
    assert ["Lượt quét", "Lượt quét", "01/09/2026 đến 30/09/2026", "11", ""] in rows


def test_it_prints_on_paper_with_its_letterhead(season: Any, lanh_client: Client) -> None:
    page = lanh_client.get(f"{PAGE}?{SEPTEMBER}&ban-in=1").content.decode()
    assert "1.842 kg" in page
    assert "<nav" not in page


def test_the_questions_do_not_grow_with_the_season(season: Any, lanh_client: Client, organisations: Any) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert lanh_client.get(f"{PAGE}?{SEPTEMBER}").status_code == 200
        return len(queries)

    for number in range(9):  # more than the page works out the completeness of
        make.lot(season.product, f"L26B09{number:02d}")
    before = asked()
    for number in range(20):
        lot = make.lot(season.product, f"L26C09{number:02d}")
        make.diary(lot, "harvest", date(2026, 9, 3), quantity=5)
        _tally(organisations.lanh, season.product, lot, date(2026, 9, 4), 3)
    assert asked() == before <= 64


def test_what_cannot_be_read_is_said_and_this_month_is_shown(season: Any, lanh_client: Client) -> None:
    for query, sentence in (
        ("ky=tuy-chon&tu=01/09/2026", "Nhập cả hai ngày."),
        ("ky=tuy-chon&tu=05/09/2026&den=01/09/2026", "Ngày kết thúc không thể trước ngày bắt đầu."),
        ("ky=tuy-chon&tu=01/01/2001&den=01/09/2026", "Mỗi lần xem tối đa năm năm."),
    ):
        answer = lanh_client.get(f"{PAGE}?{query}")
        assert answer.status_code == 422
        assert sentence in answer.content.decode()


def test_a_worker_and_somebody_elses_owner_see_none_of_it(season: Any, tu_client: Client, khai_client: Client) -> None:
    assert tu_client.get(PAGE).status_code == 404
    assert "Sầu riêng Ri6" not in khai_client.get(f"{PAGE}?{SEPTEMBER}").content.decode()


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        ("tuan", date(2026, 9, 20), date(2026, 9, 14), date(2026, 9, 20)),  # Sunday ends its week
        ("thang", date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29)),
        ("quy", date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
        ("nam", date(2026, 6, 1), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_periods_of_the_calendar(kind: str, day: date, first: date, last: date) -> None:
    period = period_of(kind, day)
    assert (period.first, period.last) == (first, last)
    assert period.before.after == period == period.after.before


def test_a_days_own_span_moves_by_its_length() -> None:
    period = Period(kind=OWN, first=date(2026, 9, 11), last=date(2026, 9, 20))
    assert (period.after.first, period.after.last) == (date(2026, 9, 21), date(2026, 9, 30))
    assert (period.before.first, period.before.last) == (date(2026, 9, 1), date(2026, 9, 10))


def test_bars_are_drawn_to_the_tallest_and_nothing_is_lost() -> None:
    bars = chart([("a", 0), ("b", 1), ("c", 1000)]).bars
    assert [bar.height for bar in bars] == [0, 2, 100]


def test_freshness_counts_whole_days_since_the_work_and_not_since_the_typing(season: Any) -> None:
    assert freshness_of(season, date(2026, 9, 20)).days == 2  # packed on the 18th
    assert freshness_of(season, date(2026, 9, 1)).days == 0  # never before the day itself
    empty = make.lot(season.product, "L26D0901", opened_on=date(2026, 9, 1))
    assert (freshness_of(empty, date(2026, 9, 8)).last_on, freshness_of(empty, date(2026, 9, 8)).days) == (None, 7)


def test_the_owner_reads_the_badge_the_public_will_see(season: Any, lanh_client: Client) -> None:
    day = today()
    badge = badge_of(season, day)

    lots = with_diary_figures(type(season).objects.filter(pk=season.pk))
    assert badge_of(lots.get(), day) == badge  # by one question for many, or for itself
    assert badge.total - badge.done == len(missing_of(season, on=day))
    page = lanh_client.get(PAGE).content.decode()
    assert f"{badge.freshness.days} ngày trước" in page
    assert f"{badge.done} trên {badge.total} ({badge.percent} %)" in page
