"""VN-01: every row of standards.md 4.4 can be produced and read, in the carrier, in a link and in an event."""

from __future__ import annotations

import pytest

from txng.gs1 import GS1Error, RestrictedPrefix, check_digit, scan_data, tcvn
from txng.gs1.tcvn import Term, TraceCode

HOME = "https://id.gs1.org"
GTIN, GLN, SSCC = "09521102000213", "9521102001012", "195211020000004515"
ROWS: list[tuple[TraceCode, Term, str, str, dict[str, str]]] = [
    (
        tcvn.product(GTIN),
        Term.PRODUCT,
        f"(01){GTIN}",
        f"/01/{GTIN}",
        {"epcClass": f"/01/{GTIN}"},
    ),
    (
        tcvn.product(GTIN, lot="L26A0917"),
        Term.LOT,
        f"(01){GTIN}(10)L26A0917",
        f"/01/{GTIN}/10/L26A0917",
        {"epcClass": f"/01/{GTIN}/10/L26A0917"},
    ),
    (
        tcvn.product(GTIN, serial="7K3M9QX2P4VN8RTC"),
        Term.ITEM,
        f"(01){GTIN}(21)7K3M9QX2P4VN8RTC",
        f"/01/{GTIN}/21/7K3M9QX2P4VN8RTC",
        {"epcList": f"/01/{GTIN}/21/7K3M9QX2P4VN8RTC"},
    ),
    (
        tcvn.container(SSCC),
        Term.CONTAINER,
        f"(00){SSCC}",
        f"/00/{SSCC}",
        {"epcList": f"/00/{SSCC}", "parentID": f"/00/{SSCC}"},
    ),
    (
        tcvn.place(GLN, "A/1"),
        Term.PLACE,
        f"(414){GLN}(254)A/1",
        f"/414/{GLN}/254/A%2F1",
        {"readPoint": f"/414/{GLN}/254/A%2F1", "bizLocation": f"/414/{GLN}/254/A%2F1"},
    ),
    (
        tcvn.production_place(GLN),
        Term.PRODUCTION_PLACE,
        f"(416){GLN}",
        f"/414/{GLN}",
        {"bizLocation": f"/414/{GLN}"},
    ),
    (
        tcvn.party(GLN),
        Term.PARTY,
        f"(417){GLN}",
        f"/417/{GLN}",
        {"source": f"/417/{GLN}", "destination": f"/417/{GLN}"},
    ),
    (
        tcvn.returnable_asset(f"0{GLN}K9"),
        Term.RETURNABLE_ASSET,
        f"(8003)0{GLN}K9",
        f"/8003/0{GLN}K9",
        {"childEPCs": f"/8003/0{GLN}K9", "parentID": f"/8003/0{GLN}K9"},
    ),
    (
        tcvn.individual_asset("9521102TX-7"),
        Term.INDIVIDUAL_ASSET,
        "(8004)9521102TX-7",
        "/8004/9521102TX-7",
        {"childEPCs": "/8004/9521102TX-7", "deviceID": "/8004/9521102TX-7"},
    ),
    (
        tcvn.stage(GTIN, GLN, lot="L26A0917"),
        Term.STAGE,
        f"(01){GTIN}(10)L26A0917(416){GLN}",
        f"/01/{GTIN}/10/L26A0917?416={GLN}",
        {"epcClass": f"/01/{GTIN}/10/L26A0917", "bizLocation": f"/414/{GLN}"},
    ),
    (
        tcvn.stage(GTIN, GLN, serial="7K3M9QX2"),
        Term.STAGE,
        f"(01){GTIN}(21)7K3M9QX2(416){GLN}",
        f"/01/{GTIN}/21/7K3M9QX2?416={GLN}",
        {"epcList": f"/01/{GTIN}/21/7K3M9QX2", "bizLocation": f"/414/{GLN}"},
    ),
]


@pytest.mark.parametrize(("code", "term", "bracketed", "link", "events"), ROWS)
def test_vn_01_a_trace_code_is_written_in_all_its_forms(
    code: TraceCode, term: Term, bracketed: str, link: str, events: dict[str, str]
) -> None:
    assert (code.term, code.bracketed, code.digital_link) == (term, bracketed, HOME + link)
    assert code.in_events == {name: HOME + path for name, path in events.items()}


@pytest.mark.parametrize("code", [row[0] for row in ROWS])
def test_vn_01_a_trace_code_is_read_from_each_of_its_forms(code: TraceCode) -> None:
    assert tcvn.read(code.element_string) == tcvn.read(code.bracketed) == code
    again = tcvn.read(code.digital_link)
    # In a link the place of production is a place like any other: (416) is no key.
    assert again == (tcvn.place(GLN) if code.term is Term.PRODUCTION_PLACE else code)


def test_vn_01_no_term_is_left_out() -> None:
    assert {row[1] for row in ROWS} == set(Term)


@pytest.mark.parametrize("identifier", [name for names in tcvn.CARRIERS.values() for name in names])
def test_vn_01_each_carrier_of_tcvn_13275_gives_the_product_back(identifier: str) -> None:
    gtin = "00000095211021"[:13] + check_digit("0000009521102") if identifier == "]E4" else GTIN
    content = {
        "]E0": GTIN[1:],
        "]E4": gtin[6:],
        "]I1": GTIN,
        "]Q1": f"HTTPS://CHECK.EXAMPLE.VN/01/{GTIN}/10/L26A0917",
    }.get(identifier, f"01{GTIN}10L26A0917")
    scan = scan_data.read(identifier + content)
    assert scan.elements[0] == ("01", gtin)
    assert tcvn.of_elements(scan.elements).term in (Term.PRODUCT, Term.LOT)


@pytest.mark.parametrize(
    ("elements", "code"),
    [
        ([("01", GTIN), ("416", GLN)], "stage"),
        ([("416", GLN), ("10", "L1")], "no_trace_code"),
        ([("01", GTIN), ("99", "A")], "no_trace_code"),
        ([("01", GTIN), ("10", "L1"), ("10", "L2")], "no_trace_code"),
        ([("01", GTIN[:-1] + "4")], "incorrect_check_digit"),
        ([], "no_value"),
    ],
)
def test_what_is_no_trace_code_says_why(elements: list[tuple[str, str]], code: str) -> None:
    with pytest.raises(GS1Error) as wrong:
        tcvn.of_elements(elements)
    assert wrong.value.code == code


def test_a_number_for_one_shop_only_is_no_trace_code() -> None:
    body = "0200123456789"
    with pytest.raises(RestrictedPrefix):
        tcvn.product(body + check_digit(body))


@pytest.mark.parametrize("text", ["https://shop.example.vn/", "/t/P7K3M9QX", "P7K3M9QX"])
def test_what_is_not_gs1_is_not_read_as_a_trace_code(text: str) -> None:
    with pytest.raises(GS1Error) as wrong:
        tcvn.read(text)
    assert wrong.value.code == "not_gs1"
