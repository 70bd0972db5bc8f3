"""What a machine can check about a dossier before a person reads it. Each hint names its rule; none decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from txng import provinces
from txng.kernel.clock import local_date, today
from txng.registry import facts, paper_dates, queries, steps
from txng.registry.duplicates import Twin, twins_of
from txng.registry.lookalikes import is_composed, script_of, strange_letters
from txng.registry.models import Dossier, DossierPaper
from txng.ui.fields.codes import tax_code_complaint


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """`tone`: ok, warn or danger. `rule` is what anybody can look up, `step` the page of the form it speaks of,
    `href` another thing of the register, which only an officer may see."""

    tone: str
    text: str
    rule: str
    step: str = ""
    href: str = ""


def hints_for_applicant(dossier: Dossier, papers: list[DossierPaper]) -> list[Hint]:
    """The same machine, before filing: what an officer would be told, but for what it says about other people."""
    found = [
        *_tax_code(dossier),
        *_anonymous_twins(dossier),
        *_lookalikes(dossier),
        *_papers(dossier, papers),
        *_signature(dossier),
    ]
    return [hint for hint in found if hint.tone != "ok"]


def clean_enough(hints: list[Hint]) -> bool:
    return all(hint.tone == "ok" for hint in hints)


def hints_for(dossier: Dossier, papers: list[DossierPaper]) -> list[Hint]:
    """Warnings first; three queries whatever the dossier holds."""
    found = [
        *_tax_code(dossier),
        *_duplicates(dossier),
        *_lookalikes(dossier),
        *_missing(dossier, papers),
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
            step=steps.ESTABLISHMENT,
        )
    elif tax_code_complaint(code):
        yield Hint(
            tone="danger", text=_("The check digit of the tax code is wrong."), rule=rule, step=steps.ESTABLISHMENT
        )
    else:
        yield Hint(tone="ok", text=_("The check digit of the tax code is right."), rule=rule, step=steps.ESTABLISHMENT)


def _once() -> str:
    return _("One establishment takes part once: tax code, and name without accents and capitals, with its commune.")


def _duplicates(dossier: Dossier) -> Iterator[Hint]:
    for twin in twins_of(dossier):
        if twin.establishment is not None:
            there = twin.establishment
            taken = twin.why == "tax_code" and there.paused_on is None
            yield Hint(
                tone="danger" if taken else "warn",
                text=_("%(name)s (%(place)s) takes part already with the same %(what)s.")
                % {"name": there.name, "place": there.unit.name, "what": _same_what(twin)}
                if twin.why != "alike"
                else _("%(name)s (%(place)s) takes part already; the names are almost the same.")
                % {"name": there.name, "place": there.unit.name},
                rule=_once(),
                step=steps.ESTABLISHMENT,
                href=reverse("establishment-detail", args=[there.pk]),
            )
        elif twin.dossier is not None:
            other = twin.dossier
            yield Hint(
                tone="warn",
                text=_("Dossier %(number)s (%(name)s) has the same %(what)s.")
                % {"number": other.number, "name": other.name, "what": _same_what(twin)}
                if twin.why != "alike"
                else _("Dossier %(number)s (%(name)s) has almost the same name.")
                % {"number": other.number, "name": other.name},
                rule=_once(),
                step=steps.ESTABLISHMENT,
                href=reverse("dossier-review", args=[other.pk]),
            )


def _same_what(twin: Twin) -> str:
    return pgettext("hint", "tax code") if twin.why == "tax_code" else pgettext("hint", "name")


def _anonymous_twins(dossier: Dossier) -> Iterator[Hint]:
    """An applicant learns that there may be another one, not who: a register is no directory of dossiers."""
    if any(twin.why != "tax_code" for twin in twins_of(dossier)):
        yield Hint(
            tone="warn",
            text=_("An establishment with this name, or almost this name, is known already. Is it yours?"),
            rule=_once(),
            step=steps.ESTABLISHMENT,
        )


def _lookalikes(dossier: Dossier) -> Iterator[Hint]:
    rule = _("Names are written in Latin letters; a look-alike letter hides a name from the search.")
    for what, text, step in (
        (pgettext("hint", "name"), dossier.name, steps.ESTABLISHMENT),
        (pgettext("hint", "representative"), dossier.representative, steps.ESTABLISHMENT),
        (pgettext("hint", "address"), dossier.address, steps.ESTABLISHMENT),
        *((_("product"), product["name"], steps.PRODUCTS) for product in dossier.products),
    ):
        strange = strange_letters(text)
        if strange:
            letters = ", ".join(f"“{char}” ({script_of(char)})" for char in strange.letters[:5])
            told = _("The %(what)s has letters that only look Vietnamese: %(letters)s.")
            meant = _(" Perhaps “%(meant)s” is meant.") % {"meant": strange.meant} if strange.meant else ""
            yield Hint(tone="danger", text=told % {"what": what, "letters": letters} + meant, rule=rule, step=step)
        elif not is_composed(text):
            yield Hint(
                tone="warn",
                text=_("The %(what)s is not written in composed letters (NFC).") % {"what": what},
                rule=_("One stored form: the same name typed on two keyboards must be the same name."),
                step=step,
            )


def _papers(dossier: Dossier, papers: list[DossierPaper]) -> Iterator[Hint]:
    there = {paper.paper for paper in papers}
    for paper in provinces.current().dossier.papers:
        rule = _("Article %(article)s of the regulation.") % {"article": paper.article}
        if paper.code in there:
            count = sum(one.paper == paper.code for one in papers)
            yield Hint(
                tone="ok",
                text=_("%(paper)s: %(n)s file(s).") % {"paper": paper.shown, "n": count},
                rule=rule,
                step=paper.code,
            )
        elif paper.required:
            yield Hint(
                tone="danger", text=_("Missing: %(paper)s.") % {"paper": paper.shown}, rule=rule, step=paper.code
            )
        said = dossier.paper_facts.get(paper.code, {})
        for tone, sentence in paper_dates.complaints(said, on=today()):
            yield Hint(
                tone=tone,
                text=_("%(paper)s: %(sentence)s.") % {"paper": paper.shown, "sentence": sentence},
                rule=_("A paper counts while it is valid; its dates are those the applicant wrote, compare the photo."),
                step=paper.code,
            )


def _missing(dossier: Dossier, papers: list[DossierPaper]) -> Iterator[Hint]:
    """What the form asks for and nobody wrote, said to the officer; papers have their own lines."""
    profile = provinces.current()
    codes = {paper.code for paper in profile.dossier.papers}
    for lack in steps.lacking(dossier, profile, frozenset(paper.paper for paper in papers)):
        if lack.step not in codes:
            yield Hint(
                tone="danger",
                text=_("The applicant has not answered: %(what)s.") % {"what": facts.label_of(lack.code, profile)},
                rule=_("The questions the regulation's form requires (Article 5)."),
                step=lack.step,
            )


def _signature(dossier: Dossier) -> Iterator[Hint]:
    if dossier.signed_by and dossier.signed_by.casefold() != dossier.representative.casefold():
        yield Hint(
            tone="warn",
            text=_("Signed by %(signed)s, but the representative is %(representative)s.")
            % {"signed": dossier.signed_by, "representative": dossier.representative},
            step=steps.COMMITMENT,
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
            step=steps.AGENCY,
            rule=_("The suggestion of the province's profile; one establishment answers to one agency."),
        )
