"""The front door sends people on as Django does, header by header, and writes the same line; all else it leaves to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests import make
from tests.claims.stamps import resolving
from tests.project.front.test_same_answer import vary
from tests.resolver import kit
from tests.resolver.conftest import Goods, clock, goods
from txng.access import Actor
from txng.access.actors import system
from txng.project.front.place import Place
from txng.project.front.redirects import Redirect, Redirects
from txng.project.front.scans import Scans
from txng.registry.models import Establishment
from txng.resolver import actions, recording, sessions
from txng.resolver.card_store import Keeper, place
from txng.resolver.following import Follower
from txng.resolver.links.vocabulary import NAMESPACE

__all__ = ["clock", "goods"]
pytestmark = pytest.mark.django_db

PATH = f"/01/{kit.GTIN}"
LOT = f"{PATH}/10/L26A0917"
SHOPS = "linkType=gs1:hasRetailers"
PHONE = {
    "host": "testserver",
    "accept-language": "vi-VN,vi;q=0.9",
    "user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/140",
    "accept": "text/html,*/*;q=0.8",
}


@dataclass
class Scope:
    path: str
    query_string: str
    headers: dict[str, str]
    method: str = "GET"
    client: str = "127.0.0.1:40000"
    scheme: str = "http"


@dataclass
class Recorder:
    """What the door asks of the one who writes scans down."""

    away: bool = False
    is_behind: bool = False
    back_at: float = 0.0
    day_key: Callable[[Any], bytes] = field(default=sessions.key_of)


class Site:
    """One machine: its store, a door that reads it, and Django."""

    def __init__(self, folder: Path, client: Client, database: dict[str, Any] | None = None) -> None:
        self.client, self.recorder = client, Recorder()
        self.keeper = Keeper(place(folder, settings.TXNG_PROVINCE))
        self.follower = Follower(database or {}, self.keeper)
        hosts = frozenset(["testserver"])
        here = Place(state=folder, province=settings.TXNG_PROVINCE, database={}, hosts=hosts, proxies=frozenset())
        (folder / "run").mkdir()
        self.door = Redirects(Scans(here, self.recorder))  # type: ignore[arg-type]

    def follow(self) -> None:
        """Within the test's transaction."""
        connection.ensure_connection()
        self.follower._base = connection.connection
        self.follower._copy_all(connection.connection)
        self.follower.begin()
        while self.follower.draw(50):
            pass

    def by_the_door(self, address: str, method: str = "GET", **headers: str) -> Redirect | None:
        self.keeper.alive()
        self.door.scans.looked = 0.0
        path, _mark, query = address.partition("?")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.door.find(Scope(path, query, PHONE | named, method))

    def by_django(self, address: str, method: str = "GET", **headers: str) -> tuple[Any, str]:
        """The answer, and the line that was written."""
        named = {name.replace("-", "_").upper(): value for name, value in (PHONE | headers).items()}
        written: list[str] = []
        real = recording.write_down

        def write_down(scan: Any, token: Any) -> Any:
            written.append(scan.line())
            return real(scan, token)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(recording, "write_down", write_down)
            answer = self.client.generic(method, address, **{f"HTTP_{name}": value for name, value in named.items()})
        return answer, "".join(written)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """All stand at the time of the tests' scans."""
    monkeypatch.setattr("txng.project.front.scans.time", SimpleNamespace(time=make.AT.timestamp))
    monkeypatch.setattr("txng.resolver.following.vietnamese_today", lambda: make.TODAY)
    monkeypatch.setattr("txng.resolver.links.answers.today", lambda: make.TODAY)


@pytest.fixture
def site(clocks: None, goods: Goods, tmp_path: Path, client: Client) -> Iterator[Site]:
    found = Site(tmp_path, client)
    yield found
    found.keeper.close()


def load(path: str, *links: dict[str, Any], kind: str = "hasRetailers") -> None:
    said = {
        "anchor": f"https://txng.example{path}",
        f"{NAMESPACE}{kind}": [{"title": "Nơi bán", **one} for one in links],
    }
    actions.load_linkset(actor=system(), data=json.dumps({"linkset": [said]}).encode(), at=make.AT)


