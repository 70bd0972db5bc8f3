"""Where a link may lead: a plain https address, written in ASCII as it will stand in a Location header."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from txng import provinces
from txng.kernel.errors import RuleBroken

LONGEST = 2000
# A name with a dot in it, in the letters of the DNS: no address of a machine of ours, no bare number.
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9\-]*[a-z0-9]")
_BLANK = re.compile(r"[\s\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")


def sound(text: str) -> str:
    """The address as it is kept; RuleBroken with the reason otherwise."""
    if len(text) > LONGEST:
        raise RuleBroken(_("The address is too long."), code="href_long")
    if _BLANK.search(text):
        raise RuleBroken(_("The address must not hold blanks or invisible signs."), code="href_signs")
    if not text.lower().startswith("https://"):
        raise RuleBroken(_("The address must begin with https://."), code="href_scheme")
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except ValueError:
        raise RuleBroken(_("The address cannot be read."), code="href_unreadable") from None
    if not _HOST.fullmatch(host) or "@" in parts.netloc:
        raise RuleBroken(_("The address must name a website, for example https://www.example.vn/."), code="href_host")
    rest = text[len("https://") + len(parts.netloc) :]
    written = "https://" + host + (f":{port}" if port not in (None, 443) else "") + iri_to_uri(rest)
    if len(written) > LONGEST:
        raise RuleBroken(_("The address is too long."), code="href_long")
    return written


def host_of(address: str) -> str:
    try:
        return (urlsplit(address if "//" in address else f"//{address}").hostname or "").lower()
    except ValueError:
        return ""


def is_ours(address: str) -> bool:
    return host_of(address) in provinces.current().identity.hosts


def lies_on(address: str, website: str) -> bool:
    """Whether a page is of that website, `www.` or not, or of a part of it with a name of its own."""
    host, site = host_of(address), host_of(unicodedata.normalize("NFC", website.strip())).removeprefix("www.")
    return bool(site) and (host == site or host.endswith(f".{site}"))
