"""What a card says of a product and of a lot: approved or recorded facts, without the names of people (ux.md 3.8).

Words that differ by language stand there in both, because the scan view may not ask the areas that know them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import override

from txng.access.models import PlacedModel
from txng.accounts.models import Membership
from txng.catalogue.groups import HARVESTED, group
from txng.catalogue.models import Product, ProductVersion
from txng.kernel.clock import local_date
from txng.oversight.models import Recall
from txng.production import stages
from txng.production.models import DiaryEntry, Lot, Receipt, Shipment, Site
from txng.registry.models import Document, Establishment
from txng.ui.formats import vn_number

Words = dict[str, str]  # {"vi": …, "en": …}

JOURNEY = 60  # entries on a page; a longer diary says how many more there are
STEPS = 12  # partners on each side
LINES = 6
DETAILS = 160  # letters of key data in a line of the diary
BEFORE = 24  # lines of the lots before this one
# What stands folded on a scan page, and how much of it: the page weighs 14,336 bytes at most (names.md 5).
MORE = {
    "name_en": 300,
    "model_code": 100,
    "variety": 200,
    "ingredients": 400,
    "additives": 200,
    "packaging": 200,
    "warnings": 400,
    "importer": 300,
    "usage": 600,
    "introduction": 600,
}
_HOMES = (Establishment.Kind.HOUSEHOLD, Establishment.Kind.BUSINESS_HOUSEHOLD)
_GROWING = ("area", "zone", "plot")
_RAISING = ("pond", "pen", "apiary")


def product_payload(
    product: Product,
    version: ProductVersion,
    *,
    photo: dict[str, Any] | None,
    revoked: Collection[int] = (),
    own_papers: Iterable[Document] = (),
) -> dict[str, Any]:
    """The approved snapshot, who made it, and who answers for it. Nothing of the product's working row is read.

    A paper carries its last day, so that it leaves the page at midnight by itself (resolver.claims).
    """
    fields = version.fields
    found = group(fields.get("group") or "")
    return {
        "product": {
            **{key: fields.get(key) or "" for key in ("name", "brand", "origin", "pack", "standards", "description")},
            "group": {"vi": found.name, "en": found.name_en} if found else None,
            "code": product.gtin or product.product_code,
            "gs1": bool(product.gtin),
            "photo": photo,
            **{key: _cut(fields.get(key) or "", limit) for key, limit in MORE.items()},
            "sounds": [dict(sound) for sound in fields.get("sounds") or []],
            "papers": [
                _paper(name, entry)
                for name in Product.LISTS
                for entry in fields.get(name) or []
                if entry["document"] not in revoked
            ],
            "keeps": found.keeps if found else "",
            "eaten": found.verb == "consume" if found else False,
            "harvested": found.nature in HARVESTED if found else False,
        },
        "maker": _maker(product.establishment, own_papers),
        "approved": {"by": version.approved_for, "on": local_date(version.published_at).isoformat()},
    }


def _paper(name: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    own = {key: entry[key] for key in ("scheme", "mark", "result", "address_on_label") if entry.get(key)}
    return {
        "list": name,
        "name": entry["name"],
        "number": entry.get("number", ""),
        "issuer": entry.get("issuer", ""),
        "on": entry.get("valid_from", ""),
        "to": entry.get("valid_to", ""),
        "file": entry.get("file", "") if entry.get("shows_file") else "",
        **own,
    }


def _cut(text: str, limit: int) -> str:
    """What a scan page has room for; the whole text stands on the page of the product."""
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"


def _maker(establishment: Establishment, papers: Iterable[Document]) -> dict[str, Any]:
    return {
        "lines": "; ".join(establishment.lines.split("\n")[:LINES]),
        "introduction": _cut(establishment.introduction, MORE["introduction"]),
        "website": establishment.website,
        # Of the establishment's own papers the number is enough: the sheets show where people live.
        "papers": [_paper("establishment", paper.entry() | {"shows_file": False}) for paper in papers],
        "name": establishment.name,
        "kind": _both(establishment, "get_kind_display"),
        "address": address_of(establishment),
        "gln": establishment.gln,
        "since": establishment.joined_on.isoformat(),
        "paused_on": _iso(establishment.paused_on),
    }


def address_of(establishment: Establishment) -> str:
    """A household's goods may be public; where the family lives is theirs: commune and province only."""
    street = "" if establishment.kind in _HOMES else establishment.address
    return in_a_line(street, establishment.unit.name, establishment.unit.province_name)


def in_a_line(*parts: str) -> str:
    """“Ấp Trường Bình, xã Trường Thành, TP. …”: unit names as they are written within a sentence (ux.md 3.4)."""
    words = [part for part in parts if part]
    for place, word in enumerate(words):
        kind, _space, name = word.partition(" ")
        if word.startswith("Thành phố "):
            words[place] = f"TP.\u00a0{word.removeprefix('Thành phố ')}"
        elif place and kind in ("Xã", "Phường", "Tỉnh", "Đặc"):
            words[place] = f"{kind.lower()} {name}"
    return ", ".join(words)


