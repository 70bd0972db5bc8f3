"""The lists of an approved change become rows: papers, photos and sound that stand with the public version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from txng.catalogue.models import PAPERS, Product, ProductImage
from txng.kernel.models import StoredFile
from txng.registry.papers import begin_showing, stop_showing


def adopt_lists(product: Product, fields: Mapping[str, Any], at: datetime) -> None:
    for name in Product.LISTS:
        if name in fields:
            _adopt(product, name, fields[name], at)
    if "images" in fields:
        _place(product, fields["images"])
    if "sounds" in fields:
        heard = [sound["file"] for sound in fields["sounds"]]
        StoredFile.objects.filter(pk__in=heard, public=False).update(public=True)


def _adopt(product: Product, name: str, entries: list[dict[str, Any]], at: datetime) -> None:
    model = PAPERS[name]
    wanted = {int(entry["document"]): entry for entry in entries}
    there = model._default_manager.filter(product=product, ended_at=None)
    over = there.exclude(document__in=wanted)
    ended = list(over.values_list("document", flat=True))
    over.update(ended_at=at)
    stop_showing(ended, at)
    known = set(there.values_list("document", flat=True))
    for document_id, entry in wanted.items():
        if document_id not in known:
            own = {field: entry.get(field, "") for field in model.OWN}
            model._default_manager.create(product=product, document_id=document_id, since=at, **own)
    begin_showing(wanted, at)


def _place(product: Product, shown: list[str]) -> None:
    photos = [UUID(photo) for photo in shown]
    rows = ProductImage.objects.filter(product=product)
    rows.exclude(file__in=photos).update(place=None)
    for place, photo in enumerate(photos, start=1):
        rows.filter(file=photo).update(place=place)
    StoredFile.objects.filter(pk__in=rows.filter(place__isnull=False).values("file"), public=False).update(public=True)
