"""A file of links, RFC 9264 in JSON, read with every complaint naming its place in the file. Nothing is stored here."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from txng.gs1 import MalformedLink, parse
from txng.kernel.errors import RuleBroken
from txng.resolver.addresses import Asked, Kind, read_path
from txng.resolver.links import targets
from txng.resolver.links.levels import levels_of, own_levels
from txng.resolver.links.vocabulary import DEFAULT, short_name

FILE_BYTES = 2 * 1024 * 1024
ANCHORS, LINKS, COMPLAINTS = 1000, 60, 20
_TAG = re.compile(r"[A-Za-z]{2}(?:-[A-Za-z]{2})?")
_MEDIA = re.compile(r"[A-Za-z0-9]+/[-+.\w]{1,80}", re.ASCII)
_KNOWN = {"href", "title", "hreflang", "type", "context", "fwqs", "public"}
_HOST = re.compile(r"https?://[^/]+", re.IGNORECASE)


class LinksetRefused(RuleBroken):
    """Every complaint with its place; nothing of the file was taken over."""

    default_code = "linkset"

    def __init__(self, complaints: list[str]) -> None:
        self.complaints = complaints
        super().__init__("\n".join(complaints))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLink:
    link_type: str
    href: str
    title: str
    languages: tuple[str, ...] = ()
    media_type: str = ""
    context: tuple[str, ...] = ()
    passes_query: bool = True
    public: bool = True


@dataclass(slots=True, kw_only=True)
class ReadContext:
    """One anchor of the file."""

    place: str
    thing: str  # the path of the anchor, as levels name it
    card: str  # the path of the card ours would have
    key: str  # its GS1 key, or "t"
    value: str
    description: str = ""
    links: list[ReadLink] = field(default_factory=list)


@dataclass(slots=True)
class _Complaints:
    said: list[str] = field(default_factory=list)

    def add(self, place: str, sentence: str) -> None:
        if len(self.said) < COMPLAINTS:
            self.said.append(f"{place}: {sentence}")


def read(data: bytes) -> list[ReadContext]:
    """The anchors of a file; LinksetRefused with all that is wrong in it."""
    entries = _entries(data)
    complaints = _Complaints()
    found: dict[str, ReadContext] = {}
    for number, entry in enumerate(entries):
        context = _context(f"linkset[{number}]", entry, complaints)
        if context is None:
            continue
        if context.thing in found:
            complaints.add(context.place, _("This anchor stands in the file twice."))
        found[context.thing] = context
    if complaints.said:
        raise LinksetRefused(complaints.said)
    return list(found.values())


def _entries(data: bytes) -> list[Any]:
    if len(data) > FILE_BYTES:
        raise LinksetRefused([_("The file is too large: at most %(n)s MB.") % {"n": FILE_BYTES // 2**20}])
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise LinksetRefused([_("The file is not UTF-8 text.")]) from None
    except json.JSONDecodeError as wrong:
        place = {"line": wrong.lineno, "column": wrong.colno}
        raise LinksetRefused([_("The file is no JSON: line %(line)s, column %(column)s.") % place]) from None
    except (RecursionError, ValueError):
        raise LinksetRefused([_("The file is no JSON that can be read.")]) from None
    entries = document.get("linkset") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise LinksetRefused([_("The file must hold an object with a list named “linkset” (RFC 9264).")])
    if len(entries) > ANCHORS:
        raise LinksetRefused([_("A file may hold at most %(n)s anchors.") % {"n": ANCHORS}])
    return entries


def _context(place: str, entry: Any, complaints: _Complaints) -> ReadContext | None:
    if not isinstance(entry, dict):
        complaints.add(place, _("An object is expected here."))
        return None
    context = _anchor(place, entry.get("anchor"), complaints)
    description = _text(f"{place}.itemDescription", entry.get("itemDescription", ""), 300, complaints, needed=False)
    links = []
    for name, listed in entry.items():
        if name in ("anchor", "itemDescription"):
            continue
        kind = short_name(name)
        here = f"{place}.{kind or name[:80]}"
        if not kind:
            complaints.add(here, _("This is no link type."))
        elif not isinstance(listed, list):
            complaints.add(here, _("A list is expected here."))
        elif kind == DEFAULT and len(listed) != 1:
            complaints.add(here, _("There is exactly one default link."))
        else:
            links += [_link(f"{here}[{number}]", kind, one, complaints) for number, one in enumerate(listed[:200])]
    if len(links) > LINKS:
        complaints.add(place, _("An anchor may have at most %(n)s links.") % {"n": LINKS})
    if context is not None:
        context.description = description
        context.links = [link for link in links if link is not None]
    return context


def _anchor(place: str, anchor: Any, complaints: _Complaints) -> ReadContext | None:
    place = f"{place}.anchor"
    text = _text(place, anchor, 400, complaints)
    if not text:
        return None
    path = _HOST.sub("", text, count=1)
    try:
        link = parse(path) if path.startswith("/") else None
    except MalformedLink as wrong:
        complaints.add(place, wrong.message)
        return None
    if link is not None and not link.attributes and not link.extra:
        level = levels_of(link)[0]
        return ReadContext(place=place, thing=level.thing, card=level.card, key=link.key, value=link.value)
    asked = read_path(path) if path.lower().startswith("/t/") else Asked(kind=Kind.NOTHING)
    if asked.kind is Kind.CARD and asked.path:
        level = own_levels(asked)[0]
        return ReadContext(place=place, thing=level.thing, card=level.card, key="t", value=asked.path.split("/")[1])
    complaints.add(place, _("This is no GS1 Digital Link without a query, nor an address of ours."))
    return None


def _link(place: str, kind: str, said: Any, complaints: _Complaints) -> ReadLink | None:
    if not isinstance(said, dict):
        complaints.add(place, _("An object is expected here."))
        return None
    for name in said.keys() - _KNOWN:
        complaints.add(f"{place}.{name[:40]}", _("GS1's linkset knows no such member."))
    if kind == DEFAULT and said.keys() & (_KNOWN - {"href", "title"}):
        complaints.add(place, _("A default link has an address and a title, nothing else."))
    href = _text(f"{place}.href", said.get("href"), targets.LONGEST, complaints)
    try:
        href = targets.sound(href) if href else ""
    except RuleBroken as wrong:
        complaints.add(f"{place}.href", str(wrong))
        href = ""
    title = _text(f"{place}.title", said.get("title"), 200, complaints)
    languages = _words(f"{place}.hreflang", said.get("hreflang", []), _TAG, 5, complaints)
    context = _words(f"{place}.context", said.get("context", []), None, 60, complaints)
    media = _text(f"{place}.type", said.get("type", ""), 100, complaints, needed=False)
    if media and not _MEDIA.fullmatch(media):
        complaints.add(f"{place}.type", _("This is no media type."))
    for name in ("fwqs", "public"):
        if not isinstance(said.get(name, True), bool):
            complaints.add(f"{place}.{name}", _("true or false is expected here."))
    return ReadLink(
        link_type=kind,
        href=href,
        title=title,
        languages=languages,
        media_type=media,
        context=context,
        passes_query=said.get("fwqs", True) is True,
        public=said.get("public", True) is True,
    )


def _text(place: str, value: Any, longest: int, complaints: _Complaints, *, needed: bool = True) -> str:
    if not isinstance(value, str):
        complaints.add(place, _("A text is expected here."))
        return ""
    if len(value) > longest:
        complaints.add(place, _("The text is too long: at most %(n)s characters.") % {"n": longest})
        return ""
    if any(ord(sign) < 32 or "\ud800" <= sign <= "\udfff" for sign in value):
        complaints.add(place, _("The text holds signs that cannot be shown."))
        return ""
    if needed and not value.strip():
        complaints.add(place, _("A text is missing here."))
    return value.strip()


def _words(
    place: str, value: Any, shape: re.Pattern[str] | None, longest: int, complaints: _Complaints
) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or len(listed) > 20 or not all(isinstance(one, str) for one in listed):
        complaints.add(place, _("A list of texts is expected here."))
        return ()
    words = [_text(place, one, longest, complaints) for one in listed]
    if shape is not None and not all(shape.fullmatch(word) for word in words):
        complaints.add(place, _("A language is named like vi or vi-VN."))
        return ()
    return tuple(words)
