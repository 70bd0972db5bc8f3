"""The sections of a product's record: each is saved on its own into the draft (ux.md 1.4, CT-REG Điều 8.2)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.catalogue import groups
from txng.catalogue.models import Product, ProductChange
from txng.provinces.reading import build

DATA = Path(__file__).parent / "data" / "screens.toml"

# Part of the address → list of papers.
PAPER_SLUGS = {
    "nhan": "labels",
    "chung-nhan": "certificates",
    "thu-nghiem": "test_results",
    "nhan-hieu": "trademarks",
    "cong-bo": "declarations",
}
_TITLES = {
    "main": gettext_lazy("Main information"),
    "photos": gettext_lazy("More photos"),
    "sound": gettext_lazy("Sound"),
    "labels": gettext_lazy("Product label"),
    "certificates": gettext_lazy("Certificates"),
    "declarations": gettext_lazy("Quality declaration"),
    "test_results": gettext_lazy("Test results"),
    "trademarks": gettext_lazy("Trademark"),
    "details": gettext_lazy("Composition, warnings, market"),
    "articles": gettext_lazy("Articles: use and introduction"),
}
DETAILS = (
    "variety",
    "ingredients",
    "additives",
    "packaging",
    "warnings",
    "name_en",
    "model_code",
    "target_market",
    "importer",
)
ARTICLES = ("usage", "introduction")
FIELDS: dict[str, tuple[str, ...]] = {
    "main": (
        *("name", "group", "brand", "pack", "image", "origin", "standards", "shelf_life_days", "description"),
        "gtin",
    ),
    "photos": ("images",),
    "sound": ("sounds",),
    "details": DETAILS,
    "articles": ARTICLES,
    **{name: (name,) for name in PAPER_SLUGS.values()},
}
NEEDED_TO_SEND = ("name", "group", "origin", "image")
# What no service has.
GOODS_ONLY = frozenset({"labels"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    source: str
    section: str
    box: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    screens: tuple[Screen, ...]


@cache
def screens() -> dict[str, Screen]:
    found = build(_File, tomllib.loads(DATA.read_text("utf-8")), file=DATA.name).screens
    return {screen.source: screen for screen in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One line of the task list."""

    name: str
    title: str
    href: str
    state: str  # done, doing, todo
    label: str
    hint: str = ""


def title_of(name: str) -> str:
    return str(_TITLES[name])


def slug_of(name: str) -> str:
    return next(slug for slug, found in PAPER_SLUGS.items() if found == name)


def address_of(name: str, product_id: int) -> str:
    if name == "main":
        return reverse("product-change", args=[product_id])
    if name in PAPER_SLUGS.values():
        return reverse("product-papers", args=[product_id, slug_of(name)])
    return reverse(f"product-{name}", args=[product_id])


def working_values(product: Product, change: ProductChange | None) -> dict[str, Any]:
    """What would be public if the draft or the open request were approved."""
    values = product.published() | (change.fields if change else {}) | {"gtin": product.gtin or ""}
    if change is not None and change.image_id:
        values["image"] = str(change.image_id)
    return values


def sections_of(product: Product, change: ProductChange | None) -> list[Section]:
    values = working_values(product, change)
    drafted = set(change.fields) | ({"image"} if change and change.image_id else set()) if change else set()
    service = groups.is_service(values.get("group") or "")
    return [
        _section(name, product.pk, values, drafted, waiting=change is not None and change.is_open)
        for name in _TITLES
        if not (service and name in GOODS_ONLY)
    ]


def _section(name: str, product_id: int, values: dict[str, Any], drafted: set[str], *, waiting: bool) -> Section:
    fields = FIELDS[name]
    filled = [field for field in fields if values.get(field)]
    complete = all(values.get(field) for field in NEEDED_TO_SEND) if name == "main" else bool(filled)
    changed = bool(drafted & set(fields))
    if complete:
        state, label = "done", _changed_label(waiting) if changed else ""
    elif filled:
        state, label = "doing", ""
    else:
        state, label = "todo", _("Needed") if name == "main" else _("Nothing yet")
    count = sum(len(values[field]) for field in fields if isinstance(values.get(field), list))
    hint = ", ".join(str(entry["name"]) for entry in values.get(name) or [] if isinstance(entry, dict))[:120]
    if name in ("photos", "sound") and count:
        hint = str(count)
    address = address_of(name, product_id)
    return Section(name=name, title=title_of(name), href=address, state=state, label=label, hint=hint)


def _changed_label(waiting: bool) -> str:
    return _("Waiting for approval") if waiting else _("In the draft")