def same(site: Site, address: str, method: str = "GET", **headers: str) -> str:
    """Where both lead."""
    sent = site.by_the_door(address, method, **headers)
    answer, line = site.by_django(address, method, **headers)
    assert answer.status_code == 307, "the test asks for a redirect"
    assert sent is not None, "the door leaves this to Django"
    ours, theirs = dict(sent.headers), {name.lower(): value for name, value in answer.items()}
    assert len(ours) == len(sent.headers), "each header once"
    assert {name: vary(value) for name, value in ours.items()} == {name: vary(v) for name, v in theirs.items()}
    assert (ours["location"], ours["link"]) == (theirs["location"], theirs["link"])
    assert answer.content == b""
    assert sent.line == line
    return ours["location"]


def left_to_django(site: Site, address: str, status: int, method: str = "GET", **headers: str) -> None:
    assert site.by_the_door(address, method, **headers) is None
    assert site.by_django(address, method, **headers)[0].status_code == status


# --- the door answers ---------------------------------------------------------------------------------------


def test_rs_06_a_product_and_a_lot_with_a_link_of_its_own_lead_there(site: Site) -> None:
    load(PATH, {"href": "https://cho.example.vn/ri6"})
    load(LOT, {"href": "https://cho.example.vn/lo"})
    site.follow()

    assert same(site, f"{PATH}?{SHOPS}") == "https://cho.example.vn/ri6"
    assert same(site, f"{LOT}?{SHOPS}") == "https://cho.example.vn/lo"


def test_rs_06_a_lot_without_such_a_link_leads_where_its_product_does(site: Site) -> None:
    load(PATH, {"href": "https://cho.example.vn/ri6"})
    load(LOT, {"href": "https://hoi.example.vn/"}, kind="support")
    site.follow()

    assert same(site, f"{LOT}?{SHOPS}") == "https://cho.example.vn/ri6"
    assert same(site, f"{LOT}?linkType=gs1:support") == "https://hoi.example.vn/"


def test_rs_06_what_was_loaded_before_the_goods_became_ours_is_nearer_or_further_as_ever(
    site: Site, organisations: Any
) -> None:
    gtin = "08938505970028"
    load(f"/01/{gtin}", {"href": "https://cho.example.vn/"})
    load(f"/01/{gtin}/10/L1", {"href": "https://cho.example.vn/lo"})
    product = make.product(organisations.lanh, "Xoài", gtin=gtin)
    for number in ("L1", "L2"):
        make.lot(product, number, complete=True, on_sale_since=make.AT)
    kit.cards.rebuild_product(product.pk)
    site.follow()

    assert same(site, f"/01/{gtin}/10/L1?{SHOPS}") == "https://cho.example.vn/lo"
    assert same(site, f"/01/{gtin}/10/L2?{SHOPS}") == "https://cho.example.vn/"


