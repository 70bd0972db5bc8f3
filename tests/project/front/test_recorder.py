"""Scans written down from the front door: counted in their answer, safe while the database is away, written once."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from txng.project.front import recorder as module
from txng.project.front.recorder import Recorder
from txng.resolver.models import DayKey, ScanLine, SeenCode
from txng.resolver.scanlines import Scan, Seen
from txng.resolver.spool import Spool

AT = 1_790_000_000.0
NAMES = ("dbname", "user", "password", "host", "port")


def scan(counter: int, session: bytes | None = b"a", **fields: Any) -> Scan:
    return Scan(AT, "/01/…", "valid", tweak=8, version=1, counter=counter, session=session)._replace(**fields)


def note(recorder: Recorder, scan: Scan) -> None:
    assert scan.code is not None
    recorder.note(scan.code, scan.line())


def write(recorder: Recorder, scan: Scan) -> Awaitable[Seen | None]:
    assert scan.code is not None
    return recorder.write(scan.code, scan.line())


@pytest.fixture
def database(fresh_database: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    monkeypatch.setattr(module, "AGAIN", 0.05)
    monkeypatch.setattr(module, "HELD", 0.2)
    return {name: value for name, value in connection.get_connection_params().items() if name in NAMES}


def during(database: dict[str, object], folder: Path, act: Callable[[Recorder], Awaitable[None]]) -> None:
    async def run() -> None:
        recorder = Recorder(database, Spool(folder))
        recorder.start()
        try:
            await asyncio.wait_for(act(recorder), 60)
        finally:
            await recorder.stop()

    asyncio.run(run())


async def until(true: Callable[[], bool]) -> None:
    while not true():
        await asyncio.sleep(0.01)


def lines() -> list[int]:
    return sorted(ScanLine.objects.values_list("counter", flat=True))  # type: ignore[arg-type]


def test_one_noted_that_was_met_before_is_counted_with_all_beside_it(
    database: dict[str, object], tmp_path: Path
) -> None:
    """As where another machine met it, or the filter lost its mark: the statement for new ones alone takes none then."""

    async def act(recorder: Recorder) -> None:
        await until(lambda: not recorder.away)
        await write(recorder, scan(1, b"a"))
        for counter, device in ((1, b"b"), (2, b"a"), (3, b"a")):
            note(recorder, scan(counter, device))
        again = await write(recorder, scan(2, b"c"))
        assert again is not None and again.sessions == 2

    during(database, tmp_path, act)
    assert dict(SeenCode.objects.values_list("counter", "sessions")) == {1: 2, 2: 2, 3: 1}
    assert lines() == [1, 1, 2, 2, 3]
    assert not Spool(tmp_path).holds_any


def test_each_answer_counts_its_own_scan_and_those_before(database: dict[str, object], tmp_path: Path) -> None:
    async def act(recorder: Recorder) -> None:
        await until(lambda: not recorder.away)
        devices = [b"a", b"b", b"a", b"c", b"b"]
        seen = await asyncio.gather(*(write(recorder, scan(1, device)) for device in devices))
        assert [one.sessions for one in seen if one] == [1, 2, 2, 3, 3], "at once, and still one after the other"
        again = await write(recorder, scan(1, b"d"))
        assert again is not None and again.sessions == 4

    during(database, tmp_path, act)
    row = SeenCode.objects.get()
    assert (row.sessions, row.scans, len(lines())) == (4, 6, 6)
    assert not Spool(tmp_path).holds_any


def test_scans_of_goods_without_a_code_share_a_batch(database: dict[str, object], tmp_path: Path) -> None:
    async def act(recorder: Recorder) -> None:
        await until(lambda: not recorder.away)
        for number in range(5):
            recorder.note(None, Scan(AT, f"/01/…?linkType={number}", "valid_shared", card_key="product:1").line())
        note(recorder, scan(1))
        assert [len(batch.lines) for batch in recorder._batches] == [6]

    during(database, tmp_path, act)
    assert sorted(ScanLine.objects.filter(counter=None).values_list("raw", flat=True)) == [
        f"/01/…?linkType={number}" for number in range(5)
    ]
    assert ScanLine.objects.count() == 6 and SeenCode.objects.get().counter == 1


def test_a_crawler_is_written_down_and_counts_for_nobody(database: dict[str, object], tmp_path: Path) -> None:
    async def act(recorder: Recorder) -> None:
        await until(lambda: not recorder.away)
        seen = await write(recorder, scan(1, None))
        assert seen is not None and seen.sessions == 1

    during(database, tmp_path, act)
    assert lines() == [1]
    assert not SeenCode.objects.exists()


def test_without_the_database_people_are_answered_and_their_scans_written_once_it_is_back(
    database: dict[str, object], tmp_path: Path
) -> None:
    async def act(recorder: Recorder) -> None:
        real, recorder._database = recorder._database, database | {"port": 1}
        assert await asyncio.gather(*(write(recorder, scan(number)) for number in range(5))) == [None] * 5
        assert Spool(tmp_path).holds_any
        recorder._database = real
        await until(lambda: not recorder.away)
        await until(lambda: not Spool(tmp_path).holds_any)

    during(database, tmp_path, act)
    assert lines() == [0, 1, 2, 3, 4]


def test_what_the_database_may_have_lost_when_it_fell_is_written_again_and_what_it_kept_is_not(
    database: dict[str, object], tmp_path: Path
) -> None:
    """An answer does not wait for its disk. Here it kept all; every batch is offered again and none is written twice."""

    async def act(recorder: Recorder) -> None:
        await until(lambda: not recorder.away)
        for number in range(4):
            assert await write(recorder, scan(number)) is not None
        with psycopg.connect(**database, autocommit=True) as other:  # type: ignore[arg-type]
            other.execute("SELECT pg_terminate_backend(%s)", [recorder._base.info.backend_pid])  # type: ignore[union-attr]
        assert await write(recorder, scan(9)) is None, "it fell under this one"
        await until(lambda: not recorder.away)
        await until(lambda: not Spool(tmp_path).holds_any)

    during(database, tmp_path, act)
    assert lines() == [0, 1, 2, 3, 9]
    assert {row.scans for row in SeenCode.objects.all()} == {1}


def test_one_the_database_never_took_is_written_from_what_is_held(database: dict[str, object], tmp_path: Path) -> None:
    async def act(recorder: Recorder) -> None:
        await until(lambda: not recorder.away)
        await write(recorder, scan(3))
        with psycopg.connect(**database, autocommit=True) as other:  # type: ignore[arg-type]
            other.execute("DELETE FROM resolver_scanline")  # as a crash before its disk would
            other.execute("DELETE FROM resolver_scanbatch")
            other.execute("SELECT pg_terminate_backend(%s)", [recorder._base.info.backend_pid])  # type: ignore[union-attr]
        await write(recorder, scan(4))
        await until(lambda: not recorder.away)
        await until(lambda: not Spool(tmp_path).holds_any)

    during(database, tmp_path, act)
    assert lines() == [3, 4]


def test_a_database_that_takes_nothing_is_away(database: dict[str, object], tmp_path: Path) -> None:
    async def act(recorder: Recorder) -> None:
        await until(lambda: not recorder.away)
        await recorder._base.execute("SET default_transaction_read_only = on")  # type: ignore[union-attr]
        assert await write(recorder, scan(1)) is None
        await until(lambda: not recorder.away)  # another connection may write
        await until(lambda: not Spool(tmp_path).holds_any)

    during(database, tmp_path, act)
    assert lines() == [1]


def test_a_database_that_says_nothing_is_not_waited_for_and_what_it_does_later_counts_once(
    database: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Frozen in the middle of a statement, it goes on with it once it moves again, and nobody hears of that."""
    asked: list[object] = []

    async def ask(*words: object, **named: object) -> None:
        asked.append(words)

    monkeypatch.setattr(module.Connection, "_try_cancel", ask)

    async def act(recorder: Recorder) -> None:
        await until(lambda: not recorder.away)
        with psycopg.connect(**database) as other:  # type: ignore[arg-type]
            other.execute("LOCK TABLE resolver_scanline")
            assert await write(recorder, scan(1)) is None
        await until(lambda: not recorder.away)
        await until(lambda: not Spool(tmp_path).holds_any)

    during(database, tmp_path, act)
    assert lines() == [1]
    assert not asked, "a frozen server does not hear that either, and would be waited for"


