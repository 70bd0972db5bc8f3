"""Links kept by an establishment and loaded from files (names.md 4, standards.md 6)."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from tests.resolver import kit
from tests.resolver.conftest import Goods
from txng.access import Actor
from txng.access.actors import system
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.registry.models import Establishment
from txng.resolver import actions
from txng.resolver.links.reading import LINKS, LinksetRefused, read
from txng.resolver.models import Card, Linkset, ResolverLink

pytestmark = pytest.mark.django_db

PATH = f"/01/{kit.GTIN}"
PIP = "https://ref.gs1.org/voc/pip"


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("txng.resolver.links.answers.today", lambda: make.TODAY)


@pytest.fixture
def website(goods: Goods) -> None:
    Establishment.objects.filter(pk=goods.establishment.pk).update(website="https://www.sauriengtanloc.vn")


def add(actor: Actor, goods: Goods, **fields: Any) -> ResolverLink:
    values = {"link_type": "gs1:hasRetailers", "href": "https://cho.example.vn/sau-rieng", "title": "Nơi bán", **fields}
    return actions.add_link(actor=actor, product_id=goods.product.pk, at=make.AT, **values)


def sent_to(client: Client, path: str, link_type: str = "gs1:hasRetailers") -> str:
    return client.get(f"{path}?linkType={link_type}").get("Location", "")


def linkset(*contexts: dict[str, Any]) -> bytes:
    return json.dumps({"linkset": list(contexts)}).encode()


def anchor(path: str, **types: Any) -> dict[str, Any]:
    named = {f"https://ref.gs1.org/voc/{name}": links for name, links in types.items()}
    return {"anchor": f"https://txng.example{path}", "itemDescription": "Sầu riêng", **named}


def one(href: str = "https://cho.example.vn/", **rest: Any) -> dict[str, Any]:
    return {"href": href, "title": "Nơi bán", **rest}


# --- by the form --------------------------------------------------------------------------------------------


def test_ba_lanh_tells_where_her_fruit_is_sold(client: Client, lanh: Actor, goods: Goods) -> None:
    add(lanh, goods)

    for path in (PATH, f"{PATH}/10/L26A0917", kit.path(goods.batch)):
        assert sent_to(client, path) == "https://cho.example.vn/sau-rieng"
        assert client.get(path).status_code == 200
    entry = Entry.objects.latest("id")
    assert (entry.kind, entry.subject_label) == ("resolver.link:added", goods.product.name)


def test_a_link_of_one_lot_is_nearer_than_the_product_s(client: Client, lanh: Actor, goods: Goods) -> None:
    add(lanh, goods)
    add(lanh, goods, lot_id=goods.lot.pk, href="https://cho.example.vn/lo-nay")

    assert sent_to(client, f"{PATH}/10/L26A0917").endswith("/lo-nay")
    assert sent_to(client, PATH).endswith("/sau-rieng")


def test_a_link_is_shown_from_its_first_day_to_its_last(client: Client, lanh: Actor, goods: Goods, today: None) -> None:
    day = timedelta(days=1)
    for number, (first, last) in enumerate(
        [(None, make.TODAY - day), (make.TODAY + day, None), (make.TODAY, make.TODAY)]
    ):
        add(lanh, goods, href=f"https://cho.example.vn/{number}", active_from=first, active_to=last)

    assert sent_to(client, PATH) == "https://cho.example.vn/2"


def test_the_page_opened_instead_of_ours_lies_on_the_approved_website_and_stamps_keep_their_verdict(
    client: Client, lanh: Actor, goods: Goods, website: None
) -> None:
    with pytest.raises(RuleBroken) as refused:
        add(lanh, goods, link_type="gs1:defaultLink", href="https://www.sauriengtanloc.vn.example.com/")
    assert refused.value.code == "default_website"
    assert client.get(PATH).status_code == 200

    link = add(lanh, goods, link_type="gs1:defaultLink", href="https://sauriengtanloc.vn/ri6", language="vi")

    assert (link.languages, link.media_type) == ([], "")
    assert Card.objects.get(path=PATH[1:]).payload["default_link"] == "https://sauriengtanloc.vn/ri6"
    assert client.get(f"{PATH}?utm_source=zalo")["Location"] == "https://sauriengtanloc.vn/ri6?utm_source=zalo"
    assert "https://sauriengtanloc.vn/ri6" in client.get(f"{PATH}?linkType=gs1:traceability").content.decode()
    for path in (f"{PATH}/10/L26A0917", kit.path(goods.batch)):
        assert client.get(path).status_code == 200
    with pytest.raises(RuleBroken, match=r"mặc định|default link already"):
        add(lanh, goods, link_type="gs1:defaultLink", href="https://sauriengtanloc.vn/")

    kit.recall(goods.lot)
    actions.remove_link(actor=lanh, product_id=goods.product.pk, link_id=link.pk, at=make.AT)
    assert client.get(PATH).status_code == 200
    assert "default_link" not in Card.objects.get(path=PATH[1:]).payload


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"link_type": "gs1:nosuchlt"}, "link_type"),
        ({"link_type": "gs1:handledBy"}, "link_type"),
        ({"href": "http://cho.example.vn/"}, "href_scheme"),
        ({"href": "https://cho.example.vn/ a"}, "href_signs"),
        ({"href": "https://127.0.0.1/"}, "href_host"),
        ({"href": "https://check.cantho.gov.vn/01/1"}, "href_ours"),
        ({"title": " "}, "title_missing"),
        ({"active_from": make.TODAY, "active_to": make.TODAY - timedelta(days=1)}, "active_to"),
    ],
)
def test_what_cannot_be_a_link_is_refused(lanh: Actor, goods: Goods, fields: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        add(lanh, goods, **fields)
    assert refused.value.code == code
    assert not ResolverLink.objects.exists()


def test_the_same_form_twice_is_one_link_and_the_same_link_twice_is_refused(lanh: Actor, goods: Goods) -> None:
    from uuid import uuid4

    sent = uuid4()
    assert add(lanh, goods, client_id=sent) == add(lanh, goods, client_id=sent)
    with pytest.raises(RuleBroken) as refused:
        add(lanh, goods)
    assert refused.value.code == "link_there"


def test_nobody_else_touches_her_links(khai: Actor, hanh: Actor, tu: Actor, lanh: Actor, goods: Goods) -> None:
    link = add(lanh, goods)
    for actor, refusal in ((khai, NotThere), (hanh, NotAllowed), (tu, (NotThere, NotAllowed))):
        with pytest.raises(refusal):
            add(actor, goods, href="https://cho.example.vn/x")
        with pytest.raises(refusal):
            actions.remove_link(actor=actor, product_id=goods.product.pk, link_id=link.pk, at=make.AT)
    foreign = make.lot(make.product(goods.establishment, "Xoài"), "L26A0001")
    with pytest.raises(NotThere):
        add(lanh, goods, lot_id=foreign.pk)


# --- by a file ----------------------------------------------------------------------------------------------


def test_a_file_replaces_what_it_names_and_is_loaded_again_without_a_trace(lanh: Actor, goods: Goods) -> None:
    data = linkset(anchor(PATH, pip=[one()]), anchor(f"{PATH}/10/l26a0917", support=[one(), one("https://b.example/")]))
    first = actions.load_linkset(actor=lanh, data=data, at=make.AT)
    rows, told = list(ResolverLink.objects.values_list("id", flat=True)), Entry.objects.count()
    again = actions.load_linkset(actor=lanh, data=data, at=make.AT)

    assert (first.anchors, first.links, first.changed, again.changed) == (2, 3, 2, 0)
    assert list(ResolverLink.objects.values_list("id", flat=True)) == rows and Entry.objects.count() == told
    assert set(Linkset.objects.values_list("thing", flat=True)) == {
        f"product:{goods.product.pk}",
        f"lot:{goods.lot.pk}",
    }

    actions.load_linkset(actor=lanh, data=linkset(anchor(PATH)), at=make.AT)
    assert ResolverLink.objects.filter(linkset__lot_id=None).count() == 0
    assert ResolverLink.objects.count() == 2


def test_our_own_linkset_can_be_sent_back(client: Client, lanh: Actor, goods: Goods) -> None:
    add(lanh, goods)
    said = json.loads(client.get(f"{PATH}?linkType=linkset", HTTP_HOST="localhost").content)
    text = json.dumps(said).replace("http://localhost", "https://check.cantho.gov.vn")
    loaded = actions.load_linkset(actor=lanh, data=text.encode(), at=make.AT)

    assert loaded.links == 1
    assert ResolverLink.objects.get().href == "https://cho.example.vn/sau-rieng"


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"{\n  oh", "dòng 2|line 2"),
        (b"\xff", "UTF-8"),
        (b"[]", "linkset"),
        (b'{"linkset": [3]}', r"linkset\[0\]: "),
        (b"[" * 100_000, "JSON"),
        (b'{"linkset": ' + b"1" * 5000 + b"}", "JSON|linkset"),
        (linkset({"itemDescription": "x"}), r"linkset\[0\].anchor: "),
        (linkset(anchor("/01/123", pip=[one()])), r"linkset\[0\].anchor: "),
        (linkset(anchor(f"{PATH}?17=261002", pip=[one()])), r"linkset\[0\].anchor: "),
        (linkset(anchor(PATH), anchor(PATH + "/")), r"linkset\[1\].anchor: "),
        (linkset(anchor(PATH, pip=[one(), {"href": "https://a.example/"}])), r"linkset\[0\].gs1:pip\[1\].title: "),
        (linkset(anchor(PATH, pip={})), r"linkset\[0\].gs1:pip: "),
        (linkset(anchor(PATH, pip=[one(hreflang=["vie"])])), r"linkset\[0\].gs1:pip\[0\].hreflang: "),
        (linkset(anchor(PATH, pip=[one(type="html")])), r"linkset\[0\].gs1:pip\[0\].type: "),
        (linkset(anchor(PATH, pip=[one(rel="x")])), r"linkset\[0\].gs1:pip\[0\].rel: "),
        (linkset(anchor(PATH, pip=[one(fwqs="no")])), r"linkset\[0\].gs1:pip\[0\].fwqs: "),
        (linkset(anchor(PATH, pip=[one() | {"title": "\ud800"}])), r"linkset\[0\].gs1:pip\[0\].title: "),
        (linkset(anchor(PATH) | {"Some Type": [one()]}), r"linkset\[0\].Some Type: "),
        (linkset(anchor(PATH, defaultLink=[one(), one("https://b.example/")])), r"linkset\[0\].gs1:defaultLink: "),
        (linkset(anchor(PATH, defaultLink=[one(hreflang=["vi"])])), r"linkset\[0\].gs1:defaultLink\[0\]: "),
        (linkset(anchor(PATH, pip=[one(f"https://a.example/{n}") for n in range(LINKS + 1)])), r"linkset\[0\]: "),
        (linkset(*(anchor(PATH) for _ in range(1001))), "1000|1.000"),
        (linkset(anchor("/01/08938505970028", pip=[one()])), r"linkset\[0\].anchor: "),  # nobody's
        (linkset(anchor(f"{PATH}/21/S1", pip=[one()])), r"linkset\[0\].anchor: "),
        (linkset(anchor("/414/9521102001012", pip=[one()])), r"linkset\[0\].anchor: "),
        (linkset(anchor(PATH, defaultLink=[one()])), r"linkset\[0\].anchor: "),  # not on an approved website
    ],
)
def test_a_file_with_a_fault_is_refused_with_its_place_and_nothing_of_it_stays(
    lanh: Actor, goods: Goods, data: bytes, place: str
) -> None:
    good = anchor(f"{PATH}/10/L26A0917", pip=[one()])
    if data.startswith(b'{"linkset": [{'):
        said = json.loads(data)
        said["linkset"].append(good)
        data = json.dumps(said).encode()
    with pytest.raises(LinksetRefused, match=place):
        actions.load_linkset(actor=lanh, data=data, at=make.AT)
    assert not Linkset.objects.exists()


def test_a_foreign_product_reads_like_one_that_is_not_there(khai: Actor, goods: Goods) -> None:
    def complaint(path: str) -> str:
        with pytest.raises(LinksetRefused) as refused:
            actions.load_linkset(actor=khai, data=linkset(anchor(path, pip=[one()])), at=make.AT)
        return str(refused.value)

    assert complaint(PATH) == complaint("/01/08938505970028")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.sampled_from(["https://a.example/", PATH, "vi", PIP, "https://x/01/09521102000213"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["anchor", "itemDescription", PIP, "gs1:defaultLink", "href", "title", "hreflang", "type", "context", "fwqs", "x y"]) | st.text(max_size=6), inner, max_size=5),
    max_leaves=25,
)  # fmt: skip


@given(json_values)
def test_whatever_stands_in_a_file_it_is_read_or_refused(value: Any) -> None:
    for document in (value, {"linkset": value}, {"linkset": [value]}, {"linkset": [{"anchor": PATH, PIP: value}]}):
        try:
            read(json.dumps(document).encode())
        except LinksetRefused as refused:
            assert refused.complaints


def test_the_operator_loads_a_file_of_any_key_by_a_command(
    client: Client, goods: Goods, tmp_path: Path, capsys: Any
) -> None:
    file = tmp_path / "links.json"
    file.write_bytes(linkset(anchor(PATH, pip=[one()]), anchor("/414/9521102001012", locationInfo=[one()])))
    call_command("load_linkset", str(file))
    assert "2 anchors, 2 links; 2 anchors changed" in capsys.readouterr().out
    assert client.get("/414/9521102001012")["Location"] == "https://cho.example.vn/"

    file.write_bytes(linkset(anchor("/414/9521102001012"), anchor("/414/1")))
    with pytest.raises(CommandError, match=r"linkset\[1\].anchor"):
        call_command("load_linkset", str(file))
    with pytest.raises(CommandError):
        call_command("load_linkset", str(tmp_path / "none.json"))
    assert client.get("/414/9521102001012").status_code == 307


def test_goods_that_became_ours_are_not_sent_elsewhere_by_what_was_loaded_before(
    client: Client, organisations: Any, tmp_path: Path
) -> None:
    file = tmp_path / "links.json"
    file.write_bytes(linkset(anchor("/01/08938505970028", defaultLink=[one()])))
    call_command("load_linkset", str(file))
    assert client.get("/01/08938505970028/10/L1").status_code == 307
    product = make.product(organisations.lanh, "Xoài", gtin="08938505970028")
    kit.cards.rebuild_product(product.pk)

    assert client.get("/01/08938505970028").status_code == 200
    assert client.get("/01/08938505970028/10/L1").status_code == 404


# --- on the cards -------------------------------------------------------------------------------------------


def carried(path: str) -> list[str]:
    return [link["href"] for link in Card.objects.get(path=path[1:]).payload["links"]]


def test_rs_06_a_card_carries_the_public_links_of_its_goods_and_of_no_other(lanh: Actor, goods: Goods) -> None:
    files = [one("https://a.example/"), one("https://b.example/", public=False), one("https://c.example/", fwqs=False)]
    actions.load_linkset(actor=lanh, data=linkset(anchor(PATH, hasRetailers=files)), at=make.AT)
    link = add(lanh, goods, lot_id=goods.lot.pk, language="vi", active_from=make.TODAY)

    assert carried(PATH) == ["https://a.example/", "https://c.example/"]
    assert Card.objects.get(path=f"{PATH}/10/L26A0917"[1:]).payload["links"] == [
        {
            "type": "gs1:hasRetailers",
            "href": link.href,
            "languages": ["vi"],
            "media": "",
            "context": [],
            "passes_query": True,
            "from": "2026-09-21",
        }
    ]
    actions.remove_link(actor=lanh, product_id=goods.product.pk, link_id=link.pk, at=make.AT)
    assert carried(f"{PATH}/10/L26A0917") == []


def test_rs_06_what_was_loaded_of_goods_before_they_became_ours_is_on_their_card(
    organisations: Any, lanh: Actor
) -> None:
    path = "/01/08938505970028"
    said = [anchor(path, support=[one("https://a.example/")]), anchor(f"{path}/10/L1", support=[one()])]
    actions.load_linkset(actor=system(), data=linkset(*said), at=make.AT)
    product = make.product(organisations.lanh, "Xoài", gtin="08938505970028")
    make.lot(product, "L1")
    kit.cards.rebuild_product(product.pk)
    actions.add_link(
        actor=lanh, product_id=product.pk, link_type="gs1:support", href="https://b.example/", title="Hỏi", at=make.AT
    )

    assert carried(path) == ["https://a.example/", "https://b.example/"]
    assert carried(f"{path}/10/L1") == ["https://cho.example.vn/"]


def test_rs_22_a_withheld_card_tells_nothing_of_its_links(lanh: Actor, goods: Goods) -> None:
    add(lanh, goods)
    make.display(goods.product)
    kit.cards.rebuild_product(goods.product.pk)

    assert "links" not in Card.objects.get(path=PATH[1:]).payload


# --- the screens --------------------------------------------------------------------------------------------


def test_the_screens_of_links(lanh_client: Client, goods: Goods, website: None) -> None:
    browser = lanh_client
    page = f"/quan-ly/san-pham/{goods.product.pk}/lien-ket/"
    typed = {
        "link_type": "gs1:instructions",
        "href": "http://x",
        "title": "Cách bổ sầu riêng",
        "lot": str(goods.lot.pk),
    }
    kept = browser.post(page, typed)
    assert kept.status_code == 422
    assert 'value="Cách bổ sầu riêng"' in kept.content.decode()

    assert browser.post(page, typed | {"href": "https://sauriengtanloc.vn/bo", "language": "vi"}).status_code == 302
    shown = browser.get(page).content.decode()
    assert 'href="https://sauriengtanloc.vn/bo"' in shown and "L26A0917" in shown
    link = ResolverLink.objects.get()
    assert browser.post(f"{page}{link.pk + 1}/bo/").status_code == 404
    assert browser.post(f"{page}{link.pk}/bo/").status_code == 302
    assert not ResolverLink.objects.exists()


def test_a_file_is_loaded_by_the_screen_and_its_faults_are_listed(lanh_client: Client, goods: Goods) -> None:
    browser = lanh_client

    def send(data: bytes, name: str = "lien-ket.json") -> Any:
        return browser.post("/quan-ly/lien-ket/", {"file": SimpleUploadedFile(name, data)})

    refused = send(linkset(anchor("/414/1"), anchor(PATH, pip=[one("ftp://x")])))
    assert refused.status_code == 422
    for place in ("linkset[0].anchor", "linkset[1].gs1:pip[0].href"):
        assert place in refused.content.decode()
    assert send(b"x", "lien-ket.exe").status_code == 422
    assert send(linkset(anchor(PATH, pip=[one()]))).status_code == 302
    assert goods.product.name in browser.get("/quan-ly/lien-ket/").content.decode()
