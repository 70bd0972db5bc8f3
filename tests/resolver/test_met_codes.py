"""Codes that were met: never forgotten, seldom supposed, known to every process of the machine and to no other start."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.resolver import met_codes, recording
from txng.resolver.following import Follower
from txng.resolver.following_scans import _LINES
from txng.resolver.met_codes import MetCodes
from txng.resolver.models import ScanLine
from txng.resolver.scanlines import WRITE, Scan, arguments

CODE = st.tuples(st.integers(0, 10**14), st.integers(1, 255), st.integers(0, 2**36 - 1))


@pytest.fixture
def met(tmp_path: Path) -> MetCodes:
    return MetCodes.begun(tmp_path / "met", 1_000)


@given(st.lists(CODE, max_size=50))
def test_both_ways_of_marking_mark_alike(
    tmp_path_factory: pytest.TempPathFactory, codes: list[tuple[int, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("met")
    one, many = MetCodes.begun(folder / "one", 0), MetCodes.begun(folder / "many", 0)
    for code in codes:
        one.add(*code)
    if codes:
        many.add_many(*np.array(codes, dtype=np.uint64).T)

    assert bytes(one._room) == bytes(many._room)
    assert all(one.holds(*code) for code in codes)
    one.close()
    many.close()


def test_what_one_process_marks_the_other_knows(met: MetCodes, tmp_path: Path) -> None:
    other = MetCodes(tmp_path / "met")

    assert met.add(8, 1, 5) is False
    assert other.add(8, 1, 5) is True
    assert not other.holds(8, 1, 6)


def test_as_full_as_it_is_made_for_it_seldom_supposes(met: MetCodes) -> None:
    """Counters come one after the other, as they are issued."""
    count = met.room_for
    counters = np.arange(count, dtype=np.uint64)
    met.add_many(np.full(count, 8_938_505_970_011, np.uint64), np.ones(count, np.uint64), counters)

    wrong = sum(met.holds(8_938_505_970_011, 1, counter) for counter in range(count, count + 20_000))
    assert wrong < 20_000 * 0.03


# --- kept full by the follower --------------------------------------------------------------------------------


def scan(counter: int) -> Scan:
    return Scan(1_790_000_000.0, "/01/…", "valid", tweak=8, version=1, counter=counter, session=b"a")


def of(follower: Follower) -> MetCodes:
    return MetCodes(met_codes.place(follower.keeper.path))


def test_the_follower_knows_what_was_written_before_it_and_after(follower: Follower) -> None:
    recording.write_down(scan(1))
    follower.look()
    assert follower.keeper.about("met") == of(follower).name
    assert of(follower).holds(8, 1, 1)

    recording.write_down(scan(2))
    follower.look()
    assert of(follower).holds(8, 1, 2)


def test_a_line_committed_after_a_later_one_is_not_missed(follower: Follower) -> None:
    follower.look()
    with psycopg.connect(**follower.url) as slow:
        slow.execute(WRITE, arguments("00000000-0000-0000-0000-000000000001", [scan(1).line()]))
        for number in (2, 3, 4):
            recording.write_down(scan(number))
            follower.look()
        assert not of(follower).holds(8, 1, 1)
    follower.look()

    assert all(of(follower).holds(8, 1, number) for number in (1, 2, 3, 4))


def test_a_follower_that_was_away_goes_on_where_the_last_one_left_off(follower: Follower) -> None:
    recording.write_down(scan(1))
    follower.look()
    follower.look()
    recording.write_down(scan(2))
    ScanLine.objects.filter(counter=1).delete()
    before = of(follower).name

    after = Follower(follower.url, follower.keeper)
    after.look()
    after.close()
    assert of(follower).name == before
    assert of(follower).holds(8, 1, 1) and of(follower).holds(8, 1, 2)


def test_after_a_start_of_the_machine_all_is_read_anew(follower: Follower, monkeypatch: pytest.MonkeyPatch) -> None:
    recording.write_down(scan(1))
    follower.look()
    monkeypatch.setattr(met_codes, "this_start", lambda: "another")
    of(follower).add(8, 1, 99)  # what did not reach the disk, the other way round

    after = Follower(follower.url, follower.keeper)
    after.look()
    after.close()
    assert of(follower).holds(8, 1, 1) and not of(follower).holds(8, 1, 99)


def test_new_lines_are_found_at_the_end_of_an_index_however_fast_the_table_grew(follower: Follower) -> None:
    """Many lines before PostgreSQL counted them: it supposes a third of them to be new, and would read them all."""
    follower.look()
    base = follower._connected()
    with psycopg.connect(**follower.url) as writer:
        writer.execute("""
            INSERT INTO resolver_scanline (at, raw, verdict, tweak, key_version, counter, card_key, session, province)
            SELECT now(), '/01/1', 'valid', 1, 1, one, '', '\\x00', '' FROM generate_series(1, 20000) AS one
        """)
    follower.look()  # all of them are new
    follower.look()

    plan = "\n".join(line for (line,) in base.execute("EXPLAIN " + _LINES, [follower.scans._low]))
    assert "resolver_scanline_pkey" in plan, plan
