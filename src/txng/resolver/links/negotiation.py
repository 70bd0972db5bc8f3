"""Which of several links of one type a request means: language, then media type, then context (standards.md 6.2.6).

Pure. Each question narrows the choice only as far as something answers it: a reader of French still gets a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HOME = "vi"  # the language of the province, where nothing better is known
_QUALITY = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
_PARTS = 40  # of a header: a browser sends ten


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    type: str
    href: str
    title: str
    languages: tuple[str, ...] = ()
    media: str = ""
    context: tuple[str, ...] = ()
    passes_query: bool = True
    ours: bool = False  # our own page, served in place


def choose(links: Sequence[Link], *, languages: str, accept: str, context: str = "") -> list[Link]:
    """One link, or those that nothing in the request separates."""
    left = by_language(links, languages)
    left = _by_media(left, accept)
    left = _by_context(left, context)
    return list({link.href: link for link in reversed(left)}.values())[::-1]


def by_language(links: Sequence[Link], header: str) -> list[Link]:
    """Lookup of RFC 4647 (`vi-VN`, then `vi`); failing that a link of a narrower tag, one of no language, ours."""
    if not any(link.languages for link in links):
        return list(links)
    if found := in_language(links, header):
        return found
    neutral = [link for link in links if not link.languages]
    return neutral or _spoken(links, HOME) or list(links)


def in_language(links: Sequence[Link], header: str) -> list[Link]:
    """The links in the best language asked for; none when no language named is there."""
    for wanted in preferences(header):
        if wanted == "*":
            return []
        tag = wanted
        while tag:
            if found := _spoken(links, tag):
                return found
            tag = tag.rpartition("-")[0]
        narrower = [link for link in links if any(_low(one).startswith(f"{wanted}-") for one in link.languages)]
        if narrower:
            return narrower
    return []


def preferences(header: str) -> list[str]:
    """The names of a header with weights, dearest first, in lower case; what is weighed with nought is left out."""
    return [name for name, weight in sorted(_weighed(header), key=lambda pair: -pair[1]) if weight > 0]


def accepts(header: str, media: str) -> float:
    """The weight of a media type in an Accept header, by its most specific range (RFC 9110, 12.5.1)."""
    weights = dict(_weighed(header)) if header.strip() else {"*/*": 1.0}
    for name in (media, f"{media.partition('/')[0]}/*", "*/*"):
        if name in weights:
            return weights[name]
    return 0.0


def names(header: str, media: str) -> bool:
    """Whether the header names this very type: `*/*` asks for nothing in particular."""
    return dict(_weighed(header)).get(media, 0.0) > 0


def _by_media(links: Sequence[Link], accept: str) -> list[Link]:
    if len({link.media for link in links}) < 2:
        return list(links)
    weights = {link.media: accepts(accept, _low(link.media) or "*/*") for link in links}
    best = max(weights.values())
    left = [link for link in links if weights[link.media] == best]
    pages = [link for link in left if link.media == "text/html"]
    return pages or left


def _by_context(links: Sequence[Link], context: str) -> list[Link]:
    wanted = [link for link in links if context and context in link.context]
    return wanted or [link for link in links if not link.context] or list(links)


def _spoken(links: Iterable[Link], tag: str) -> list[Link]:
    return [link for link in links if tag in map(_low, link.languages)]


def _weighed(header: str) -> list[tuple[str, float]]:
    found = []
    for part in header.split(",")[:_PARTS]:
        name, *parameters = (piece.strip() for piece in part.lower().split(";"))
        weight = 1.0
        for parameter in parameters:
            key, _equals, value = parameter.partition("=")
            if key.strip() == "q":
                weight = float(value) if _QUALITY.fullmatch(value.strip()) else 0.0
        if name:
            found.append((name, weight))
    return found


def _low(text: str) -> str:
    return text.lower()
