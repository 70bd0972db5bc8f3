"""A linkset in JSON as RFC 9264 and GS1's own schema of it want it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from txng.resolver.links.held import Context, default_of
from txng.resolver.links.negotiation import Link
from txng.resolver.links.vocabulary import DEFAULT, MULTI, full_name

CONTEXT = "https://ref.gs1.org/standards/resolver/linkset-context"


def document(held: Sequence[Context], base: str) -> dict[str, Any]:
    """One anchor a level. Where no level has a default link, the highest says which one a request would be sent to."""
    written = [_context(context, base, context.default) for context in held]
    if held and not any(context.default for context in held) and (chosen := default_of(held, "", "")):
        written[-1] = _context(held[-1], base, chosen)
    return {"linkset": written}


def only(held: Context, links: Sequence[Link], base: str) -> dict[str, Any]:
    """Those among which nothing decides, for a 300."""
    return {"linkset": [_head(held, base) | {full_name(links[0].type): [_target(link) for link in links]}]}


def _context(context: Context, base: str, default: Link | None) -> dict[str, Any]:
    said = _head(context, base)
    if default is not None:
        said[full_name(DEFAULT)] = [{"href": default.href, "title": default.title}]
    for link in context.links:
        if link.type != DEFAULT:
            said.setdefault(full_name(link.type), []).append(_target(link))
    described = {link.href.partition("?ngon-ngu=")[0] for link in context.links if link.type not in (DEFAULT, MULTI)}
    bare = [link for link in (default, *context.links) if link is not None and link.type in (DEFAULT, MULTI)]
    for link in {link.href: link for link in bare}.values():
        if link.href not in described:  # a default link says nothing of what it is, so it stands once more (RS-11)
            said.setdefault(full_name(context.describing), []).append(_target(link))
    return said


def _head(context: Context, base: str) -> dict[str, Any]:
    return {"anchor": base + context.level.path, "itemDescription": context.description}


def _target(link: Link) -> dict[str, Any]:
    said: dict[str, Any] = {"href": link.href, "title": link.title}
    if link.media:
        said["type"] = link.media
    if link.languages:
        said["hreflang"] = list(link.languages)
    if link.context:
        said["context"] = list(link.context)
    if not link.passes_query and not link.ours:
        said["fwqs"] = False
    return said
