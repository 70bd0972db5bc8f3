"""Vietnamese text: one stored form, one search form, one order, one reading of typed codes."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from txng.kernel.text import CROCKFORD, clean, crockford_clean, fold, group4, slugify, sort_key

ANY_TEXT = st.text(max_size=60)
# Letters of the language, composed and in pieces, with what copied text brings along.
VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯàảãáạằẵắặầấậèẽéẹềếệìịòọồốộờớợùúụừứựỳýỵÐð"
    "\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b \u00a0\u200b\n-0123456789",
    max_size=40,
)


@given(ANY_TEXT | VIETNAMESE)
@example("a\u200b\u0301")  # hidden between a letter and its tone
@example("\u2066gpj.exe\u2069")
@example("a\u2028b")
@example("D\u0335")
def test_cleaned_text_is_composed_and_cleaning_it_again_changes_nothing(text: str) -> None:
    once = clean(text)
    assert unicodedata.is_normalized("NFC", once)
    assert clean(once) == once
    assert once == once.strip()
    assert "  " not in once
    once.encode("utf-8")


@given(ANY_TEXT | VIETNAMESE)
def test_nothing_invisible_or_turning_the_direction_of_writing_is_stored(text: str) -> None:
    hidden = [c for c in clean(text) if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs") and c not in "\n\t"]
    assert hidden == []


@pytest.mark.parametrize("letter", ["Ð", "Ɖ", "Đ"])
def test_every_look_alike_of_the_barred_d_becomes_the_vietnamese_one(letter: str) -> None:
    assert clean(f"{letter}ặng Thị Mai") == "Đặng Thị Mai"


@pytest.mark.parametrize("letter", ["ð", "ɖ", "đ"])
def test_so_does_the_small_one(letter: str) -> None:
    assert clean(f"{letter}ậu") == "đậu"


def test_the_same_name_typed_on_two_keyboards_is_one_name() -> None:
    pieces = unicodedata.normalize("NFD", "Sầu riêng Ri6 Phong Điền")
    assert pieces != "Sầu riêng Ri6 Phong Điền"
    assert clean(pieces) == "Sầu riêng Ri6 Phong Điền"


def test_lines_stay_lines_and_nul_never_reaches_the_database() -> None:
    assert clean("một\r\nhai\rba\x00") == "một\nhai\nba"
    assert clean("một\u2028hai\x85ba") == "một\nhai\nba"


def test_half_a_character_of_a_broken_client_is_dropped() -> None:
    assert clean("a\ud83d\x00b") == "ab"


@pytest.mark.parametrize(
    ("text", "found_by"),
    [
        ("Dưa Lưới Thới Lai", "dua luoi thoi lai"),
        ("ĐẮK NÔNG", "dak nong"),
        ("Ðắk Nông", "dak nong"),
        ("Hợp tác xã Ứng Hòa", "hop tac xa ung hoa"),
        ("SẦU RIÊNG RI6", "sau rieng ri6"),
        ("Cà phê\u00a0Đức Lập", "ca phe duc lap"),
        ("İstanbul", "istanbul"),
    ],
)
def test_a_name_is_found_without_its_accents(text: str, found_by: str) -> None:
    assert fold(text) == found_by


@given(ANY_TEXT | VIETNAMESE)
def test_folding_twice_is_folding_once_and_leaves_no_accent(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert not any(unicodedata.combining(c) for c in once)


@given(VIETNAMESE)
def test_case_and_keyboard_make_no_difference_to_a_search(text: str) -> None:
    assert fold(text) == fold(unicodedata.normalize("NFD", text)) == fold(clean(text).upper())


@given(VIETNAMESE)
def test_an_address_holds_nothing_but_small_letters_digits_and_single_dashes(text: str) -> None:
    slug = slugify(text)
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert "--" not in slug
    assert slug == slug.strip("-")


def test_a_slug_is_what_a_person_would_type() -> None:
    assert slugify("Dưa lưới Thới Lai (loại 1)") == "dua-luoi-thoi-lai-loai-1"
    assert slugify("!!!") == ""


# stack.md 11: measured right on two versions of PostgreSQL
ORDERED = (
    "An Ánh Ăn Ấn bao bảo bão|cà Phja|cải Cần Dũng Duy Dức Đặng ĐỨC Le Lê Lệ O Ô ốc Ơ ơn Uy Ủy Ứng".replace("|", "\n")
    .replace(" ", "\n")
    .replace("cà\nPhja", "cà Phja")
    .split("\n")
)


def test_words_stand_in_the_order_of_the_vietnamese_dictionary() -> None:
    shuffled = ORDERED[:]
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == ORDERED


def test_tones_order_words_of_the_same_letters() -> None:
    assert sorted(["mạ", "má", "ma", "mã", "mà", "mả"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


@given(ANY_TEXT)
@example("x\u0301")  # a tone on a letter that has no such composed form
@example("\u0301")
@example("\u0323\u0301")
def test_any_text_whatever_can_be_put_in_order(text: str) -> None:
    sort_key(text)
    assert sorted([text, "Cần"], key=sort_key)


def test_the_same_word_in_pieces_stands_in_the_same_place() -> None:
    assert sort_key(unicodedata.normalize("NFD", "Ứng Hòa")) == sort_key("ứng hòa")


@pytest.mark.parametrize(
    "typed",
    ["7K3M-9QX2-P4VN-8RTC", "7k3m9qx2p4vn8rtc", " 7K3M 9QX2 P4VN 8RTC ", "7K3M–9QX2–P4VN–8RTC",
     "7K3M\u00a09QX2P4VN8RTC"],
)  # fmt: skip
def test_a_typed_code_is_read_kindly(typed: str) -> None:
    assert crockford_clean(typed) == "7K3M9QX2P4VN8RTC"


def test_letters_taken_for_digits_are_read_as_digits() -> None:
    assert crockford_clean("oOiIlL") == "001111"
    assert not set("ILOU") & set(CROCKFORD)


@given(st.text(alphabet=CROCKFORD, min_size=1, max_size=20))
def test_a_printed_code_typed_back_is_the_code(code: str) -> None:
    assert crockford_clean(group4(code)) == code


@given(ANY_TEXT)
def test_reading_a_code_never_fails(text: str) -> None:
    assert isinstance(crockford_clean(text), str)
