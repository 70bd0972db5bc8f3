"""EPC URNs and GS1 Digital Links: two spellings of one identifier (EPC Tag Data Standard, CBV 8; standards.md 1.9).

    to_digital_link("urn:epc:id:sgtin:9521102.000021.A1")      → "https://id.gs1.org/01/09521102000213/21/A1"
    to_urn("https://any.host/01/09521102000213/21/A1", 7)      → "urn:epc:id:sgtin:9521102.000021.A1"

The way to a URN needs the length of the company prefix, which no digit of the key tells: the caller says it, this
module never guesses. Where it is not known, answer in Digital Link and say so (GS1-EPC-Format).
Identifiers that are not GS1's (private URNs, /t/ addresses, other web addresses) are legal in EPCIS and stay as
they are: `EpcError.keep_verbatim` tells them from broken ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from txng.gs1 import digital_link
from txng.gs1.check_characters import check_digit
from txng.gs1.digital_link import DigitalLink, MalformedLink, canonical
from txng.gs1.errors import GS1Error

Level = Literal["instance", "class"]

SHORTEST_PREFIX, LONGEST_PREFIX = 4, 12
NOT_GS1 = ("adi", "bic", "gid", "imovn", "usdod")  # EPC schemes of other bodies; things, but no GS1 keys

_URN = re.compile(r"urn:epc:(?P<space>[a-z]+):(?P<scheme>[a-z0-9]+):(?P<body>.*)", re.DOTALL)
_DIGITS = re.compile(r"[0-9]*")
# What may stand unescaped in a part of a URN; % begins an escape.
_PLAIN = re.compile(r"(?:[A-Za-z0-9!'()*+,\-.:;=_]|%[0-9A-Fa-f]{2})*")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNESCAPED = "!'()*+,-.:;=_"


class EpcError(GS1Error):
    """No EPC, a broken one, or one without the spelling asked for.

    Codes: not_gs1, pattern, no_urn, unknown_scheme, parts, company_prefix, total_digits, reference, serial, escape,
    and those of MalformedLink.
    """

    @property
    def keep_verbatim(self) -> bool:
        """Legal as it stands, it merely has no other spelling; the rest is broken and should be refused."""
        return self.code in ("not_gs1", "pattern", "no_urn")


@dataclass(frozen=True, slots=True)
class Scheme:
    key: str
    digits: int = 0  # company prefix and reference together, without check digit; 0: letters may stand in it
    leads: bool = False  # the first digit of the reference moves to the front (indicator, extension)
    before: str = ""  # fixed sign in front of the key
    fixed: tuple[int, ...] = ()  # parts of so many digits behind the check digit (piece and total)
    tail: str = ""  # AI of the last part; the key's own AI when it is the serial inside the key; "" when there is none
    tail_optional: bool = False

    @property
    def parts(self) -> int:
        return 2 + len(self.fixed) + bool(self.tail)


SCHEMES = {
    "sgtin": Scheme("01", 13, leads=True, tail="21"),
    "upui": Scheme("01", 13, leads=True, tail="235"),
    "lgtin": Scheme("01", 13, leads=True, tail="10"),
    "sscc": Scheme("00", 17, leads=True),
    "sgln": Scheme("414", 12, tail="254", tail_optional=True),
    "pgln": Scheme("417", 12),
    "grai": Scheme("8003", 12, before="0", tail="8003"),
    "giai": Scheme("8004"),
    "gdti": Scheme("253", 12, tail="253"),
    "sgcn": Scheme("255", 12, tail="255"),
    "gsrn": Scheme("8018", 17),
    "gsrnp": Scheme("8017", 17),
    "gsin": Scheme("402", 16),
    "ginc": Scheme("401"),
    "cpi": Scheme("8010", tail="8011"),
    "itip": Scheme("8006", 13, leads=True, fixed=(2, 2), tail="21"),
}
# Classes: the pattern “every serial of” is what a Digital Link without serial says.
PATTERNS = ("sgtin", "upui", "grai", "gdti", "sgcn", "cpi", "itip")
# Qualifiers that make another thing of the key, or a narrower one, the finest first (CBV 8.9); others only describe.
FINEST = {"01": ("21", "235", "10"), "414": ("254",), "8006": ("21", "10"), "8010": ("8011",)}
_NO_CONSTRAINED = ("415", "8013")


def to_digital_link(uri: str) -> str:
    """The canonical Digital Link of a URN, or of a Digital Link on any host; the query is dropped."""
    return canonical(link_of(uri))


def link_of(uri: str, *, lenient: bool = False) -> DigitalLink:
    """What a URN or a Digital Link names. `lenient`: as hashes read, old links and wrong check digits included."""
    found = _URN.fullmatch(_lower_namespace(uri))
    if found:
        return _from_urn(found["space"], found["scheme"], found["body"])
    try:
        # Without a host it is the path of a page, not an identifier.
        link = None if uri.startswith("/") else digital_link.parse(uri, lenient=lenient, checks=not lenient)
    except MalformedLink as wrong:
        # An address without a key in it that could be a compressed link is, in an event, somebody's private address.
        code = "not_gs1" if wrong.code == "compressed" else wrong.code
        raise EpcError(code, wrong.detail) from wrong
    if link is None:
        raise EpcError("not_gs1", uri[:100])
    return link


def constrained(uri: str) -> str:
    """The one spelling event hashes use (CBV 8.9): finest level only, old links read too; not GS1: unchanged."""
    try:
        link = link_of(uri, lenient=True)
    except GS1Error:
        return uri
    if link.key in _NO_CONSTRAINED:
        return uri
    finest = next(((ai, link.qualifier(ai)) for ai in FINEST.get(link.key, ()) if link.qualifier(ai)), None)
    return canonical(DigitalLink(link.key, link.value, (finest,) if finest else ()))


def level(uri: str) -> Level | None:
    """Whether the identifier names one thing or a class of them. None: not a GS1 identifier; EpcError: a broken one."""
    found = _URN.fullmatch(_lower_namespace(uri))
    if found and found["space"] == "id" and found["scheme"] in NOT_GS1:
        return "instance"
    try:
        return level_of(link_of(uri))
    except EpcError as wrong:
        if wrong.code == "pattern":
            return "class"
        if wrong.keep_verbatim:
            return None
        raise


def to_urn(uri: str, company_prefix_length: int) -> str:
    """The URN of a Digital Link; EpcError `no_urn` where EPC knows none (GMN, product variants, importer indexes).

    A lot or variant beside a serial is not part of the EPC and falls away. A URN given comes back in its normal
    spelling: it carries its prefix itself.
    """
    found = _URN.fullmatch(_lower_namespace(uri))
    link = link_of(uri)
    if found:
        company_prefix_length = len(found["body"].partition(".")[0])
    space, name, tail = _scheme_of(link)
    scheme = SCHEMES[name]
    body = _split_key(scheme, link.value, company_prefix_length)
    if space == "idpat":
        body.append("*")
    elif scheme.tail:
        body.append(_escape(tail))
    return f"urn:epc:{space}:{name}:{'.'.join(body)}"


def level_of(link: DigitalLink) -> Level:
    if link.key in ("01", "8006"):
        return "instance" if link.serial or link.qualifier("235") else "class"
    if link.key in ("253", "255", "8003"):
        return "instance" if _serial_inside(link) else "class"
    if link.key == "8010":
        return "instance" if link.qualifier("8011") else "class"
    return "class" if link.key == "8013" else "instance"


def _serial_inside(link: DigitalLink) -> str:
    return link.value[14 if link.key == "8003" else 13 :]


def _lower_namespace(uri: str) -> str:
    """`URN:EPC:` may be written in any case, what follows may not (RFC 8141)."""
    return "urn:epc:" + uri[8:] if uri[:8].lower() == "urn:epc:" else uri


def _from_urn(space: str, name: str, body: str) -> DigitalLink:
    if space in ("tag", "raw", "pat") or (space in ("id", "idpat") and name in NOT_GS1):
        raise EpcError("not_gs1", f"urn:epc:{space}:{name}")
    scheme = SCHEMES.get(name)
    if not scheme or space not in ("id", "class", "idpat") or (space == "class") != (name == "lgtin"):
        raise EpcError("unknown_scheme", f"urn:epc:{space}:{name}"[:60])
    parts = body.split(".", scheme.parts - 1)
    if len(parts) != scheme.parts:
        raise EpcError("parts", body[:60])
    if space == "idpat":
        _require_class_pattern(name, parts)
        parts[-1] = ""
    tail = _unescape(parts[-1]) if scheme.tail else ""
    if scheme.tail and not tail and space != "idpat":
        raise EpcError("serial", body[:60])
    value = _joined_key(scheme, parts)
    qualifiers: tuple[tuple[str, str], ...] = ()
    if scheme.tail == scheme.key:
        value += tail
    elif tail and not (scheme.tail_optional and tail == "0"):
        qualifiers = ((scheme.tail, tail),)
    link = DigitalLink(scheme.key, value, qualifiers)
    try:
        # Judged by the rules of the link: lengths, signs, leading zeros; the check digit is right by construction.
        digital_link.require_sound(link)
    except MalformedLink as wrong:
        raise EpcError(wrong.code, wrong.detail) from wrong
    return link


def _require_class_pattern(name: str, parts: list[str]) -> None:
    """`GCP.REF.*` is a class. Wider ones name a whole company, closed ones a single thing: no class, no link."""
    if name not in PATTERNS or parts[-1] != "*" or "*" in parts[:-1]:
        raise EpcError("pattern", ".".join(parts)[:60])


def _joined_key(scheme: Scheme, parts: list[str]) -> str:
    prefix, reference = parts[0], parts[1]
    if not _DIGITS.fullmatch(prefix) or not SHORTEST_PREFIX <= len(prefix) <= LONGEST_PREFIX:
        raise EpcError("company_prefix", prefix[:30])
    if not scheme.digits:
        reference = _unescape(reference)
        if not reference:
            raise EpcError("reference", prefix)
        return prefix + reference
    if not _DIGITS.fullmatch(reference):
        raise EpcError("reference", reference[:30])
    if len(prefix) + len(reference) != scheme.digits:
        raise EpcError("total_digits", f"{prefix}.{reference}"[:60])
    digits = reference[:1] + prefix + reference[1:] if scheme.leads else prefix + reference
    for size, part in zip(scheme.fixed, parts[2:], strict=False):
        if len(part) != size or not _DIGITS.fullmatch(part):
            raise EpcError("reference", part[:30])
    return scheme.before + digits + check_digit(digits) + "".join(parts[2 : 2 + len(scheme.fixed)])


def _scheme_of(link: DigitalLink) -> tuple[str, str, str]:
    """Name space, scheme and last part of the URN that says what the link says."""
    named = {ai for ai, _ in link.qualifiers}
    for name, scheme in SCHEMES.items():
        if scheme.key != link.key:
            continue
        if scheme.tail == scheme.key:
            tail = _serial_inside(link)
        elif scheme.tail_optional:
            if link.qualifier(scheme.tail) == "0":  # in a URN the 0 says that there is no extension
                break
            tail = link.qualifier(scheme.tail) or "0"
        else:
            tail = link.qualifier(scheme.tail) if scheme.tail else ""
        narrowing = named - {scheme.tail} - ({"22", "10"} if scheme.tail in ("21", "10") else set())
        if narrowing:
            continue
        if tail or not scheme.tail:
            return ("class" if name == "lgtin" else "id"), name, tail
        if name in PATTERNS and not named:
            return "idpat", name, ""
    raise EpcError("no_urn", link.path[:100])


def _split_key(scheme: Scheme, value: str, prefix_length: int) -> list[str]:
    if not SHORTEST_PREFIX <= prefix_length <= LONGEST_PREFIX:
        raise EpcError("company_prefix", str(prefix_length))
    if not scheme.digits:
        prefix, reference = value[:prefix_length], value[prefix_length:]
        if not reference or not _DIGITS.fullmatch(prefix):
            raise EpcError("company_prefix", f"{value[:30]}, {prefix_length}")
        return [prefix, _escape(reference)]
    digits = value[len(scheme.before) :][: scheme.digits]
    first = 1 if scheme.leads else 0
    prefix = digits[first : first + prefix_length]
    parts = [prefix, digits[:first] + digits[first + prefix_length :]]
    behind = value[len(scheme.before) + scheme.digits + 1 :]
    for size in scheme.fixed:
        parts.append(behind[:size])
        behind = behind[size:]
    return parts


def _unescape(part: str) -> str:
    if not _PLAIN.fullmatch(part):
        raise EpcError("escape", part[:40])
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)), part) if "%" in part else part


def _escape(part: str) -> str:
    return part if part.isalnum() and part.isascii() else quote(part, safe=_UNESCAPED)
