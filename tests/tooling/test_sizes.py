"""What a daily run leaves to the proof, and how its workers share the rest."""

from __future__ import annotations

from pathlib import Path

from tests.order import dealt
from tests.sizes import Taken, one_of, share_of


def test_a_share_is_never_empty_and_the_same_every_time() -> None:
    for size in (1, 2, 3, 10):
        for name in ("a", "b", "c", "d"):
            share = share_of(range(size), 3, name)
            assert share and share == share_of(range(size), 3, name)
            assert one_of(range(size), name) in range(size)
    assert {one_of("xyz", str(n)) for n in range(20)} == set("xyz")
    assert {n for name in "abcdefgh" for n in share_of(range(9), 3, name)} == set(range(9))


def test_each_thing_is_taken_once_by_whoever_comes_first(tmp_path: Path) -> None:
    one, another = Taken(tmp_path / "run"), Taken(tmp_path / "run")
    assert ("form", "/a/") not in another
    assert one.take(("form", "/a/"))
    assert ("form", "/a/") in another
    assert not another.take(("form", "/a/"))
    assert another.take(("form", "/b/"))
    assert Taken(tmp_path / "next-run").take(("form", "/a/"))


def test_every_test_is_dealt_once_and_each_stretch_begins_with_slow_ones() -> None:
    tests = [f"{module}{number}" for module in "aSbTcU" for number in range(9)]  # too few for a quick one before
    for workers in (1, 2, 3, 4, 70):
        order = dealt(tests, workers, lambda test: test[0], lambda test: test[0].isupper())
        assert sorted(order) == sorted(tests), workers
    order = dealt(tests, 3, lambda test: test[0], lambda test: test[0].isupper())
    assert [order[start] for start in (0, 18, 36)] == ["S0", "T0", "U0"]
    assert dealt([], 3, str, bool) == []


def test_only_the_first_begins_with_a_slow_one_where_there_are_enough_quick_ones() -> None:
    tests = [f"{module}{number}" for module in "aSbTcU" for number in range(100)]
    order = dealt(tests, 3, lambda test: test[0], lambda test: test[0].isupper())
    assert sorted(order) == sorted(tests)
    assert order[0] == "S0"
    for begins in (200, 400):
        assert [test[0].isupper() for test in order[begins : begins + 110]] == [False] * 10 + [True] * 100
