"""Where a redirect leads. No Django here: the front door sends people on by the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from txng.resolver.links.negotiation import Link

SHORT = "public, max-age=60"
# Of a query that goes along: anything else is percent-encoded, so that nothing in it can end a header.
_QUERY_SAFE = "!$&'()*+,;=:@/?-._~%"


def target_of(link: Link, wire: str) -> str:
    """The stored address and, behind its own query, what the request's query says; nothing of it can reach the host."""
    if not link.passes_query:
        return link.href
    passed = [
        quote(part, safe=_QUERY_SAFE)
        for part in wire.partition("#")[0].partition("?")[2].split("&")
        if part and part.partition("=")[0].lower() not in ("linktype", "context", "ngon-ngu")
    ]
    if not passed:
        return link.href
    address, hash_sign, fragment = link.href.partition("#")
    joint = "" if address.endswith(("?", "&")) else "&" if "?" in address else "?"
    return address + joint + "&".join(passed) + hash_sign + fragment


def carried(said: Mapping[str, Any], day: str) -> Link | None:
    """A link as a card carries it (links/carried.py); None outside of its days. `day` in ISO 8601."""
    if not said.get("from", day) <= day <= said.get("to", day):
        return None
    return Link(
        type=said["type"],
        href=said["href"],
        title="",  # no redirect tells it
        languages=tuple(said["languages"]),
        media=said["media"],
        context=tuple(said["context"]),
        passes_query=said["passes_query"],
    )
