"""Making a paper out of what somebody typed, and following which of them count (catalogue uses both)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.kernel.models import StoredFile
from txng.kernel.text import clean
from txng.registry.models import Document, DocumentKind, Establishment

TEXTS = {"name": 200, "number": 80, "issuer": 200}
FACTS = (*TEXTS, "valid_from", "valid_to", "shows_file")
LIMIT = 30  # papers of one kind beside a product or an establishment
GCP = range(6, 13)  # a company prefix has 6 to 12 digits, “893” included (NĐ37 Mẫu số 5: GCP-12 … GCP-7)


def make_document(
    *,
    actor: Actor,
    establishment: Establishment,
    kind: str,
    values: Mapping[str, Any],
    file: StoredFile | None,
    at: datetime,
    client_id: UUID | None = None,
) -> Document:
    """A paper as typed. Nobody sees it before a proposal that carries it is sent."""
    earlier = Document.objects.filter(client_id=client_id, establishment=establishment).first() if client_id else None
    if earlier is not None:
        return earlier
    if foreign := set(values) - set(FACTS):
        raise RuleBroken(_("These fields are not published: %(fields)s") % {"fields": ", ".join(sorted(foreign))})
    texts = {field: clean(str(values.get(field) or ""))[:limit] for field, limit in TEXTS.items()}
    first, last = values.get("valid_from"), values.get("valid_to")
    _judge(kind, texts, first, last, file)
    if kind == DocumentKind.GS1_PREFIX:
        texts["number"] = "".join(sign for sign in texts["number"] if sign not in " .-")
    document = Document(
        establishment=establishment,
        kind=kind,
        valid_from=first,
        valid_to=last,
        file=file,
        shows_file=bool(values.get("shows_file")),
        added_at=at,
        added_by=actor.label,
        client_id=client_id or uuid4(),
        **texts,
    )
    document.stand_with(establishment)
    document.save(force_insert=True)
    return document


def _judge(kind: str, texts: Mapping[str, str], first: Any, last: Any, file: StoredFile | None) -> None:
    if not texts["name"]:
        raise RuleBroken(_("Enter the name of the paper."), code="paper_name_missing")
    if first and last and last < first:
        raise RuleBroken(_("The last day of validity lies before the first."), code="paper_dates")
    if kind == DocumentKind.GS1_PREFIX:
        digits = "".join(sign for sign in texts["number"] if sign not in " .-")
        if not (digits.isascii() and digits.isdigit() and len(digits) in GCP):
            raise RuleBroken(_("A GS1 company prefix (GCP) has 6 to 12 digits."), code="gcp")
    elif file is None:
        raise RuleBroken(_("Take a photo of the paper, or choose its file."), code="paper_file_missing")


def entries_checked(entries: Iterable[Mapping[str, Any]], establishment_id: int, kinds: Iterable[str]) -> None:
    """A list of a proposal names papers of that establishment alone, each once."""
    asked = [int(entry["document"]) for entry in entries]
    found = Document.objects.filter(pk__in=asked, establishment_id=establishment_id, kind__in=list(kinds))
    if len(set(asked)) != len(asked) or found.count() != len(asked):
        raise RuleBroken(_("One of the papers is not among yours."), code="foreign_paper")
    if len(asked) > LIMIT:
        raise RuleBroken(_("At most %(n)s papers of a kind.") % {"n": LIMIT}, code="too_many_papers")


def begin_showing(documents: Iterable[int], at: datetime) -> None:
    rows = Document.objects.filter(pk__in=list(documents))
    rows.filter(shown_since=None).update(shown_since=at)
    rows.exclude(ended_at=None).update(ended_at=None)
    open_to_all = rows.filter(shows_file=True, file__isnull=False).values("file")
    StoredFile.objects.filter(pk__in=open_to_all, public=False).update(public=True)


def stop_showing(documents: Iterable[int], at: datetime) -> None:
    rows = Document.objects.filter(pk__in=list(documents), ended_at=None)
    files = list(rows.exclude(file=None).values_list("file", flat=True))
    rows.update(ended_at=at)
    close_files(files)


def close_files(files: Iterable[Any]) -> None:
    """The picture of a paper that no longer counts is no longer anybody's to open."""
    still = Document.objects.filter(file__in=list(files), shows_file=True, shown_since__isnull=False, ended_at=None)
    used = set(still.exclude(warned_days=0).values_list("file", flat=True))
    StoredFile.objects.filter(pk__in=[file for file in files if file not in used], public=True).update(public=False)


def as_day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None
