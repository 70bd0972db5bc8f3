"""Counters as people count stamps: from 1 in each batch."""

from __future__ import annotations

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from txng.stamps.labels import TEMPLATES
from txng.stamps.models import CodeBatch, CodeException, CodeRange

register = template.Library()


@register.filter
def stamp_number(item: CodeException, batch: CodeBatch) -> str:
    return f"{item.counter - batch.first + 1:06d}"


@register.filter
def stamp_numbers(item: CodeRange, batch: CodeBatch) -> str:
    first, last = item.first - batch.first + 1, item.last - batch.first + 1
    return f"{first:06d}" if first == last else f"{first:06d} – {last:06d}"


@register.filter
def template_size(name: str) -> str:
    """“T2 · 40 × 30 mm”."""
    found = TEMPLATES.get(name)
    return f"{name} · {found.width:g} × {found.height:g} mm".replace(".", ",") if found else name


@register.filter
def in_pairs(fingerprint: str) -> str:
    """As openssl prints it, so that two people can read it to each other; a narrow page breaks it between pairs."""
    digits = fingerprint.upper()
    pairs = ((digits[at : at + 2],) for at in range(0, len(digits), 2))
    return format_html_join(mark_safe(":<wbr>"), "{}", pairs)
