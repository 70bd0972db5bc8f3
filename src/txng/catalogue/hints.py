"""What the machine can say of a proposed change before an officer reads it (ux.md 1.7, W9). Hints decide nothing."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from txng.catalogue.models import Product, ProductChange
from txng.gs1.keys import has_right_check_digit
from txng.kernel.text import fold

DATA = Path(__file__).parent / "data" / "claims.toml"
TEXTS = ("name", "origin", "brand", "standards", "pack", "description")
VIETNAMESE_PREFIX = "893"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """`tone` is ok, warn or danger; `field` names the row of the comparison it stands beside, "" none."""

    tone: str
    text: str
    field: str = ""


def hints_of(change: ProductChange) -> list[Hint]:
    product = change.product
    hints = [_about_gtin(product)]
    for field in TEXTS:
        text = str(change.fields.get(field) or "")
        if foreign := foreign_letters(text):
            hints.append(
                Hint(
                    tone="warn",
                    field=field,
                    text=_("Letters that only look Latin: %(letters)s") % {"letters": ", ".join(foreign)},
                )
            )
        if found := claims_in(text):
            hints.append(
                Hint(
                    tone="danger",
                    field=field,
                    text=_("Words that promise an effect on a disease: %(words)s")
                    % {"words": ", ".join(f"“{word}”" for word in found)},
                )
            )
    if "name" in change.fields and (twins := _same_name(change)):
        hints.append(
            Hint(
                tone="warn",
                field="name",
                text=ngettext(
                    "%(n)s other product of this establishment has the same name",
                    "%(n)s other products of this establishment have the same name",
                    twins,
                )
                % {"n": twins},
            )
        )
    return hints


def _about_gtin(product: Product) -> Hint:
    if not product.gtin:
        return Hint(
            tone="ok", text=_("No GTIN: the product has the internal code %(code)s") % {"code": product.product_code}
        )
    if not has_right_check_digit(product.gtin):
        return Hint(tone="danger", text=_("The check digit of the GTIN is wrong"))
    if product.gtin.lstrip("0").startswith(VIETNAMESE_PREFIX):
        return Hint(tone="ok", text=_("GTIN %(gtin)s: check digit right, Vietnamese prefix") % {"gtin": product.gtin})
    return Hint(
        tone="warn", text=_("GTIN %(gtin)s: check digit right, the prefix is not Vietnamese") % {"gtin": product.gtin}
    )


def foreign_letters(text: str) -> list[str]:
    """Letters of another script, which make two names look alike that no search finds together (ux.md 3.2)."""
    found: list[str] = []
    for char in text:
        if char.isalpha() and not unicodedata.name(char, "").startswith("LATIN ") and char not in found:
            found.append(char)
    return found


@cache
def _claims() -> re.Pattern[str]:
    phrases = tomllib.loads(DATA.read_text("utf-8"))["phrases"]
    words = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


@cache
def _bare_claims() -> re.Pattern[str]:
    phrases = {fold(phrase) for phrase in tomllib.loads(DATA.read_text("utf-8"))["phrases"]}
    words = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


def claims_in(text: str) -> list[str]:
    """Phrases of the data list, each once; accents count unless the writer used none at all (“chua benh”)."""
    plain = text.lower()
    pattern = _bare_claims() if plain.isascii() else _claims()
    return list(dict.fromkeys(pattern.findall(plain)))


def _same_name(change: ProductChange) -> int:
    return (
        Product.objects.filter(establishment_id=change.establishment_id, plain_name=fold(str(change.fields["name"])))
        .exclude(pk=change.product_id)
        .count()
    )
