"""ID-07: every row of standards.md 1.9, both ways, with escapes; and what has only one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.gs1 import epc
from txng.gs1.epc import EpcError, constrained, level, to_digital_link, to_urn

HOME = "https://id.gs1.org"
# The prefix 9521102 is GS1's own for examples; check digits were worked out by hand, not by the code under test.
INSTANCES = [
    ("urn:epc:id:sgtin:9521102.000021.A1", "/01/09521102000213/21/A1"),
    ("urn:epc:id:sgtin:9521102.100021.A1", "/01/19521102000210/21/A1"),
    ("urn:epc:id:sscc:9521102.1000000451", "/00/195211020000004515"),
    ("urn:epc:id:sgln:9521102.00101.0", "/414/9521102001012"),
    ("urn:epc:id:sgln:9521102.00101.32a%2Fb", "/414/9521102001012/254/32a%2Fb"),
    ("urn:epc:id:pgln:9521102.00101", "/417/9521102001012"),
    ("urn:epc:id:grai:9521102.00101.K9", "/8003/09521102001012K9"),
    ("urn:epc:id:giai:9521102.TX-7", "/8004/9521102TX-7"),
    ("urn:epc:id:gdti:9521102.00101.PO-4711", "/253/9521102001012PO-4711"),
    ("urn:epc:id:sgcn:9521102.00101.0004711", "/255/95211020010120004711"),
    ("urn:epc:id:gsrn:9521102.0000000001", "/8018/952110200000000019"),
    ("urn:epc:id:gsrnp:9521102.0000000001", "/8017/952110200000000019"),
    ("urn:epc:id:gsin:9521102.000000001", "/402/95211020000000015"),
    ("urn:epc:id:ginc:9521102.xyz47%2F11", "/401/9521102xyz47%2F11"),
    ("urn:epc:id:cpi:9521102.PQ7%2FZ43.12345", "/8010/9521102PQ7%2FZ43/8011/12345"),
    ("urn:epc:id:itip:9521102.000021.01.02.A1", "/8006/095211020002130102/21/A1"),
    ("urn:epc:id:upui:9521102.000021.51qIgY)%3C%26Jp3*j7SDB", "/01/09521102000213/235/51qIgY%29%3C%26Jp3%2Aj7SDB"),
]
CLASSES = [
    ("urn:epc:class:lgtin:9521102.000021.L26A0917", "/01/09521102000213/10/L26A0917"),
    ("urn:epc:idpat:sgtin:9521102.000021.*", "/01/09521102000213"),
    ("urn:epc:idpat:grai:9521102.00101.*", "/8003/09521102001012"),
    ("urn:epc:idpat:gdti:9521102.00101.*", "/253/9521102001012"),
    ("urn:epc:idpat:sgcn:9521102.00101.*", "/255/9521102001012"),
    ("urn:epc:idpat:cpi:9521102.PQ7.*", "/8010/9521102PQ7"),
    ("urn:epc:idpat:itip:9521102.000021.01.02.*", "/8006/095211020002130102"),
]


@pytest.mark.parametrize(("urn", "path"), INSTANCES + CLASSES)
def test_id_07_each_urn_and_its_link_are_one_identifier(urn: str, path: str) -> None:
    assert to_digital_link(urn) == HOME + path
    assert to_urn(HOME + path, 7) == urn


@pytest.mark.parametrize(("urn", "path"), INSTANCES)
def test_id_07_one_thing_is_an_instance_in_both_spellings(urn: str, path: str) -> None:
    assert level(urn) == level(HOME + path) == "instance"


@pytest.mark.parametrize(("urn", "path"), CLASSES)
def test_id_07_a_kind_of_things_is_a_class_in_both_spellings(urn: str, path: str) -> None:
    assert level(urn) == level(HOME + path) == "class"


def test_id_07_every_scheme_of_the_table_is_tried() -> None:
    tried = {urn.split(":")[3] for urn, _ in INSTANCES + CLASSES}
    assert tried == set(epc.SCHEMES)


ESCAPED = {'"': "%22", "%": "%25", "&": "%26", "/": "%2F", "<": "%3C", ">": "%3E", "?": "%3F"}


@pytest.mark.parametrize("sign", "!\"%&'()*+,-./0Az:;<=>?_")
def test_id_07_a_sign_is_escaped_in_a_urn_exactly_when_the_standard_says_so(sign: str) -> None:
    urn = f"urn:epc:id:sgtin:9521102.000021.x{ESCAPED.get(sign, sign)}y"
    link = to_digital_link(urn)
    assert epc.link_of(urn).serial == f"x{sign}y"
    assert to_urn(link, 7) == urn
    if sign in ESCAPED:
        with pytest.raises(EpcError) as wrong:
            to_digital_link(f"urn:epc:id:sgtin:9521102.000021.x{sign}y")
        assert wrong.value.code == "escape"


serials = st.text("!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz", min_size=1)


@given(st.integers(4, 12), st.text("0123456789", min_size=13, max_size=13), serials.filter(lambda s: len(s) <= 20))
def test_id_07_any_serial_survives_the_way_there_and_back(length: int, digits: str, serial: str) -> None:
    link = epc.digital_link.build("01", digits + epc.check_digit(digits), {"21": serial})
    urn = to_urn(link, length)
    assert len(urn.split(":")[4].split(".")[0]) == length
    assert to_digital_link(urn) == link


def test_any_host_and_any_query_is_one_identifier() -> None:
    link = "HTTPS://CHECK.EXAMPLE.VN/01/09521102000213/21/A1?17=261130&linkType=all"
    assert to_digital_link(link) == HOME + "/01/09521102000213/21/A1"
    assert to_digital_link("URN:EPC:id:sgtin:9521102.000021.A1") == HOME + "/01/09521102000213/21/A1"


def test_a_lot_beside_a_serial_is_no_part_of_the_epc() -> None:
    assert to_urn(HOME + "/01/09521102000213/22/V/10/L1/21/A1", 7) == "urn:epc:id:sgtin:9521102.000021.A1"
    assert to_urn(HOME + "/01/09521102000213/22/V/10/L1", 7) == "urn:epc:class:lgtin:9521102.000021.L1"


def test_a_urn_carries_its_prefix_itself() -> None:
    assert to_urn("urn:epc:id:sgtin:9521102.000021.%41", 9) == "urn:epc:id:sgtin:9521102.000021.A"


@pytest.mark.parametrize(
    ("link", "length", "code"),
    [
        ("/01/09521102000213/22/V", 7, "no_urn"),
        ("/8013/1987654Ad4X4bL5ttr2310c2K", 7, "no_urn"),
        ("/414/9521102001012/254/0", 7, "no_urn"),
        ("/414/9521102001012/7040/1ABC", 7, "no_urn"),
        ("/8018/952110200000000019/8019/1", 7, "no_urn"),
        ("/8006/095211020002130102/10/L", 7, "no_urn"),
        ("/415/9521102001012/8020/R1", 7, "no_urn"),
        ("/01/09521102000213/21/A1", 3, "company_prefix"),
        ("/01/09521102000213/21/A1", 13, "company_prefix"),
        ("/8004/9521102TX-7", 8, "company_prefix"),
        ("/8004/9521102", 7, "company_prefix"),
        ("/01/09521102000214/21/A1", 7, "value"),
        ("/01/9521102000213/21/A1", 7, "value"),
        ("/t/7K3M9QX2P4VN8RTC", 7, "not_gs1"),
    ],
)
def test_what_has_no_urn_says_why(link: str, length: int, code: str) -> None:
    with pytest.raises(EpcError) as wrong:
        to_urn(HOME + link, length)
    assert wrong.value.code == code
    assert wrong.value.keep_verbatim is (code in ("no_urn", "not_gs1"))


@pytest.mark.parametrize(
    ("urn", "code"),
    [
        ("urn:epc:id:sgtin:9521102.00021.A1", "total_digits"),
        ("urn:epc:id:sgtin:9521102.0000211.A1", "total_digits"),
        ("urn:epc:id:sgtin:9521102.00002X.A1", "reference"),
        ("urn:epc:id:sgtin:952.0000000021.A1", "company_prefix"),
        ("urn:epc:id:sgtin:9521102000021.A1", "parts"),
        ("urn:epc:id:sgtin:9521102.000021.", "serial"),
        ("urn:epc:id:sgtin:9521102.000021." + "A" * 21, "value"),
        ("urn:epc:id:sgtin:9521102.000021.a%2", "escape"),
        ("urn:epc:id:sgtin:9521102.000021.ô", "escape"),
        ("urn:epc:id:sgtin:9521102.000021.%20", "value"),
        ("urn:epc:id:cpi:9521102.pq7.1", "value"),
        ("urn:epc:id:cpi:9521102.PQ7.01", "value"),
        ("urn:epc:id:cpi:9521102..1", "reference"),
        ("urn:epc:id:itip:9521102.000021.03.02.A1", "value"),
        ("urn:epc:id:itip:9521102.000021.1.02.A1", "reference"),
        ("urn:epc:id:giai:9521102", "parts"),
        ("urn:epc:id:lgtin:9521102.000021.L", "unknown_scheme"),
        ("urn:epc:class:sgtin:9521102.000021.L", "unknown_scheme"),
        ("urn:epc:id:sgtinx:9521102.000021.L", "unknown_scheme"),
    ],
)
def test_a_broken_urn_is_told_from_one_that_is_not_ours(urn: str, code: str) -> None:
    with pytest.raises(EpcError) as wrong:
        to_digital_link(urn)
    assert (wrong.value.code, wrong.value.keep_verbatim) == (code, False)
    with pytest.raises(EpcError):
        level(urn)
    assert constrained(urn) == urn


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("https://a/01/09521102000213/22/V/10/L1/21/A1?17=261130", "/01/09521102000213/21/A1"),
        ("https://a/01/09521102000213/22/V/10/L1", "/01/09521102000213/10/L1"),
        ("https://a/01/09521102000213/22/V", "/01/09521102000213"),
        ("https://a/gtin/9521102000213/ser/A1", "/01/09521102000213/21/A1"),
        ("https://a/01/09521102000214", "/01/09521102000214"),  # hashed as written: a hash judges nobody
        ("https://a/8018/952110200000000019/8019/1", "/8018/952110200000000019"),
        ("https://a/414/9521102001012/7040/1ABC", "/414/9521102001012"),
        ("urn:epc:id:sgln:9521102.00101.0", "/414/9521102001012"),
        ("urn:epc:class:lgtin:9521102.000021.L1", "/01/09521102000213/10/L1"),
    ],
)
def test_event_hashes_see_the_finest_level_only(uri: str, path: str) -> None:
    assert constrained(uri) == HOME + path


@pytest.mark.parametrize("uri", ["https://a/8013/1987654Ad4X4bL5ttr2310c2K", "https://a/415/9521102001012/8020/R1"])
def test_event_hashes_leave_keys_alone_that_the_rule_does_not_name(uri: str) -> None:
    assert constrained(uri) == uri


@pytest.mark.parametrize(
    ("uri", "kind"),
    [
        ("urn:uuid:0192f1c4-0000-7000-8000-000000000000", None),
        ("urn:epc:id:gid:95100000.12345.400", "instance"),
        ("urn:epc:id:imovn:9176187", "instance"),
        ("urn:epc:tag:sgtin-96:3.9521102.000021.1", None),
        ("https://id.example.vn/t/P7K3M9QX/L26A0917", None),
        ("https://example.com/products/7", None),
        ("/01/09521102000213/21/A1", None),
        ("", None),
    ],
)
def test_what_is_not_gs1_stays_as_it_is(uri: str, kind: str | None) -> None:
    with pytest.raises(EpcError) as wrong:
        to_digital_link(uri)
    assert (wrong.value.code, wrong.value.keep_verbatim) == ("not_gs1", True)
    assert level(uri) == kind
    assert constrained(uri) == uri


@pytest.mark.parametrize(
    "urn",
    ["urn:epc:idpat:sgtin:9521102.*.*", "urn:epc:idpat:sgtin:9521102.000021.A1", "urn:epc:idpat:sgln:9521102.*.*"],
)
def test_a_pattern_that_is_no_single_class_is_kept_and_still_a_class(urn: str) -> None:
    with pytest.raises(EpcError) as wrong:
        to_digital_link(urn)
    assert (wrong.value.code, wrong.value.keep_verbatim) == ("pattern", True)
    assert level(urn) == "class"


@given(st.text(max_size=60))
def test_no_text_whatever_makes_the_translation_stumble(text: str) -> None:
    for form in (
        text,
        "urn:epc:" + text,
        "urn:epc:id:sgtin:" + text,
        "urn:epc:idpat:itip:9521102." + text,
        HOME + text,
    ):
        for ask in (to_digital_link, level, lambda uri: to_urn(uri, 7)):
            try:
                ask(form)
            except EpcError as wrong:
                assert wrong.code and str(wrong)
        assert constrained(constrained(form)) == constrained(form)
