"""Counting (names.md 5): one device on one Vietnamese day is one session, and machines are none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client, RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests import make
from tests.resolver import kit
from tests.resolver.conftest import Goods
from tests.resolver.test_scan import PHONE, get, text
from txng.kernel.throttle import network_of
from txng.resolver import actions, sessions
from txng.resolver.models import DayKey, ScanLine, SeenCode
from txng.resolver.recording import write_down
from txng.resolver.scanlines import Scan

agents = st.sampled_from(["Chrome", "Safari", "Zalo android/2412 Chrome", ""])
addresses = st.sampled_from(
    ["203.0.113.7", "203.0.113.8", "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"]
)
hours = st.integers(0, 71)
MONDAY = datetime(2026, 9, 20, 17, 0, tzinfo=UTC)  # 00:00 on 21/09/2026 in Việt Nam


def network(address: str) -> str:
    """Said again, more plainly: an IPv6 customer is the first four groups."""
    return ":".join(address.split(":")[:4]) if ":" in address else address


class Counting(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(visits=st.lists(st.tuples(hours, addresses, agents), min_size=1, max_size=12))
    def test_sessions_are_distinct_devices_and_days(self, visits: list[tuple[int, str, str]]) -> None:
        sessions.forget_keys()
        marks = set()
        for hour, address, agent in visits:
            request = RequestFactory().get("/", REMOTE_ADDR=address, HTTP_USER_AGENT=agent)
            found = sessions.visit(request, MONDAY + timedelta(hours=hour))
            assert found.counts
            marks.add(found.session)

        assert len(marks) == len({(hour // 24, network(address), agent) for hour, address, agent in visits})


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2::1", "2001:0db8:0001:0002"),
        ("fe80::1%eth0", "fe80:0000:0000:0000"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_a_network_is_an_address_or_the_half_of_it_a_customer_owns(address: str, found: str) -> None:
    assert network_of(address) == found


@pytest.mark.django_db
def test_the_same_device_on_the_same_day_does_not_raise_the_count(client: Client, goods: Goods) -> None:
    path = kit.path(goods.batch)
    for _ in range(3):
        assert "lần quét đầu tiên" in text(get(client, path))

    assert "Đã quét 2 lần. Lần đầu: 09:30, 21/09/2026." in text(get(client, path, REMOTE_ADDR="203.0.113.9"))
    assert "Số lần quét 2" in text(get(client, path, REMOTE_ADDR="203.0.113.9"))
    assert "Đã quét 3 lần" in text(get(client, path, HTTP_USER_AGENT="another telephone"))
    assert ScanLine.objects.count() == 6  # every scan is kept, counted or not


@pytest.mark.django_db
@pytest.mark.parametrize(
    "machine",
    [
        {"HTTP_PURPOSE": "prefetch"},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_X_MOZ": "prefetch"},
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"HTTP_USER_AGENT": "facebookexternalhit/1.1"},
        {"HTTP_USER_AGENT": "curl/8.5.0"},
    ],
)
def test_machines_are_written_down_but_not_counted(client: Client, goods: Goods, machine: dict[str, str]) -> None:
    path = kit.path(goods.batch)
    get(client, path, REMOTE_ADDR="203.0.113.99", **machine)

    assert ScanLine.objects.get().session is None
    assert "lần quét đầu tiên" in text(get(client, path))


@pytest.mark.django_db
def test_asking_for_the_head_is_written_down_but_not_counted(client: Client, goods: Goods) -> None:
    path = kit.path(goods.batch)
    assert client.head(path, **PHONE).status_code == 200

    assert ScanLine.objects.get().session is None
    assert "lần quét đầu tiên" in text(get(client, path))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (Linux; Android 14; SM-A245F) AppleWebKit/537.36 Chrome/140 Mobile Zalo android/2412",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 [FBAN/FBIOS;FBAV/500.0]",
        "Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36",
    ],
)
def test_people_in_the_browsers_of_zalo_and_facebook_count(client: Client, goods: Goods, agent: str) -> None:
    get(client, kit.path(goods.batch), HTTP_USER_AGENT=agent)

    assert ScanLine.objects.get().session is not None


@pytest.mark.django_db
def test_trials_before_the_stamp_was_put_to_use_are_no_scan_of_a_buyer(client: Client, goods: Goods) -> None:
    batch = kit.batch(goods.product)
    get(client, kit.path(batch), REMOTE_ADDR="203.0.113.50")
    kit.activate(batch, goods.lot)

    assert "lần quét đầu tiên" in text(get(client, kit.path(batch)))


@pytest.mark.django_db
def test_a_day_has_one_key_and_it_is_destroyed_when_two_days_are_over() -> None:
    day = date(2026, 9, 21)
    key = sessions.key_of(day)
    sessions.forget_keys()
    assert sessions.key_of(day) == key
    sessions.key_of(day + timedelta(days=1))

    actions.destroy_day_keys(at=MONDAY + timedelta(hours=47))
    assert DayKey.objects.count() == 2
    actions.destroy_day_keys(at=MONDAY + timedelta(hours=49))
    assert [row.day for row in DayKey.objects.all()] == [day + timedelta(days=1)]
    sessions.forget_keys()
    assert sessions.key_of(day) != key


@pytest.mark.django_db
def test_scans_past_their_time_are_deleted_and_the_others_stay() -> None:
    for counter, days in enumerate((731, 729)):
        at = (make.AT - timedelta(days=days)).timestamp()
        write_down(Scan(at, "x", "valid", tweak=1, version=1, counter=counter, session=b"a", province="Cần Thơ"))

    assert actions.delete_old_scans(at=make.AT) == 1
    assert ScanLine.objects.count() == 1
    old, younger = SeenCode.objects.order_by("counter")
    assert (old.sessions, old.days, old.provinces, old.devices) == (1, [], [], []), "how often stays, where does not"
    assert younger.provinces == ["Cần Thơ"]
