"""Public pages around the scan: the front door, the box to type a code into, and what we say about ourselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from txng.access.doors import for_everybody
from txng.resolver.models import Card
from txng.resolver.scanner import may_read_codes, scanner_context

NOTICES = 5


@for_everybody
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    recalled = Card.objects.filter(recalled_at__isnull=False).order_by("-recalled_at", "key")
    notices = [_notice(card) for card in recalled[:NOTICES]]
    context = {"notices": notices, "more": max(0, recalled.count() - NOTICES), **_prefix()}
    return render(request, "resolver/home.html", context)


@for_everybody
@require_safe
@may_read_codes
def enter(request: HttpRequest) -> HttpResponse:
    """/quet: the camera in the page where there is a script and a camera; the box to type into always."""
    return render(request, "resolver/enter.html", scanner_context())


@for_everybody
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    return render(request, "resolver/guide.html", _prefix())


@for_everybody
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "resolver/privacy.html", _prefix())


@for_everybody
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "resolver/accessibility.html", _prefix())


def _prefix() -> dict[str, str]:
    """The English mirror's part of an address (names.md 4), for pages of areas this view may not load."""
    return {"prefix": "" if (get_language() or "vi").startswith("vi") else "/en"}


def _notice(card: Card) -> dict[str, Any]:
    recall = card.payload["recall"]
    return {
        "product": card.payload["product"]["name"],
        "maker": card.payload["maker"]["name"],
        "lot": card.payload["lot"]["number"],
        "reason": recall["reason"],
        "decided_on": parse_date(recall["decided_on"]),
        "url": f"/{card.path}",
    }
