"""Scan lines become tallies, each exactly once, whoever counts and how often."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests import make
from txng.resolver import tasks
from txng.resolver.actions import fold_scans
from txng.resolver.models import ScanLine
from txng.stamps.models import ScanTally

MIDNIGHT = datetime(2026, 9, 20, 17, 0, tzinfo=make.AT.tzinfo)  # 00:00 on 21/09 in Việt Nam


def line(
    at: datetime = make.AT, *, session: bytes | None = b"a", product: int | None = 1, lot: int | None = 7
) -> ScanLine:
    return ScanLine.objects.create(
        at=at, raw="/01/…", verdict="valid", session=session, product_id=product, lot_id=lot, establishment_id=3
    )


def tallies() -> list[tuple[str, int, int | None, int, int]]:
    rows = ScanTally.objects.order_by("day", "product_id", "lot_id")
    return [(f"{row.day:%d/%m}", row.product_id, row.lot_id, row.scans, row.sessions) for row in rows]


@pytest.mark.django_db
def test_raw_hits_and_sessions_are_counted_apart_by_day_product_and_lot() -> None:
    line(session=b"a")
    line(session=b"a")
    line(session=b"b")
    line(session=b"b", lot=None)
    line(MIDNIGHT - timedelta(seconds=1), session=b"c")
    line(MIDNIGHT, session=b"c")

    assert tasks.fold(make.AT) == 2, "days"
    assert tallies() == [("20/09", 1, 7, 1, 1), ("21/09", 1, 7, 4, 3), ("21/09", 1, None, 1, 1)]


@pytest.mark.django_db
def test_counting_again_counts_nothing_twice_and_a_device_that_comes_back_is_no_new_session() -> None:
    line(session=b"a")
    tasks.fold(make.AT)
    assert tasks.fold(make.AT) == 0
    line(make.AT + timedelta(minutes=3), session=b"a")
    line(make.AT + timedelta(minutes=3), session=b"b")
    tasks.fold(make.AT + timedelta(minutes=4))

    assert tallies() == [("21/09", 1, 7, 3, 2)]


@pytest.mark.django_db
def test_machines_and_codes_of_nobody_are_put_aside_uncounted() -> None:
    line(session=None)
    line(product=None)
    tasks.fold(make.AT)

    assert tallies() == []


@pytest.mark.django_db
def test_scans_of_an_outage_that_come_days_later_are_counted_on_their_day() -> None:
    line()
    tasks.fold(make.AT)
    line(make.AT - timedelta(days=4), session=b"z")
    line(make.AT - timedelta(days=4), session=b"y")
    tasks.fold(make.AT)

    assert tallies() == [("17/09", 1, 7, 2, 2), ("21/09", 1, 7, 1, 1)]


class Folding(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(
        scans=st.lists(
            st.tuples(st.integers(0, 47), st.sampled_from([b"a", b"b", b"c", None]), st.sampled_from([1, None, 7, 8])),
            max_size=15,
        ),
        every=st.integers(1, 6),
    )
    def test_the_tallies_are_what_a_plain_count_of_the_lines_gives(
        self, scans: list[tuple[int, bytes | None, int | None]], every: int
    ) -> None:
        for number, (hour, session, lot) in enumerate(scans):
            line(MIDNIGHT + timedelta(hours=hour), session=session, lot=lot)
            if number % every == 0:
                fold_scans(at=MIDNIGHT + timedelta(days=3))
        fold_scans(at=MIDNIGHT + timedelta(days=3))

        counted = [(f"{21 + hour // 24}/09", lot, session) for hour, session, lot in scans if session]
        plain = {
            (
                day,
                1,
                lot,
                sum(1 for d, n, _ in counted if (d, n) == (day, lot)),
                len({s for d, n, s in counted if (d, n) == (day, lot)}),
            )
            for day, lot, _ in counted
        }
        assert set(tallies()) == plain


def test_two_workers_at_once_count_each_line_once_and_a_shared_device_once(fresh_database: str) -> None:
    start = threading.Barrier(3)

    def work() -> None:
        try:
            start.wait()
            for number in range(20):
                line(session=bytes([number % 5]))
                fold_scans(at=make.AT)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    tasks.fold(make.AT)  # what another was still writing at the last moment

    assert tallies() == [("21/09", 1, 7, 60, 5)]
