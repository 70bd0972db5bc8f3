"""Small words of places and their maps on pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from txng.production.geometry.reading import as_points
from txng.production.site_tree import BUILDINGS
from txng.ui.templatetags.ui import badge

register = template.Library()

# The word and the colour of each state (boundaries.state_of); colours are those of the same states elsewhere.
_LOOKS = {
    "active": "active",
    "future": "draft",
    "soon": "expiring",
    "over": "expired",
    "suspended": "suspended",
    "revoked": "revoked",
}


@register.filter
def plain(number: float) -> str:
    """As SVG wants it, whatever the language."""
    return f"{number:g}"


@register.filter
def less(number: float, by: float) -> str:
    return f"{number - by:g}"


@register.filter
def site_url(site: Any) -> str:
    return reverse("workshop-detail" if site.kind in BUILDINGS else "site-detail", args=[site.pk])


@register.filter
def corners(boundary: Any) -> list[str]:
    return as_points(boundary.geometry).splitlines() if boundary else []


@register.filter
def code_word(state: str) -> str:
    match state:
        case "active":
            return pgettext("area code", "In force")
        case "soon":
            return pgettext("area code", "Runs out soon")
        case "over":
            return pgettext("area code", "Run out")
        case "future":
            return pgettext("area code", "Not yet in force")
        case "suspended":
            return pgettext("area code", "Suspended")
    return pgettext("area code", "Revoked")


@register.filter
def code_badge(state: str) -> SafeString:
    return badge(_LOOKS[state], code_word(state))
