"""ID-08: codes we give ourselves can never parse as GS1 keys (NĐ 37/2026, điều 28.4; names.md 4)."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.gs1 import GS1Error, MalformedLink, check_digit, epc, keys, parse, scan_data, tcvn
from txng.gs1.element_strings import parse as parse_elements
from txng.gs1.element_strings import parse_bracketed
from txng.kernel.text import CROCKFORD

serials = st.text(CROCKFORD, min_size=16, max_size=16)
digits_only = st.text("0123456789", min_size=16, max_size=16)
codes = st.tuples(st.sampled_from("PD"), st.text(CROCKFORD, min_size=7, max_size=7)).map("".join)
lots = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-", min_size=1, max_size=20)
gtin_like = st.text("0123456789", min_size=13, max_size=13).map(lambda body: "01" + body + check_digit(body))
NUMERIC = ("sscc", "gtin", "gdti", "gcn", "gsin", "gln", "grai", "itip", "gsrn", "gsrnp")


def refused(read: object, *arguments: str) -> bool:
    try:
        read(*arguments)  # type: ignore[operator]
    except GS1Error:
        return True
    return False


@given(codes)
def test_id_08_a_product_or_site_code_is_no_key_of_any_kind(code: str) -> None:
    assert all(refused(keys.require, kind, code) for kind in keys.KEYS)
    assert all(refused(read, code) for read in (keys.normalise_gtin, keys.normalise_gln, keys.normalise_sscc))


@given(st.one_of(serials, digits_only, gtin_like))
def test_id_08_a_serial_is_no_numeric_key_even_if_it_is_all_digits(serial: str) -> None:
    fixed = [kind for kind in NUMERIC if kind not in ("gdti", "gcn", "grai")]
    assert all(refused(keys.require, kind, serial) for kind in fixed)
    assert all(refused(read, serial) for read in (keys.normalise_gtin, keys.normalise_gln, keys.normalise_sscc))


@given(st.one_of(serials, digits_only, gtin_like, codes))
def test_id_08_a_bare_code_is_no_gs1_data_even_if_it_spells_an_element_string(code: str) -> None:
    assert all(refused(read, code) for read in (parse_elements, parse_bracketed, scan_data.read, tcvn.read))
    assert parse(code) is None
    assert epc.level(code) is None
    assert scan_data.read("]Q1" + code).elements == ()


@given(
    st.sampled_from(["", "https://check.example.vn", "HTTPS://CHECK.EXAMPLE.VN"]),
    st.sampled_from(["t", "T"]),
    st.one_of(
        serials,
        digits_only,
        codes,
        st.tuples(codes, st.one_of(lots, st.sampled_from(sorted(keys.KEYS.values())))).map("/".join),
    ),
)
def test_id_08_an_address_of_ours_is_no_digital_link_on_any_host(host: str, t: str, code: str) -> None:
    uri = f"{host}/{t}/{code}"
    assert parse(uri) is None
    assert parse(uri, lenient=True) is None
    assert epc.level(uri) is None
    assert epc.constrained(uri) == uri


@given(codes)
def test_id_08_put_under_a_key_it_is_malformed_not_somebody_s_goods(code: str) -> None:
    for key in ("00", "01", "253", "255", "401", "402", "414", "415", "417", "8003", "8004", "8006", "8010", "8013"):
        with pytest.raises(MalformedLink):
            parse(f"/{key}/{code}")


# --- DL-08: compressed links


def packed(first: int, number: int, bits: int) -> str:
    text = f"{first:08b}{number:0{bits}b}"
    text += "0" * (-len(text) % 24)
    return base64.urlsafe_b64encode(int(text, 2).to_bytes(len(text) // 8, "big")).decode()


@pytest.mark.parametrize(
    "compressed",
    # The first is the example GS1's toolkit has carried since 2019: 05412345000013 with a lot.
    [
        "AQnYUc1gmiCNV4g",
        packed(0x01, 9521102000213, 47),
        packed(0x0C, 9521102000213, 47) + "AbCd",
        packed(0x00, 195211020000004515, 60),
    ],
)
def test_dl_08_a_compressed_link_is_refused_with_an_explanation(compressed: str) -> None:
    for uri in (f"https://example.com/{compressed}", f"https://example.com/a/stem/{compressed}", f"/{compressed}"):
        with pytest.raises(MalformedLink) as wrong:
            parse(uri)
        assert wrong.value.code == "compressed"
        assert "uncompressed" in wrong.value.message


def test_dl_08_a_code_of_ours_is_never_called_compressed_however_it_reads() -> None:
    for host in ("", "https://check.example.vn"):
        for t in ("t", "T"):
            assert parse(f"{host}/{t}/AQnYUc1gmiCNV4g") is None


def test_dl_08_so_is_a_half_compressed_one() -> None:
    with pytest.raises(MalformedLink) as wrong:
        parse("https://example.com/01/09521102000213/HxHOGRAbC")
    assert wrong.value.code == "half_compressed"
    assert "uncompressed" in wrong.value.message


def test_dl_08_in_an_event_a_private_address_may_look_compressed_without_harm() -> None:
    with pytest.raises(epc.EpcError) as wrong:
        epc.to_digital_link("https://example.com/AQnYUc1gmiCNV4g")
    assert wrong.value.keep_verbatim
    with pytest.raises(epc.EpcError) as wrong:
        epc.to_digital_link("https://example.com/01/09521102000213/HxHOGRAbC")
    assert not wrong.value.keep_verbatim


@pytest.mark.parametrize("path", ["/san-pham/AQAAAAAAAAAA", "/AQnYUc1hmiCNV4g", "/san-pham", "/a", "/%"])
def test_dl_08_an_address_that_only_looks_a_little_like_one_is_simply_unknown(path: str) -> None:
    assert parse(path) is None
