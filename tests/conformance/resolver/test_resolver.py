"""GS1-Conformant Resolver, row by row of the conformance list (RS-01 … RS-17)."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.conformance.resolver import kit
from tests.conformance.resolver.kit import BARE, GTIN, ask, context, link, linkset
from tests.resolver import kit as stamps
from tests.resolver.conftest import Goods
from txng.gs1 import check_digit
from txng.gs1.digital_link import SEQUENCES, percent_encode
from txng.resolver.links.vocabulary import NAMESPACE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisations")]

# A value of each key and qualifier that its application identifier allows.
VALUES = {
    "00": "195211020000004515", "01": GTIN, "253": "9521102000008ABC", "255": "9521102000008", "401": "952110ABC",
    "402": f"9521102000000000{check_digit('9521102000000000')}", "414": "9521102001012", "415": "9521102001012", "417": "9521102001012",
    "8003": "09521102000213ABC", "8004": "9521102ABC", "8006": f"{GTIN}0102", "8010": "952110ABC",
    "8013": "1987654Ad4X4bL5ttr2310c2K", "8017": f"95211020000000000{check_digit('95211020000000000')}", "8018": f"95211020000000000{check_digit('95211020000000000')}",
    "22": "2A", "10": "L/1", "21": "S+1", "235": "TPX1", "254": "32a", "8011": "77", "8019": "5", "8020": "REF1", "7040": "1ABC",
}  # fmt: skip


def voc(name: str) -> str:
    return NAMESPACE + name


def own(goods: Goods) -> list[str]:
    """The product, the lot, one stamp."""
    return [f"/01/{stamps.GTIN}", f"/01/{stamps.GTIN}/10/L26A0917", stamps.path(goods.batch)]


@pytest.mark.parametrize("path", [f"/01/{GTIN}", "/01/09521102000992", "/01/1", "/.well-known/gs1resolver", "/t/TEST"])
@pytest.mark.parametrize("query", ["", "?linkType=linkset", "?linkType=gs1:pip"])
def test_rs_01_get_head_and_options_for_every_site_that_asks(client: Client, path: str, query: str) -> None:
    kit.load()
    got, headed, told = (ask(client, path + query, method) for method in ("GET", "HEAD", "OPTIONS"))

    assert (told.status_code, told["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert (got.status_code, got.get("Location")) == (headed.status_code, headed.get("Location"))
    assert not headed.content
    for answer in (got, headed, told):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        # To be read by scripts that ask openly, not to be shown as part of another site's page.
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_rs_01_other_methods_are_refused_and_https_is_spoken_of_where_it_is_spoken(client: Client) -> None:
    kit.load()

    assert ask(client, f"/01/{GTIN}", "POST").status_code == 405
    said = json.loads(client.get(f"/01/{GTIN}?linkType=linkset", secure=True).content)
    assert said["linkset"][0]["anchor"] == f"https://testserver/01/{GTIN}"


@pytest.mark.parametrize(
    "path",
    [
        "/01/09521102000216",  # check digit
        "/01/9521102000213",  # thirteen digits
        f"/01/{GTIN}/foo",
        f"/01/{GTIN}/21/S/10/L",  # order
        f"/01/{GTIN}/99/x",
        f"/01/{GTIN}/10/l%C3%B4",
        f"/01/{GTIN}?10=L1",  # belongs in the path
        f"/01/{GTIN}?17=999999",
        "/414/9521102001013",
        "/00/195211020000004516",
        "/8006/1",
    ],
)
@pytest.mark.parametrize("query", ["", "linkType=linkset", "linkType=gs1:pip"])
def test_rs_02_a_malformed_link_answers_400_and_no_error_answers_200(client: Client, path: str, query: str) -> None:
    kit.load()
    response = ask(client, f"{path}{'&' if '?' in path else '?'}{query}" if query else path)

    assert response.status_code == 400


@pytest.mark.parametrize(("key", "names"), [(key, names) for key, found in SEQUENCES.items() for names in found])
def test_rs_03_every_key_with_all_its_qualifiers(client: Client, key: str, names: tuple[str, ...]) -> None:
    path = "".join(f"/{ai}/{percent_encode(VALUES[ai])}" for ai in (key, *names))
    kit.load([context(path, masterData=[link("https://sp.example.org/x")])])

    assert ask(client, f"{path}?linkType=gs1:masterData")["Location"] == "https://sp.example.org/x"
    assert linkset(client, path)[0]["anchor"] == kit.BASE + path


def test_rs_04_every_level_has_one_default_link_or_one_above_it(client: Client) -> None:
    kit.load()
    for path in (
        "",
        "/10/L1",
        "/10/KHONGCO",
        "/21/S%2F1",
        "/10/L1/21/S%2F1",
        "/22/2A",
        "/22/2A/10/L1/21/S%2F1",
        "/235/T",
    ):
        assert ask(client, f"/01/{GTIN}{path}")["Location"] == "https://sp.example.org/bg/"
    # Where the data lack one, there is one all the same.
    kit.load([context("/414/9521102001012", locationInfo=[link("https://sp.example.org/ban-do")])])
    assert ask(client, "/414/9521102001012")["Location"] == "https://sp.example.org/ban-do"
    (said,) = linkset(client, "/414/9521102001012")
    assert said[voc("defaultLink")] == [{"href": "https://sp.example.org/ban-do", "title": "Trang"}]


def test_rs_04_a_default_link_says_no_more_than_where_and_what(client: Client, goods: Goods) -> None:
    kit.load()
    for path in (f"/01/{GTIN}/10/L1", *own(goods)):
        for said in linkset(client, path):
            assert len(said.get(voc("defaultLink"), [{}])) == 1
            assert all(one.keys() == {"href", "title"} for one in said.get(voc("defaultLink"), []))


def test_rs_05_deviation_our_own_page_is_the_default_link_and_is_served_in_place(client: Client, goods: Goods) -> None:
    for path in own(goods):
        response = ask(client, path)
        assert (response.status_code, response.get("Location")) == (200, None)
        assert "Mã hợp lệ" in response.content.decode()
        assert linkset(client, path)[0][voc("defaultLink")][0]["href"] == kit.BASE + path


def test_rs_05_what_is_not_ours_is_sent_to_its_default_link(client: Client) -> None:
    kit.load()
    for path in (f"/01/{GTIN}", f"/01/{BARE}", f"/414/{kit.GLN}", f"/00/{kit.SSCC}"):
        assert ask(client, path).status_code == 307


def test_rs_05_of_several_default_links_the_reader_s_language_decides(client: Client) -> None:
    multi = [link("https://a.example/vi", hreflang=["vi"]), link("https://a.example/en", hreflang=["en"])]
    kit.load([context(f"/01/{GTIN}", defaultLink=[link("https://a.example/")], defaultLinkMulti=multi)])

    wanted = {"vi-VN": "vi", "en-GB,vi;q=0.5": "en", "fr": "", "": ""}
    for language, page in wanted.items():
        assert ask(client, f"/01/{GTIN}", accept_language=language)["Location"] == f"https://a.example/{page}"


def test_rs_06_a_link_type_is_followed_or_there_is_none(client: Client, goods: Goods) -> None:
    kit.load()
    found = ask(client, f"/01/{GTIN}/10/L1?linkType=gs1:recallStatus")
    assert (found.status_code, found["Location"]) == (307, "https://sp.example.org/bg/lot/L1/recall")
    assert "public" in found["Cache-Control"] and "max-age=60" in found["Cache-Control"]
    for unknown in ("gs1:nosuchlt", "gs1:", "pip", "javascript:alert(1)", "%00x"[3:] + "~"):
        assert ask(client, f"/01/{GTIN}?linkType={unknown}").status_code == 404
    assert ask(client, f"{own(goods)[1]}?linkType=gs1:hasRetailers").status_code == 404


def test_rs_06_our_own_page_answers_for_the_types_it_covers(client: Client, goods: Goods) -> None:
    for path in own(goods):
        for link_type in ("gs1:pip", "gs1:traceability", "gs1:recallStatus", "gs1:defaultLink"):
            assert ask(client, f"{path}?linkType={link_type}").status_code == 200
        events = ask(client, f"{path}?linkType=gs1:epcis")
        assert (events.status_code, urlsplit(events["Location"]).path[:11]) == (307, "/epcis/epcs")


def test_rs_07_what_the_query_says_is_passed_on(client: Client) -> None:
    kit.load([
        context(f"/01/{GTIN}", pip=[link("https://a.example/p?x=1#muc")], support=[link("https://a.example/s", fwqs=False)])
    ])  # fmt: skip
    asked = f"/01/{GTIN}?17=261002&utm_source=zalo&linkType=gs1:pip&q=%20a&q=b&trong"
    assert ask(client, asked)["Location"] == "https://a.example/p?x=1&17=261002&utm_source=zalo&q=%20a&q=b&trong#muc"
    assert ask(client, f"/01/{GTIN}?a=b&linkType=gs1:support")["Location"] == "https://a.example/s"


def test_rs_08_language_then_media_type_then_context_choose(client: Client) -> None:
    kit.load()
    page = f"/01/{GTIN}?linkType=gs1:pip"
    assert ask(client, page, accept_language="en-US,vi;q=0.3")["Location"].endswith("/bg/en")
    trace = f"/01/{GTIN}?linkType=gs1:traceability"
    assert ask(client, trace, accept="application/ld+json")["Location"].endswith("trace.jsonld")
    assert ask(client, trace, accept="text/html,*/*;q=0.8")["Location"].endswith("/trace")
    shops = [link("https://a.example/vn", context=["VN"]), link("https://a.example/jp", context=["JP"])]
    kit.load([context(f"/01/{GTIN}", hasRetailers=shops)])
    assert ask(client, f"/01/{GTIN}?linkType=gs1:hasRetailers&context=JP")["Location"] == "https://a.example/jp"
    assert ask(client, f"/01/{GTIN}?linkType=gs1:hasRetailers").status_code == 300


def test_rs_08_what_nothing_separates_is_a_choice_for_people_and_a_list_for_programs(client: Client) -> None:
    kit.load()
    asked = f"/01/{GTIN}?linkType=gs1:certificationInfo"
    listed = ask(client, asked)
    assert (listed.status_code, listed["Content-Type"]) == (300, kit.LINKSET)
    said = json.loads(listed.content)
    kit.schema().validate(said)
    assert [one["title"] for one in said["linkset"][0][voc("certificationInfo")]] == ["VietGAP", "OCOP 4 sao"]

    page = ask(client, asked, accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (page.status_code, page["Content-Type"]) == (300, "text/html; charset=utf-8")
    assert 'href="https://sp.example.org/bg/cert/2"' in page.content.decode()


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (f"/01/{GTIN}/10/L1/21/S%2F1?linkType=linkset", {}),
        (f"/01/{GTIN}/10/L1/21/S%2F1?linkType=all", {}),  # deprecated since 1.0, answered all the same
        (f"/01/{GTIN}/10/L1/21/S%2F1", {"accept": kit.LINKSET}),
        (f"/01/{GTIN}/10/L1/21/S%2F1?a=b", {"accept": f"text/html;q=0.5, {kit.LINKSET}"}),
    ],
)
def test_rs_09_a_linkset_has_every_level_and_is_no_redirect(client: Client, path: str, headers: dict[str, str]) -> None:
    kit.load()
    response = ask(client, path, **headers)

    assert (response.status_code, response["Content-Type"]) == (200, kit.LINKSET)
    said = json.loads(response.content)
    kit.schema().validate(said)
    anchors = [urlsplit(one["anchor"]).path.removeprefix(f"/01/{GTIN}") for one in said["linkset"]]
    assert anchors == ["/21/S%2F1", "/10/L1", ""]


def test_rs_09_a_browser_never_gets_a_linkset_it_did_not_ask_for(client: Client, goods: Goods) -> None:
    for accept in ("text/html,application/xhtml+xml,*/*;q=0.8", "*/*", f"text/html,{kit.LINKSET};q=0.1", ""):
        assert ask(client, own(goods)[0], accept=accept)["Content-Type"].startswith("text/html")


def test_rs_09_a_linkset_of_nothing_is_404_and_no_scan(client: Client, goods: Goods) -> None:
    from txng.resolver.models import ScanLine

    assert ask(client, "/01/09521102000992?linkType=linkset").status_code == 404
    linkset(client, own(goods)[2])
    assert not ScanLine.objects.exists()


def test_rs_09_an_unknown_lot_or_serial_of_our_goods_has_the_links_of_the_product_and_never_its_green_page(
    client: Client, goods: Goods
) -> None:
    unknown = [f"/01/{stamps.GTIN}/10/KHONGCO", f"/01/{stamps.GTIN}/21/7K3M9QX2P4VN8RTC", f"/01/{stamps.GTIN}/21/S%2F1"]
    for path in unknown:
        assert ask(client, path).status_code == 404
        assert ask(client, f"{path}?linkType=linkset").status_code == 404
    kit.load(
        [
            context(
                f"/01/{stamps.GTIN}",
                defaultLink=[link("https://a.example/")],
                hasRetailers=[link("https://a.example/mua")],
            )
        ]
    )
    for path in unknown:
        assert ask(client, path).status_code == 404
        assert ask(client, f"{path}?linkType=gs1:hasRetailers")["Location"] == "https://a.example/mua"
        (said,) = linkset(client, path)
        assert kit.BASE not in json.dumps([one for name, one in said.items() if name != "anchor"])
        assert ask(client, f"{path}?linkType=gs1:traceability").status_code == 404


def test_rs_10_every_link_has_a_target_a_type_and_a_title_and_says_its_language(client: Client, goods: Goods) -> None:
    kit.load()
    for path in (f"/01/{GTIN}/10/L1", *own(goods)):
        for said in linkset(client, path):
            assert said.pop("anchor").startswith(kit.BASE) and said.pop("itemDescription")
            for name, links in said.items():
                assert name.startswith(NAMESPACE)
                assert all(one["href"].startswith(("https://", kit.BASE)) and one["title"] for one in links)
    page = linkset(client, own(goods)[0])[0][voc("pip")]
    assert [(one["hreflang"], one["type"], one["title"]) for one in page] == [
        (["vi"], "text/html", page[0]["title"]), (["en"], "text/html", "Product information")
    ]  # fmt: skip


def test_rs_11_a_default_link_stands_under_a_descriptive_type_too(client: Client, goods: Goods) -> None:
    kit.load()
    wanted = {f"/01/{BARE}": "pip", f"/414/{kit.GLN}": "locationInfo", f"/00/{kit.SSCC}": "masterData"}
    for path, name in wanted.items():
        (said,) = linkset(client, path)
        assert said[voc("defaultLink")][0]["href"] in [one["href"] for one in said[voc(name)]]
    (said,) = linkset(client, own(goods)[0])
    assert said[voc("pip")][0]["href"].startswith(said[voc("defaultLink")][0]["href"])
    assert ask(client, f"/01/{BARE}?linkType=gs1:pip")["Location"] == "https://sp.example.org/bg/two?src=gs1"


def test_rs_12_a_linkset_names_its_json_ld_context(client: Client) -> None:
    kit.load()
    wanted = '<https://ref.gs1.org/standards/resolver/linkset-context>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'
    assert wanted in ask(client, f"/01/{GTIN}?linkType=linkset")["Link"]


def test_rs_13_every_answer_says_where_the_linkset_is(client: Client, goods: Goods) -> None:
    kit.load()
    for path in (f"/01/{GTIN}", f"/01/{GTIN}/10/A%2FB", *own(goods)):
        for asked in (path, f"{path}/", f"{path}?linkType=gs1:pip&a=b"):
            wanted = f'<{kit.BASE}{path}?linkType=linkset>; rel="linkset"; type="{kit.LINKSET}"'
            assert wanted in ask(client, asked)["Link"]


def test_rs_14_the_description_file(client: Client) -> None:
    response = ask(client, "/.well-known/gs1resolver")
    said = json.loads(response.content)

    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert said["resolverRoot"] == kit.BASE
    assert said["supportedPrimaryKeys"] == sorted(SEQUENCES)
    assert said["supportedLinkType"] == [{"namespace": NAMESPACE, "prefix": "gs1:"}]
    assert {"name", "contact", "linkTypeDefaultCanBeLinkset", "supportsLanguageVariants"} <= said.keys()


def test_rs_15_another_resolver_is_named_as_the_one_that_handles(client: Client) -> None:
    kit.load([context(f"/01/{GTIN}", handledBy=[link("https://id.example.net/")])])
    response = ask(client, f"/01/{GTIN}/21/S1")

    assert (response.status_code, response["Location"]) == (307, "https://id.example.net/")
    assert response["Link"] == '<https://id.example.net/>; rel="https://ref.gs1.org/voc/handledBy"'


def test_rs_16_one_slash_at_the_end_is_tolerated(client: Client, goods: Goods) -> None:
    kit.load()
    for path in (f"/01/{GTIN}", f"/414/{kit.GLN}"):
        assert ask(client, f"{path}/")["Location"] == ask(client, path)["Location"]
    for path in own(goods):
        assert ask(client, f"{path}/").status_code == 200
        assert linkset(client, f"{path}/")[0]["anchor"] == kit.BASE + path


@pytest.mark.parametrize("path", ["/AQnYUc1gmiCNV4g", f"/01/{GTIN}/HxHOGRAbC", "/AQnYUc1gmiCNV4g?linkType=linkset"])
def test_rs_17_deviation_a_compressed_link_is_refused_with_the_reason(client: Client, path: str) -> None:
    response = ask(client, path)

    assert response.status_code == 400
    assert response.get("Location") is None


def test_rs_17_the_reason_is_told_and_nothing_is_said_to_be_the_same_elsewhere(client: Client) -> None:
    response = client.get("/en/AQnYUc1gmiCNV4g")
    assert response.status_code == 404  # the English mirror has pages, no codes
    response = client.get("/AQnYUc1gmiCNV4g")
    assert "sameAs" not in response.get("Link", "")
