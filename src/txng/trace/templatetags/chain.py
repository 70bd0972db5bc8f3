"""Numbers inside an SVG have a point, whatever the language of the page."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def unlocalised(number: float) -> str:
    return f"{number:g}"
