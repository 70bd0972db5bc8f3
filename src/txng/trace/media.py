"""Which syntax a message is in, and how much of one is taken."""

from __future__ import annotations

import re

from django.conf import settings

from txng.gs1.epcis import LIBERAL, STANDARD, STRICT, Limits, Source

JSON = ("application/json", "application/ld+json")
XML = ("application/xml", "text/xml")
SOURCES: dict[str, Source] = {"strict": STRICT, "standard": STANDARD, "liberal": LIBERAL}
_TYPE = re.compile(r"\s*([A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+)\s*(?:;(.*))?", re.DOTALL)
_CHARSET = re.compile(r"charset\s*=\s*\"?([A-Za-z0-9._-]+)\"?", re.IGNORECASE)


def limits() -> Limits:
    return Limits(bytes=settings.EPCIS_BYTES, events=settings.EPCIS_EVENTS)


def media_type(header: str) -> str:
    """The media type of a Content-Type we read, or "". JSON is UTF-8 and nothing else (RFC 8259, 8.1)."""
    found = _TYPE.fullmatch(header)
    if found is None:
        return ""
    named, rest = found[1].lower(), found[2] or ""
    charset = _CHARSET.search(rest)
    if named in JSON and charset and charset[1].lower().replace("-", "") not in ("utf8", "usascii"):
        return ""
    return named if named in JSON + XML else ""


def is_xml(media: str) -> bool:
    return media in XML