def test_a_busy_database_is_not_away_and_who_comes_meanwhile_is_answered_without_a_count(
    database: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "UNHURRIED", 30.0)

    async def act(recorder: Recorder) -> None:
        await until(lambda: not recorder.away)
        with psycopg.connect(**database) as other:  # type: ignore[arg-type]
            other.execute("LOCK TABLE resolver_scanline")
            note(recorder, scan(1))
            await until(lambda: not recorder._batches)  # on its way
            assert await write(recorder, scan(2)) is None
            assert not recorder.away
        seen = await write(recorder, scan(2, b"b"))
        assert seen is not None and seen.sessions == 2, "written all the same"

    during(database, tmp_path, act)
    assert lines() == [1, 2, 2]


def test_all_processes_of_a_day_have_one_key(database: dict[str, object], tmp_path: Path) -> None:
    keys = []

    async def act(recorder: Recorder) -> None:
        await until(lambda: not recorder.away)
        keys.append(dict(recorder._keys))

    during(database, tmp_path / "a", act)
    during(database, tmp_path / "b", act)
    assert keys[0] == keys[1] == {row.day: bytes(row.key) for row in DayKey.objects.all()}
    assert len(keys[0]) == 2, "tomorrow's too, so that midnight needs no question"


def test_what_nobody_waits_for_is_written_in_its_turn(database: dict[str, object], tmp_path: Path) -> None:
    async def act(recorder: Recorder) -> None:
        await until(lambda: not recorder.away)
        for number in range(700):
            note(recorder, scan(number))
        seen = await write(recorder, scan(3, b"b"))
        assert seen is not None and seen.sessions == 2, "the first, which nobody waited for, is counted before"

    during(database, tmp_path, act)
    assert lines() == sorted([*range(700), 3])
    assert not Spool(tmp_path).holds_any


