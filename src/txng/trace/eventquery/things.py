"""MATCH_ parameters: things and classes of things, by name or by pattern, however the sender spelled them."""

from __future__ import annotations

import re
from typing import Any

from txng.gs1 import epc
from txng.gs1.check_characters import check_digit
from txng.gs1.epc import link_of
from txng.gs1.epcis.identifiers import identity, look
from txng.gs1.errors import GS1Error
from txng.trace.eventquery import values
from txng.trace.eventquery.conditions import Condition, E
from txng.trace.eventquery.faults import WrongParameter
from txng.trace.numbers import CLASS_ROLES, INSTANCE_ROLES

MATCH: dict[str, tuple[int, ...]] = {
    "MATCH_epc": (2, 3),
    "MATCH_parentID": (1,),
    "MATCH_inputEPC": (4,),
    "MATCH_outputEPC": (5,),
    "MATCH_anyEPC": INSTANCE_ROLES,
    "MATCH_epcClass": (6, 7),
    "MATCH_inputEPCClass": (8,),
    "MATCH_outputEPCClass": (9,),
    "MATCH_anyEPCClass": CLASS_ROLES,
}
_HOST = r"https://id\.gs1\.org/"
_REST = "[^/]+"
_PATTERN = re.compile("urn:epc:(?:idpat|class):([a-z]+):", re.IGNORECASE)
# What stands behind a class in the name of one of its things; inside the key itself for the others.
_SERIAL = {"01": f"/(21|235)/{_REST}", "8006": f"/21/{_REST}", "8010": f"/8011/{_REST}"}
EVERYWHERE = (*INSTANCE_ROLES, *CLASS_ROLES)


def match(name: str, given: list[Any]) -> Condition:
    return matching(name, values.uris(name, given), MATCH[name])


def matching(name: str, uris: list[str], roles: tuple[int, ...]) -> Condition:
    classes = roles[0] in CLASS_ROLES
    exact: list[str] = []
    patterns: list[str] = []
    for uri in uris:
        found = _PATTERN.match(uri)
        if found and "*" in uri and not (classes and _is_class(uri)):
            patterns.append(pattern(name, uri, found[1].lower(), uri[found.end() :], classes=classes))
        elif found and "*" not in uri and found[0][:14].lower() == "urn:epc:idpat:":
            exact.append(identity("urn:epc:id:" + uri[found.end() - len(found[1]) - 1 :]))
        elif not classes and roles != EVERYWHERE and _is_class(uri):
            # A class where single things stand can only mean each of its things: what `…:*` says as a URN.
            patterns.append(f"^{re.escape(identity(uri))}{_SERIAL.get(link_of(uri).key, _REST)}$")
        else:
            exact.append(identity(uri))
    tests = ["i.key = ANY(%s)"] if exact else []
    values_: list[Any] = [exact] if exact else []
    for one in patterns:
        tests.append("i.key ~ %s")
        values_.append(one)
    sql = (
        f"{E}.id IN (SELECT i.event_id FROM trace_eventidentifier i WHERE i.role = ANY(%s) AND ({' OR '.join(tests)}))"
    )
    # A pattern tries many: whoever asks by one does not hold the things in hand.
    return Condition(sql, (list(roles), *values_), "things" if not patterns else "pattern", tuple(exact))


def _is_class(uri: str) -> bool:
    """Whether it names a class of things that has single things below it: no lot, whose things do not name it."""
    if look(uri).level != "class":
        return False
    try:
        return not link_of(uri).qualifier("10")
    except GS1Error:
        return False


def pattern(name: str, uri: str, scheme_name: str, body: str, *, classes: bool) -> str:
    """A regular expression over the identity form for URNs with stars, which begin at some part and then go to the end
    (EPC Tag Data Standard 8). Among classes the star of the serial falls away: a GTIN has none."""
    scheme = epc.SCHEMES.get(scheme_name)
    if scheme is None:
        raise WrongParameter(name, f"“{uri[:80]}” is of no EPC scheme known here")
    parts = body.split(".")
    stars = parts.index("*") if "*" in parts else len(parts)
    if len(parts) != scheme.parts or any(part != "*" for part in parts[stars:]) or "*" in "".join(parts[:stars]):
        raise WrongParameter(name, f"“{uri[:80]}” is no pattern")
    tail = "" if classes and scheme_name in epc.PATTERNS else _tail(scheme)
    return f"^{_HOST}{scheme.key}/{_key(name, uri, scheme, parts)}{tail}$"


def _key(name: str, uri: str, scheme: epc.Scheme, parts: list[str]) -> str:
    prefix, reference = parts[0], parts[1]
    for part in (prefix, reference):
        if part != "*" and not re.fullmatch("[0-9]*" if scheme.digits else "[0-9A-Za-z%.:_!'()*+,;=-]+", part):
            raise WrongParameter(name, f"“{uri[:80]}” is no pattern")
    if not scheme.digits:
        return _REST if prefix == "*" else re.escape(prefix) + (_REST if reference == "*" else re.escape(reference))
    if prefix != "*" and not epc.SHORTEST_PREFIX <= len(prefix) <= epc.LONGEST_PREFIX:
        raise WrongParameter(name, f"“{uri[:80]}” has no company prefix")
    if reference != "*" and len(prefix) + len(reference) != scheme.digits:
        raise WrongParameter(name, f"“{uri[:80]}” has a wrong number of digits")
    if prefix == "*":
        digits = f"[0-9]{{{scheme.digits + 1}}}"
    elif reference == "*":
        rest = scheme.digits - len(prefix)
        digits = f"[0-9]{prefix}[0-9]{{{rest}}}" if scheme.leads else f"{prefix}[0-9]{{{rest + 1}}}"
    else:
        exact = reference[:1] + prefix + reference[1:] if scheme.leads else prefix + reference
        digits = exact + check_digit(exact)
    fixed = (
        part if re.fullmatch(f"[0-9]{{{size}}}", part) else f"[0-9]{{{size}}}"
        for size, part in zip(scheme.fixed, parts[2:], strict=False)
    )
    return scheme.before + digits + "".join(fixed)


def _tail(scheme: epc.Scheme) -> str:
    """Every part behind the first star is a star, so the last one always is."""
    if not scheme.tail:
        return ""
    if scheme.tail == scheme.key:
        return _REST
    return f"(/{scheme.tail}/{_REST})?" if scheme.tail_optional else f"/{scheme.tail}/{_REST}"
