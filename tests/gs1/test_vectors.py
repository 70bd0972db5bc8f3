"""GS1's own vectors, ID-01 … ID-06; tests/conformance/gs1/README.md names origin and licence."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from txng.gs1 import GS1Error, associations, element_strings, scan_data
from txng.gs1.application_identifiers import all_ais, check_value, find
from txng.gs1.check_characters import check_digit, check_pair
from txng.gs1.keys import KEYS, complete, require
from txng.gs1.linters import LINTERS

VECTORS = Path(__file__).parents[1] / "conformance" / "gs1" / "vectors"
FINDINGS: dict[str, dict[str, list[str]]] = json.loads((VECTORS / "linters.json").read_text(encoding="utf-8"))


def load(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))["vectors"]
    return found


def raw(text: str) -> str:
    return text.replace("{FNC1}", element_strings.GS).replace("{GS}", element_strings.GS)


def by_id(vector: dict[str, Any]) -> str:
    return str(vector["id"])


# --- ID-01, ID-02: check digits and check pairs

NUMERIC = {
    "sscc": "195211020000004515",
    "gtin": "09521102000213",
    "gdti": "9521102001012PO-4711",
    "gcn": "95211020010120004711",
    "gsin": "95211020000000015",
    "gln": "9521102001012",
    "grai": "09521102001012K9",
    "itip": "095211020002130102",
    "gsrnp": "952110200000000019",
    "gsrn": "952110200000000019",
}
LETTERED = {"gmn": "1987654Ad4X4bL5ttr2310c2K", "mudi": "1987654Ad4X4bL5ttr2310c2K"}
UNCHECKED = {"ginc": "9521102xyz47/11", "giai": "9521102TX-7", "cpid": "9521102PQ7/Z43"}
# Where the check digit stands, counted from the front.
PLACE = {"sscc": 17, "gtin": 13, "gdti": 12, "gcn": 12, "gsin": 16, "gln": 12, "grai": 13, "itip": 13, "gsrnp": 17, "gsrn": 17}  # fmt: skip


def test_id_01_every_key_type_is_tried() -> None:
    assert {*NUMERIC, *LETTERED, *UNCHECKED} == set(KEYS)


@pytest.mark.parametrize("kind", NUMERIC)
def test_id_01_only_the_right_check_digit_is_accepted(kind: str) -> None:
    key, at = NUMERIC[kind], PLACE[kind]
    assert require(kind, key) == complete(kind, key[:at], key[at + 1 :]) == key
    for digit in set("0123456789") - {key[at]}:
        with pytest.raises(GS1Error) as wrong:
            require(kind, key[:at] + digit + key[at + 1 :])
        assert wrong.value.code == "incorrect_check_digit"


@pytest.mark.parametrize("kind", UNCHECKED)
def test_id_01_keys_without_check_digit_have_a_company_prefix_all_the_same(kind: str) -> None:
    assert require(kind, UNCHECKED[kind]) == complete(kind, UNCHECKED[kind]) == UNCHECKED[kind]
    for value, code in (("952", "too_short_for_gcp"), ("952X102A", "invalid_gcp_prefix")):
        with pytest.raises(GS1Error) as wrong:
            require(kind, value)
        assert wrong.value.code == code


def test_id_01_a_body_of_another_length_gets_no_check_digit() -> None:
    with pytest.raises(GS1Error) as wrong:
        complete("gtin", "952110200021")
    assert (wrong.value.code, wrong.value.detail) == ("wrong_length", "12")
    with pytest.raises(GS1Error, match="digits"):
        check_digit("95211O2")
    with pytest.raises(GS1Error) as wrong:
        require("ean", "1")
    assert wrong.value.code == "unknown_key"


@pytest.mark.parametrize("kind", LETTERED)
def test_id_02_only_the_right_check_pair_is_accepted(kind: str) -> None:
    key = LETTERED[kind]
    assert require(kind, key) == complete(kind, key[:-2]) == key
    for at in range(4, len(key)):
        other = "Z" if key[at] != "Z" else "Y"
        with pytest.raises(GS1Error) as wrong:
            require(kind, key[:at] + other + key[at + 1 :])
        assert wrong.value.code == "incorrect_check_pair"


def test_id_02_a_check_pair_is_made_of_gs1_s_signs_only() -> None:
    assert check_pair("1987654Ad4X4bL5ttr2310c") == "2K"
    for text in ("a b", "ô", "1" * 98):
        with pytest.raises(GS1Error):
            check_pair(text)


# --- ID-04: linters


@pytest.mark.parametrize("name", FINDINGS)
def test_id_04_a_linter_finds_what_gs1_s_own_finds(name: str) -> None:
    for finding, inputs in FINDINGS[name].items():
        wanted = "" if finding == "OK" else finding.lower()
        assert {text: LINTERS[name](text) for text in inputs} == dict.fromkeys(inputs, wanted)


def test_id_04_no_linter_the_table_names_is_missing_and_none_goes_untested() -> None:
    named = {linter for ai in all_ais() for part in find(ai).components for linter in part.linters}
    assert named <= set(LINTERS)
    # The two prefix checks have no vectors of their own; ID-01 tries the first through the keys.
    assert set(LINTERS) - set(FINDINGS) == {"gcppos1", "gcppos2"}
    assert [LINTERS["gcppos2"](text) for text in ("X9521", "9952X", "1952")] == [
        "",
        "invalid_gcp_prefix",
        "too_short_for_gcp",
    ]
    assert len(all_ais()) == 541


@pytest.mark.parametrize("vector", load("value-checks-by-ai"), ids=by_id)
def test_id_04_a_value_is_judged_through_its_ai(vector: dict[str, Any]) -> None:
    if vector["valid"]:
        assert element_strings.parse_bracketed(vector["bracketed"])
        return
    with pytest.raises(GS1Error) as wrong:
        element_strings.parse_bracketed(vector["bracketed"])
    assert wrong.value.code == vector["error"].lower()
    assert vector["bracketed"].partition(")")[0].strip("(") in wrong.value.message


# --- ID-03: element strings


@pytest.mark.parametrize("vector", load("element-string"), ids=by_id)
def test_id_03_an_element_string_is_read(vector: dict[str, Any]) -> None:
    text = raw(vector["element_string"])
    if vector["valid"]:
        elements = element_strings.parse(text)
        assert element_strings.build(elements).rstrip(element_strings.GS) == without_needless_separators(text)
        return
    with pytest.raises(GS1Error):
        element_strings.parse(text)


def without_needless_separators(text: str) -> str:
    text = text.rstrip(element_strings.GS)
    return re.sub(rf"(?<=^{element_strings.GS}01\d{{14}}){element_strings.GS}", "", text)


@pytest.mark.parametrize("vector", load("bracketed-to-element-string"), ids=by_id)
def test_id_03_bracketed_text_becomes_an_element_string(vector: dict[str, Any]) -> None:
    if vector["valid"]:
        elements = element_strings.parse_bracketed(vector["bracketed"])
        assert element_strings.build(elements) == raw(vector["element_string"])
        assert element_strings.parse_bracketed(element_strings.build_bracketed(elements)) == elements
        return
    with pytest.raises(GS1Error):
        element_strings.build(element_strings.parse_bracketed(vector["bracketed"]))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no_fnc1"),
        ("0109521102000213", "no_fnc1"),
        ("\x1d", "no_value"),
        ("\x1d\x1d0109521102000213", "empty_element"),
        ("\x1d10A\x1d\x1d21B", "empty_element"),
        ("\x1d89ABC", "unknown_ai"),
        ("\x1d0", "unknown_ai"),
        ("\x1d3106123456", "unknown_ai"),
        ("\x1d10", "no_value"),
        ("\x1d01095211", "too_short"),
        ("\x1d10L26A091721SERIALSERIA", "too_long"),
        ("\x1d10Lô", "invalid_cset82_character"),
    ],
)
def test_id_03_what_is_wrong_with_an_element_string_is_told(text: str, code: str) -> None:
    with pytest.raises(GS1Error) as wrong:
        element_strings.parse(text)
    assert wrong.value.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "no_bracket"), ("01", "no_bracket"), ("(01", "unclosed_bracket"), ("(10)A\\", "invalid_cset82_character")],
)
def test_id_03_what_is_wrong_with_bracketed_text_is_told(text: str, code: str) -> None:
    with pytest.raises(GS1Error) as wrong:
        element_strings.parse_bracketed(text)
    assert wrong.value.code == code


@pytest.mark.parametrize("build", [element_strings.build, element_strings.build_bracketed])
def test_id_03_nothing_wrong_is_ever_written(build: Any) -> None:
    for elements in ([], [("01", "9521102000213")], [("10", "a b")], [("89", "A")]):
        with pytest.raises(GS1Error):
            build(elements)


# --- ID-05: association rules

CODES = {
    "repeated AIs must carry one value": "repeated",
    "excluded pairs (ex=)": "excluded",
    "required companions (req=)": "missing_companion",
    "(8030) needs a serialised key": "not_serialised",
}


@pytest.mark.parametrize("vector", load("associations"), ids=by_id)
def test_id_05_what_may_stand_beside_what(vector: dict[str, Any]) -> None:
    if vector["passes"]:
        associations.check(element_strings.parse_bracketed(vector["bracketed"]))
        return
    # Some vectors repeat or exclude numbers that are no AI at all: the rules are asked without reading the values.
    with pytest.raises(associations.BrokenRule) as wrong:
        associations.check(re.findall(r"\((\d+)\)([^(]*)", vector["bracketed"]))
    assert wrong.value.code == CODES[vector["rule"]]


def test_id_05_a_broken_rule_names_both_sides() -> None:
    with pytest.raises(associations.BrokenRule) as wrong:
        associations.check([("10", "L26A0917")])
    assert wrong.value.detail == "(10) → (01) / (02) / (03) / (8006) / (8026)"
    with pytest.raises(associations.BrokenRule, match=r"\(01\), \(37\)"):
        associations.check([("01", "09521102000213"), ("37", "12")])


# --- ID-06: scan data

SYMBOLOGIES = {
    "QR": "QR",
    "DM": "DataMatrix",
    "DotCode": "DotCode",
    "DataBarExpanded": "DataBar",
    "GS1_128_CCA": "GS1-128",
    "GS1_128_CCC": "GS1-128",
    "DataBarOmni": "DataBar-14",
    "DataBarLimited": "DataBar-Limited",
    "UPCE": "UPC-E",
    "EAN13": "EAN-13",
    "EAN8": "EAN-8",
    "NONE": "none",
}


def plain(data: str) -> str:
    return re.sub(r"^\\(\\*)\^", r"\1^", data)


@pytest.mark.parametrize("vector", load("scan-data-process"), ids=by_id)
def test_id_06_what_a_reader_sends_is_read(vector: dict[str, Any]) -> None:
    text = raw(vector["scan_data"])
    if not vector["valid"]:
        with pytest.raises(GS1Error):
            scan_data.read(text)
        return
    scan = scan_data.read(text)
    assert scan.symbology == SYMBOLOGIES[vector["symbology"]]
    linear, _, composite = vector["data"].replace("|^", "|{FNC1}").replace("^98", "{FNC1}98").partition("|")
    if linear.startswith("{FNC1}"):
        assert element_strings.build(scan.elements) == raw(linear)
    elif linear.isdigit():
        attached = element_strings.parse(raw(composite)) if composite else ()
        assert scan.elements == (("01", linear.zfill(14)), *attached)
    else:
        assert scan.text == plain(vector["data"])
        assert (scan.link is not None) == scan.text.lower().startswith("http")


@pytest.mark.parametrize("vector", load("scan-data-generate"), ids=by_id)
def test_id_06_what_a_reader_will_send_is_known(vector: dict[str, Any]) -> None:
    linear, _, composite = vector["data"].partition("|")
    linear = raw(linear) if linear.startswith("{FNC1}") else plain(linear.replace("{FNC1}", "^"))
    arguments = (SYMBOLOGIES[vector["symbology"]], linear, raw(composite))
    if vector["scan_data"] is None:
        with pytest.raises(GS1Error):
            scan_data.report(*arguments)
        return
    assert scan_data.report(*arguments, **vector.get("options", {})) == raw(vector["scan_data"])


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("]Q1https://shop.example.vn/khuyen-mai", "not_gs1"),
        ("]Z1ABC", "unknown_symbology"),
        ("]I118936012345672", "incorrect_check_digit"),
        ("]Q1https://a/01/09521102000214", "value"),
        ("0109521102000213", "no_symbology"),
    ],
)
def test_id_06_what_is_no_gs1_data_says_why(sent: str, code: str) -> None:
    with pytest.raises(GS1Error) as wrong:
        scan_data.read(sent)
    assert wrong.value.code == code


def test_id_06_a_datamatrix_that_begins_with_gs_instead_of_fnc1_is_plain_text() -> None:
    scan = scan_data.read("]d1\x1d010952110200021310L1")
    assert (scan.elements, scan.text) == ((), "\x1d010952110200021310L1")
    assert scan_data.read("]d2010952110200021310L1").elements == (("01", "09521102000213"), ("10", "L1"))


@pytest.mark.parametrize(
    ("symbology", "data"),
    [
        ("UPC-E", "614141000036"),  # its zeros do not stand where they could be left out
        ("EAN-13", "\x1d0118936012345671"),  # a case, fourteen digits
        ("EAN-8", "12345678"),
        ("ITF-14", "8936012345674"),
        ("GS1-128", "\x1d10"),
        ("DataBar-14", "\x1d10L1"),
        ("Aztec", "A"),
    ],
)
def test_id_06_what_a_symbol_cannot_hold_is_refused(symbology: str, data: str) -> None:
    with pytest.raises(GS1Error):
        scan_data.report(symbology, data)


@pytest.mark.parametrize("upc_a", ["012000001215", "012300000459", "012340000057", "001234000057", "012345000058"])
def test_id_06_a_number_whose_zeros_can_be_left_out_is_a_upc_e(upc_a: str) -> None:
    number = upc_a[:-1] + check_digit(upc_a[:-1])
    assert scan_data.report("UPC-E", number) == "]E00" + number


def test_every_check_of_a_value_can_be_asked_alone() -> None:
    check_value("7007", "211225211231")
    with pytest.raises(GS1Error, match="Illegal day"):
        check_value("7007", "211225211232")
