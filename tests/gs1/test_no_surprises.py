"""Whatever comes in, only a GS1Error comes out; and biip, written by others, reads what we write the same way."""

from __future__ import annotations

from collections.abc import Callable

import biip
import pytest
from biip import gs1_messages
from hypothesis import given
from hypothesis import strategies as st

from txng.gs1 import (
    GS1Error,
    application_identifiers,
    associations,
    check_digit,
    digital_link,
    element_strings,
    epc,
    keys,
    scan_data,
    tcvn,
)
from txng.gs1.check_characters import check_pair
from txng.gs1.errors import SENTENCES
from txng.gs1.linters import LINTERS

TEXT_READERS: dict[str, Callable[[str], object]] = {
    "check digit": check_digit,
    "check pair": check_pair,
    "link": digital_link.parse,
    "lenient link": lambda text: digital_link.parse(text, lenient=True),
    "link without checks": lambda text: digital_link.parse(text, checks=False),
    "link of a GTIN": lambda text: digital_link.build("01", text),
    "link of a key": lambda text: digital_link.build(text, text, {text: text}, [(text, text)]),
    "element string": element_strings.parse,
    "bracketed": element_strings.parse_bracketed,
    "scan data": scan_data.read,
    "report": lambda text: scan_data.report("EAN-13", text, add_check_digit=True),
    "composite": lambda text: scan_data.report("DataBar", text, text),
    "epc": epc.to_digital_link,
    "urn": lambda text: epc.to_urn(text, 7),
    "level": epc.level,
    "constrained": epc.constrained,
    "trace code": tcvn.read,
    "gtin": keys.normalise_gtin,
    "completed": lambda text: keys.complete("grai", text, text),
    "ai": application_identifiers.find,
    "elements": lambda text: associations.check([(text, text)]),
}
HEADS = ["", "\x1d", "]Q1", "]Q3", "]C1", "]E0", "]I1", "]Q1https://a/", "(01)", "(", "/01/", "/8003/", "https://a/01/"]
HEADS += ["urn:epc:id:", "urn:epc:id:giai:9521102.", "urn:epc:idpat:sgtin:", "https://a/gtin/", "https://a/"]
SIGNS = "0123456789" * 3 + "ABCXYZabcxyz()[]{}<>/\\%&?=#;:.,+-*_~^|\x00\x1d\ufeff ôđ٣²½"

anything = st.one_of(
    st.text(max_size=40),
    st.text(SIGNS, max_size=60),
    st.binary(max_size=60).map(lambda data: data.decode("latin-1")),
    st.binary(max_size=60).map(lambda data: data.decode("utf-8", "surrogateescape")),
)


@pytest.mark.parametrize("name", TEXT_READERS)
@given(st.sampled_from(HEADS), anything)
def test_no_text_whatever_raises_anything_but_a_gs1_error(name: str, head: str, tail: str) -> None:
    try:
        TEXT_READERS[name](head + tail)
    except GS1Error as wrong:
        assert wrong.code
        assert wrong.message == str(wrong) != ""


@given(st.sampled_from(sorted(LINTERS)), anything)
def test_a_linter_never_stumbles(name: str, text: str) -> None:
    assert isinstance(LINTERS[name](text), str)


@given(st.sampled_from(application_identifiers.all_ais()), anything)
def test_a_value_is_sound_or_told_what_is_wrong_with_it(ai: str, value: str) -> None:
    try:
        parts = application_identifiers.split_value(ai, value)
    except GS1Error as wrong:
        assert wrong.code
        assert not application_identifiers.allows(ai, value)
    else:
        assert "".join(parts) == value
        assert application_identifiers.allows(ai, value)


def test_every_code_written_in_this_package_has_a_sentence() -> None:
    documented = set(digital_link.MalformedLink.__doc__.split("Codes:")[1].strip(" .\n").split(", "))  # type: ignore[union-attr]
    documented |= {"repeated", "excluded", "missing_companion", "not_serialised", "not_gs1", "pattern", "no_urn"}
    assert documented <= set(SENTENCES)


# --- biip as an oracle

numbers = st.text("0123456789", min_size=13, max_size=13).map(lambda body: body + check_digit(body))
values = st.text("!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20)  # fmt: skip
others = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["10", "21", "22", "400", "98"]), values),
        st.tuples(st.sampled_from(["11", "15", "17"]), st.sampled_from(["260917", "261130", "280229", "270200"])),
        st.tuples(st.sampled_from(["3103", "3101"]), st.text("0123456789", min_size=6, max_size=6)),
    ),
    max_size=4,
    unique_by=lambda pair: pair[0],
)


@given(numbers, others)
def test_id_03_biip_reads_an_element_string_as_we_do(gtin: str, rest: list[tuple[str, str]]) -> None:
    elements = (("01", gtin), *rest)
    text = element_strings.build(elements)
    assert element_strings.parse(text) == elements
    theirs = gs1_messages.GS1Message.parse(text[1:])
    assert tuple((found.ai.ai, found.value) for found in theirs.element_strings) == elements
    assert element_strings.parse_bracketed(element_strings.build_bracketed(elements)) == elements


@given(numbers, values, values)
def test_dl_02_biip_reads_a_link_of_ours_as_we_do(gtin: str, lot: str, serial: str) -> None:
    uri = digital_link.build("01", gtin, {"10": lot, "21": serial})
    theirs = biip.parse(uri).gs1_digital_link_uri
    assert theirs is not None
    assert [(found.ai.ai, found.value) for found in theirs.element_strings] == [
        ("01", gtin),
        ("10", lot),
        ("21", serial),
    ]
