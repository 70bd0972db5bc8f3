"""What a dossier says, line by line, in the words of the paper form: for the person who checks it before filing, for
the officer beside the papers, and for telling what a supplement changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from txng import provinces
from txng.provinces import Profile
from txng.registry import paper_dates, steps
from txng.registry.models import Dossier, DossierPaper
from txng.registry.models.establishments import EstablishmentKind
from txng.ui.formats import vn_date, vn_phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    code: str
    label: str
    value: str | list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    step: steps.Step
    lines: list[Line]


_LINES = {
    steps.ESTABLISHMENT: (
        *("tax_code", "name", "kind", "representative", "phone", "email"),
        *("address", "place", "business_kind", "capacity"),
    ),
    steps.PRODUCTS: ("products", "sector"),
    steps.AGENCY: ("managing_agency", "filed_with"),
    steps.COMMITMENT: ("purposes", "other_purpose", "commitment", "signed_by"),
}


def raw_facts(dossier: Dossier, papers: list[DossierPaper]) -> dict[str, Any]:
    """Every line as it is stored, free of the language of the page: what a request for supplement keeps."""
    facts: dict[str, Any] = {
        name: getattr(dossier, name)
        for name in (
            *("tax_code", "name", "kind", "representative", "phone", "email", "address"),
            *("business_kind", "capacity", "sector", "products", "purposes", "other_purpose", "signed_by"),
        )
    }
    unit = dossier.unit
    facts["place"] = f"{unit.name}, {unit.province_name}" if unit else ""
    facts["managing_agency"] = dossier.managing_agency.name if dossier.managing_agency else ""
    facts["filed_with"] = dossier.filed_with.name if dossier.filed_with else ""
    facts["commitment"] = dossier.committed_at is not None
    for code, text in dossier.information.items():
        facts[f"information.{code}"] = text
    for paper in papers:
        facts.setdefault(f"paper.{paper.paper}", []).append(paper.file.name)
    return facts


def sections_of(dossier: Dossier, papers: list[DossierPaper], profile: Profile) -> list[Section]:
    facts = raw_facts(dossier, papers)
    found = []
    for step in steps.steps_of(profile):
        codes = _codes_of(step, profile)
        lines = [
            Line(code=code, label=label_of(code, profile), value=shown(code, facts.get(code), profile))
            for code in codes
            # One channel: where it is filed is the managing agency, said once.
            if not (code == "filed_with" and len(profile.dossier.filing_channels) == 1)
        ]
        found.append(Section(step=step, lines=[line for line in lines if line.value]))
    return found


def changes(before: dict[str, Any], after: dict[str, Any], profile: Profile) -> list[dict[str, Any]]:
    """Rows of the side-by-side table: what the applicant changed since the dossier was sent back."""
    rows = []
    for step in steps.steps_of(profile):
        for code in _codes_of(step, profile):
            was, now = before.get(code) or "", after.get(code) or ""
            if was or now:
                rows.append(
                    {
                        "key": code,
                        "label": label_of(code, profile),
                        "before": shown(code, was, profile),
                        "after": shown(code, now, profile),
                        "changed": was != now,
                    }
                )
    return rows


def changed_codes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return sorted(code for code in before.keys() | after.keys() if (before.get(code) or "") != (after.get(code) or ""))


def label_of(code: str, profile: Profile) -> str:
    """The regulation's own words where its form has the line, ours for what we ask besides."""
    part, _dot, name = code.rpartition(".")
    if part == "paper":
        paper = profile.dossier.paper(name)
        return paper.shown if paper else name
    form = "information-form" if part == "information" else "registration-form"
    for field in profile.dossier.fields_of(form):
        if field.code == name:
            return field.shown
    ours = {
        "kind": _("Kind of establishment"),
        "email": _("E-mail"),
        "place": _("Commune or ward"),
        "sector": _("Group of the products"),
        "managing_agency": _("Managing agency"),
        "filed_with": _("Filed with"),
        "other_purpose": _("Another purpose"),
        "signed_by": _("Signed by"),
    }
    return ours.get(name, name)


def shown(code: str, value: Any, profile: Profile) -> str | list[str]:
    """A stored value as people read it."""
    if not value:
        return ""
    if code == "tax_code":
        return tax_code_shown(value)
    if code == "kind":
        return str(EstablishmentKind(value).label)
    if code == "phone":
        return vn_phone(value)
    if code == "sector":
        sector = profile.sector(value)
        return sector.shown if sector else value
    if code == "products":
        return [
            f"{product['name']} – {product['note']}" if product.get("note") else product["name"] for product in value
        ]
    if code == "purposes":
        names = {purpose.code: purpose.shown for purpose in profile.dossier.purposes}
        return [names.get(purpose, purpose) for purpose in value]
    if code == "commitment":
        return _("Undertaken")
    return value if isinstance(value, list) else str(value)


def tax_code_shown(code: str) -> str:
    """0123456787-001: ten digits of the parent and three of the branch."""
    return f"{code[:10]}-{code[10:]}" if len(code) == 13 else code


def _codes_of(step: steps.Step, profile: Profile) -> tuple[str, ...]:
    if step.paper:
        return (f"paper.{step.code}",)
    if step.code == steps.INFORMATION:
        return tuple(f"information.{field.code}" for field in profile.dossier.fields_of("information-form"))
    return _LINES.get(step.code, ())


def paper_lines(dossier: Dossier, code: str) -> list[Line]:
    """Number and dates the applicant wrote of a paper."""
    said = dossier.paper_facts.get(code, {})
    labels = {"number": _("Number"), "issued_on": _("Issued on"), "valid_to": _("Valid until")}
    return [
        Line(
            code=f"{code}.{name}",
            label=label,
            value=said[name] if name == "number" else vn_date(paper_dates.day_of(said, name)),
        )
        for name, label in labels.items()
        if said.get(name)
    ]


def snapshot(dossier: Dossier) -> dict[str, Any]:
    return raw_facts(dossier, list(dossier.papers.select_related("file").order_by("id")))


def current_sections(dossier: Dossier, papers: list[DossierPaper]) -> list[Section]:
    return sections_of(dossier, papers, provinces.current())
