from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from txng.kernel.text import CROCKFORD
from txng.stamps.labels.qr import EXACT_RUN, MASK, QrRun, Symbol, exact, symbols
from txng.stamps.labels.urls import serial_url

pytestmark = pytest.mark.any_server

GTIN = "08936012345674"
HOSTS = ["check.cantho.gov.vn", "truyxuatnguongoc.caobang.gov.vn", "a.vn", "txng.daknong.gov.vn"]
PREFIXES = [
    serial_url(host, "0", gtin, lower_case_host=lower)[:-1]
    for host in HOSTS
    for gtin in (GTIN, "")
    for lower in (False, True)
]
run_of = cache(QrRun)  # made when first asked for: each worker of a test run reads this file, one runs its tests
serials = st.text(CROCKFORD, min_size=16, max_size=16)


def matrix(symbol: Symbol) -> list[list[int]]:
    rows = np.frombuffer(symbol.bits, dtype=np.uint8).reshape(symbol.size, -1)
    found: list[list[int]] = np.unpackbits(rows, axis=1)[:, : symbol.size].tolist()
    return found


def made_by_segno(url: str, mask: int | None) -> list[list[int]]:
    return [list(row) for row in segno.make(url, error="m", boost_error=False, micro=False, mask=mask).matrix]


@settings(max_examples=60)
@given(st.sampled_from(PREFIXES), st.lists(serials, min_size=1, max_size=5))
def test_symbols_made_together_equal_segno_module_by_module(prefix: str, tails: list[str]) -> None:
    run = run_of(prefix)
    rows = run.bits(np.frombuffer("".join(tails).encode(), dtype=np.uint8).reshape(-1, 16))
    for tail, row in zip(tails, rows, strict=True):
        assert matrix(Symbol(run.size, row.tobytes())) == made_by_segno(prefix + tail, MASK)


@given(st.sampled_from(PREFIXES), serials)
def test_the_exact_symbol_is_segnos_own_choice(prefix: str, tail: str) -> None:
    assert matrix(exact(prefix + tail)) == made_by_segno(prefix + tail, None)


def test_odd_and_even_prefixes_are_both_among_those_tried() -> None:
    assert {len(prefix) % 2 for prefix in PREFIXES if prefix.isupper()} == {0, 1}


@pytest.mark.parametrize(("host", "version"), [("check.cantho.gov.vn", 4), ("truyxuatnguongoc.caobang.gov.vn", 4)])
def test_the_printed_form_is_version_4_for_both_hosts(host: str, version: int) -> None:
    assert QrRun(serial_url(host, "0", GTIN)[:-1]).version == version


def read(symbol: Symbol) -> tuple[str, str, str]:
    image = np.kron(1 - np.pad(np.array(matrix(symbol), dtype=np.uint8), 4), np.full((4, 4), 255, dtype=np.uint8))
    (found,) = zxingcpp.read_barcodes(image)
    return found.text, found.ec_level, found.symbology_identifier


@pytest.mark.parametrize("count", [3, EXACT_RUN, EXACT_RUN + 40])
def test_every_symbol_of_a_list_reads_as_its_own_url(count: int) -> None:
    tails = [f"{n:016d}" for n in range(count)]
    urls = [PREFIXES[0] + tail for tail in tails] + [PREFIXES[2] + tail for tail in tails[:2]] + ["HTTPS://A/T/TEST"]
    made = symbols(urls)
    assert [read(symbol) for symbol in made] == [(url, "M", "]Q1") for url in urls]


def test_a_lot_in_lower_case_does_not_spoil_a_run() -> None:
    urls = [f"{PREFIXES[0]}{'lo' if n % 2 else 'LO'}{n:014d}" for n in range(EXACT_RUN * 2)]
    assert [read(symbol)[0] for symbol in symbols(urls)] == urls
