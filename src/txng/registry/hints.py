"""What a machine can check about a dossier before a person reads it. Each hint names its rule; none decides."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from txng import provinces
from txng.kernel.clock import local_date
from txng.registry import queries
from txng.registry.models import Dossier, DossierPaper, Establishment
from txng.ui.fields.codes import tax_code_complaint


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """`tone`: ok, warn or danger. `rule` is what the officer can look up, `href` what it speaks of."""

    tone: str
    text: str
    rule: str
    href: str = ""


def hints_for(dossier: Dossier, papers: list[DossierPaper]) -> list[Hint]:
    """Warnings first; three queries whatever the dossier holds."""
    found = [
        *_tax_code(dossier),
        *_duplicates(dossier),
        *_lookalikes(dossier),
        *_papers(dossier, papers),
        *_signature(dossier),
        *_agency(dossier),
    ]
    order = {"danger": 0, "warn": 1, "ok": 2}
    return sorted(found, key=lambda hint: order[hint.tone])


def _tax_code(dossier: Dossier) -> Iterator[Hint]:
    code = dossier.tax_code
    rule = _("Tax code of 10 digits: the last one is computed from the nine before it; 13 digits: 10 + branch.")
    if not code:
        return
    if len(code) == 12:
        yield Hint(
            tone="ok",
            text=_("The tax code is a personal number of 12 digits; compare it with the paper."),
            rule=_("A household may use the personal number of its head; it has no check digit."),
        )
    elif tax_code_complaint(code):
        yield Hint(tone="danger", text=_("The check digit of the tax code is wrong."), rule=rule)
    else:
        yield Hint(tone="ok", text=_("The check digit of the tax code is right."), rule=rule)


def _duplicates(dossier: Dossier) -> Iterator[Hint]:
    """The same tax code, or the same name in the search form, in the register and among open dossiers."""
    same = Q(plain_name=dossier.plain_name)
    if dossier.tax_code:
        same |= Q(tax_code=dossier.tax_code)
    joined = Establishment.objects.filter(same, practice=False).exclude(pk=dossier.establishment_id or 0)
    for establishment in joined.select_related("unit").order_by("id")[:5]:
        by_code = bool(dossier.tax_code) and establishment.tax_code == dossier.tax_code
        yield Hint(
            tone="danger" if by_code and establishment.paused_on is None else "warn",
            text=_("%(name)s (%(place)s) takes part already with the same %(what)s.")
            % {
                "name": establishment.name,
                "place": establishment.unit.name,
                "what": _same_what(by_code),
            },
            rule=_("One establishment takes part once: tax code, and name without accents and capitals."),
            href=reverse("establishment-detail", args=[establishment.pk]),
        )
    others = (
        Dossier.objects.filter(same, number__isnull=False)
        .exclude(pk=dossier.pk)
        .exclude(state__in=(Dossier.State.REJECTED, Dossier.State.WITHDRAWN, Dossier.State.ACCOUNT_ISSUED))
    )
    for other in others.order_by("id")[:5]:
        yield Hint(
            tone="warn",
            text=_("Dossier %(number)s (%(name)s) has the same %(what)s.")
            % {
                "number": other.number,
                "name": other.name,
                "what": _same_what(bool(dossier.tax_code) and other.tax_code == dossier.tax_code),
            },
            rule=_("One establishment takes part once: tax code, and name without accents and capitals."),
            href=reverse("dossier-review", args=[other.pk]),
        )


def _same_what(by_code: bool) -> str:
    return pgettext("hint", "tax code") if by_code else pgettext("hint", "name")


def _lookalikes(dossier: Dossier) -> Iterator[Hint]:
    """Letters of another script that look like ours: a name with them is found by nobody and passes for another."""
    rule = _("Names are written in Latin letters; a look-alike letter hides a name from the search.")
    for what, text in (
        (pgettext("hint", "name"), dossier.name),
        (pgettext("hint", "representative"), dossier.representative),
    ):
        strange = sorted({char for char in text if char.isalpha() and not _is_latin(char)})
        if strange:
            yield Hint(
                tone="danger",
                text=_("The %(what)s has letters that only look Vietnamese: %(letters)s.")
                % {"what": what, "letters": ", ".join(f"“{char}” ({_script(char)})" for char in strange[:5])},
                rule=rule,
            )


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith("LATIN")


def _script(char: str) -> str:
    return unicodedata.name(char, "?").split(" ")[0].capitalize()


def _papers(dossier: Dossier, papers: list[DossierPaper]) -> Iterator[Hint]:
    there = {paper.paper for paper in papers}
    for paper in provinces.current().dossier.papers:
        rule = _("Article %(article)s of the regulation.") % {"article": paper.article}
        if paper.code in there:
            count = sum(one.paper == paper.code for one in papers)
            yield Hint(tone="ok", text=_("%(paper)s: %(n)s file(s).") % {"paper": paper.shown, "n": count}, rule=rule)
        elif paper.required:
            yield Hint(tone="danger", text=_("Missing: %(paper)s.") % {"paper": paper.shown}, rule=rule)


def _signature(dossier: Dossier) -> Iterator[Hint]:
    if dossier.signed_by and dossier.signed_by.casefold() != dossier.representative.casefold():
        yield Hint(
            tone="warn",
            text=_("Signed by %(signed)s, but the representative is %(representative)s.")
            % {"signed": dossier.signed_by, "representative": dossier.representative},
            rule=_("The registration form is signed by the representative or a person with a mandate."),
        )


def _agency(dossier: Dossier) -> Iterator[Hint]:
    """The agency somebody chose beside the one the rule suggests; one query."""
    choices = queries.agency_choices(
        unit=dossier.unit,
        sector=dossier.sector,
        establishment_kind=dossier.kind,
        day=local_date(dossier.submitted_at or dossier.started_at),
    )
    first = choices[0] if choices else None
    if first and first.reason and dossier.managing_agency_id not in (None, first.agency.pk):
        yield Hint(
            tone="warn",
            text=_("The applicant chose %(chosen)s; the rule suggests %(suggested)s (%(reason)s).")
            % {"chosen": dossier.managing_agency, "suggested": first.agency.name, "reason": first.reason},
            rule=_("The suggestion of the province's profile; one establishment answers to one agency."),
        )
