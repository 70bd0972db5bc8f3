"""One establishment takes part once: who in the register, or at a desk already, may be the same one."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet

from txng.kernel.text import fold
from txng.registry.models import Dossier, Establishment

# How alike the telling parts of two names of one commune are before an officer is told.
ALIKE = 0.8
_CANDIDATES = 20
# What half of a commune's establishments have in their names tells none of them apart.
_GENERIC = (
    *("cong ty co phan", "cong ty trach nhiem huu han", "cong ty tnhh", "cong ty cp", "cong ty"),
    *("doanh nghiep tu nhan", "doanh nghiep", "hop tac xa", "htx", "to hop tac", "tht", "ho kinh doanh"),
    *("ho gia dinh", "trang trai", "co so san xuat", "co so", "mot thanh vien", "mtv", "ho"),
    *("dich vu", "nong nghiep", "san xuat", "thuong mai", "kinh doanh"),
)
_OPEN = (
    Dossier.State.SUBMITTED,
    Dossier.State.RECEIVED,
    Dossier.State.IN_REVIEW,
    Dossier.State.RETURNED,
    Dossier.State.APPROVED,
    Dossier.State.FORWARDED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    why: str  # tax_code, name, alike
    establishment: Establishment | None = None
    dossier: Dossier | None = None


def core(name: str) -> str:
    """The part of a name that tells it apart: “HTX Nông nghiệp Trường Thành” → “truong thanh”."""
    words = f" {fold(name)} "
    for generic in _GENERIC:
        words = words.replace(f" {generic} ", " ")
    return " ".join(words.split()) or fold(name)


def twins_of(dossier: Dossier) -> list[Twin]:
    """The same tax code anywhere, the same name anywhere, a name almost the same in the same commune (pg_trgm)."""
    joined = Establishment.objects.filter(practice=False).exclude(pk=dossier.establishment_id or 0)
    others = Dossier.objects.filter(number__isnull=False, state__in=_OPEN).exclude(pk=dossier.pk)
    found = [Twin(why=why, establishment=row) for row, why in _near(dossier, joined.select_related("unit"))]
    return found + [Twin(why=why, dossier=row) for row, why in _near(dossier, others.select_related("unit"))]


def _near(dossier: Dossier, rows: QuerySet[Any]) -> list[tuple[Any, str]]:
    same = Q(plain_name=dossier.plain_name) if dossier.plain_name else Q(pk__in=[])
    if dossier.tax_code:
        same |= Q(tax_code=dossier.tax_code)
    near = Q(unit_id=dossier.unit_id, plain_name__trigram_similar=dossier.plain_name)
    if not dossier.plain_name or dossier.unit_id is None:
        near = Q(pk__in=[])
    ranked = rows.filter(same | near).annotate(likeness=TrigramSimilarity("plain_name", dossier.plain_name or "-"))
    found = []
    for row in ranked.order_by("-likeness", "id")[:_CANDIDATES]:
        if dossier.tax_code and row.tax_code == dossier.tax_code:
            found.append((row, "tax_code"))
        elif row.plain_name == dossier.plain_name:
            found.append((row, "name"))
        elif SequenceMatcher(None, core(row.name), core(dossier.name)).ratio() >= ALIKE:
            found.append((row, "alike"))
    return sorted(found, key=lambda pair: ("tax_code", "name", "alike").index(pair[1]))[:5]
