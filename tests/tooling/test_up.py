"""The supervisor, and what `up` shows."""

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import numpy
import pytest
import zxingcpp
from command import up, words
from command.up import Supervisor

EVERYWHERE = "0.0.0.0"  # noqa: S104
SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def supervisor() -> Any:
    made = Supervisor({})
    yield made
    made.stop()


def test_a_fallen_child_comes_back_and_waits_longer_each_time(
    supervisor: Supervisor, capsys: pytest.CaptureFixture[str]
) -> None:
    supervisor.start("web", [sys.executable, "-c", "raise SystemExit(4)"])
    child = supervisor.children[0]
    pauses = []
    for _ in range(3):
        child.process.wait()
        pauses.append(child.pause)
        supervisor._look_after(child)
        assert child.again_at > time.monotonic()
        child.again_at = time.monotonic()
        before = child.process.pid
        supervisor._look_after(child)
        assert child.process.pid != before
    assert pauses == [0.5, 1.0, 2.0]
    assert "web ended (4)" in capsys.readouterr().err


def test_the_wait_grows_no_longer_than_half_a_minute(supervisor: Supervisor) -> None:
    supervisor.start("web", [sys.executable, "-c", ""])
    child = supervisor.children[0]
    child.process.wait()
    child.pause = 29.0
    supervisor._look_after(child)
    assert child.pause == 30.0


def test_stopping_ends_children_and_their_children_even_deaf_ones(supervisor: Supervisor, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    family = (
        "import os, pathlib, signal, subprocess, sys, time\n"
        f"child = subprocess.Popen({SLEEP!r})\n"
        f"pathlib.Path({str(note)!r}).write_text(str(child.pid))\n"
        "time.sleep(600)\n"
    )
    supervisor.start("web", [sys.executable, "-c", family])
    supervisor.start("worker", SLEEP)
    deadline = time.monotonic() + 30
    while not (note.exists() and note.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    grandchild = int(note.read_text())
    supervisor.stop()
    assert [c.process.returncode for c in supervisor.children] == [-signal.SIGTERM] * 2
    deadline = time.monotonic() + 30
    while Path(f"/proc/{grandchild}").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_site_that_ends_before_its_first_answer_stops_the_start(supervisor: Supervisor) -> None:
    supervisor.start("web", [sys.executable, "-c", "raise SystemExit(1)"])
    supervisor.children[0].process.wait()
    with pytest.raises(up.Trouble, match="did not start"):
        supervisor.until_answering("http://127.0.0.1:9")
    assert supervisor.failed


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_on_loopback_no_phone_is_invited(host: str) -> None:
    assert up.reachable_at(host) == [host]


def test_on_every_network_the_machine_names_the_address_a_phone_can_use(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(up, "own_addresses", lambda: ["192.168.7.9"])
    assert up.reachable_at(EVERYWHERE) == ["127.0.0.1", "192.168.7.9"]
    assert "192.168.7.9" in up._allowed_hosts(up.reachable_at(EVERYWHERE))


def test_the_codes_are_those_of_the_standard() -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    given = {
        59: "287082",
        1111111109: "081804",
        1111111111: "050471",
        1234567890: "005924",
        20000000000: "353130",
    }
    assert {at: words.totp(secret, at) for at in given} == given


def test_the_terminal_code_can_be_read() -> None:
    url = "http://192.168.7.9:8000/01/08931234567891/21/7K3M9QX2P4VN8RTC"
    rows: list[list[int]] = []
    for line in words.half_blocks(url).splitlines():
        signs = line[2:]
        rows.append([255 if s in "█▀" else 0 for s in signs])
        rows.append([255 if s in "█▄" else 0 for s in signs])
    picture = numpy.kron(numpy.array(rows, dtype=numpy.uint8), numpy.ones((4, 4), dtype=numpy.uint8))
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [url]


def test_the_welcome_names_address_logins_second_factor_and_a_scan(
    capsys: pytest.CaptureFixture[str],
) -> None:
    officer = {
        "key": "mai",
        "login": "mai",
        "password": "mat khau dai",
        "name": "Chị Mai",
        "role": "operator",
    }
    officer |= {"organisation": "Sở", "totp_secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"}
    words.welcome("http://127.0.0.1:8000", "p", {"users": [officer], "scan": {"valid": "/t/ABC"}})
    said = capsys.readouterr().out
    for part in ("http://127.0.0.1:8000/", "mat khau dai", "Chị Mai", officer["totp_secret"], "8000/t/ABC"):
        assert part in said


def test_static_files_are_collected_again_only_when_one_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "src" / "txng" / "ui" / "static"
    folder.mkdir(parents=True)
    (tmp_path / "requirements.txt").touch()
    (folder / "a.css").write_text("a")
    state = tmp_path / "state"
    state.mkdir()
    runs: list[list[str]] = []
    monkeypatch.setattr(up, "REPOSITORY", tmp_path)
    monkeypatch.setattr(up.site, "django", lambda asked, env: runs.append(asked) or 0)
    up.collect_static(state, {})
    up.collect_static(state, {})
    assert len(runs) == 1
    (folder / "a.css").write_text("b and more")
    up.collect_static(state, {})
    assert len(runs) == 2


def test_only_one_up_runs_for_a_state_and_a_killed_one_blocks_nobody(tmp_path: Path) -> None:
    with up.site.only_one(tmp_path) as first, up.site.only_one(tmp_path) as second:
        assert (first, second) == (True, False)
    (tmp_path / "run.json").write_text(f'{{"pid": {os.getpid()}}}')
    assert up.site.running(tmp_path) is None
