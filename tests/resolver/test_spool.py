"""Scans kept aside: nothing is lost with the process that kept them, and nobody writes what another holds."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from txng.resolver import recording, tasks
from txng.resolver.models import ScanLine, SeenCode
from txng.resolver.scanlines import WRITE, Scan, arguments
from txng.resolver.spool import Segment, Spool

AT = make.AT.timestamp()


def scan(counter: int = 1, session: bytes | None = b"a", **fields: Any) -> Scan:
    return Scan(AT, "/01/…", "valid", tweak=8, version=1, counter=counter, session=session)._replace(**fields)


def kept(spool: Spool) -> list[tuple[uuid.UUID, list[str]]]:
    return list(spool.waiting())


def test_what_is_kept_comes_back_as_it_was_and_once(tmp_path: Path) -> None:
    token, other = uuid.uuid4(), uuid.uuid4()
    lines = [scan(province="Cần Thơ").line(), scan(2, None, lot_id=7, raw='/01/…"\\\n\t').line()]
    segment = Segment(tmp_path)
    for one, line in ((token, lines[0]), (other, lines[0]), (token, lines[1])):
        segment.add(f"{one.hex}\t{line}\n".encode())
    assert kept(Spool(tmp_path)) == [], "it is ours while we hold it"

    segment.let_go()
    assert kept(Spool(tmp_path)) == [(token, lines), (other, lines[:1])], "batch by batch"
    assert kept(Spool(tmp_path)) == []
    assert not Spool(tmp_path).holds_any


def test_a_segment_grows_with_what_it_is_given(tmp_path: Path) -> None:
    segment, line = Segment(tmp_path), scan(raw="/01/" + "9" * 200).line()
    for number in range(12_000):
        segment.add(f"{uuid.UUID(int=number % 3).hex}\t{line}\n".encode())
    segment.let_go()

    assert [(token.int, len(lines)) for token, lines in kept(Spool(tmp_path))] == [(0, 4_000), (1, 4_000), (2, 4_000)]


KEEP_AND_DIE = """
import os, pathlib, sys, uuid
from txng.resolver.scanlines import Scan
from txng.resolver.spool import Segment
line = Scan(1.0, "/01/…", "valid", 8, 1, 1, session=b"a").line()
Segment(pathlib.Path(sys.argv[1])).add(f"{uuid.UUID(int=1)}\\t{line}\\n".encode())
os.kill(os.getpid(), 9)
"""


def test_what_a_killed_process_kept_is_taken_over(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", KEEP_AND_DIE, str(tmp_path)], env=environment)

    assert done.returncode == -9
    assert kept(Spool(tmp_path)) == [(uuid.UUID(int=1), [scan()._replace(at=1.0).line()])]


def test_a_line_cut_off_by_the_end_of_its_process_costs_no_other(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Spool(tmp_path).keep(uuid.UUID(int=1), [scan().line()])
    [file] = tmp_path.iterdir()
    file.write_text(file.read_text() + "no token\tand no fields\n" + uuid.uuid4().hex + "\t1.0\t/01/")

    assert [token for token, _lines in kept(Spool(tmp_path))] == [uuid.UUID(int=1)]
    assert "cannot be read" in caplog.text
    assert "was cut off" in caplog.text


def test_a_writing_that_fails_half_way_leaves_the_rest_for_the_next(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    segment = Segment(tmp_path)
    for number in (1, 2):
        segment.add(f"{uuid.UUID(int=number)}\t{scan(number).line()}\n".encode())
    segment.let_go()
    for token, _lines in spool.waiting():
        assert token.int == 1
        break  # the database went away again

    assert [token.int for token, _lines in kept(Spool(tmp_path))] == [1, 2], "the first again, under its token"


@pytest.mark.django_db
def test_kept_scans_are_written_exactly_once_even_if_the_first_time_went_through(settings: Any, tmp_path: Path) -> None:
    settings.STATE_FOLDER = tmp_path
    token = uuid.uuid4()
    write(token, [scan(), scan(2)])  # it was written, only nobody heard so
    recording.spool().keep(token, [scan().line(), scan(2).line()])
    recording.spool().keep(uuid.uuid4(), [scan(3).line()])

    tasks.write_kept_scans(0)
    tasks.write_kept_scans(0)

    assert sorted(line.counter or 0 for line in ScanLine.objects.all()) == [1, 2, 3]
    assert [row.sessions for row in SeenCode.objects.all()] == [1, 1, 1]
    assert not recording.spool().holds_any


# --- what a code has seen -------------------------------------------------------------------------------------


def write(token: uuid.UUID, scans: list[Scan]) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(WRITE, arguments(token, [scan.line() for scan in scans], range(len(scans))))
        return cursor.fetchall()


@pytest.mark.django_db
@given(
    scans=st.lists(
        st.tuples(st.integers(1, 3), st.sampled_from([b"a", b"b", b"c", None]), st.sampled_from(["", "Cần Thơ"])),
        max_size=14,
    )
)
def test_a_code_knows_what_a_plain_count_of_its_scans_gives(scans: list[tuple[int, bytes | None, str]]) -> None:
    """The rule said a second time, plainly; and the answer to each scan counts that scan."""
    from django.db import transaction

    with transaction.atomic():
        known: dict[int, list[tuple[bytes, str]]] = {}
        for number, (counter, session, province) in enumerate(scans):
            seen = recording.write_down(scan(counter, session, province=province)._replace(at=AT + number))
            assert seen is not None
            before = known.setdefault(counter, [])
            if session is None:
                assert seen.sessions == len(before) + 1
                continue
            if session not in {one for one, _place in before}:
                before.append((session, province))
            assert seen.sessions == len(before)
            assert list(seen.provinces) == [place for _one, place in before]
            assert seen.first_province == before[0][1]
        rows = {row.counter: (row.sessions, row.scans) for row in SeenCode.objects.filter(tweak=8)}
        assert rows == {
            counter: (len(before), sum(1 for c, session, _p in scans if c == counter and session is not None))
            for counter, before in known.items()
            if before
        }
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_places_are_kept_for_as_many_sessions_as_the_copy_rule_may_need() -> None:
    for number in range(70):
        seen = recording.write_down(scan(1, number.to_bytes(2, "big"), province=str(number)))
    assert seen is not None

    assert seen.sessions == 70
    assert list(seen.provinces) == [str(number) for number in range(38, 70)]
    assert len(seen.days) == 32
    assert recording.write_down(scan(1, (6).to_bytes(2, "big"))).sessions == 70  # type: ignore[union-attr]
    assert len(SeenCode.objects.get().devices) == 64


@pytest.mark.django_db
def test_a_replayed_scan_older_than_the_first_is_the_first() -> None:
    recording.write_down(scan(1, b"a", province="Huế"))
    seen = recording.write_down(scan(1, b"b", province="Cần Thơ")._replace(at=AT - 86_400))

    assert seen is not None
    assert (seen.first_at, seen.first_province) == (make.AT - timedelta(days=1), "Cần Thơ")
