"""GS1's own vectors, clause by clause; the README beside this file names origin, licence and departures."""

from __future__ import annotations

import json
import re
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from txng.gs1 import DigitalLink, GS1Error, MalformedLink, build, canonical, keys, parse
from txng.gs1.digital_link import SEQUENCES, from_elements, percent_decode, percent_encode

VECTORS = Path(__file__).parent / "vectors"
PREDEFINED = re.compile(r"0[0-4]|1[1-9]|20|3[1-6]|41")
GTIN, SSCC, GLN = "09521102000213", "195211020000004515", "9521102001012"


def load(name: str, part: str = "vectors") -> list[Any]:
    found: list[Any] = json.loads((VECTORS / name).read_text(encoding="utf-8"))[part]
    return found


def strict(name: str) -> list[Any]:
    return [v for v in load(name) if "options" not in v]


def outcome(uri: str) -> DigitalLink | None:
    """Both ways of saying no: wrong, and not a Digital Link of ours."""
    try:
        return parse(uri)
    except MalformedLink:
        return None


def element_string(link: DigitalLink) -> str:
    text, open_end = "{FNC1}", False
    for ai, value in ((link.key, link.value), *link.qualifiers, *link.attributes):
        text += ("{FNC1}" if open_end else "") + ai + value
        open_end = not PREDEFINED.match(ai)
    return text


PARSE = [v for v in strict("parse-uri.json") if v["id"] != "v060"]


@pytest.mark.parametrize("vector", [v for v in PARSE if not v["valid"]], ids=lambda v: v["id"])
def test_dl_01_an_invalid_uri_is_refused(vector: dict[str, Any]) -> None:
    assert outcome(vector["uri"]) is None


@pytest.mark.parametrize("vector", [v for v in PARSE if v["valid"]], ids=lambda v: v["id"])
def test_dl_01_a_valid_uri_gives_its_element_string(vector: dict[str, Any]) -> None:
    link = parse(vector["uri"])
    assert link is not None
    assert element_string(link) == vector["element_string"]


OLD = [v for v in load("parse-uri.json") if "options" in v]


@pytest.mark.parametrize("vector", OLD, ids=lambda v: v["id"])
def test_dl_01_what_earlier_versions_allowed_is_read_on_request_only(vector: dict[str, Any]) -> None:
    assert outcome(vector["uri"]) is None
    link = parse(vector["uri"], lenient=True)
    assert (link is not None) is vector["valid"]
    assert link is None or element_string(link) == vector["element_string"]


def test_dl_01_departure_one_trailing_slash_is_tolerated_and_only_one() -> None:
    uri = next(v["uri"] for v in load("parse-uri.json") if v["id"] == "v060")
    link = parse(uri)
    assert link is not None
    assert link.value == "006141411234567890"
    assert outcome(uri + "/") is None


@pytest.mark.parametrize("vector", strict("generate-uri.json"), ids=lambda v: v["id"])
def test_dl_02_the_uri_of_ai_data(vector: dict[str, Any]) -> None:
    elements = re.findall(r"\((\d{2,4})\)([^(]*)", vector["bracketed"])
    if vector["valid"]:
        assert from_elements(elements, stem=vector["stem"]) == vector["uri"]
        return
    with pytest.raises(MalformedLink):
        from_elements(elements, stem=vector["stem"])


def test_dl_02_departure_an_unknown_ai_is_never_written() -> None:
    vectors = [v for v in load("generate-uri.json") if "options" in v]
    assert len(vectors) == 2
    for vector in vectors:
        with pytest.raises(MalformedLink):
            from_elements(re.findall(r"\((\d{2,4})\)([^(]*)", vector["bracketed"]))


@pytest.mark.parametrize("vector", load("percent-decode.json"), ids=lambda v: v["id"])
def test_dl_03_percent_decoding(vector: dict[str, Any]) -> None:
    assert percent_decode(vector["input"]) == vector["path"]
    assert percent_decode(vector["input"], query=True) == vector["query"]


@pytest.mark.parametrize("vector", load("percent-encode.json"), ids=lambda v: v["id"])
def test_dl_03_percent_encoding(vector: dict[str, Any]) -> None:
    assert percent_encode(vector["input"]) == vector["path"]
    assert percent_encode(vector["input"], query=True) == vector["query"]


