"""“Sắp hết hạn”: papers of products and of establishments that run out soon or did not long ago, as rows of a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from txng.access import Actor
from txng.catalogue.models import PAPERS
from txng.catalogue.sections import slug_of
from txng.registry.models import OF_ESTABLISHMENT, Document, DocumentState
from txng.registry.profile_queries import documents_running_out

SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningOut:
    document: Document
    title: str
    organisation: str
    last: date
    state: DocumentState
    address: str


def papers_running_out(actor: Actor, on: date, limit: int = SHOWN) -> tuple[list[RunningOut], int]:
    """The most urgent ones and how many there are. Whoever holds a paper is led to where its successor is typed."""
    found = documents_running_out(actor, on)
    rows = list(found[:limit])
    count = len(rows) if len(rows) < limit else found.count()
    return rows_of(rows, on, agency=actor.is_agency), count


def rows_of(documents: list[Document], on: date, *, agency: bool) -> list[RunningOut]:
    products = _products_of([document for document in documents if document.kind not in OF_ESTABLISHMENT])
    return [_row(document, products.get(document.pk), on, agency=agency) for document in documents]


def _products_of(documents: list[Document]) -> dict[int, tuple[int, str]]:
    """Document → product and the list it stands in; one question a kind of paper that occurs."""
    found: dict[int, tuple[int, str]] = {}
    for name, model in PAPERS.items():
        ids = [document.pk for document in documents if document.kind == model.KIND]
        if ids:
            rows = model._default_manager.filter(document__in=ids, ended_at=None)
            found |= {paper: (product, name) for paper, product in rows.values_list("document", "product")}
    return found


def _row(document: Document, product: tuple[int, str] | None, on: date, *, agency: bool) -> RunningOut:
    if agency:
        address = (
            reverse("agency-product-detail", args=[product[0]])
            if product
            else reverse("establishment-detail", args=[document.establishment_id])
        )
    elif product:
        address = f"{reverse('product-papers', args=[product[0], slug_of(product[1])])}?giay={document.pk}"
    else:
        address = f"{reverse('profile-papers')}?giay={document.pk}"
    assert document.valid_to is not None  # of the list only papers with a last day
    return RunningOut(
        document=document,
        title=str(document),
        organisation=document.establishment.name,
        last=document.valid_to,
        state=document.state_on(on),
        address=address,
    )
