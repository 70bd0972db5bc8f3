"""Counters as people count stamps: from 1 in each batch."""

from __future__ import annotations

from django import template

from txng.stamps.models import CodeBatch, CodeException, CodeRange

register = template.Library()


@register.filter
def stamp_number(item: CodeException, batch: CodeBatch) -> str:
    return f"{item.counter - batch.first + 1:06d}"


@register.filter
def stamp_numbers(item: CodeRange, batch: CodeBatch) -> str:
    first, last = item.first - batch.first + 1, item.last - batch.first + 1
    return f"{first:06d}" if first == last else f"{first:06d} – {last:06d}"
