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
from txng.registry.papers import as_day
from txng.ui.formats import vn_date


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
        "images": _("More photos"),
        "sounds": _("Sound"),
        "name_en": _("Name in English"),
        "model_code": _("Model code"),
        "variety": _("Variety, kind"),
        "ingredients": _("Ingredients"),
        "additives": _("Additives"),
        "packaging": _("Packaging material"),
        "warnings": _("Safety warnings"),
        "target_market": _("Target market"),
        "importer": _("Importer"),
        "usage": _("How to use and store it"),
        "introduction": _("Introduction of the product"),
        "labels": _("Product label"),
        "certificates": _("Certificates"),
        "test_results": _("Test results"),
        "trademarks": _("Trademark"),
        "declarations": _("Quality declaration"),
    }[field]


def shown_value(field: str, value: Any, image: StoredFile | None = None) -> Any:
    """A value as a page writes it; "" where there is none."""
    if field == "image":
        return {"url": file_url(image), "alt": _("Photo of the product")} if image is not None else ""
    if value in (None, ""):
        return ""
    if field == "images":
        return photos_shown(value)
    if field == "sounds":
        return sounds_shown(value)
    if field in Product.LISTS:
        return papers_shown(value)
    if field == "group":
        found = groups.group(str(value))
        return found.shown if found else str(value)
    if field == "shelf_life_days":
        return ngettext("%(n)s day", "%(n)s days", int(value)) % {"n": value}
    return str(value)


def photos_shown(ids: list[str]) -> list[dict[str, Any]]:
    found = {str(stored.pk): stored for stored in StoredFile.objects.filter(pk__in=ids)}
    return [
        {"url": file_url(found[one]), "alt": _("Photo %(n)s") % {"n": number}}
        for number, one in enumerate(ids, start=1)
        if one in found
    ]


def sounds_shown(sounds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A player and what is said, as the reader hears and reads it."""
    found = {str(stored.pk): stored for stored in StoredFile.objects.filter(pk__in=[one["file"] for one in sounds])}
    return [
        {
            "id": sound["file"],
            "sound": file_url(found[sound["file"]]),
            "label": _("Sound %(n)s, %(seconds)s seconds") % {"n": number, "seconds": sound["seconds"]},
            "text": sound["text"],
        }
        for number, sound in enumerate(sounds, start=1)
        if sound["file"] in found
    ]


def papers_shown(entries: list[dict[str, Any]]) -> list[dict[str, str]]:
    """A paper in a line, with the way to its photo or file."""
    files = {str(stored.pk): stored for stored in StoredFile.objects.filter(pk__in=_files(entries))}
    return [
        {"text": paper_line(entry), "link": file_url(files[entry["file"]]) if entry.get("file") in files else ""}
        for entry in entries
    ]


def _files(entries: list[dict[str, Any]]) -> list[str]:
    return [entry["file"] for entry in entries if entry.get("file")]


def paper_line(entry: dict[str, Any]) -> str:
    """“VietGAP, số VG-0988, Trung tâm …, đến 01/09/2028”."""
    last, first = as_day(entry.get("valid_to", "")), as_day(entry.get("valid_from", ""))
    parts = [
        entry["name"],
        entry.get("mark", ""),
        _("number %(number)s") % {"number": entry["number"]} if entry.get("number") else "",
        entry.get("issuer", ""),
        entry.get("scope", ""),
        entry.get("result", ""),
        _("address printed: %(address)s") % {"address": entry["address_on_label"]}
        if entry.get("address_on_label")
        else "",
        _("issued %(date)s") % {"date": vn_date(first)} if first else "",
        _("valid to %(date)s") % {"date": vn_date(last)} if last else "",
    ]
    return ", ".join(part for part in parts if part)


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
        (label_of(field), shown_value(field, values[field]))
        for field in Product.PUBLISHED_FIELDS
        if field not in ("image", "images")
    ]
    return [(label, value) for label, value in found if value]


def lines_of(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """A product's history with the colour of each line; its sentence is the ledger's own."""
    tones = {ProductEvent.CHANGE_RETURNED.value: "warn", ProductEvent.CHANGE_REJECTED.value: "danger"}
    return [{"entry": entry, "tone": tones.get(entry.kind, "")} for entry in entries]
