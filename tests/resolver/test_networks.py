"""The province of an address: from the installation's own list, nothing finer, nothing guessed."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from txng.kernel.errors import RuleBroken
from txng.resolver import networks
from txng.resolver.network_table import build

PROVINCES = ["Thành phố Cần Thơ", "Tỉnh Đồng Tháp", "Thành phố Hà Nội"]
LINES = """network,province
203.0.113.0/24,Thành phố Cần Thơ
203.0.113.128/25,Đồng Tháp
198.51.100.0/24,Hà Nội
2001:db8:1::/48,Cần Thơ
2001:db8:1:8000::/49,Hà Nội
"""


@pytest.fixture
def state(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.STATE_FOLDER = tmp_path
    networks.forget()
    yield tmp_path
    networks.forget()


def load(folder: Path, text: str = LINES) -> networks.Loaded:
    source = folder / "danh-sach.csv"
    source.write_text(text, "utf-8")
    return networks.load(source, PROVINCES, make.AT)


@pytest.mark.parametrize(
    ("address", "province"),
    [
        ("203.0.113.0", "Cần Thơ"),
        ("203.0.113.127", "Cần Thơ"),
        ("203.0.113.128", "Đồng Tháp"),
        ("203.0.113.255", "Đồng Tháp"),
        ("203.0.114.0", ""),
        ("203.0.112.255", ""),
        ("1.1.1.1", ""),
        ("198.51.100.7", "Hà Nội"),
        ("::ffff:198.51.100.7", "Hà Nội"),
        ("2001:db8:1::5", "Cần Thơ"),
        ("2001:db8:1:9::5", "Cần Thơ"),
        ("2001:db8:1:ffff::5", "Hà Nội"),
        ("2001:db8:2::", ""),
        ("fe80::1%eth0", ""),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_the_narrowest_network_that_holds_an_address_says_its_province(
    state: Path, address: str, province: str
) -> None:
    load(state)

    assert networks.province_of(address) == province


def test_without_a_list_every_place_is_unknown(state: Path) -> None:
    assert networks.province_of("203.0.113.7") == ""
    assert networks.loaded() is None


def test_what_is_loaded_says_where_it_came_from(state: Path) -> None:
    found = load(state)

    assert networks.loaded() == found
    assert (found.source, found.networks, len(found.sha256)) == ("danh-sach.csv", 5, 64)


def test_a_new_list_takes_the_place_of_the_old_one(state: Path) -> None:
    load(state)
    load(state, "203.0.113.0/24,Hà Nội\n")

    assert networks.province_of("203.0.113.200") == "Hà Nội"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("203.0.113.0/24,Atlantis\n", "no province"),
        ("203.0.113.9/24,Hà Nội\n", "no network"),
        ("hôm qua,Hà Nội\n", "no network"),
        ("2001:db8::/65,Hà Nội\n", "finer than /64"),
        ("network,province\n", "no network"),
    ],
)
def test_a_doubtful_list_is_refused_whole_and_the_old_one_stays(state: Path, text: str, why: str) -> None:
    load(state)

    with pytest.raises(RuleBroken, match=why):
        load(state, text)
    assert networks.province_of("203.0.113.7") == "Cần Thơ"


@pytest.mark.django_db
def test_the_command_loads_and_says_what_is_loaded(state: Path, organisations: Any, capsys: Any) -> None:
    call_command("load_networks")
    assert "No list of networks" in capsys.readouterr().out

    source = state / "mang.csv"
    source.write_text("203.0.113.0/24,Cần Thơ\n", "utf-8")
    call_command("load_networks", str(source))
    said = capsys.readouterr().out
    assert "1 networks of mang.csv" in said and "sha256 " in said
    source.write_text("một hàng\n", "utf-8")
    with pytest.raises(CommandError):
        call_command("load_networks", str(source))


NETS = st.lists(
    st.tuples(st.integers(0, 2**12 - 1), st.integers(20, 32), st.sampled_from(["A", "B", "C"])), max_size=12
)


@given(NETS, st.integers(0, 2**12 - 1))
def test_the_arrays_answer_as_looking_through_all_networks_does(nets: Any, low: int) -> None:
    base = int(ip_address("203.0.112.0")) & ~0xFFF
    rows = {ip_network((base + at, bits), strict=False): name for at, bits, name in nets}
    address = ip_address(base + low)
    holding = sorted((net for net in rows if address in net), key=lambda net: net.prefixlen)

    assert build(rows.items()).province_of(str(address)) == (rows[holding[-1]] if holding else "")