@pytest.mark.parametrize(
    "headers",
    [
        *(
            {"accept-language": said}
            for said in ("vi-VN,vi;q=0.9", "en", "en-GB;q=0.5,vi;q=0.4", "fr", "de,*", "", "ja")
        ),
        *({"accept": said} for said in ("application/json", "text/html;q=0.1,application/json", "video/mp4", "*/*")),
        {"accept": "application/linkset+json"},
        {"user-agent": "Googlebot/2.1"},
        {"sec-purpose": "prefetch"},
        {"cookie": "sessionid=abc; django_language=en"},
        {"accept-encoding": "gzip", "if-none-match": '"a"', "range": "bytes=0-1"},
        {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9"},
    ],
    ids=str,
)
def test_rs_18_rs_06_language_and_kind_of_file_are_chosen_alike_for_every_reader_and_program(
    site: Site, headers: dict[str, str]
) -> None:
    load(
        PATH,
        {"href": "https://a.example/vi", "hreflang": ["vi"], "type": "text/html"},
        {"href": "https://a.example/en", "hreflang": ["en"], "type": "text/html"},
        {"href": "https://a.example/vi.json", "hreflang": ["vi"], "type": "application/json"},
    )
    site.follow()
    for path in (PATH, LOT):
        same(site, f"{path}?{SHOPS}", **headers)


def test_rs_18_an_english_phone_is_led_to_the_english_page(site: Site) -> None:
    load(
        PATH, {"href": "https://a.example/vi", "hreflang": ["vi"]}, {"href": "https://a.example/en", "hreflang": ["en"]}
    )
    site.follow()

    assert same(site, f"{PATH}?{SHOPS}", **{"accept-language": "en-GB,en"}) == "https://a.example/en"
    assert same(site, f"{PATH}?{SHOPS}") == "https://a.example/vi"


def test_rs_06_a_context_asked_for_is_met(site: Site) -> None:
    load(PATH, {"href": "https://a.example/VN", "context": ["VN"]}, {"href": "https://a.example/JP", "context": ["JP"]})
    site.follow()

    assert same(site, f"{PATH}?{SHOPS}&context=JP") == "https://a.example/JP"
    assert same(site, f"{PATH}?context=V%4E&{SHOPS}") == "https://a.example/VN"


AWKWARD = [
    "utm_source=zalo", "a=1&b=2", "=x", "a", "a=", "&&a=1&", "u=https://evil.example/", "u=//evil.example", "x=%0d%0aY:1",
    "x=%E1%BA%A5", "x=%", "x=%zz", "a=1+2", "CONTEXT=x", "LinkType=gs1:pip", "a?b=c", "q='(!*)'", "x=$,:@/?", "~=-._",
    "%6cinkType=gs1:pip",
]  # fmt: skip


@pytest.mark.parametrize("query", AWKWARD)
@pytest.mark.parametrize(
    "href", ["https://a.example/", "https://a.example/?x=1#y", "https://a.example/?", "https://a.example/#z"]
)
def test_rs_21_whatever_stands_in_the_query_goes_along_alike(site: Site, query: str, href: str) -> None:
    load(PATH, {"href": href})
    load(LOT, {"href": "https://b.example/", "fwqs": False})
    site.follow()
    for asked in (f"{SHOPS}&{query}", f"{query}&{SHOPS}"):
        for path in (PATH, LOT):
            if site.by_django(f"{path}?{asked}")[0].status_code == 307:
                same(site, f"{path}?{asked}")
            else:
                assert site.by_the_door(f"{path}?{asked}") is None


def test_rs_21_of_hostile_addresses_too_none_is_answered_otherwise_than_by_django(site: Site) -> None:
    load(PATH, {"href": "https://a.example/?x=1#y"})
    load(LOT, {"href": "https://b.example/"}, kind="instructions")
    site.follow()
    sent = [address for address in resolving.hostile([PATH, LOT], 1000) if site.by_the_door(address) is not None]

    assert len(sent) > 50
    for address in sent:
        assert same(site, address).startswith(("https://a.example/?x=1", "https://b.example/"))


def test_rs_03_a_head_is_answered_alike_and_counts_for_no_visitor(site: Site) -> None:
    load(PATH, {"href": "https://cho.example.vn/"})
    site.follow()

    same(site, f"{PATH}?{SHOPS}", "HEAD")
    sent = site.by_the_door(f"{PATH}?{SHOPS}", "HEAD")
    assert sent is not None and sent.line.endswith("\t\t")


@pytest.mark.parametrize(
    "spelling",
    [
        "linktype=gs1:hasRetailers",
        *(f"linkType={quote(f'{base}hasRetailers', safe='')}" for base in (NAMESPACE, "http://www.gs1.org/voc/")),
        "linkType=https://gs1.org/voc/hasRetailers",
        "linktype=gs1:pip&linkType=gs1:hasRetailers",
        "linkType=gs1:pip&linkType=gs1:hasRetailers",
    ],
)
def test_rs_19_the_type_may_be_spelled_in_every_way(site: Site, spelling: str) -> None:
    load(PATH, {"href": "https://cho.example.vn/"})
    site.follow()

    assert same(site, f"{PATH}?{spelling}") == "https://cho.example.vn/"


def test_rs_06_a_link_leads_somewhere_from_its_first_day_to_its_last(site: Site, lanh: Actor, goods: Goods) -> None:
    day = timedelta(days=1)
    spans = [
        (None, make.TODAY - day),
        (make.TODAY + day, None),
        (make.TODAY, make.TODAY),
        (make.TODAY + day, make.TODAY + day),
    ]
    for number, (first, last) in enumerate(spans):
        for lot in (None, goods.lot.pk):
            where = "https://cho.example.vn/lo" if lot else "https://cho.example.vn/"
            if lot is None or number != 2:  # nothing of the lot's own leads anywhere today
                actions.add_link(
                    actor=lanh, product_id=goods.product.pk, link_type="gs1:hasRetailers", href=f"{where}{number}",
                    title="Nơi bán", at=make.AT, lot_id=lot, active_from=first, active_to=last,
                )  # fmt: skip
    site.follow()

    assert same(site, f"{PATH}?{SHOPS}") == "https://cho.example.vn/2"
    assert same(site, f"{LOT}?{SHOPS}") == "https://cho.example.vn/2"


def test_rs_22_goods_of_a_paused_producer_are_linked_and_written_down_as_such(site: Site, goods: Goods) -> None:
    load(PATH, {"href": "https://cho.example.vn/"})
    Establishment.objects.filter(pk=goods.establishment.pk).update(paused_on=make.TODAY)
    kit.cards.rebuild_product(goods.product.pk)
    site.follow()
    same(site, f"{PATH}?{SHOPS}")
    same(site, f"{LOT}?{SHOPS}")
    sent = site.by_the_door(f"{LOT}?{SHOPS}")

    assert sent is not None and "\tpaused\t" in sent.line


# --- Django answers -----------------------------------------------------------------------------------------


OWN = ("defaultLink", "pip", "traceability", "recallStatus")


def test_rs_05_what_our_own_pages_answer_is_left_to_them(site: Site) -> None:
    for kind in OWN[1:]:
        load(PATH, {"href": "https://cho.example.vn/"}, kind=kind)
        site.follow()
        assert site.by_the_door(f"{PATH}?linkType=gs1:{kind}") is None, kind
        load(PATH, kind=kind)
    load(PATH, {"href": "https://cho.example.vn/"})
    site.follow()
    for kind in OWN:
        left_to_django(site, f"{PATH}?linkType=gs1:{kind}", 200)
    left_to_django(site, f"{PATH}?linkType=gs1:epcis", 307)
    for kind in ("linkset", "all"):
        left_to_django(site, f"{PATH}?linkType={kind}", 200)


@pytest.mark.parametrize("kind", ["defaultLinkMulti", "handledBy", "certificationInfo", "epcis"])
def test_rs_15_links_with_a_meaning_of_their_own_are_left_to_django(site: Site, kind: str) -> None:
    load(PATH, {"href": "https://cho.example.vn/"}, kind=kind)
    site.follow()

    assert site.by_the_door(f"{PATH}?linkType=gs1:{kind}") is None
    assert site.by_the_door(f"{LOT}?linkType=gs1:{kind}") is None


def test_rs_12_a_type_nobody_holds_and_a_choice_among_several_are_left_to_django(site: Site) -> None:
    load(PATH, {"href": "https://a.example/1"}, {"href": "https://a.example/2"})
    site.follow()

    left_to_django(site, f"{PATH}?{SHOPS}", 300)
    left_to_django(site, f"{LOT}?{SHOPS}", 300)
    left_to_django(site, f"{PATH}?linkType=gs1:support", 404)
    left_to_django(site, f"{LOT}?linkType=gs1:support", 404)
    left_to_django(site, f"{PATH}?linkType=", 404)
    left_to_django(site, f"{PATH}?linkType=no such", 400)


def test_rs_22_whoever_must_read_the_state_of_the_goods_first_is_not_sent_on(site: Site, goods: Goods) -> None:
    load(PATH, {"href": "https://cho.example.vn/"})
    make.lot(goods.product, "L-MO", complete=True)
    make.lot(goods.product, "L-CU", complete=True, on_sale_since=make.AT, expires_on=make.TODAY - timedelta(days=1))
    kit.recall(goods.lot)
    site.follow()

    for lot in ("L26A0917", "L-MO", "L-CU"):  # recalled, not on sale yet, expired
        left_to_django(site, f"{PATH}/10/{lot}?{SHOPS}", 200)
    assert same(site, f"{PATH}?{SHOPS}"), "the product has other lots"


def test_rs_22_nothing_leads_away_from_goods_an_agency_withholds(site: Site, goods: Goods) -> None:
    load(PATH, {"href": "https://cho.example.vn/"})
    load(LOT, {"href": "https://cho.example.vn/lo"})
    make.display(goods.product)
    kit.cards.rebuild_product(goods.product.pk)
    site.follow()

    left_to_django(site, f"{PATH}?{SHOPS}", 200)
    left_to_django(site, f"{LOT}?{SHOPS}", 200)


def test_rs_06_what_is_not_in_the_store_or_is_spelled_otherwise_is_left_to_django(site: Site, goods: Goods) -> None:
    load(PATH, {"href": "https://cho.example.vn/"})
    site.follow()

    left_to_django(site, f"{PATH}/10/KHONGCO?{SHOPS}", 307)
    left_to_django(site, f"/01/08938505970028?{SHOPS}", 404)
    left_to_django(site, f"/01/08938505970012?{SHOPS}", 400)
    for path in (f"{PATH}/", f"{PATH}/10/l26a0917", f"{PATH}/10/L26A0917/", f"/t/{goods.product.product_code}"):
        left_to_django(site, f"{path}?{SHOPS}", 307)
    left_to_django(site, f"{kit.path(goods.batch)}?{SHOPS}", 307)
    left_to_django(site, f"{PATH}?{SHOPS}&phan-anh=vi", 302)
    left_to_django(site, f"{PATH}?{SHOPS}&%70han-anh=vi", 302)
    left_to_django(site, f"{PATH}?{SHOPS}&ngon-ngu=en", 307)
    left_to_django(site, f"{PATH}?{SHOPS}&17=260930", 307)
    left_to_django(site, f"{PATH}?{SHOPS}&17=269999", 400)
    left_to_django(site, f"{PATH}?{SHOPS}&x=%00", 400)
    left_to_django(site, f"{PATH}?{SHOPS}&x=" + "a" * 300, 307)
    left_to_django(site, f"{PATH}?{SHOPS}", 204, "OPTIONS")
    left_to_django(site, f"{PATH}?{SHOPS}", 400, host="other.example")
    assert same(site, f"{PATH}?{SHOPS}")


def test_rs_06_a_door_that_cannot_know_or_cannot_write_leaves_it_to_django(site: Site, goods: Goods) -> None:
    load(PATH, {"href": "https://cho.example.vn/"})
    assert site.by_the_door(f"{PATH}?{SHOPS}") is None, "nothing was followed yet"
    site.follow()
    assert site.by_the_door(f"{PATH}?{SHOPS}") is not None
    for name in ("away", "is_behind"):
        setattr(site.recorder, name, True)
        assert site.by_the_door(f"{PATH}?{SHOPS}") is None
        setattr(site.recorder, name, False)

    drawn = site.keeper.about("edition")
    site.keeper.apply(about={"edition": "another"})
    assert site.by_the_door(f"{PATH}?{SHOPS}") is None, "drawn by another version of the program"
    site.keeper.apply(about={"edition": drawn})

    site.door.scans.shelf.fresh = False
    assert site.door.find(Scope(PATH, SHOPS, PHONE)) is None, "the follower has not been heard of"
    site.door.scans.day += 400
    site.door.scans.shelf.fresh = True
    assert site.door.find(Scope(PATH, SHOPS, PHONE)) is None, "drawn for days gone by"


def test_rs_06_a_card_from_before_cards_carried_links_is_not_taken_for_one_without(site: Site, goods: Goods) -> None:
    load(PATH, {"href": "https://cho.example.vn/"})
    load(LOT, {"href": "https://cho.example.vn/lo"})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE resolver_card SET payload = payload - 'links' WHERE lot_id = %s", [goods.lot.pk])
    site.follow()

    left_to_django(site, f"{LOT}?{SHOPS}", 307)
    assert same(site, f"{PATH}?{SHOPS}")
