"""Keys that lie in a file, made by whoever starts first."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from txng.kernel import secrets
from txng.kernel.secrets import secret_from_file


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "web.key"
    made = secret_from_file(path)
    assert secret_from_file(path) == made == path.read_text()
    assert len(made) == 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_two_places_have_two_secrets(tmp_path: Path) -> None:
    assert secret_from_file(tmp_path / "a") != secret_from_file(tmp_path / "b")


def test_an_existing_secret_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "web.key"
    path.write_text("set by hand\n")
    assert secret_from_file(path) == "set by hand"


def test_many_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    path, gate = tmp_path / "web.key", threading.Barrier(16)
    found: list[str] = []

    def start() -> None:
        gate.wait(30)
        found.append(secret_from_file(path))

    threads = [threading.Thread(target=start) for _ in range(16)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert len(found) == 16
    assert set(found) == {path.read_text()}
    assert [p.name for p in tmp_path.iterdir()] == ["web.key"]


def test_whoever_is_interrupted_while_making_one_leaves_no_empty_key_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty file would be everybody's secret, or nobody could start any more."""
    path = tmp_path / "web.key"

    def interrupted(_size: int) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(secrets.secrets, "token_hex", interrupted)
        with pytest.raises(KeyboardInterrupt):
            secret_from_file(path)
    assert len(secret_from_file(path)) == 64


def test_the_slower_of_two_reads_the_whole_key_of_the_faster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The faster one is stopped by the scheduler at its worst moment: between making the file and filling it."""
    path, worst, go_on = tmp_path / "web.key", threading.Event(), threading.Event()
    real = secrets.secrets.token_hex
    found: list[str] = []

    def slowly(size: int) -> str:
        if threading.current_thread().name == "faster":
            worst.set()
            go_on.wait(30)
        return real(size)

    monkeypatch.setattr(secrets.secrets, "token_hex", slowly)
    faster = threading.Thread(target=lambda: found.append(secret_from_file(path)), name="faster")
    faster.start()
    assert worst.wait(30)
    try:
        found.append(secret_from_file(path))
    finally:
        go_on.set()
        faster.join(30)
    assert len(set(found)) == 1
    assert found == [path.read_text()] * 2


def test_an_empty_key_is_an_error_and_not_a_key(tmp_path: Path) -> None:
    path = tmp_path / "web.key"
    path.touch(mode=0o600)
    with pytest.raises(RuntimeError, match="is empty"):
        secret_from_file(path)
    assert os.path.getsize(path) == 0
