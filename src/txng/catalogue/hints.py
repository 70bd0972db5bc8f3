"""What the machine can say of a proposed change before an officer reads it (ux.md 1.7, W9). Hints decide nothing."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from txng.catalogue.completeness import prefix_of
from txng.catalogue.models import Product, ProductChange, Scheme
from txng.catalogue.sections import working_values
from txng.gs1.keys import begins_with_prefix, has_right_check_digit
from txng.kernel.clock import today
from txng.kernel.text import fold
from txng.registry.models import Document, DocumentState
from txng.registry.models.documents import state_of
from txng.registry.papers import GCP, as_day
from txng.ui.formats import vn_date

DATA = Path(__file__).parent / "data" / "claims.toml"
TEXTS = tuple(name for name in Product.TEXTS if name not in ("group", "name_en", "model_code"))
VIETNAMESE_PREFIX = "893"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """`tone` is ok, warn or danger; `field` names the row of the comparison it stands beside, "" none."""

    tone: str
    text: str
    field: str = ""


def hints_of(change: ProductChange) -> list[Hint]:
    product = change.product
    on = today()
    hints = [_about_gtin(product, on), *_about_papers(change, on)]
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


def _about_gtin(product: Product, on: date) -> Hint:
    if not product.gtin:
        return Hint(
            tone="ok", text=_("No GTIN: the product has the internal code %(code)s") % {"code": product.product_code}
        )
    if not has_right_check_digit(product.gtin):
        return Hint(tone="danger", text=_("The check digit of the GTIN is wrong"))
    return _about_prefix(product, product.gtin, on)


def _about_prefix(product: Product, gtin: str, on: date) -> Hint:
    """Whose prefix the number begins with (NĐ37 art. 28: an own prefix, or one in writing from its holder)."""
    own = prefix_of(product.establishment_id, on)
    if own is not None and begins_with_prefix(gtin, own.number):
        known = {"gtin": gtin, "prefix": own.number}
        return Hint(tone="ok", text=_("GTIN %(gtin)s: check digit right, of the own prefix %(prefix)s") % known)
    if holder := holder_of_prefix(gtin, product.establishment_id, on):
        sentence = _("The GTIN %(gtin)s begins with the prefix of %(holder)s: ask for the written authorisation")
        return Hint(tone="danger", text=sentence % {"gtin": gtin, "holder": holder})
    if own is not None:
        known = {"gtin": gtin, "prefix": own.number}
        return Hint(tone="warn", text=_("The GTIN %(gtin)s does not begin with the own prefix %(prefix)s") % known)
    if gtin.lstrip("0").startswith(VIETNAMESE_PREFIX):
        return Hint(tone="ok", text=_("GTIN %(gtin)s: check digit right, Vietnamese prefix") % {"gtin": gtin})
    return Hint(tone="warn", text=_("GTIN %(gtin)s: check digit right, the prefix is not Vietnamese") % {"gtin": gtin})


def holder_of_prefix(gtin: str, establishment_id: int, on: date) -> str:
    """Another establishment whose prefix the number begins with, or ""."""
    rows = Document.objects.filter(
        kind=Document.Kind.GS1_PREFIX, shown_since__isnull=False, ended_at=None, revoked_on=None
    ).exclude(establishment=establishment_id)
    rows = rows.filter(number__in=[gtin[1 : 1 + length] for length in GCP]).select_related("establishment")
    return next((row.establishment.name for row in rows if row.state_on(on) != DocumentState.EXPIRED), "")


def _about_papers(change: ProductChange, on: date) -> list[Hint]:
    hints = []
    for name in Product.LISTS:
        for entry in change.fields.get(name) or []:
            last = as_day(entry.get("valid_to", ""))
            called = f"{entry['name']} {entry.get('number', '')}".strip()
            state = state_of(last, on)
            if state == DocumentState.EXPIRED:
                text = _("%(paper)s has run out (%(date)s)") % {"paper": called, "date": vn_date(last)}
                hints.append(Hint(tone="danger", field=name, text=text))
            elif state == DocumentState.EXPIRING:
                text = _("%(paper)s runs out on %(date)s") % {"paper": called, "date": vn_date(last)}
                hints.append(Hint(tone="warn", field=name, text=text))
            told = " ".join(str(entry.get(key) or "") for key in ("name", "number", "issuer", "mark", "scope"))
            if foreign := foreign_letters(told):
                text = _("Letters that only look Latin: %(letters)s") % {"letters": ", ".join(foreign)}
                hints.append(Hint(tone="warn", field=name, text=text))
    values = working_values(change.product, change)
    for scheme in unproven(str(values.get("standards") or ""), values.get("certificates") or [], on):
        text = _("%(scheme)s is named under the standards, and no valid certificate of it stands here")
        hints.append(Hint(tone="warn", field="standards", text=text % {"scheme": scheme}))
    return hints


def unproven(standards: str, certificates: list[dict[str, Any]], on: date) -> list[str]:
    """Schemes that only a certificate can prove, named without one that holds."""
    held = {
        entry.get("scheme")
        for entry in certificates
        if state_of(as_day(entry.get("valid_to", "")), on) != DocumentState.EXPIRED
    }
    plain = fold(standards).replace(" ", "")
    proven_by_paper = (Scheme.VIETGAP, Scheme.GLOBALGAP, Scheme.HACCP, Scheme.ISO22000, Scheme.GMP, Scheme.HALAL)
    return [
        str(scheme.label)
        for scheme in proven_by_paper
        if fold(str(scheme.label)).replace(" ", "") in plain and scheme not in held
    ]


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
