"""What is packed for a browser to fetch, under a file's own name and under the one with its fingerprint."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest

from txng.project.statics import Storage

RULES = b".tx-page { margin: 0; padding: 0; }\n" * 200


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    for name, said in {"a.css": RULES, "a.0123.css": RULES, "b.css": RULES + b"b {}", "a.js": RULES}.items():
        (tmp_path / name).write_bytes(said)
    return Storage(location=tmp_path)


def test_every_file_is_packed_both_ways_and_unpacks_to_itself(storage: Storage, tmp_path: Path) -> None:
    names = ["a.css", "a.0123.css", "b.css", "a.js"]
    packed = sorted(storage.compress_files(names))
    assert packed == sorted((name, name + end) for name in names for end in (".br", ".gz"))
    for name in names:
        said = (tmp_path / name).read_bytes()
        assert brotli.decompress((tmp_path / f"{name}.br").read_bytes()) == said
        assert gzip.decompress((tmp_path / f"{name}.gz").read_bytes()) == said


def test_what_says_the_same_is_packed_once(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    packed: list[bytes] = []
    compress = brotli.compress
    monkeypatch.setattr("whitenoise.compress.brotli.compress", lambda said: packed.append(said) or compress(said))
    list(storage.compress_files(["a.css", "a.0123.css", "b.css"]))
    assert sorted(packed) == sorted([RULES, RULES + b"b {}"])
