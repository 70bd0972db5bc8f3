"""The agencies that take part, with the account of each: at most some two hundred, so they are read as a whole."""

from __future__ import annotations

from django.db.models import Count, Q

from txng import provinces
from txng.kernel.text import fold, sort_key
from txng.places import queries as places
from txng.registry.models import Agency

_ORDER = [kind.value for kind in Agency.Kind]


def participants(text: str = "") -> list[Agency]:
    """All agencies of today, or those a name means: their own, or a place of today or of before (names.md 1: the
    name of a former district only helps to find)."""
    seats = Count("account__memberships", filter=Q(account__memberships__ended_at=None))
    rows: list[Agency] = list(
        Agency.objects.filter(valid_to=None)
        .select_related("account", "unit", "parent")
        .annotate(people=seats)
        .order_by("id")
    )
    rows.sort(key=lambda agency: (_ORDER.index(agency.kind), sort_key(agency.name), agency.pk))
    words = fold(text[:120]).split()
    if not words:
        return rows
    by_place = _communes_meant(text)
    return [row for row in rows if row.unit_id in by_place or all(word in fold(row.name) for word in words)]


def _communes_meant(text: str) -> set[int]:
    found = places.search(text, province_code=provinces.current().identity.province_code, limit=100)
    return {hit.unit.pk for hit in found}
