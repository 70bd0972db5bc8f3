from __future__ import annotations

import pytest
from biip import ParseError
from biip.gln import Gln
from biip.gtin import Gtin
from biip.rcn import Rcn
from biip.sscc import Sscc
from hypothesis import given
from hypothesis import strategies as st

from txng.gs1 import (
    GS1Error,
    NotDigits,
    RestrictedPrefix,
    WrongCheckDigit,
    WrongLength,
    check_digit,
    normalise_gln,
    normalise_gtin,
    normalise_sscc,
)
from txng.gs1.keys import restricted_prefix


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("8936012345674", "08936012345674"),
        ("893 6012 34567-4", "08936012345674"),
        ("893\u00a06012–34567.4\u200b", "08936012345674"),
        ("96385074", "00000096385074"),
        ("614141000036", "00614141000036"),
        ("18936012345671", "18936012345671"),
    ],
)
def test_a_gtin_is_stored_as_fourteen_digits_however_it_was_typed(typed: str, stored: str) -> None:
    assert normalise_gtin(typed) == stored


def test_a_mistyped_gtin_names_the_digit_that_would_fit() -> None:
    with pytest.raises(WrongCheckDigit) as wrong:
        normalise_gtin("893-6012345671")
    assert wrong.value.code == "wrong_check_digit"
    assert wrong.value.right_digit == wrong.value.detail == "4"
    assert normalise_gtin(wrong.value.corrected) == "08936012345674"


@pytest.mark.parametrize("typed", ["", "1", "123456789", "89360123456", "893601234567423"])
def test_another_number_of_digits_is_told(typed: str) -> None:
    with pytest.raises(WrongLength) as wrong:
        normalise_gtin(typed)
    assert wrong.value.detail == str(len(typed))


@pytest.mark.parametrize(("typed", "sign"), [("89360123456O1", "O"), ("٨936012345671", "٨"), ("893601234567½", "½")])
def test_a_sign_that_is_no_ascii_digit_is_named(typed: str, sign: str) -> None:
    with pytest.raises(NotDigits) as wrong:
        normalise_gtin(typed)
    assert wrong.value.detail == sign


@pytest.mark.parametrize(
    "body", ["020000000000", "049999999999", "200123456789", "299999999999", "0000002000000", "0000000123456"]
)
def test_in_house_numbers_are_refused(body: str) -> None:
    with pytest.raises(RestrictedPrefix):
        normalise_gtin(body + check_digit(body))


def test_the_packaging_indicator_does_not_hide_an_in_house_prefix() -> None:
    body = "1200123456789"
    with pytest.raises(RestrictedPrefix, match="200"):
        normalise_gtin(body + check_digit(body))


DIGITS = st.text("0123456789", min_size=6, max_size=19)
RIGHT = st.sampled_from([7, 11, 12, 13, 17]).flatmap(
    lambda n: st.text("0123456789", min_size=n, max_size=n).map(lambda body: body + check_digit(body))
)


@given(st.one_of(DIGITS, RIGHT))
def test_gtin_gln_and_sscc_are_accepted_exactly_when_biip_accepts_them(text: str) -> None:
    for read, oracle, width in (
        (normalise_gtin, Gtin, 14),
        (normalise_gln, Gln, 13),
        (normalise_sscc, Sscc, 18),
    ):
        try:
            theirs: str | None = oracle.parse(text).value.zfill(width)
        except ParseError:
            theirs = None
        try:
            assert read(text) == theirs
        except RestrictedPrefix:
            assert theirs is not None  # for biip a number all the same, of class Rcn
        except GS1Error:
            assert theirs is None


@given(st.text("0123456789", min_size=12, max_size=12))
def test_what_we_refuse_as_in_house_is_what_biip_calls_restricted_circulation(body: str) -> None:
    gtin = body + check_digit(body)
    assert bool(restricted_prefix(gtin.zfill(14))) == isinstance(Gtin.parse(gtin), Rcn)


@given(st.text("0123456789", min_size=13, max_size=13), st.data())
def test_one_wrong_digit_is_always_noticed(body: str, data: st.DataObject) -> None:
    right = body + check_digit(body)
    at = data.draw(st.integers(0, 13))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != right[at]]))
    with pytest.raises(WrongCheckDigit):
        normalise_gtin(right[:at] + other + right[at + 1 :])