def lot_payload(
    lot: Lot,
    recall: Recall | None,
    *,
    on_sale: bool,
    roles: Mapping[int, Words],
    before: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """A lot that is not on sale yet keeps its diary to itself (names.md 7.16); its recall is public at once."""
    shown: dict[str, Any] = {"number": lot.number, "on_sale": on_sale}
    payload: dict[str, Any] = {"lot": shown, "recall": _recall(recall) if recall else None}
    if on_sale or recall:
        shown |= {
            "started_on": _iso(lot.opened_on),
            "harvested_on": _iso(lot.harvested_on),
            "packed_on": _iso(lot.packed_on),
            "expires_on": _iso(lot.expires_on),
            "place": _place(lot.site),
            "place_is": "grown" if lot.site.kind in _GROWING else "raised" if lot.site.kind in _RAISING else "made",
        }
    if on_sale:
        payload |= journey(lot.diary.all(), lot.site, roles)
        if before:
            payload["before"] = before[-BEFORE:]
        payload["back"] = [_receipt(receipt) for receipt in lot.receipts.all()][:STEPS]
        payload["forward"] = [_shipment(shipment) for shipment in lot.shipments.all()][:STEPS]
    return payload


def _recall(recall: Recall) -> dict[str, Any]:
    return {
        "reason": recall.reason,
        "return_to": recall.return_to,
        "phone": recall.return_phone,
        "decision": recall.decision_number,
        "decided_on": recall.decided_on.isoformat(),
    }


def _place(site: Site) -> str:
    return in_a_line(site.name, site.unit.name, site.unit.province_name)


def journey(entries: Iterable[DiaryEntry], home: Site, roles: Mapping[int, Words]) -> dict[str, Any]:
    """The diary as it stands after its corrections, oldest first: a corrected line gives way to the last correction."""
    rows = list(entries)
    by_id = {row.pk: row for row in rows}
    replaced = {row.corrects_id for row in rows if row.corrects_id}
    valid = [row for row in rows if row.pk not in replaced]
    valid.sort(key=lambda row: (row.done_on, _first_of(row, by_id)))
    return {
        "journey": [_line(row, home, roles) for row in valid[:JOURNEY]],
        "journey_length": len(valid),
    }


def _first_of(row: DiaryEntry, by_id: Mapping[int, DiaryEntry]) -> int:
    """A correction stands where the line it corrects stood."""
    while (corrected := by_id.get(row.corrects_id or 0)) is not None:
        row = corrected
    return row.pk


def _line(row: DiaryEntry, home: Site, roles: Mapping[int, Words]) -> dict[str, Any]:
    amount = f"{vn_number(row.quantity)}\u00a0{row.quantity_unit}".strip() if row.quantity is not None else ""
    place = row.site.name if row.site and row.site_id != home.pk else ""
    return {
        "on": row.done_on.isoformat(),
        "did": _both(row, "get_activity_display"),
        "what": row.what,
        "amount": amount,
        "place": place,
        "by": initials(row.recorded_by),
        "role": roles.get(row.recorded_by_id) if row.recorded_by_id else None,
        "for": initials(row.on_behalf_of),
        "corrected": row.corrects_id is not None,
        **_key_data(row),
    }


def _key_data(row: DiaryEntry) -> dict[str, Words]:
    """Key data the profile marks public, in one line; nothing where there is none, because a page is small."""
    told = {}
    for language in ("vi", "en"):
        with override(language):
            found = stages.told(row.lot.product, row.activity, row.details, public=True) if row.details else []
            told[language] = _cut("; ".join(f"{name}: {value}" for name, value in found), DETAILS)
    return {"details": told} if told["vi"] else {}


def initials(name: str) -> str:
    """“Nguyễn Thị Ánh” → “N.T.A.”: enough to see that two lines come from two people."""
    letters = (
        unicodedata.normalize("NFD", word)[0].upper() for word in name.replace("Đ", "D").split() if word[0].isalpha()
    )
    return "".join(f"{letter}." for letter in letters)


def roles_of(establishments: Iterable[int]) -> dict[int, dict[int, Words]]:
    """By establishment, what each person is there, ended seats included: old diaries keep their recorders."""
    seats = Membership.objects.filter(account__establishment__in=establishments).order_by("id")
    roles: dict[int, dict[int, Words]] = {}
    for seat in seats.annotate(establishment_id=F("account__establishment_id")):
        roles.setdefault(seat.establishment_id, {})[seat.user_id] = _both(seat, "get_role_display")
    return roles


def _receipt(row: Receipt) -> dict[str, str]:
    return {"on": row.received_on.isoformat(), "who": row.partner.name, "what": row.what, "lot": row.supplier_lot}


def _shipment(row: Shipment) -> dict[str, str]:
    return {"on": row.shipped_on.isoformat(), "who": row.partner.name}


def _both(row: PlacedModel | Membership, label: str) -> Words:
    words = {}
    for language in ("vi", "en"):
        with override(language):
            words[language] = str(getattr(row, label)())
    return words


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