def test_what_was_noted_is_on_the_disk_before_its_answer_leaves(database: dict[str, object], tmp_path: Path) -> None:
    """As a killed process leaves it: nothing was sent, nothing was closed."""

    async def act(recorder: Recorder) -> None:
        await until(lambda: not recorder.away)
        note(recorder, scan(5))
        [file] = tmp_path.glob("*.tsv")
        assert file.read_bytes().rstrip(b"\0").endswith(f"\t{scan(5).line()}\n".encode())

    during(database, tmp_path, act)


def test_a_disk_that_is_full_loses_no_answer_and_no_line_the_database_takes(
    database: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_about: object) -> None:
        raise OSError(28, "No space left on device")

    async def act(recorder: Recorder) -> None:
        await until(lambda: not recorder.away)
        monkeypatch.setattr("os.posix_fallocate", full)
        note(recorder, scan(1))
        assert await write(recorder, scan(2)) is not None

    during(database, tmp_path, act)
    assert lines() == [1, 2]
    assert "cannot be kept" in caplog.text


def test_a_line_no_database_takes_does_not_stand_before_the_others(
    database: dict[str, object], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Spool(tmp_path)
    kept.keep(uuid.UUID(int=1), [scan(1, verdict="x" * 400).line()])
    kept.keep(uuid.UUID(int=2), [scan(2).line()])

    async def act(recorder: Recorder) -> None:
        await until(lambda: not recorder.away)
        await until(lambda: not kept.holds_any)
        assert await write(recorder, scan(3, verdict="x" * 400)) is None
        assert await write(recorder, scan(4)) is not None, "and it is not taken for a fallen database"

    during(database, tmp_path, act)
    assert lines() == [2, 4]
    assert (tmp_path / "refused.tsv").read_text().count("\n") == 2
    assert "set aside" in caplog.text


def test_that_the_database_fell_is_known_before_somebody_waits(database: dict[str, object], tmp_path: Path) -> None:
    async def act(recorder: Recorder) -> None:
        await until(lambda: not recorder.away)
        with psycopg.connect(**database, autocommit=True) as other:  # type: ignore[arg-type]
            other.execute("SELECT pg_terminate_backend(%s)", [recorder._base.info.backend_pid])  # type: ignore[union-attr]
        await until(lambda: recorder.away)
        await until(lambda: not recorder.away)
        assert recorder.back_at > 0

    during(database, tmp_path, act)
