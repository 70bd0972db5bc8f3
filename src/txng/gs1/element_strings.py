"""GS1 element strings: what a reader sends of a GS1-128, DataBar, DataMatrix or GS1 QR, and the form people read.

FNC1 is written as GS (0x1D), the way readers send it, also where it stands first. Without FNC1 at the start a text is
no GS1 data, however much it looks like it: sixteen digits of a code of our own could spell (01) and a GTIN.
Rules between the elements are not asked here (associations.py): one carrier may hold only part of what is on a pack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from txng.gs1.application_identifiers import ai_length, check_value, find, known
from txng.gs1.errors import GS1Error

GS = "\x1d"
Element = tuple[str, str]

_BRACKETED = re.compile(r"\(([^()]*)\)((?:[^(\\]|\\\(|\\)*)")


def parse(text: str) -> tuple[Element, ...]:
    """The elements of a raw element string, FNC1 first; every value is checked."""
    if not text.startswith(GS):
        raise GS1Error("no_fnc1", text[:40])
    elements: list[Element] = []
    at = 1
    while at < len(text):
        if text[at] == GS:
            raise GS1Error("empty_element", str(at))
        ai = text[at : at + ai_length(text[at : at + 2])]
        if not known(ai):
            raise GS1Error("unknown_ai", text[at : at + 4])
        at += len(ai)
        end = text.find(GS, at)
        end = len(text) if end < 0 else end
        entry = find(ai)
        if entry.predefined_length:
            end = min(end, at + entry.most)
        value = text[at:end]
        check_value(ai, value)
        elements.append((ai, value))
        # A separator behind a value of predefined length is superfluous and harmless; so is one at the end.
        at = end + (text[end : end + 1] == GS)
    if not elements:
        raise GS1Error("no_value")
    return tuple(elements)


def build(elements: Iterable[Element]) -> str:
    """FNC1 first, and a separator only where the reader could not tell the end."""
    text, open_end = GS, False
    for ai, value in elements:
        check_value(ai, value)
        text += (GS if open_end else "") + ai + value
        open_end = not find(ai).predefined_length
    if text == GS:
        raise GS1Error("no_value")
    return text


def parse_bracketed(text: str) -> tuple[Element, ...]:
    r"""The human-readable form, “(01)09521102000213(10)A\(1”: a bracket inside a value is written `\(`."""
    elements: list[Element] = []
    at = 0
    while at < len(text) or not elements:
        found = _BRACKETED.match(text, at)
        if not found:
            raise GS1Error("unclosed_bracket" if text[at : at + 1] == "(" else "no_bracket", text[at : at + 40])
        ai, value = found[1], found[2].replace("\\(", "(")
        check_value(ai, value)
        elements.append((ai, value))
        at = found.end()
    return tuple(elements)


def build_bracketed(elements: Iterable[Element]) -> str:
    text = ""
    for ai, value in elements:
        check_value(ai, value)
        text += f"({ai}){value.replace('(', chr(92) + '(')}"
    if not text:
        raise GS1Error("no_value")
    return text
