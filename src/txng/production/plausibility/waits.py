"""How long to wait after a material, where the diary itself does not say: the record of its use does, else the
catalogue knows it by the name."""

from __future__ import annotations

from collections import defaultdict

from django.apps import apps

from txng.kernel.text import fold
from txng.production.models import DiaryEntry, Material
from txng.production.plausibility.thresholds import thresholds

SHORTEST_NAME = 4  # shorter ones stand inside other words


def waits_of(entries: list[DiaryEntry]) -> dict[int, int]:
    """Days by entry."""
    treated = [entry for entry in entries if entry.activity in thresholds().waiting.activities and entry.what]
    if not treated:
        return {}
    known: dict[int, list[tuple[str, int]]] = defaultdict(list)
    rows = Material.objects.filter(establishment_id__in={entry.establishment_id for entry in treated}).order_by("id")
    for row in rows.values_list("establishment_id", "name", "phi_days", "withdrawal_days"):
        establishment_id, name, phi, withdrawal = row
        days = max(phi or 0, withdrawal or 0)
        if days and len(name) >= SHORTEST_NAME:
            known[establishment_id].append((fold(name), days))
    found = _as_used(treated)
    for entry in treated:
        said = fold(entry.what)
        days = max((days for name, days in known[entry.establishment_id] if name in said), default=0)
        if days:
            found.setdefault(entry.pk, days)
    return found


def _as_used(treated: list[DiaryEntry]) -> dict[int, int]:
    """What the label said on the day of use. Nothing where uses of materials are not on record."""
    if "materialuse" not in apps.all_models["production"]:
        return {}
    uses = apps.all_models["production"]["materialuse"]._default_manager.filter(entry__in=treated)
    found: dict[int, int] = {}
    for entry_id, phi, withdrawal in uses.values_list("entry_id", "phi_days", "withdrawal_days"):
        if days := max(phi or 0, withdrawal or 0):
            found[entry_id] = max(days, found.get(entry_id, 0))
    return found
