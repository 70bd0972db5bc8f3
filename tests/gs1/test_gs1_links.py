from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.gs1 import DigitalLink, MalformedLink, build, canonical, check_digit, digital_link, parse

CSET82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
GTIN = "08936012345674"
SERIAL = "7K3M9QX2P4VN8RTC"

numbers = st.text("0123456789", min_size=13, max_size=13).map(lambda body: body + check_digit(body))
values = st.text(CSET82, min_size=1, max_size=20)
qualifiers = st.fixed_dictionaries({}, optional={"22": values, "10": values, "21": values})
stems = st.sampled_from(
    ["https://id.gs1.org", "HTTPS://CHECK.EXAMPLE.VN", "http://localhost:8000", "https://a/shop/vn"]
)


@given(numbers, qualifiers, stems)
def test_what_is_built_is_read_back(gtin: str, given_qualifiers: dict[str, str], stem: str) -> None:
    uri = build("01", gtin, given_qualifiers, [("17", "261130")], stem=stem)
    link = parse(uri)
    assert link is not None
    assert (link.gtin, dict(link.qualifiers), link.attributes) == (
        gtin,
        given_qualifiers,
        (("17", "261130"),),
    )
    assert parse(canonical(link, attributes=True)) == link
    assert parse(link.path) == DigitalLink("01", gtin, link.qualifiers)


@given(st.text(max_size=60))
def test_no_text_whatever_makes_the_reader_stumble(text: str) -> None:
    codes = set()
    for form in (text, "/01/" + text, f"/01/{GTIN}/21/{text}", f"https://a/01/{GTIN}?{text}"):
        try:
            parse(form)
        except MalformedLink as wrong:
            codes.add(wrong.code)
    assert codes <= {"characters", "value", "order", "attribute", "repeated", "compressed", "half_compressed"}


@pytest.mark.parametrize(
    "uri",
    [
        f"HTTPS://CHECK.EXAMPLE.VN/01/{GTIN}/21/{SERIAL}",
        f"https://check.example.vn/01/{GTIN}/21/{SERIAL}",
        f"https://Check.Example.VN:443/01/{GTIN}/21/{SERIAL}/",
        f"/01/{GTIN}/21/{SERIAL}",
        f"/01/{GTIN}/21/{SERIAL}/",
    ],
)
def test_the_printed_form_is_read_whatever_the_case_of_scheme_and_host(uri: str) -> None:
    link = parse(uri)
    assert link is not None
    assert (link.gtin, link.serial, link.lot, link.cpv) == (GTIN, SERIAL, "", "")
    assert link.host in {"", "check.example.vn"}


def test_the_value_keeps_its_case_because_gs1_values_are_case_sensitive() -> None:
    link = parse(f"/01/{GTIN}/10/aB")
    assert link is not None
    assert link.lot == "aB"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "",
        "/t/TEST",
        "/q?ma=1",
        "/gtin/" + GTIN,
        "/san-pham/01",
        "/en/01/" + GTIN,
        "01/" + GTIN,
        "ftp://a/01/" + GTIN,
        "https://shop.vn/tin/01/khuyen-mai",
        f"https://a:99999/01/{GTIN}",
        f"https://user@a/01/{GTIN}",
        "//a/01/" + GTIN,
    ],
)
def test_anything_else_is_no_digital_link(path: str) -> None:
    assert parse(path) is None


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/01", "order"),
        ("/01/", "order"),
        ("/01/8936012345674", "value"),
        ("/01/08936012345671", "value"),
        (f"/01/{GTIN}/21", "order"),
        (f"/01/{GTIN}/21/S/10/L", "order"),
        (f"/01/{GTIN}/10/A/10/B", "order"),
        (f"/01/{GTIN}/99/A", "order"),
        (f"/01/{GTIN}/21/" + "A" * 21, "value"),
        (f"/01/{GTIN}/10/L%C3%B4", "value"),
        (f"/01/{GTIN}/10/A%20B", "value"),
        (f"/01/{GTIN}/10/Lô", "characters"),
        (f"/01/{GTIN}/21/S//", "order"),
        (f"/01/{GTIN}?10=L", "attribute"),
        (f"/01/{GTIN}?999=L", "attribute"),
        (f"/01/{GTIN}?99=A&99=A", "repeated"),
        ("/414/9521102001013", "value"),
        ("/00/95211020000004515", "value"),
        (f"https://a/shop/01/{GTIN}/99/A", "order"),
    ],
)
def test_a_link_meant_as_one_and_wrong_says_what_is_wrong(path: str, code: str) -> None:
    with pytest.raises(MalformedLink) as wrong:
        parse(path)
    assert wrong.value.code == code


