"""Spans of time, both ends included, and what of one is not covered by others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple


class Span(NamedTuple):
    start: datetime
    end: datetime


EVER = Span(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


def uncovered(span: Span, covered: Iterable[Span]) -> list[Span]:
    """Parts of the span no other covers. An edge at the very joint is read twice, which does no harm."""
    left = [span] if span.start <= span.end else []
    for known in covered:
        rest = []
        for part in left:
            if known.start <= part.start and part.end <= known.end:
                continue
            if known.end <= part.start or part.end <= known.start:
                rest.append(part)
                continue
            if part.start < known.start:
                rest.append(Span(part.start, known.start))
            if known.end < part.end:
                rest.append(Span(known.end, part.end))
        left = rest
    return left