def test_dl_03_an_escaped_slash_stays_inside_its_value() -> None:
    link = parse(f"/01/{GTIN}/10/32a%2Fb/21/1%2B1%25")
    assert link is not None
    assert (link.lot, link.serial) == ("32a/b", "1+1%")
    assert link.path == f"/01/{GTIN}/10/32a%2Fb/21/1%2B1%25"


# The dictionary makes (415) a key with (8020) behind it; GS1's list of sequences happens to leave it out.
BESIDES = {("415",), ("415", "8020")}
NUMBERS = {
    "00": SSCC, "01": GTIN, "253": GLN, "255": GLN, "401": "9521102A", "402": "95211020000000015", "414": GLN,
    "415": GLN, "417": GLN, "8003": "0" + GLN, "8004": "9521102A", "8006": GTIN + "0102", "8010": "9521102A",
    "8013": "1987654Ad4X4bL5ttr2310c2K", "8017": "952110200000000019", "8018": "952110200000000019",
    "7040": "1ABC", "8011": "12", "8019": "12",
}  # fmt: skip


def test_dl_04_exactly_the_listed_sequences_of_key_and_qualifiers_are_read() -> None:
    places = sorted({ai for sequences in SEQUENCES.values() for sequence in sequences for ai in sequence})
    wanted = {tuple(s) for s in load("path-sequences.json", "valid")} | BESIDES
    tried = {(key, *more) for key in SEQUENCES for more in _arrangements(places)}
    read = {s for s in tried if outcome("https://a" + "".join(f"/{ai}/{NUMBERS.get(ai, 'A1')}" for ai in s))}
    assert wanted == read


def _arrangements(places: list[str]) -> set[tuple[str, ...]]:
    return {p for n in range(4) for p in permutations(places, n)}


@pytest.mark.parametrize(
    "path", ["/gtin/09521102000213", "/01/9521102000213", "/01/09521102000213/lot/A", "/01/95211020"]
)
def test_dl_05_short_names_and_short_gtins_are_not_accepted(path: str) -> None:
    assert outcome(path) is None
    assert outcome("https://a" + path) is None


def test_dl_06_unknown_words_in_the_query_are_kept_as_written() -> None:
    link = parse(f"/01/{GTIN}?linkType=gs1%3Apip&17=261130&utm_source=s%E1%BA%A7u&flag")
    assert link is not None
    assert link.extra == ("linkType=gs1%3Apip", "utm_source=s%E1%BA%A7u", "flag")
    assert link.attributes == (("17", "261130"),)


def test_dl_07_links_of_one_thing_have_one_canonical_form() -> None:
    forms = [
        f"HTTPS://CHECK.EXAMPLE.VN/01/{GTIN}/10/A%2D1/21/9",
        f"https://b/x/01/{GTIN}/10/A-1/21/9?17=261130&linkType=all#top",
    ]
    links = [parse(form) for form in forms]
    assert {canonical(link) for link in links if link} == {f"https://id.gs1.org/01/{GTIN}/10/A-1/21/9"}


def test_dl_08_a_half_compressed_link_is_called_malformed() -> None:
    with pytest.raises(MalformedLink):
        parse(f"https://a/01/{GTIN}/HxHOGRA")


@pytest.mark.parametrize("vector", load("csum.json"), ids=lambda v: v["id"])
def test_id_01_check_digits(vector: dict[str, Any]) -> None:
    assert keys.has_right_check_digit(vector["input"]) is vector["valid"]


@pytest.mark.parametrize("vector", [v for v in load("cset82.json") if v["input"]], ids=lambda v: v["id"])
def test_lots_and_serials_keep_to_character_set_82(vector: dict[str, Any]) -> None:
    if vector["valid"]:
        build("01", GTIN, {"10": vector["input"]})
        return
    with pytest.raises(MalformedLink) as wrong:
        build("01", GTIN, {"10": vector["input"]})
    assert wrong.value.code == "value"


@pytest.mark.parametrize("code", ["P7K3M9QX", "D0000000", "7K3M9QX2P4VN8RTC"])
def test_id_08_codes_we_give_ourselves_never_parse_as_gs1_keys(code: str) -> None:
    for read in (keys.normalise_gtin, keys.normalise_gln, keys.normalise_sscc):
        with pytest.raises(GS1Error):
            read(code)
    assert parse(f"/t/{code}") is None
    assert outcome(f"/01/{code}") is None
