"""How often one network may do a thing (names.md 5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from txng.kernel.errors import TooMany
from txng.kernel.throttle import count, hit, network, network_of, refuse_over


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:0db8:0001:0002:ffff:ffff:ffff:ffff"),
        ("203.0.113.7", "::ffff:203.0.113.7"),
        ("fe80::1%eth0", "fe80::2"),
        (" 203.0.113.7 ", "203.0.113.7"),
    ],
)
def test_one_device_cannot_pass_for_several(one: str, other: str) -> None:
    assert network_of(one) == network_of(other) != ""


@pytest.mark.parametrize(("one", "other"), [("203.0.113.7", "203.0.113.8"), ("2001:db8:1:2::1", "2001:db8:1:3::1")])
def test_neighbours_are_counted_apart(one: str, other: str) -> None:
    assert network_of(one) != network_of(other)


@pytest.mark.parametrize("address", ["", "unix:", "203.0.113.7:8080", "x" * 5_000, "1.2.3"])
def test_an_address_that_is_none_falls_into_one_common_bucket(address: str) -> None:
    assert network_of(address) == ""


def test_a_header_of_the_client_does_not_choose_its_network() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert network(request) == "203.0.113.7"


def test_the_limit_is_allowed_and_the_next_one_refused_with_the_minutes_to_wait() -> None:
    for _ in range(5):
        hit("a", 5, 1_800)
    with pytest.raises(TooMany) as caught:
        hit("a", 5, 1_800)
    assert (caught.value.status, str(caught.value)) == (429, "Bạn gửi quá nhanh. Thử lại sau 30 phút.")
    hit("b", 5, 1_800)


def test_what_counts_only_when_it_goes_wrong_is_looked_at_without_counting() -> None:
    for _ in range(9):
        refuse_over("wrong", 2, 60)
    count("wrong", 60)
    refuse_over("wrong", 2, 60)
    count("wrong", 60)
    with pytest.raises(TooMany):
        refuse_over("wrong", 2, 60)


def test_the_window_began_with_the_first_and_is_not_made_longer_by_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    start = time.time()
    monkeypatch.setattr(time, "time", lambda: start)
    assert count("a", 60) == 1
    monkeypatch.setattr(time, "time", lambda: start + 59)
    assert count("a", 60) == 2
    monkeypatch.setattr(time, "time", lambda: start + 61)
    assert count("a", 60) == 1


def test_a_counter_that_ends_between_two_looks_starts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: Any, **_options: Any) -> int:
        raise ValueError("key not found")

    count("a", 60)
    monkeypatch.setattr(cache, "incr", gone)
    assert count("a", 60) == 1


def test_nobodys_address_stands_in_the_cache() -> None:
    count("dossier:203.0.113.7", 60)
    assert "203.0.113.7" not in repr(cache._cache)  # type: ignore[attr-defined]


def test_a_flood_of_other_networks_does_not_push_a_counter_out() -> None:
    """The cache of a process forgets at random when it is full; a rented block of addresses must not fill it."""
    for _ in range(5):
        count("registration:203.0.113.7", 1_800)
    for n in range(20_000):
        count(f"registration:2001:db8:0:{n:x}", 1_800)
    with pytest.raises(TooMany):
        hit("registration:203.0.113.7", 5, 1_800)
