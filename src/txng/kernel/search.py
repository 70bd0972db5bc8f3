"""Search by folded words in columns that are kept as written: “hạnh” and “HANH” find “Hạnh”."""

from __future__ import annotations

import unicodedata
from typing import TypeVar

from django.db.models import CharField, F, Func, Model, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat

from txng.kernel.text import fold

M = TypeVar("M", bound=Model)


def _letters() -> tuple[str, str]:
    """Every Latin letter that folds into one of a–z, by the same fold as the words; capitals too, because a database
    whose letters end at Z lowers no others."""
    ranges = (range(0x41, 0x5B), range(0xC0, 0x250), range(0x1E00, 0x1F00))
    pairs = [(chr(code), fold(chr(code))) for one in ranges for code in one]
    kept = [(a, b) for a, b in pairs if len(b) == 1 and "a" <= b <= "z" and unicodedata.category(a)[0] == "L"]
    return "".join(a for a, _b in kept), "".join(b for _a, b in kept)


_FROM, _TO = _letters()


def folded(*columns: str) -> Func:
    parts = [part for column in columns for part in (Value(" "), Coalesce(F(column), Value("")))]
    joined = Concat(*parts, output_field=CharField())
    return Func(joined, Value(_FROM), Value(_TO), function="TRANSLATE", output_field=CharField())


def matching(rows: QuerySet[M], text: str, *columns: str) -> QuerySet[M]:
    """Those in which every word stands in one of the columns; all of them where nothing was typed."""
    words = fold(text[:200]).split()[:10]
    if not words:
        return rows
    wanted = Q()
    for word in words:
        wanted &= Q(_searched__contains=word)
    found: QuerySet[M] = rows.alias(_searched=folded(*columns)).filter(wanted)  # type: ignore[assignment]
    return found
