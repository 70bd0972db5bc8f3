from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from txng.gs1 import build, parse
from txng.kernel.text import CROCKFORD
from txng.stamps.serials import (
    COUNTERS,
    KeyRing,
    Opened,
    OpenedTyped,
    UnreadableCode,
    clean_typed,
    group4,
    issue,
    issue_array,
    open_serial,
    open_typed,
    tweak_of,
)

GTIN, OTHER = 8936012345674, 9521102000213
RING = KeyRing({1: bytes(range(32)), 2: bytes(range(32, 64))})
STRANGERS = KeyRing({1: bytes(32), 2: bytes(32)})

counters = st.integers(0, COUNTERS - 1)
tweaks = st.one_of(st.just(0), st.integers(1, 10**14 - 1))


def one(counter: int, *, ring: KeyRing = RING, version: int = 2, tweak: int = GTIN) -> str:
    return issue(ring, version, tweak, counter, 1)[0]


@given(counters, tweaks, st.sampled_from([1, 2]))
def test_an_issued_serial_opens_as_its_version_and_counter(counter: int, tweak: int, version: int) -> None:
    serial = one(counter, version=version, tweak=tweak)
    assert len(serial) == 16
    assert set(serial) <= set(CROCKFORD)
    assert open_serial(RING, serial, tweak) == Opened(version, counter)
    assert open_serial(RING, serial.lower(), tweak) == Opened(version, counter)


def test_the_construction_never_changes_because_labels_are_already_printed() -> None:
    assert issue(RING, 2, GTIN, 0, 3) == ["GYEK4PZYJCG0YY5W", "P6NFAMK00FYNSFWX", "B2TYQWMKH667W9KJ"]
    assert issue(RING, 1, 0, COUNTERS - 1, 1) == ["1FG3QMJDQJBS52CR"]


@given(counters, tweaks, tweaks)
def test_a_serial_of_one_product_is_worth_nothing_on_another(counter: int, tweak: int, other: int) -> None:
    assume(tweak != other)
    assert open_serial(RING, one(counter, tweak=tweak), other) is None


@given(counters)
def test_a_serial_under_a_foreign_or_withdrawn_key_is_refused(counter: int) -> None:
    assert open_serial(RING, one(counter, ring=STRANGERS), GTIN) is None
    assert open_serial(KeyRing({2: bytes(range(32, 64))}), one(counter, version=1), GTIN) is None


@given(counters, st.integers(0, 15), st.sampled_from(CROCKFORD))
def test_one_wrong_character_is_refused(counter: int, at: int, character: str) -> None:
    serial = one(counter)
    assume(serial[at] != character)
    assert open_serial(RING, serial[:at] + character + serial[at + 1 :], GTIN) is None


@given(st.text(CROCKFORD, min_size=16, max_size=16))
def test_a_guessed_serial_is_refused(guess: str) -> None:
    assert open_serial(RING, guess, GTIN) is None
    assert open_typed(RING, guess, [0, GTIN, OTHER]) == []


@given(st.text(max_size=20))
def test_no_text_whatever_makes_the_reader_stumble(text: str) -> None:
    assert open_serial(RING, text, GTIN) is None
    assert open_typed(RING, text, [0, GTIN]) == []


def test_a_letter_that_only_looks_right_in_unicode_is_not_read() -> None:
    serial = next(text for text in issue(RING, 2, GTIN, 0, 200) if "S" in text and "3" in text)
    assert open_serial(RING, serial, GTIN)
    for right, wrong in (("S", "ſ"), ("S", "Ｓ"), ("3", "٣")):
        assert open_serial(RING, serial.replace(right, wrong), GTIN) is None


@pytest.mark.parametrize(("left", "right"), [(1, 5), (1 << 39, 0), (0, COUNTERS), (0, (1 << 40) - 1)])
def test_all_44_zero_bits_are_asked_for(left: int, right: int) -> None:
    halves = RING.cipher(2).encrypt(left, right, GTIN)
    value = halves[0] << 40 | halves[1]
    text = "".join(CROCKFORD[value >> shift & 31] for shift in range(75, -1, -5))
    assert open_serial(RING, text, GTIN) is None
    assert open_typed(RING, text, [GTIN]) == []


@given(st.integers(0, COUNTERS - 40), st.integers(0, 40), tweaks)
def test_a_run_of_serials_is_the_same_as_one_by_one(first: int, count: int, tweak: int) -> None:
    together = issue(RING, 2, tweak, first, count)
    assert together == [one(first + i, tweak=tweak) for i in range(count)]
    assert [bytes(row).decode() for row in issue_array(RING, 2, tweak, first, count)] == together


