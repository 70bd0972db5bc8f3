"""What an establishment has said of itself in public: values, sections, and a proposal beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from txng import provinces
from txng.kernel.files.links import file_url
from txng.kernel.models import StoredFile
from txng.registry.models import OF_ESTABLISHMENT, Document, Establishment, EstablishmentChange
from txng.registry.models.documents import DocumentState, state_of
from txng.registry.papers import as_day, begin_showing, stop_showing
from txng.ui.formats import vn_date

TEXTS = {
    "name": 300,
    "representative": 160,
    "other_representatives": 1000,
    "phone": 20,
    "email": 254,
    "website": 200,
    "address": 300,
    "business_kind": 300,
    "lines": 1000,
    "capacity": 300,
    "introduction": 4000,
    "gln": 13,
}
NEEDED = ("name", "kind", "representative", "phone", "address")


def label_of(field: str) -> str:
    return {
        "name": _("Name of the establishment"),
        "kind": _("Kind of establishment"),
        "representative": _("Legal representative"),
        "other_representatives": _("Other representatives"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "website": _("Website"),
        "address": _("Address"),
        "business_kind": _("Kind of production or trade"),
        "lines": _("Lines of business"),
        "capacity": _("Area or capacity"),
        "introduction": _("Introduction"),
        "gln": _("Location code (GLN)"),
        "papers": _("Papers"),
    }[field]


def published_of(establishment: Establishment) -> dict[str, Any]:
    values: dict[str, Any] = {field: getattr(establishment, field) for field in (*TEXTS, "kind")}
    return values | {"papers": [document.entry() for document in current_papers(establishment.pk)]}


def current_papers(establishment_id: int) -> list[Document]:
    rows = Document.objects.filter(
        establishment=establishment_id, kind__in=OF_ESTABLISHMENT, shown_since__isnull=False, ended_at=None
    )
    return list(rows.order_by("id"))


def show_papers(establishment_id: int, entries: Iterable[Mapping[str, Any]], at: datetime) -> None:
    """These count from now on, and of the establishment's own no other."""
    wanted = [int(entry["document"]) for entry in entries]
    stop_showing([paper.pk for paper in current_papers(establishment_id) if paper.pk not in wanted], at)
    begin_showing(wanted, at)


def working_values(establishment: Establishment, change: EstablishmentChange | None) -> dict[str, Any]:
    return published_of(establishment) | (change.fields if change else {})


def paper_line(entry: Mapping[str, Any]) -> str:
    """“Giấy chứng nhận đăng ký hợp tác xã, số 0123, UBND …, cấp 01/03/2024”."""
    first, last = as_day(entry.get("valid_from", "")), as_day(entry.get("valid_to", ""))
    parts = [
        str(entry["name"]),
        _("number %(number)s") % {"number": entry["number"]} if entry.get("number") else "",
        str(entry.get("issuer") or ""),
        _("issued %(date)s") % {"date": vn_date(first)} if first else "",
        _("valid to %(date)s") % {"date": vn_date(last)} if last else "",
    ]
    return ", ".join(part for part in parts if part)


def papers_shown(entries: list[dict[str, Any]], on: date) -> list[dict[str, Any]]:
    ids = [entry["file"] for entry in entries if entry.get("file")]
    files = {str(stored.pk): stored for stored in StoredFile.objects.filter(pk__in=ids)}
    return [
        {
            "text": paper_line(entry),
            "link": file_url(files[entry["file"]]) if entry.get("file") in files else "",
            "id": entry["document"],
            "state": state_of(as_day(entry.get("valid_to", "")), on),
        }
        for entry in entries
    ]


def documents_shown(establishment: Establishment, on: date) -> list[dict[str, Any]]:
    """Every paper that counts, of its products too, for the agency; revoked ones among them."""
    rows = Document.objects.filter(establishment=establishment, shown_since__isnull=False, ended_at=None).order_by("id")
    lines = papers_shown([row.entry() for row in rows], on)
    return [{**line, "state": row.state_on(on)} for row, line in zip(rows, lines, strict=True)]


def shown_value(field: str, value: Any, on: date) -> Any:
    if field == "papers":
        return papers_shown(value or [], on)
    if field == "kind":
        return str(dict(Establishment.Kind.choices).get(value, value))
    return str(value or "")


def rows_of(change: EstablishmentChange, on: date) -> list[dict[str, Any]]:
    """Rows for `<c-compare>`: what is public, or for an answered request what was then, beside what is asked."""
    before = before_of(change)
    rows = []
    for field in Establishment.PUBLISHED_FIELDS:
        changed = field in change.fields
        shown = shown_value(field, before.get(field), on)
        after = shown_value(field, change.fields[field], on) if changed else shown
        if changed or shown:
            rows.append(
                {
                    "key": field,
                    "label": label_of(field),
                    "before": shown,
                    "after": after,
                    "changed": changed,
                    "evidence": _evidence(field, change.fields.get(field), on) if changed else "",
                }
            )
    return rows


def _evidence(field: str, value: Any, on: date) -> str:
    if field != "papers":
        return ""
    late = [entry for entry in value or [] if state_of(as_day(entry.get("valid_to", "")), on) == DocumentState.EXPIRED]
    return "; ".join(_("%(paper)s has run out") % {"paper": entry["name"]} for entry in late)


def before_of(change: EstablishmentChange) -> dict[str, Any]:
    if change.state != EstablishmentChange.State.APPROVED:
        return published_of(change.establishment)
    earlier = change.establishment.versions.filter(published_at__lt=change.decided_at).order_by("-number").first()
    return earlier.fields if earlier else {}


def missing_papers(establishment: Establishment, values: Mapping[str, Any], on: date) -> list[dict[str, Any]]:
    """What the regulation asks for of an establishment (CT-REG 8.1), each with its article."""
    held = {
        entry["kind"]
        for entry in values.get("papers") or []
        if state_of(as_day(entry.get("valid_to", "")), on) != DocumentState.EXPIRED
    }
    return [
        {
            "code": item.code,
            "label": item.shown,
            "article": _("Regulation, Điều %(article)s") % {"article": item.article},
            "required": item.required,
            "there": item.source.partition(".")[2] in held,
        }
        for item in provinces.current().record_items
        if item.source.startswith("establishment.")
    ]
