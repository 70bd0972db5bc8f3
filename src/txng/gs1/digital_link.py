"""GS1 Digital Link URI syntax 1.6 (ISO/IEC 18975), strict: what our host answers and what goes into a QR.

Keys read: 00, 01, 414, 417 (names.md 4). Two deliberate departures from the standard, both kind to the
reader: one trailing slash is tolerated, and a link of a key we do not serve is “not ours” (None), no error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from txng.gs1.keys import GS1Error, has_right_check_digit

CANONICAL_STEM = "https://id.gs1.org"

# The order of qualifiers is part of the standard: a link in another order is another identifier, or none.
SEQUENCES: dict[str, tuple[tuple[str, ...], ...]] = {
    "00": ((),),
    "01": (("22", "10", "21"), ("235",)),
    "414": (("254",), ("7040",)),
    "417": (("7040",),),
}
_DIGITS = {"00": 18, "01": 14, "414": 13, "417": 13}
_CSET82 = r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]"
_VALUES = {
    **{ai: re.compile(_CSET82 + "{1,20}") for ai in ("10", "21", "22", "254")},
    "235": re.compile(_CSET82 + "{1,28}"),
    "7040": re.compile(r"[0-9][0-9A-Za-z_\-]{3}"),
}
_ANY_VALUE = re.compile(_CSET82 + "{1,90}")
_QUALIFIERS = {ai for sequences in SEQUENCES.values() for sequence in sequences for ai in sequence}

# AIs the GS1 Syntax Dictionary (2026-01-27) allows in the query; a numeric key that is none is an error.
_ATTRIBUTE = re.compile(
    r"0[012]|1[0-35-7]|20|24[0-3]|25[0135]|30|3(?:1[0-6]|2\d|3[0-7]|4\d|5[0-7]|6\d)[0-5]|37|39(?:[0-3]\d|4[0-3]|5[0-5])"
    r"|40[0-3]|41[0-7]|42[0-7]|43(?:[01]\d|2[0-6]|3[0-3])|70(?:0[1-9]|1[01]|2[0-3]|3\d)|71[0-7]|72(?:3\d|4[0-2]|5\d)"
    r"|80(?:0[1-9]|1[02378]|26|30)|811[0-2]|9\d"
)
_URI = re.compile(
    r"https?://(?P<host>[a-z0-9.\-]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?(?P<rest>/.*)",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
_ALLOWED = re.compile(r"[A-Za-z0-9\-._~%!$&'()*+,;=:@/?]*")
_NUMBER = re.compile(r"[0-9]{8}")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")


class MalformedLink(GS1Error):
    """Meant as a Digital Link and wrong: the web answers 400.

    Codes: characters, value, order, attribute, repeated.
    """


@dataclass(frozen=True, slots=True)
class DigitalLink:
    key: str
    value: str
    qualifiers: tuple[tuple[str, str], ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    # Query parts that are not GS1's (linkType, utm_…), as written, so that they can be passed on unchanged.
    extra: tuple[str, ...] = field(default=(), compare=False)
    host: str = field(default="", compare=False)

    def qualifier(self, ai: str) -> str:
        return dict(self.qualifiers).get(ai, "")

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


def percent_decode(text: str, *, query: bool = False) -> str:
    """Decoded byte by byte; a broken escape stays as it is. `+` is a space in the query only."""
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text.replace("+", " ") if query else text)


def percent_encode(text: str, *, query: bool = False) -> str:
    encoded = quote(text, safe="", encoding="latin-1", errors="strict")
    return encoded.replace("%20", "+") if query else encoded


def parse(uri_or_path: str) -> DigitalLink | None:
    """Read a URI, or a path of our own host. None: no Digital Link of ours; MalformedLink: a wrong one.

    Give the text as it came over the wire: a framework that decodes %2F first has already lost a lot “32a/b”.
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
    start = _key_place(segments, may_have_stem=bool(host))
    if start is None:
        return None
    if not _ALLOWED.fullmatch(path + query):
        raise MalformedLink("characters", rest)
    if (len(segments) - start) % 2:
        raise MalformedLink("order", path)
    pairs = [(segments[at], percent_decode(segments[at + 1])) for at in range(start, len(segments), 2)]
    attributes, extra = _read_query(query)
    link = DigitalLink(*pairs[0], tuple(pairs[1:]), attributes, extra, host)
    _require_sound(link)
    return link


def build(
    key: str,
    value: str,
    qualifiers: Mapping[str, str] | None = None,
    attributes: Iterable[tuple[str, str]] = (),
    *,
    stem: str = CANONICAL_STEM,
) -> str:
    """The URI of a key, qualifiers in the order of the standard; MalformedLink when it has none."""
    given = qualifiers or {}
    fitting = [sequence for sequence in SEQUENCES.get(key, ()) if set(given) <= set(sequence)]
    if not fitting:
        raise MalformedLink("order", "/".join((key, *given)))
    pairs = tuple((ai, given[ai]) for ai in fitting[0] if ai in given)
    link = DigitalLink(key, value, pairs, tuple(attributes))
    _require_sound(link)
    return _written(link, stem)


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


def _read_query(query: str) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    attributes: list[tuple[str, str]] = []
    extra: list[str] = []
    for part in filter(None, query.split("&")):
        name, equals, value = part.partition("=")
        if equals and name.isascii() and name.isdigit():
            attributes.append((name, percent_decode(value, query=True)))
        else:
            extra.append(part)
    return tuple(attributes), tuple(extra)


def _require_sound(link: DigitalLink) -> None:
    names = tuple(ai for ai, _ in link.qualifiers)
    if not any(names == tuple(ai for ai in sequence if ai in names) for sequence in SEQUENCES.get(link.key, ())):
        raise MalformedLink("order", "/".join((link.key, *names)))
    for ai, value in ((link.key, link.value), *link.qualifiers, *link.attributes):
        if not _fits(ai, value):
            raise MalformedLink("value", ai)
    seen = {link.key, *names}
    for ai, _ in link.attributes:
        if not _ATTRIBUTE.fullmatch(ai) or _belongs_in_path(link.key, {*names, ai}):
            raise MalformedLink("attribute", ai)
        if ai in seen:
            raise MalformedLink("repeated", ai)
        seen.add(ai)


def _fits(ai: str, value: str) -> bool:
    if length := _DIGITS.get(ai):
        return len(value) == length and has_right_check_digit(value)
    return bool(_VALUES.get(ai, _ANY_VALUE).fullmatch(value))


def _belongs_in_path(key: str, names: set[str]) -> bool:
    """`?10=` beside `/01/` has a better place; beside `/235/` there is none in the path."""
    return any(names <= set(sequence) for sequence in SEQUENCES[key])