def test_a_run_across_batches_has_no_seam_and_no_double() -> None:
    serials = issue(RING, 2, GTIN, 5, 20_003)
    assert len(set(serials)) == 20_003
    for at in (0, 9_999, 10_000, 19_999, 20_000, 20_002):
        assert open_serial(RING, serials[at], GTIN) == Opened(2, 5 + at)


@pytest.mark.parametrize(("first", "count"), [(-1, 1), (0, -1), (COUNTERS, 1), (COUNTERS - 1, 2)])
def test_counters_outside_their_36_bits_are_not_issued(first: int, count: int) -> None:
    with pytest.raises(ValueError):
        issue(RING, 2, GTIN, first, count)


@given(counters, st.lists(tweaks, max_size=30, unique=True), st.data())
def test_a_typed_code_is_found_among_all_products(counter: int, others: list[int], data: st.DataObject) -> None:
    assume(GTIN not in others)
    at = data.draw(st.integers(0, len(others)))
    every = [*others[:at], GTIN, *others[at:]]
    for version in (1, 2):
        assert open_typed(RING, one(counter, version=version), every) == [OpenedTyped(GTIN, version, counter)]
    assert open_typed(RING, one(counter), others) == []


def test_typed_codes_are_tried_beyond_the_first_batch_of_products() -> None:
    every = [0, *range(1, 10_050), GTIN]
    assert open_typed(RING, one(77), every) == [OpenedTyped(GTIN, 2, 77)]


@given(counters, st.data())
def test_a_code_typed_by_hand_is_read_as_it_was_meant(counter: int, data: st.DataObject) -> None:
    code = one(counter)
    typed = ""
    for character in group4(code):
        looks = {"0": "0Oo", "1": "1IilL", "-": ["-", " ", "–", "", "\u00a0", " - ", "\u200b"]}.get(character)
        typed += data.draw(st.sampled_from(looks or [character, character.lower()]))
    assert clean_typed(typed) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "length"),
        ("7K3M-9QX2-P4VN-8RT", "length"),
        ("7K3M-9QX2-P4VN-8RTC7", "length"),
        ("7K3M-9QX2-P4VN-8RTU", "characters"),
        ("7K3M-9QX2-P4VN-8RT?", "characters"),
        ("7K3M-9QX2-P4VN-8RTĐ", "characters"),
    ],
)
def test_what_cannot_be_a_code_is_told(typed: str, code: str) -> None:
    with pytest.raises(UnreadableCode) as wrong:
        clean_typed(typed)
    assert wrong.value.code == code


@given(st.text(max_size=40))
def test_whatever_is_typed_is_either_sixteen_characters_or_told(typed: str) -> None:
    try:
        code = clean_typed(typed)
    except UnreadableCode:
        return
    assert len(code) == 16
    assert set(code) <= set(CROCKFORD)


def test_only_the_four_newest_key_versions_live() -> None:
    masters = {version: bytes([version]) * 32 for version in range(1, 7)}
    ring = KeyRing(masters)
    assert (ring.versions, ring.newest) == ((6, 5, 4, 3), 6)
    old = KeyRing({2: masters[2]})
    assert open_serial(ring, one(1, ring=old, version=2), GTIN) is None


def test_versions_of_one_master_are_different_keys() -> None:
    ring = KeyRing({1: bytes(32), 2: bytes(32)})
    assert one(1, ring=ring, version=1) != one(1, ring=ring, version=2)


def test_no_key_shows_in_a_log() -> None:
    secret = bytes(range(32))
    ring = KeyRing({1: secret})
    for text in (repr(ring), str(ring), repr(ring.cipher(1)), f"{ring!r}"):
        assert secret.hex() not in text
        assert repr(secret) not in text


@pytest.mark.parametrize("master", [b"", bytes(16), bytes(31)])
def test_a_short_key_is_refused(master: bytes) -> None:
    with pytest.raises(ValueError):
        KeyRing({1: master})


def test_the_serial_fits_a_digital_link_unescaped() -> None:
    serial = one(12)
    link = parse(build("01", f"{GTIN:014d}", {"21": serial}))
    assert link is not None
    assert link.serial == serial
    assert serial in link.path
    assert tweak_of(link.gtin) == GTIN
    assert tweak_of("") == 0
