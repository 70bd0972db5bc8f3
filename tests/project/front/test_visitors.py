"""Who asks, told once from the headers: what is remembered is what would be found again, and goes with its day."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.project.front import visitors as module
from txng.project.front.place import Place
from txng.project.front.visitors import Visitor, Visitors

PHONE = {"host": "txng.example", "accept-language": "vi-VN,vi;q=0.9", "user-agent": "Chrome/140", "accept": "text/html"}
VALUES = {
    "host": st.sampled_from(["txng.example", "TXNG.example:8000", "other.example"]),
    "accept-language": st.sampled_from(["vi", "en-GB", ""]),
    "accept": st.sampled_from(["text/html", "application/json"]),
    "user-agent": st.sampled_from(["Chrome/140", "Firefox/140", "Googlebot/2.1"]),
    "accept-encoding": st.sampled_from(["gzip, br", "identity"]),
    "x-forwarded-for": st.sampled_from(["198.51.100.7", "203.0.113.9, 198.51.100.8", ""]),
    "x-forwarded-proto": st.sampled_from(["https", "http"]),
    "sec-purpose": st.just("prefetch"),
    "cookie": st.text("ab", max_size=3),
}


@dataclass
class Scope:
    headers: dict[str, str] = field(default_factory=lambda: dict(PHONE))
    client: str = "127.0.0.1:40000"
    scheme: str = "http"


def visitors(folder: Path) -> Visitors:
    place = Place(
        state=folder,
        province="can-tho",
        database={},
        hosts=frozenset(["txng.example", "[::1]"]),
        proxies=frozenset(["127.0.0.1"]),
    )
    found = Visitors(place)
    found.look(b"the key of the day")
    return found


@given(requests=st.lists(st.fixed_dictionaries({}, optional=VALUES), min_size=2, max_size=12))
def test_what_is_remembered_is_what_would_be_found_again(
    tmp_path_factory: pytest.TempPathFactory, requests: list[dict[str, str]]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    lasting = visitors(folder)
    for headers in [*requests, *requests]:
        scope = Scope(PHONE | headers, client=f"127.0.0.1:{40_000 + len(headers)}")
        assert lasting.of(scope) == visitors(folder).of(scope)
        lines = "\r\n".join(f"{name.title()}: {value}" for name, value in scope.headers.items())
        host = scope.client.rpartition(":")[0]
        assert lasting.of_lines(lines, scope.client, host) == lasting.of(scope), "read at our door as granian reads it"


def test_another_day_knows_nobody_of_the_day_before(tmp_path: Path) -> None:
    found = visitors(tmp_path)
    before, again = of(found), of(found)
    found.look(b"the key of tomorrow")

    assert before == again
    assert of(found).about != before.about


def test_a_new_list_of_networks_counts_for_those_who_were_here_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("txng.resolver.network_table.LOOK_AGAIN", 0.0)
    found, key = visitors(tmp_path), b"the key"
    found.look(key)
    unknown = of(found)
    (tmp_path / "networks.csv").write_text("127.0.0.0/8,Đồng Tháp\n", "utf-8")
    found.look(key)

    assert of(found).about == unknown.about + "Đồng Tháp"


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        *[("txng.example", True), ("TXNG.example:8000", True), ("[::1]:80", True), ("[::1]", True)],
        *[("other.example", False), ("", False), ("txng.example:80>; rel=x", False), ("txng.example:a", False)],
        *[("txng.example.other", False), ("[::1", False)],
    ],
)
def test_only_hosts_of_ours_are_answered_here(tmp_path: Path, host: str, ours: bool) -> None:
    assert (visitors(tmp_path).of(Scope(PHONE | {"host": host})) is not None) == ours


@pytest.mark.parametrize(
    ("headers", "reads"),
    [
        ({}, True),
        ({"accept-language": ""}, True),
        ({"accept-language": "en-GB"}, False),
        ({"accept": "application/json"}, False),
        ({"accept": "application/linkset+json"}, False),
    ],
)
def test_rs_18_readers_of_english_and_programs_are_known_though_the_page_here_is_not_theirs(
    tmp_path: Path, headers: dict[str, str], reads: bool
) -> None:
    visitor = visitors(tmp_path).of(Scope(PHONE | headers))

    assert visitor is not None and visitor.reads_page == reads


def test_neither_many_visitors_nor_long_headers_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 10)
    found = visitors(tmp_path)
    for number in range(35):
        assert found.of(Scope(PHONE | {"user-agent": f"Chrome/{number}"})) is not None
    assert found.of(Scope(PHONE | {"user-agent": "x" * 2_000})) is not None

    assert len(found._known) <= 10
    assert all(len(key[5] or "") < 2_000 for key in found._known)


def of(found: Visitors) -> Visitor:
    visitor = found.of(Scope())
    assert visitor is not None
    return visitor
