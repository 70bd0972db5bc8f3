from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from txng.stamps.serials import KeyFileRefused, NoKey, create_key, issue, load_key_ring, open_serial


def test_the_first_key_makes_a_ring_and_the_next_becomes_the_newest(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    assert create_key(folder) == 1
    old = issue(load_key_ring(folder), 1, 0, 7, 1)[0]
    assert create_key(folder) == 2
    ring = load_key_ring(folder)
    assert ring.versions == (2, 1)
    assert open_serial(ring, old, 0) == (1, 7)


def test_a_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    create_key(folder)
    assert stat.S_IMODE((folder / "serial-1.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == ["serial-1.key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660])
def test_a_key_that_others_could_read_or_write_is_refused(tmp_path: Path, mode: int) -> None:
    create_key(tmp_path)
    (tmp_path / "serial-1.key").chmod(mode)
    with pytest.raises(KeyFileRefused, match="chmod 600"):
        load_key_ring(tmp_path)


def test_a_linked_file_is_refused(tmp_path: Path) -> None:
    create_key(tmp_path / "a")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "serial-1.key").symlink_to(tmp_path / "a" / "serial-1.key")
    with pytest.raises(OSError):
        load_key_ring(tmp_path / "b")


@pytest.mark.parametrize("text", ["", "abc", "G" * 64, "0" * 63, "0" * 66])
def test_a_file_that_holds_no_key_is_refused_without_showing_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "serial-3.key"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(KeyFileRefused) as refused:
        load_key_ring(tmp_path)
    assert not text or text not in str(refused.value)


def test_without_a_key_nothing_is_made_up(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(NoKey):
            load_key_ring(folder)


def test_two_starts_at_once_make_two_keys_and_overwrite_none(tmp_path: Path) -> None:
    made: list[int] = []
    threads = [threading.Thread(target=lambda: made.append(create_key(tmp_path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == list(range(1, 9))
    assert len({path.read_text() for path in tmp_path.iterdir()}) == 8


def test_the_number_of_a_withdrawn_version_is_never_given_again(tmp_path: Path) -> None:
    create_key(tmp_path)
    create_key(tmp_path)
    os.rename(tmp_path / "serial-2.key", tmp_path / "serial-2.withdrawn")
    assert load_key_ring(tmp_path).versions == (1,)
    assert create_key(tmp_path) == 3
    assert create_key(tmp_path, above=9) == 10