def test_places_parties_and_shipping_units_are_read() -> None:
    assert parse("/414/9521102001012/254/2") == DigitalLink("414", "9521102001012", (("254", "2"),))
    assert parse("/417/9521102001012") == DigitalLink("417", "9521102001012")
    assert parse("/00/195211020000004515") == DigitalLink("00", "195211020000004515")


@pytest.mark.parametrize(
    ("key", "value", "given_qualifiers"),
    [
        ("01", "8936012345674", {}),
        ("01", GTIN, {"21": "a b"}),
        ("01", GTIN, {"254": "1"}),
        ("8004", "1", {}),
        ("00", GTIN, {}),
    ],
)
def test_nothing_wrong_is_ever_built(key: str, value: str, given_qualifiers: dict[str, str]) -> None:
    with pytest.raises(MalformedLink):
        build(key, value, given_qualifiers)


@pytest.mark.parametrize(
    ("uri", "canonical_form"),
    [
        (f"https://a/gtin/{GTIN}/lot/A1/ser/9", f"/01/{GTIN}/10/A1/21/9"),
        (f"https://a/01/{GTIN}/ser/9", f"/01/{GTIN}/21/9"),
        (f"https://a/stem/gtin/{GTIN}", f"/01/{GTIN}"),
        (f"/gtin/{GTIN[1:]}", f"/01/{GTIN}"),
        ("https://a/01/96385074", "/01/00000096385074"),
        ("https://a/party/9521102001012", "/417/9521102001012"),
        ("https://a/gln/9521102001012/glnx/A", "/414/9521102001012/254/A"),
        (f"https://a/01/{GTIN}?17=261130;linkType=all", f"/01/{GTIN}"),
    ],
)
def test_dl_05_what_older_labels_of_others_carry_is_read_when_asked_for(uri: str, canonical_form: str) -> None:
    link = parse(uri, lenient=True)
    assert link is not None
    assert canonical(link) == "https://id.gs1.org" + canonical_form
    try:
        assert parse(uri) is None
    except MalformedLink as wrong:
        assert wrong.code in ("value", "order")


@pytest.mark.parametrize(
    "uri", ["https://a/cps/1", "https://a/gtin/khuyen-mai", "/t/gtin/1", f"/a/gtin/{GTIN}", "/gtin"]
)
def test_dl_05_a_word_alone_makes_no_link(uri: str) -> None:
    try:
        assert parse(uri, lenient=True) is None
    except MalformedLink as wrong:
        assert wrong.code in ("value", "order")


def test_the_work_grows_with_the_length_of_an_address_not_with_its_square(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address may come from anybody and be as long as they like."""
    looked_at = []
    number_of = digital_link._number_of
    monkeypatch.setattr(
        digital_link, "_number_of", lambda segments, at: looked_at.append(at) or number_of(segments, at)
    )
    for tail in ("/01/10" * 3_000, "/01/1" * 3_000, "/gtin/lot/" * 3_000, f"/01/{GTIN}" + "/10/1" * 3_000 + "/x/x"):
        looked_at.clear()
        with suppress(MalformedLink):
            assert parse("https://a" + tail, lenient=True) is None
        assert 0 < len(looked_at) <= 3 * len(tail.split("/"))
