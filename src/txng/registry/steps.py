"""What a dossier is made of under the profile in force, and what of it is still missing (Điều 5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from txng import provinces
from txng.provinces import Profile
from txng.provinces.dossiers import Paper
from txng.registry.models import Dossier

ESTABLISHMENT = "establishment"
PRODUCTS = "products"
AGENCY = "agency"
INFORMATION = "information"
COMMITMENT = "commitment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of the registration; `code` is also what a request for supplement points at."""

    code: str
    title: str
    url_name: str
    paper: Paper | None = None
    optional: bool = False

    def address(self, token: str) -> str:
        if self.paper:
            return reverse(self.url_name, args=[token, self.code])
        return reverse(self.url_name, args=[token])


def steps_of(profile: Profile) -> list[Step]:
    """In the order of the paper form; the information form and the product papers where the profile asks for them."""
    papers = [
        Step(
            code=paper.code,
            title=paper.shown,
            url_name="registration-papers",
            paper=paper,
            optional=not paper.required,
        )
        for paper in profile.dossier.papers
    ]
    found = [
        Step(code=ESTABLISHMENT, title=_("The establishment"), url_name="registration-establishment"),
        Step(code=PRODUCTS, title=_("Products to register"), url_name="registration-products"),
        Step(code=AGENCY, title=_("Where to file"), url_name="registration-agency"),
        *(step for step in papers if not step.optional),
    ]
    form = profile.dossier.form("information-form")
    if form is not None:
        found.append(Step(code=INFORMATION, title=form.shown, url_name="registration-information"))
    found += (step for step in papers if step.optional)
    found.append(Step(code=COMMITMENT, title=_("Purposes and undertaking"), url_name="registration-commitment"))
    return found


def step_named(code: str) -> Step | None:
    return next((step for step in steps_of(provinces.current()) if step.code == code), None)


def required_codes(profile: Profile) -> frozenset[str]:
    """The questions of both forms that must be answered under this profile."""
    return frozenset(field.code for field in profile.dossier.fields if field.required)


def papers_there(dossier: Dossier) -> frozenset[str]:
    return frozenset(dossier.papers.values_list("paper", flat=True))


def missing(dossier: Dossier, profile: Profile, there: frozenset[str]) -> dict[str, list[str]]:
    """What keeps the dossier from being filed, by step, said to the applicant; empty when it is complete.

    `there`: see papers_there().
    """
    found: dict[str, list[str]] = {}
    for lack in lacking(dossier, profile, there):
        found.setdefault(lack.step, []).append(lack.sentence)
    return found


@dataclass(frozen=True, slots=True)
class Lack:
    """`code` is the line of the form (facts.label_of), `sentence` what the applicant is told to do."""

    step: str
    code: str
    sentence: str


def lacking(dossier: Dossier, profile: Profile, there: frozenset[str]) -> list[Lack]:
    required = required_codes(profile)
    found: list[Lack] = []

    def need(step: str, code: str, there: Any, sentence: str) -> None:
        if not there:
            found.append(Lack(step, code, sentence))

    need(ESTABLISHMENT, "tax_code", dossier.tax_code or "tax_code" not in required, _("Enter the tax code."))
    need(ESTABLISHMENT, "name", dossier.name, _("Enter the name of the establishment."))
    need(ESTABLISHMENT, "kind", dossier.kind, _("Choose the kind of establishment."))
    need(ESTABLISHMENT, "representative", dossier.representative, _("Enter the representative."))
    need(ESTABLISHMENT, "phone", dossier.phone, _("Enter the phone number."))
    need(ESTABLISHMENT, "place", dossier.unit_id, _("Choose the commune or ward."))
    need(ESTABLISHMENT, "address", dossier.address, _("Enter the address."))
    need(ESTABLISHMENT, "business_kind", dossier.business_kind, _("Enter the kind of production or trade."))
    need(PRODUCTS, "products", dossier.products, _("Enter at least one product."))
    need(PRODUCTS, "sector", dossier.sector, _("Choose the group the products belong to."))
    desk = dossier.managing_agency_id and dossier.filed_with_id
    need(AGENCY, "managing_agency", desk, _("Choose the managing agency."))
    for paper in profile.dossier.papers:
        need(
            paper.code,
            f"paper.{paper.code}",
            paper.code in there or not paper.required,
            _("Take or choose at least one photo or PDF: %(paper)s.") % {"paper": paper.shown},
        )
    if profile.dossier.form("information-form"):
        for field in profile.dossier.fields_of("information-form"):
            need(
                INFORMATION,
                f"information.{field.code}",
                dossier.information.get(field.code) or not field.required,
                _("Enter: %(field)s.") % {"field": field.shown},
            )
    purposes = dossier.purposes or dossier.other_purpose
    need(COMMITMENT, "purposes", purposes, _("Choose at least one purpose."))
    need(COMMITMENT, "commitment", dossier.committed_at, _("Tick the undertaking."))
    need(COMMITMENT, "signed_by", dossier.signed_by, _("Enter the full name of the person who signs."))
    return found


def begun(dossier: Dossier, step: Step, there: frozenset[str]) -> bool:
    """Whether anything of a step has been saved."""
    if step.paper:
        return step.code in there
    saved: dict[str, Any] = {
        ESTABLISHMENT: dossier.name or dossier.tax_code,
        PRODUCTS: dossier.products,
        AGENCY: dossier.managing_agency_id,
        INFORMATION: dossier.information,
        COMMITMENT: dossier.purposes or dossier.signed_by,
    }
    return bool(saved.get(step.code))
