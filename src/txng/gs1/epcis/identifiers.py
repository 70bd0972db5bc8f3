"""Identifiers in events: the form to compare, the form to show, and what is wrong with one.

An identifier that is not GS1's is legal in EPCIS and stays letter for letter as it was sent (gs1/EPCIS #242);
so does one that only looks like GS1's. Only GS1's own name spaces (`urn:epc:…`, gs1.org) can be *wrong*.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from txng.gs1 import epc
from txng.gs1.check_characters import has_right_check_digit
from txng.gs1.digital_link import DigitalLink
from txng.gs1.digital_link import canonical as canonical_link
from txng.gs1.epcis.faults import Fault, Source
from txng.gs1.epcis.fields import EPC_LISTS, QUANTITY_LISTS
from txng.gs1.errors import GS1Error

_GS1_HOST = re.compile(r"https?://id\.gs1\.org/", re.IGNORECASE)


# A link that already is what we would write: most identifiers of most documents. A test holds it to the long way.
_AS_WRITTEN = re.compile(
    r"https://id\.gs1\.org/(?:01/([0-9]{14})(?:/(10|21)/[A-Za-z0-9._-]{1,20})?|00/([0-9]{18})|41[47]/([0-9]{13}))"
)


class Looked(NamedTuple):
    """Everything there is to know about one identifier; kept, because events repeat their identifiers."""

    canonical: str
    identity: str
    level: str = ""  # "instance", "class", or "" where it is not GS1's to say
    code: str = ""
    message: str = ""
    deviation: str = ""


@lru_cache(maxsize=50_000)
def look(uri: str) -> Looked:
    found = _AS_WRITTEN.fullmatch(uri)
    if found and has_right_check_digit(found[1] or found[3] or found[4]):
        return Looked(uri, uri, "class" if found[1] and found[2] != "21" else "instance")
    return look_closely(uri)


def look_closely(uri: str) -> Looked:
    try:
        link = epc.link_of(uri)
        shown = canonical_link(link)
    except epc.EpcError as wrong:
        return _unlinked(uri, wrong)
    except GS1Error:
        return Looked(uri, uri)
    # The finest level alone names the thing: a serial is unique within its GTIN, whatever the lot beside it.
    finest = next(((ai, value) for ai, value in link.qualifiers if ai == _finest(link)), None)
    if link.qualifiers == ((finest,) if finest else ()):
        return Looked(shown, shown, epc.level_of(link))
    return Looked(shown, epc.constrained(shown), epc.level_of(link))


def _finest(link: DigitalLink) -> str:
    named = {ai for ai, _ in link.qualifiers}
    return next((ai for ai in epc.FINEST.get(link.key, ()) if ai in named), "")


def _unlinked(uri: str, wrong: epc.EpcError) -> Looked:
    digit = _says_check_digit(wrong)
    old = epc.constrained(uri)
    if wrong.keep_verbatim and old == uri:
        return Looked(uri, uri, _level(uri))
    if old != uri and not digit:
        # Read for what it says; whether the sender may still write so is the source's setting.
        ours = _GS1_HOST.match(uri) is not None
        message = f"“{uri[:80]}”: words and short GTINs are no longer valid in a Digital Link" if ours else ""
        shown = old if _is_sound(old) else uri
        return Looked(shown, old, _level(old), "old_link" if ours else "", message, "old_link")
    if uri[:8].lower() == "urn:epc:":
        return Looked(uri, old, "", wrong.code, f"“{uri[:80]}” breaks the rules of its EPC scheme", "epc")
    if _GS1_HOST.match(uri):
        if digit:
            return Looked(uri, old, "", "check_digit", f"“{uri[:80]}” has a wrong check digit", "check_digit")
        return Looked(uri, old, "", wrong.code, f"“{uri[:80]}” is not a valid GS1 Digital Link", "link")
    # Somebody's own web address with digits in it: not a Digital Link with a mistake, but no Digital Link. The
    # event hash reads it as one all the same.
    return Looked(uri, old)


def _is_sound(uri: str) -> bool:
    try:
        epc.link_of(uri)
    except GS1Error:
        return False
    return True


def _says_check_digit(wrong: BaseException | None) -> bool:
    while wrong is not None:
        if "check_digit" in getattr(wrong, "code", ""):
            return True
        wrong = wrong.__cause__
    return False


def _level(uri: str) -> str:
    try:
        return epc.level(uri) or ""
    except GS1Error:
        return ""


def canonical(uri: str) -> str:
    """The Digital Link to show: every qualifier kept, attributes and the sender's host dropped."""
    return look(uri).canonical if isinstance(uri, str) else uri


def identity(uri: str) -> str:
    """The form by which two identifiers are the same thing; also the one that goes into the event hash."""
    return look(uri).identity if isinstance(uri, str) else uri


# --- what is wrong ----------------------------------------------------------------------------------------------------


def _places(tree: dict[str, Any]) -> Iterator[tuple[list[Any], str, str]]:
    """(where, identifier, level it must have or "")."""
    for name in EPC_LISTS:
        for number, uri in enumerate(tree.get(name, ())):
            yield [name, number], uri, "instance"
    for name in QUANTITY_LISTS:
        for number, part in enumerate(tree.get(name, ())):
            yield [name, number, "epcClass"], part["epcClass"], "class"
    if "parentID" in tree:
        yield ["parentID"], tree["parentID"], "instance"
    for name in ("readPoint", "bizLocation"):
        if name in tree:
            yield [name, "id"], tree[name]["id"], ""
    if "transformationID" in tree:
        yield ["transformationID"], tree["transformationID"], ""
    for list_name, name in (("sourceList", "source"), ("destinationList", "destination")):
        for number, part in enumerate(tree.get(list_name, ())):
            yield [list_name, number, name], part[name], ""
    for number, part in enumerate(tree.get("bizTransactionList", ())):
        yield ["bizTransactionList", number, "bizTransaction"], part["bizTransaction"], ""


def faults(tree: dict[str, Any], at: Callable[[list[Any]], str], source: Source) -> list[Fault]:
    found = []
    for where, uri, wanted in _places(tree):
        looked = look(uri)
        if looked.code:
            found.append(source.judge(Fault("identifier", at(where), looked.code, looked.message), looked.deviation))
        elif wanted and looked.level and looked.level != wanted:
            said = (
                "one single thing, and stands where a class of things belongs"
                if wanted == "class"
                else "a class of things, and stands where single things belong"
            )
            found.append(source.judge(Fault("identifier", at(where), "level", f"“{uri[:80]}” names {said}"), "level"))
    return found
