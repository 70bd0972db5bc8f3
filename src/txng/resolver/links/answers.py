"""What the scan view asks of the links, and the answers it gives by them (standards.md 6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from txng.gs1 import MalformedLink, parse
from txng.kernel.clock import today
from txng.resolver.addresses import Asked, Kind
from txng.resolver.facts import Found
from txng.resolver.links import linkset
from txng.resolver.links.held import Context, contexts, default_of, of_others
from txng.resolver.links.levels import Level, levels_of, own_levels
from txng.resolver.links.negotiation import Link, accepts, choose, names
from txng.resolver.links.redirection import SHORT, target_of
from txng.resolver.links.vocabulary import HANDLED_BY, short_name
from txng.resolver.verdict import Verdict

LINKSET = "application/linkset+json"
# What a person must read before anything else (RS-22): whoever asks for a link is shown the state of the goods first.
STATE_FIRST = ("recalled", "void", "not_activated", "suspended", "check", "expired")
_OUR_SERIAL = re.compile(r"[0-9A-Z]{16}")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request says about links; nothing, as most do."""

    linkset: bool = False
    link_type: str | None = None  # None: nothing asked; "": something that is no link type
    context: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Wish:
        asked = request.GET.get("linkType", request.GET.get("linktype"))
        if asked in ("linkset", "all"):  # `all` is deprecated since resolver 1.0 and answered all the same
            return cls(linkset=True)
        if asked is None:
            accept = _header(request, "ACCEPT")
            return cls(linkset=names(accept, LINKSET) and accepts(accept, LINKSET) >= accepts(accept, "text/html"))
        return cls(link_type=short_name(asked), context=request.GET.get("context", ""))


def wants_linkset(request: HttpRequest) -> bool:
    return Wish.of(request).linkset


def levels_asked(wire: str, asked: Asked) -> list[Level]:
    """Most specific first; none where the address is no identifier."""
    if asked.kind is Kind.MALFORMED:
        return []
    try:
        link = parse(wire)
    except MalformedLink:
        return []
    if link is not None:
        return levels_of(link)
    return own_levels(asked)


