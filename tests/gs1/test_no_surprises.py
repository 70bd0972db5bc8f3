"""Whatever comes in, only a GS1Error comes out; and biip, written by others, reads what we write the same way."""

from __future__ import annotations

import ast
from contextlib import suppress
from pathlib import Path

import biip
import pytest
from biip import gs1_messages
from hypothesis import given
from hypothesis import strategies as st

import txng.gs1
from tests.gs1.mangling import HEADS, READERS, SIGNS, mangled
from txng.gs1 import (
    GS1Error,
    application_identifiers,
    check_digit,
    digital_link,
    element_strings,
)
from txng.gs1.errors import SENTENCES
from txng.gs1.linters import LINTERS

anything = st.one_of(
    st.text(max_size=40),
    st.text(SIGNS, max_size=60),
    st.binary(max_size=60).map(lambda data: data.decode("latin-1")),
    st.binary(max_size=60).map(lambda data: data.decode("utf-8", "surrogateescape")),
)


@pytest.mark.parametrize("name", READERS)
@given(st.sampled_from(HEADS), anything)
def test_no_text_whatever_raises_anything_but_a_gs1_error(name: str, head: str, tail: str) -> None:
    try:
        READERS[name](head + tail)
    except GS1Error as wrong:
        assert wrong.code
        assert wrong.message == str(wrong) != ""


def test_gs1_s_vectors_spoiled_at_random_raise_nothing_else_either() -> None:
    for text in mangled(300):
        for reader in READERS.values():
            with suppress(GS1Error):
                reader(text)


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


def test_every_code_this_package_writes_itself_has_a_sentence() -> None:
    """The dictionary's own codes are plain words already; ours need a sentence."""
    errors = {"GS1Error", "MalformedLink", "EpcError", "BrokenRule", "WrongValue"}
    written = set()
    for path in Path(txng.gs1.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in errors:
                words = ast.walk(call.args[0])
                written |= {word.value for word in words if isinstance(word, ast.Constant) and len(str(word.value)) > 1}
    theirs = {"invalid_cset82_character", "too_long_for_check_pair_implementation"}
    assert "no_trace_code" in written
    assert written - theirs <= set(SENTENCES)


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
