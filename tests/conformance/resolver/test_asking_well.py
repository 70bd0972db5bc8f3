"""GS1-Conformant Resolver: languages, spellings, schema, safety, the state of goods, hosts (RS-18 … RS-24)."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import quote, urlsplit

import jsonschema_rs
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given
from hypothesis import strategies as st

from tests import make
from tests.conformance.resolver import kit
from tests.conformance.resolver.kit import GTIN, ask, context, link, linkset
from tests.resolver import kit as stamps
from tests.resolver.conftest import Goods
from txng import provinces
from txng.production.models import Lot
from txng.resolver.links.negotiation import Link, choose
from txng.resolver.links.vocabulary import NAMESPACE, short_name

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisations")]

PAGES = [link(f"https://a.example/{tag or 'x'}", hreflang=[tag] if tag else []) for tag in ("vi", "en", "fr-CA", "")]


@pytest.mark.parametrize(
    ("header", "page"),
    [
        ("vi", "vi"), ("vi-VN", "vi"), ("VI-vn", "vi"), ("en-GB-oxendict", "en"), ("en;q=0.5,vi;q=0.9", "vi"),
        ("de,en;q=0.1", "en"), ("fr-CA", "fr-CA"), ("fr", "fr-CA"), ("de", "x"), ("*", "x"), ("", "x"),
        ("vi;q=0,en;q=0.001", "en"), ("en;q=2,vi;q=0.1", "vi"), (";;;,q=,vi", "vi"), ("*;q=0.5,en", "en"),
    ],
)  # fmt: skip
def test_rs_18_languages_are_looked_up_by_weight(client: Client, header: str, page: str) -> None:
    kit.load([context(f"/01/{GTIN}", pip=PAGES)])
    response = ask(client, f"/01/{GTIN}?linkType=gs1:pip", accept_language=header)

    assert response["Location"] == f"https://a.example/{page}"
    assert "Accept-Language" in response["Vary"]


TAGS = ["vi", "en", "en-GB", "zh-TW", "fr-CA"]
MEDIA = ["text/html", "application/json", "video/mp4", ""]
links_of_a_type = st.lists(
    st.builds(
        lambda n, tag, media, place: Link(
            type="gs1:pip", href=f"https://a.example/{n}", title="T", languages=(tag,) if tag else (), media=media,
            context=(place,) if place else (),
        ),
        st.integers(0, 40), st.sampled_from([*TAGS, ""]), st.sampled_from(MEDIA), st.sampled_from(["VN", "JP", ""]),
    ),
    min_size=1, max_size=8,
)  # fmt: skip
weighed = st.lists(
    st.tuples(st.sampled_from([*TAGS, "de", "vi-VN", "fr"]), st.integers(1, 9)),
    max_size=4,
    unique_by=lambda one: one[0],
)
asked_media = st.lists(
    st.tuples(st.sampled_from(["text/html", "application/json", "video/*", "*/*"]), st.integers(1, 9)),
    max_size=3, unique_by=lambda one: one[0],
)  # fmt: skip


def plainly(links: list[Link], languages: list[tuple[str, int]], media: list[tuple[str, int]], place: str) -> list[str]:
    """The rule read aloud, without a header in sight."""
    left = list(links)
    if any(one.languages for one in left):
        best: list[Link] = []
        for tag, _weight in sorted(languages, key=lambda one: -one[1]):
            shorter = ["-".join(tag.split("-")[:n]) for n in range(len(tag.split("-")), 0, -1)]
            best = next((found for name in shorter if (found := [one for one in left if name in one.languages])), [])
            best = best or [one for one in left if any(own.startswith(f"{tag}-") for own in one.languages)]
            if best:
                break
        neutral = [one for one in left if not one.languages]
        left = best or neutral or [one for one in left if "vi" in one.languages] or left
    if len({one.media for one in left}) > 1:
        said = dict(media) or {"*/*": 1}

        def weight(kind: str) -> int:
            names = [kind, f"{kind.split('/')[0]}/*", "*/*"] if kind else ["*/*"]
            return next((said[name] for name in names if name in said), 0)

        top = max(weight(one.media) for one in left)
        left = [one for one in left if weight(one.media) == top]
        left = [one for one in left if one.media == "text/html"] or left
    left = [one for one in left if place and place in one.context] or [one for one in left if not one.context] or left
    return sorted({one.href for one in left})


@given(links_of_a_type, weighed, asked_media, st.sampled_from(["", "VN", "JP", "XX"]))
def test_rs_18_headers_choose_as_the_rule_read_aloud_does(
    links: list[Link], languages: list[tuple[str, int]], media: list[tuple[str, int]], place: str
) -> None:
    def header(pairs: list[tuple[str, int]]) -> str:
        return ", ".join(f"{name};q=0.{weight}" for name, weight in pairs)

    chosen = choose(links, languages=header(languages), accept=header(media), context=place)
    assert sorted(one.href for one in chosen) == plainly(links, languages, media, place)


@given(links_of_a_type, st.text(max_size=60), st.text(max_size=60), st.text(max_size=10))
def test_rs_18_whatever_the_headers_say_something_is_chosen_of_what_there_is(
    links: list[Link], languages: str, accept: str, place: str
) -> None:
    chosen = choose(links, languages=languages, accept=accept, context=place)
    assert chosen and {one.href for one in chosen} <= {one.href for one in links}


SPELLINGS = ["gs1:pip", *(f"{scheme}://{host}/voc/pip" for scheme in ("http", "https") for host in ("gs1.org", "www.gs1.org", "ref.gs1.org"))]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_rs_19_three_namespaces_and_the_short_name_are_one(client: Client, spelling: str) -> None:
    said = context(f"/01/{GTIN}") | {spelling: [link("https://a.example/")]}
    kit.load([said])

    for asked in SPELLINGS:
        assert ask(client, f"/01/{GTIN}?linkType={quote(asked, safe='')}")["Location"] == "https://a.example/"
    assert NAMESPACE + "pip" in linkset(client, f"/01/{GTIN}")[0]


def test_rs_19_a_type_of_another_vocabulary_is_its_own(client: Client) -> None:
    assert short_name("https://evil.example/gs1.org/voc/pip") != "gs1:pip"
    kit.load([context(f"/01/{GTIN}") | {"https://schema.org/review": [link("https://a.example/")]}])
    assert ask(client, f"/01/{GTIN}?linkType=https://schema.org/review").status_code == 307
    assert ask(client, f"/01/{GTIN}?linkType=gs1:review").status_code == 404


def test_rs_20_every_linkset_is_valid_by_gs1_s_schema_which_refuses_a_wrong_one(client: Client, goods: Goods) -> None:
    kit.load()
    own = [f"/01/{stamps.GTIN}", f"/01/{stamps.GTIN}/10/L26A0917", stamps.path(goods.batch)]
    plain = make.product(goods.establishment, "Xoài cát")
    roll = stamps.batch(plain)
    stamps.activate(roll, make.lot(plain, "L26B0917", complete=True))
    own += [f"/t/{plain.product_code}", f"/t/{plain.product_code}/L26B0917", stamps.path(roll)]
    loaded = [urlsplit(one["anchor"]).path for one in kit.CASES["linkset"]]
    checked = [linkset(client, path) for path in (*own, *loaded)]
    assert all(checked)
    assert [len(found) for found in checked[:6]] == [1, 2, 2, 1, 2, 2]

    wrong = json.loads((kit.FOLDER / "invalid-gs1-example.json").read_text("utf-8"))
    for broken in (wrong, {"linkset": [checked[0][0] | {"linked": "x"}]}):
        with pytest.raises(jsonschema_rs.ValidationError):
            kit.schema().validate(broken)
    kit.schema().validate(json.loads((kit.FOLDER / "valid-gs1-example.json").read_text("utf-8")))


def test_rs_20_as_json_ld_it_carries_its_context(client: Client) -> None:
    kit.load()
    for accept in ("application/json", "application/ld+json"):
        response = ask(client, f"/01/{GTIN}?linkType=linkset", accept=accept)
        assert response["Content-Type"] == accept
    assert json.loads(response.content)["@context"] == "https://ref.gs1.org/standards/resolver/linkset-context"


# Half a character that stands alone is no text, and is sent all the same.
sent = partial(quote, errors="surrogatepass")
hostile = st.text(st.sampled_from("/\\:@?#&=%.;<>\"'\r\n\t \x00aàh") | st.characters(), max_size=40)
PIECES = ["//evil.example", "https://evil.example/", "@evil.example", "\\evil.example", "%0d%0aSet-Cookie:x=1", "/../", "#x", "&url=https://evil.example"]  # fmt: skip


def test_rs_21_no_request_is_ever_sent_anywhere_but_to_a_stored_address(client: Client) -> None:
    kit.load()
    stored = {
        one["href"]
        for entry in kit.CASES["linkset"]
        for links in entry.values()
        if isinstance(links, list)
        for one in links
    }
    hosts = {urlsplit(one).netloc for one in stored}

    @given(st.sampled_from(["", "/10/", "/21/", "/22/"]), hostile, hostile, st.sampled_from(["", "linkType=gs1:pip&", "linkType="]), st.sampled_from(PIECES))  # fmt: skip
    @example("/10/", "\ud800", "\ud800", "", PIECES[0])
    @example("/21/", "😀" * 20, "\t" * 40, "", PIECES[7])  # what is written down of it grows by what it cannot hold
    def try_it(part: str, value: str, query: str, asked: str, piece: str) -> None:
        for tail in (query + piece, sent(query + piece), f"next={quote(piece, safe='')}&{query}"):
            path = f"/01/{GTIN}{part}{sent(value, safe='/%') if part else ''}?{asked}{tail}"
            path = path.replace("\r", "%0D").replace("\n", "%0A").replace("\x00", "%00")
            response = ask(client, path.encode("utf-8", "replace").decode("latin-1"))
            assert response.status_code < 500
            if (target := response.get("Location")) is not None:
                assert response.status_code == 307
                assert urlsplit(target).netloc in hosts
                assert target.partition("?")[0] in {one.partition("?")[0] for one in stored}
                assert not {"\r", "\n"} & set(target)

    try_it()


@pytest.mark.parametrize(
    "header", ["\r\nSet-Cookie: x=1", "vi" * 5000, "à;q=é", "*" * 900, ",".join(["en;q=0.1"] * 3000)]
)
def test_rs_21_hostile_headers_are_answered_plainly(client: Client, header: str) -> None:
    kit.load()
    for name in ("accept", "accept_language"):
        response = ask(client, f"/01/{GTIN}?linkType=gs1:pip", **{name: header})
        assert response.status_code == 307
        assert "Set-Cookie" not in str(response.headers)


def test_rs_21_a_cache_keeps_apart_what_headers_tell_apart(client: Client, goods: Goods) -> None:
    kit.load()
    for path in (f"/01/{GTIN}", f"/01/{GTIN}?linkType=gs1:pip", f"/01/{GTIN}?linkType=linkset", f"/01/{stamps.GTIN}"):
        assert {"Accept", "Accept-Language"} <= set(ask(client, path)["Vary"].split(", "))
    for path in (stamps.path(goods.batch), f"{stamps.path(goods.batch)}?linkType=linkset"):
        assert ask(client, path)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("href", [
    "http://a.example/", "javascript:alert(1)", "data:text/html,x", "//a.example/", "https://", "https:///x",
    "https://user@a.example/", "https://a.example\\@b.example/", "https://a.example/ x", "https://a.example/\r\nX: y",
    "https://localhost/", "https://127.0.0.1/", "https://[::1]/", "https://a.example:99999/", "ftp://a.example/",
    "https://a.example/" + "x" * 3000, "https://a_b/", "https://\u202ea.example/", 5, None, "",
])  # fmt: skip
def test_rs_21_only_plain_https_addresses_are_ever_stored(href: Any) -> None:
    from txng.resolver.links.reading import LinksetRefused
    from txng.resolver.models import ResolverLink

    with pytest.raises(LinksetRefused) as refused:
        kit.load([context(f"/01/{GTIN}", pip=[link("https://a.example/"), link(href)])])
    assert refused.value.complaints[0].startswith("linkset[0].gs1:pip[1].href: ")
    assert not ResolverLink.objects.exists()


def test_rs_22_recalled_void_and_expired_goods_are_shown_first_whatever_is_asked(client: Client, goods: Goods) -> None:
    kit.load(
        [context(f"/01/{stamps.GTIN}", pip=[link("https://a.example/")], hasRetailers=[link("https://a.example/")])]
    )
    lot, item = f"/01/{stamps.GTIN}/10/L26A0917", stamps.path(goods.batch, 1)
    assert ask(client, f"{lot}?linkType=gs1:hasRetailers").status_code == 307

    def titles(path: str) -> set[str]:
        asked = ("", "?linkType=gs1:pip", "?linkType=gs1:hasRetailers", "?linkType=gs1:recallStatus")
        answers = [ask(client, path + query) for query in asked]
        assert {answer.status_code for answer in answers} == {200}
        return {answer.content.decode().split("<h1>")[1].split("</h1>")[0] for answer in answers}

    Lot.objects.filter(pk=goods.lot.pk).update(expires_on=make.TODAY - timedelta(days=1))
    stamps.refresh(goods.batch)
    assert titles(lot) == titles(item) == {"Đã quá hạn sử dụng"}
    stamps.void_one(goods.batch, 1)
    assert titles(item) == {"Mã đã bị hủy"}
    stamps.recall(goods.lot)
    assert titles(lot) == titles(item) == {"Đang bị thu hồi – không sử dụng"}
    for said in linkset(client, lot):
        assert NAMESPACE + "recallStatus" in said


def test_rs_22_the_recall_status_is_always_linked(client: Client, goods: Goods) -> None:
    for path in (f"/01/{stamps.GTIN}", f"/01/{stamps.GTIN}/10/L26A0917", stamps.path(goods.batch)):
        assert all(NAMESPACE + "recallStatus" in said for said in linkset(client, path))


def test_rs_23_a_redirect_costs_three_questions_and_an_unknown_key_two(client: Client, goods: Goods) -> None:
    """Its time is measured by the claim; what it asks of the database is what it would become slow by."""
    kit.load()
    ask(client, f"/01/{GTIN}")

    def selects(path: str) -> int:
        with CaptureQueriesContext(connection) as said:
            ask(client, path)
        return sum(query["sql"].lstrip().startswith("SELECT") for query in said)

    assert selects(f"/01/{GTIN}/10/L1?linkType=gs1:pip") == 3
    assert selects(f"/01/{GTIN}") == 3
    assert selects("/01/09521102000992") == 2
    assert selects(f"/01/{stamps.GTIN}") == 1


def test_rs_24_every_host_of_the_province_answers_the_same_code_old_ones_for_ever(
    client: Client, goods: Goods, settings: Any
) -> None:
    who = provinces.current().identity
    settings.ALLOWED_HOSTS = [*who.hosts, "cu.example.vn", "testserver"]
    kit.load()
    for host in sorted({*who.hosts, "cu.example.vn"}):
        assert ask(client, f"/01/{stamps.GTIN}", host=host).status_code == 200
        assert ask(client, f"/01/{GTIN}", host=host)["Location"] == "https://sp.example.org/bg/"
        (said,) = linkset(client, f"/01/{stamps.GTIN}", host=host)
        assert urlsplit(said["anchor"]).netloc == host
        assert ask(client, f"/01/{GTIN}", host=host)["Link"].startswith(f"<http://{host}/01/")
    assert ask(client, f"/01/{GTIN}", host="evil.example").status_code == 400
