"""GS1 Digital Link URI syntax 1.6 (ISO/IEC 18975): all sixteen keys, read strictly; what goes into a QR is built here.

Deliberate departures from the standard, kind to the reader: one trailing slash is tolerated, and a text that names
no GS1 key is “no link” (None), no error. `lenient` reads what earlier versions allowed and others have printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from urllib.parse import quote

from txng.gs1 import application_identifiers as ais
from txng.gs1.compressed import looks_compressed, looks_half_compressed
from txng.gs1.errors import GS1Error

CANONICAL_STEM = "https://id.gs1.org"
Element = tuple[str, str]

# The order of qualifiers is part of the standard: a link in another order is another identifier, or none.
SEQUENCES: dict[str, tuple[tuple[str, ...], ...]] = {
    ai: ais.find(ai).sequences for ai in sorted(ais.digital_link_keys())
}
_QUALIFIERS = frozenset(ai for sequences in SEQUENCES.values() for sequence in sequences for ai in sequence)
_ORDERS: dict[str, frozenset[tuple[str, ...]]] = {
    key: frozenset(
        chosen
        for sequence in sequences
        for count in range(len(sequence) + 1)
        for chosen in combinations(sequence, count)
    )
    for key, sequences in SEQUENCES.items()
}
# Words of Digital Link 1.1, removed in 1.3 (2022); read on request only, never written.
WORDS = {
    "sscc": "00", "gtin": "01", "gdti": "253", "gcn": "255", "ginc": "401", "gsin": "402", "gln": "414",
    "payTo": "415", "party": "417", "grai": "8003", "giai": "8004", "itip": "8006", "cpid": "8010", "gmn": "8013",
    "gsrnp": "8017", "gsrn": "8018",
    "cpv": "22", "lot": "10", "ser": "21", "tpx": "235", "glnx": "254", "cpsn": "8011", "srin": "8019", "refno": "8020",
}  # fmt: skip

_URI = re.compile(
    r"https?://(?P<host>[a-z0-9.\-]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?(?P<rest>/.*)",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
_ALLOWED = re.compile(r"[A-Za-z0-9\-._~%!$&'()*+,;=:@/?]*")
_NUMBER = re.compile(r"[0-9]{8}")
_PLAIN = re.compile(r"[A-Za-z0-9\-._~]*")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_SHORT_GTIN = re.compile(r"[0-9]{8}|[0-9]{12,13}")


class MalformedLink(GS1Error):
    """Meant as a Digital Link and wrong: the web answers 400.

    Codes: characters, value, order, attribute, repeated, compressed, half_compressed.
    """


@dataclass(frozen=True, slots=True)
class DigitalLink:
    key: str
    value: str
    qualifiers: tuple[Element, ...] = ()
    attributes: tuple[Element, ...] = ()
    # Query parts that are not GS1's (linkType, utm_…), as written, so that they can be passed on unchanged.
    extra: tuple[str, ...] = field(default=(), compare=False)
    host: str = field(default="", compare=False)

    def qualifier(self, ai: str) -> str:
        for name, value in self.qualifiers:
            if name == ai:
                return value
        return ""

    @property
    def gtin(self) -> str:
        return self.value if self.key == "01" else ""

    @property
    def lot(self) -> str:
        return self.qualifier("10")

    @property
    def serial(self) -> str:
        return self.qualifier("21")

    @property
    def cpv(self) -> str:
        return self.qualifier("22")

    @property
    def path(self) -> str:
        pairs = ((self.key, self.value), *self.qualifiers)
        return "".join(f"/{ai}/{percent_encode(value)}" for ai, value in pairs)

    @property
    def elements(self) -> tuple[Element, ...]:
        """Everything GS1 the link says, as it would stand in an element string."""
        return ((self.key, self.value), *self.qualifiers, *self.attributes)


def percent_decode(text: str, *, query: bool = False) -> str:
    """Decoded byte by byte; a broken escape stays as it is. `+` is a space in the query only."""
    if query:
        text = text.replace("+", " ")
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text) if "%" in text else text


def percent_encode(text: str, *, query: bool = False) -> str:
    if _PLAIN.fullmatch(text):
        return text
    try:
        encoded = quote(text, safe="", encoding="latin-1", errors="strict")
    except UnicodeEncodeError:
        raise MalformedLink("characters", text[:40]) from None
    return encoded.replace("%20", "+") if query else encoded


def parse(uri_or_path: str, *, lenient: bool = False, checks: bool = True) -> DigitalLink | None:
    """Read a URI, or a path of our own host. None: no Digital Link; MalformedLink: a wrong one.

    Give the text as it came over the wire: a framework that decodes %2F first has already lost a lot “32a/b”.
    `lenient` also takes convenience words (/gtin/…/lot/…), GTINs of 8, 12 and 13 digits and `;` in the query.
    Without `checks` a value needs only the right signs and length: an event's hash is taken of what was written.
    """
    host, rest = "", uri_or_path
    if not rest.startswith("/"):
        found = _URI.fullmatch(rest)
        if not found or int(found["port"] or 0) > 65535:
            return None
        host, rest = found["host"].lower(), found["rest"]
    path, _, query = rest.partition("#")[0].partition("?")
    segments = path.split("/")[1:]
    if segments[-1] == "":
        segments.pop()
    if lenient:
        _translate_words(segments, may_have_stem=bool(host))
    start = _key_place(segments, may_have_stem=bool(host))
    if start is None:
        if looks_compressed(segments, may_have_stem=bool(host)):
            raise MalformedLink("compressed", path[:60])
        return None
    if not _ALLOWED.fullmatch(path + query):
        raise MalformedLink("characters", rest[:100])
    if (len(segments) - start) % 2:
        raise MalformedLink("half_compressed" if looks_half_compressed(segments[-1]) else "order", path[:100])
    pairs = [(segments[at], percent_decode(segments[at + 1])) for at in range(start, len(segments), 2)]
    attributes, extra = _read_query(query.replace(";", "&") if lenient else query) if query else ((), ())
    if lenient:
        pairs = [_full_length(pair) for pair in pairs]
        attributes = tuple(_full_length(pair) for pair in attributes)
    link = DigitalLink(*pairs[0], tuple(pairs[1:]), attributes, extra, host)
    require_sound(link, checks=checks)
    return link


def build(
    key: str,
    value: str,
    qualifiers: Mapping[str, str] | None = None,
    attributes: Iterable[Element] = (),
    *,
    stem: str = CANONICAL_STEM,
) -> str:
    """The URI of a key, qualifiers in the order of the standard; MalformedLink when it has none."""
    given = qualifiers or {}
    fitting = [sequence for sequence in (*SEQUENCES.get(key, ()), ()) if set(given) <= set(sequence)]
    if not fitting or key not in SEQUENCES:
        raise MalformedLink("order", "/".join((key, *given)))
    pairs = tuple((ai, given[ai]) for ai in fitting[0] if ai in given)
    link = DigitalLink(key, value, pairs, tuple(attributes))
    require_sound(link)
    return _written(link, stem)


def from_elements(elements: Iterable[Element], *, stem: str = CANONICAL_STEM) -> str:
    """The URI of AI data: the first key in it names the thing, the rest qualifies or describes it.

    Attributes of predefined length stand first, as GS1's own engine writes them; what is said twice is said once.
    """
    pairs = tuple(dict.fromkeys(elements))
    key = next((pair for pair in pairs if pair[0] in SEQUENCES), None)
    if key is None:
        raise MalformedLink("order", "/".join(ai for ai, _ in pairs))
    qualifying = {ai for sequence in SEQUENCES[key[0]] for ai in sequence}
    qualifiers: dict[str, str] = {}
    attributes = []
    for ai, value in pairs:
        if (ai, value) == key:
            continue
        if ai in qualifying:
            if ai in qualifiers:
                raise MalformedLink("repeated", ai)
            qualifiers[ai] = value
        else:
            attributes.append((ai, value))
    attributes.sort(key=lambda pair: not (ais.known(pair[0]) and ais.find(pair[0]).predefined_length))
    return build(*key, qualifiers, attributes, stem=stem)


def canonical(link: DigitalLink, *, attributes: bool = False) -> str:
    """The form two links are compared in. Attributes speak about the thing, they do not name it."""
    return _written(link if attributes else replace(link, attributes=()), CANONICAL_STEM)


def _written(link: DigitalLink, stem: str) -> str:
    query = "&".join(f"{ai}={percent_encode(value, query=True)}" for ai, value in link.attributes)
    return stem.rstrip("/") + link.path + (f"?{query}" if query else "")


def _key_place(segments: list[str], *, may_have_stem: bool) -> int | None:
    """Where the key begins. Our paths begin with it; foreign hosts may put a stem before the last key."""
    if may_have_stem:
        at = len(segments) - 2
        while at > 0 and segments[at] in _QUALIFIERS:
            at -= 2
        if at > 0 and segments[at] in SEQUENCES and segments[at + 1][:1].isdigit():
            return at
    if segments and segments[0] in SEQUENCES:
        return 0
    if may_have_stem:  # a key, its digits, then something no rule allows: better called wrong than unknown
        for at, ai in enumerate(segments[:-1]):
            if ai in SEQUENCES and _NUMBER.match(segments[at + 1]):
                return at
    return None


def _translate_words(segments: list[str], *, may_have_stem: bool) -> None:
    """Words become numbers in place, from the last key on; the numbers are then judged like any others."""
    for start in range(len(segments) - 2, -1, -2) if may_have_stem else (0,):
        places = range(start, len(segments), 2)
        if _number_of(segments, start) in SEQUENCES and all(
            _number_of(segments, at) in _QUALIFIERS for at in places[1:]
        ):
            for at in places:
                segments[at] = _number_of(segments, at)
            return


def _number_of(segments: list[str], at: int) -> str:
    name = segments[at] if at < len(segments) else ""
    return WORDS.get(name, name)


def _full_length(pair: Element) -> Element:
    ai, value = pair
    return (ai, value.zfill(14)) if ai == "01" and _SHORT_GTIN.fullmatch(value) else pair


def _read_query(query: str) -> tuple[tuple[Element, ...], tuple[str, ...]]:
    attributes: list[Element] = []
    extra: list[str] = []
    for part in filter(None, query.split("&")):
        name, equals, value = part.partition("=")
        if equals and name.isascii() and name.isdigit():
            attributes.append((name, percent_decode(value, query=True)))
        else:
            extra.append(part)
    return tuple(attributes), tuple(extra)


def require_sound(link: DigitalLink, *, checks: bool = True) -> None:
    """MalformedLink unless the parts of the link fit together and every value fits its application identifier."""
    names = tuple(ai for ai, _ in link.qualifiers)
    if names not in _ORDERS.get(link.key, ()):
        raise MalformedLink("order", "/".join((link.key, *names))[:100])
    for ai, value in link.qualifiers:
        _require_value(ai, value, checks)
    _require_value(link.key, link.value, checks)
    if not link.attributes:
        return
    seen = {link.key, *names}
    for ai, value in link.attributes:
        if not ais.known(ai) or not ais.find(ai).attribute or _belongs_in_path(link.key, {*names, ai}):
            raise MalformedLink("attribute", ai[:10])
        if ai in seen:
            raise MalformedLink("repeated", ai)
        seen.add(ai)
        _require_value(ai, value, checks)


def _require_value(ai: str, value: str, checks: bool) -> None:
    if not checks and ais.find(ai).shape.fullmatch(value):
        return
    try:
        ais.check_value(ai, value)
    except GS1Error as wrong:
        raise MalformedLink("value", wrong.message) from wrong


def _belongs_in_path(key: str, names: set[str]) -> bool:
    """`?10=` beside `/01/` has a better place; beside `/235/` there is none in the path."""
    return any(names <= set(sequence) for sequence in SEQUENCES[key])