def linkset_answer(request: HttpRequest, wire: str, asked: Asked, found: Found) -> HttpResponse:
    """All links of every level up to the key, never a redirect (RS-09)."""
    if asked.kind is Kind.MALFORMED:
        return refusal(request, 400, _("This GS1 Digital Link is not well formed."))
    base = base_of(request)
    held = contexts(levels_asked(wire, asked), found, base, today())
    if not held:
        return refusal(request, 404, _("Nothing is linked from this identifier here."))
    accept = _header(request, "ACCEPT")
    body = linkset.document(held, base)
    kind = next((one for one in (LINKSET, "application/json", "application/ld+json") if names(accept, one)), LINKSET)
    if kind == "application/ld+json":
        body = {"@context": linkset.CONTEXT, **body}
    response = JsonResponse(body, content_type=kind, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, no-store" if asked.serial else SHORT
    _add_link(response, f'<{linkset.CONTEXT}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"')
    return response


def elsewhere(request: HttpRequest, wire: str, asked: Asked, found: Found, verdict: Verdict) -> HttpResponse | None:
    """The answer where it is not our own page: another link was asked for, or is the default here."""
    wish = Wish.of(request)
    if asked.kind in (Kind.MALFORMED, Kind.TEST) or verdict.id in STATE_FIRST:
        return None
    if wish.link_type is None and not _may_leave_by_default(asked, found):
        return None
    levels = levels_asked(wire, asked)
    if wish.link_type is None and not found.level:
        return _default(request, of_others(levels, today()), wire)
    held = contexts(levels, found, base_of(request), today())
    return _default(request, held, wire) if wish.link_type is None else _typed(request, wish, held, wire)


def dressed(request: HttpRequest, wire: str, asked: Asked, response: HttpResponse) -> HttpResponse:
    """What every answer of the resolver carries: where the linkset is, and that any site may ask (RS-01, RS-13)."""
    levels = levels_asked(wire, asked)
    if levels and "voc/handledBy" not in response.get("Link", ""):
        address = f"{base_of(request)}{levels[0].path}?linkType=linkset"
        _add_link(response, f'<{address}>; rel="linkset"; type="{LINKSET}"')
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return opened(response)


def opened(response: HttpResponse) -> HttpResponse:
    """CORS: what is public on paper is public to every site's scripts."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Expose-Headers"] = "Link, Location, Content-Language"
    return response


def preflight() -> HttpResponse:
    response = opened(HttpResponse(status=204))
    response["Access-Control-Allow-Headers"] = "Accept, Accept-Language"
    response["Access-Control-Max-Age"] = "86400"
    response["Allow"] = "GET, HEAD, OPTIONS"
    return response


def base_of(request: HttpRequest) -> str:
    """The host asked, whichever of the province's it is: links about a thing stay where the question was (RS-24)."""
    return f"{request.scheme}://{request.get_host()}"


def unavailable(request: HttpRequest) -> HttpResponse:
    response = refusal(request, 503, _("This could not be looked up just now."))
    response["Retry-After"] = "120"
    return response


def refusal(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    problem = {"type": "about:blank", "status": status, "title": sentence}
    response = JsonResponse(problem, status=status, content_type="application/problem+json")
    response["Cache-Control"] = "no-store"
    return response


def _may_leave_by_default(asked: Asked, found: Found) -> bool:
    """Our own stamps always show their verdict. A product or lot of ours may name another default page; what is not
    ours may have links. A serial of the shape of ours that no key opens costs no question to the tables (G7)."""
    if found.level == "item":
        return False
    if found.level:
        return bool(found.card.get("default_link"))
    if asked.kind is Kind.ITEM:
        return not _OUR_SERIAL.fullmatch(asked.serial.upper())
    return asked.kind in (Kind.CARD, Kind.NOTHING)


def _default(request: HttpRequest, held: Sequence[Context], wire: str) -> HttpResponse | None:
    link = default_of(held, _header(request, "ACCEPT_LANGUAGE"), _header(request, "ACCEPT"))
    return None if link is None or link.ours else sent_to(request, link, wire)


def _typed(request: HttpRequest, wish: Wish, held: Sequence[Context], wire: str) -> HttpResponse | None:
    for context in held:
        found = context.of_type(wish.link_type or "")
        if not found:
            continue
        chosen = choose(
            found,
            languages=_header(request, "ACCEPT_LANGUAGE"),
            accept=_header(request, "ACCEPT"),
            context=wish.context,
        )
        if len(chosen) > 1:
            return _choices(request, context, chosen)
        return None if chosen[0].ours else sent_to(request, chosen[0], wire)
    return refusal(request, 404, _("No link of this type is held here."))


def sent_to(request: HttpRequest, link: Link, wire: str) -> HttpResponse:
    """307: links change, so nobody may remember where one led (RS-06, RS-07)."""
    response = HttpResponse(status=307)
    response["Location"] = target_of(link, wire)
    serial = "/21/" in wire.partition("?")[0] or wire[:3].lower() == "/t/"
    response["Cache-Control"] = "private, no-store" if serial else SHORT
    if link.type == HANDLED_BY:
        _add_link(response, f'<{link.href}>; rel="https://ref.gs1.org/voc/handledBy"')
    return response


def _choices(request: HttpRequest, context: Context, links: Sequence[Link]) -> HttpResponse:
    """Nothing in the request separates them: a person chooses, a program reads the list."""
    if accepts(_header(request, "ACCEPT"), "text/html") > accepts(_header(request, "ACCEPT"), LINKSET):
        return render(request, "resolver/choices.html", {"links": links, "about": context.description}, status=300)
    body: dict[str, Any] = linkset.only(context, links, base_of(request))
    response = JsonResponse(body, status=300, content_type=LINKSET, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = SHORT
    return response


def _add_link(response: HttpResponse, value: str) -> None:
    response["Link"] = f"{response['Link']}, {value}" if response.has_header("Link") else value


def _header(request: HttpRequest, name: str) -> str:
    return str(request.META.get(f"HTTP_{name}", ""))
