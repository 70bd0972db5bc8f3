"""No address without a door (G1): a view that does not say who may come to it stops the site from starting."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, get_resolver

from txng.access.doors import Door, door_of


def doors() -> dict[str, Door | None]:
    """By the name of the address; the address itself where it has no name."""
    return {pattern.name or str(pattern.pattern): door_of(pattern.callback) for pattern in _patterns(get_resolver())}


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern)
        else:
            yield pattern


def require_all() -> None:
    """Raise ImproperlyConfigured naming every address whose view has not said who may come to it."""
    open_ones = sorted(name for name, door in doors().items() if door is None)
    if open_ones:
        raise ImproperlyConfigured(f"Nobody has said who may come to: {', '.join(open_ones)} (txng.access.doors).")
