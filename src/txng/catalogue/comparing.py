"""A proposed change beside what is public, field by field (ux.md D13, W9)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from txng.catalogue import groups
from txng.catalogue.events import ProductEvent
from txng.catalogue.hints import Hint
from txng.catalogue.models import Product, ProductChange
from txng.kernel.files.links import file_url
from txng.kernel.models import StoredFile
from txng.ledger.models import Entry
from txng.ledger.queries import history_of


def label_of(field: str) -> str:
    return {
        "name": _("Product name"),
        "group": _("Product group"),
        "origin": _("Origin"),
        "brand": _("Brand, trademark"),
        "standards": _("Standards applied"),
        "pack": _("Pack"),
        "description": _("Description"),
        "shelf_life_days": _("Shelf life"),
        "image": _("Photo of the product"),
    }[field]


def shown_value(field: str, value: Any, image: StoredFile | None = None) -> Any:
    """A value as a page writes it; "" where there is none."""
    if field == "image":
        return {"url": file_url(image), "alt": _("Photo of the product")} if image is not None else ""
    if value in (None, ""):
        return ""
    if field == "group":
        found = groups.group(str(value))
        return found.shown if found else str(value)
    if field == "shelf_life_days":
        return ngettext("%(n)s day", "%(n)s days", int(value)) % {"n": value}
    return str(value)


def rows_of(change: ProductChange, hints: list[Hint]) -> list[dict[str, Any]]:
    """Rows for `<c-compare>`, in the order of the product form."""
    public, image = before_of(change)
    rows = []
    for field in Product.PUBLISHED_FIELDS:
        changed = field in change.fields
        before = shown_value(field, public.get(field), image)
        after = shown_value(field, change.fields[field], change.image) if changed else before
        if not changed and not before:
            continue
        rows.append(
            {
                "key": field,
                "label": label_of(field),
                "before": before,
                "after": after,
                "changed": changed,
                "evidence": "; ".join(hint.text for hint in hints if hint.field == field),
            }
        )
    return rows


def is_first(rows: list[dict[str, Any]]) -> bool:
    """Of a first publication there is nothing to compare: the page shows it plain."""
    return not any(row["before"] for row in rows)


def before_of(change: ProductChange) -> tuple[dict[str, Any], StoredFile | None]:
    """What was public when the change was looked at: now, or for an approved one what the ledger kept."""
    product = change.product
    if change.state != ProductChange.State.APPROVED:
        return (product.published(), product.image) if product.is_published else ({}, None)
    assert change.decided_at is not None  # an approved change has its hour
    entry = history_of(product).filter(kind=ProductEvent.CHANGE_APPROVED.value, at=change.decided_at).first()
    values = (entry.before if entry else None) or {}
    image_id = values.get("image")
    return values, StoredFile.objects.filter(pk=image_id).first() if image_id else None


def facts_of(product: Product) -> list[tuple[str, Any]]:
    """The public version as label and value, empty ones left out; the photo stands apart."""
    values = product.published()
    found = [
        (label_of(field), shown_value(field, values[field])) for field in Product.PUBLISHED_FIELDS if field != "image"
    ]
    return [(label, value) for label, value in found if value]


def lines_of(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """A product's history with the colour of each line; its sentence is the ledger's own."""
    tones = {ProductEvent.CHANGE_RETURNED.value: "warn", ProductEvent.CHANGE_REJECTED.value: "danger"}
    return [{"entry": entry, "tone": tones.get(entry.kind, "")} for entry in entries]
