"""What somebody may see of agencies, establishments and dossiers; always limited to their reach, always in an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.kernel.codes import token_digest
from txng.kernel.errors import NotThere
from txng.kernel.text import crockford_clean, fold, sort_key
from txng.places.models import AdministrativeUnit
from txng.registry import profile_queries
from txng.registry.models import Agency, Dossier, Establishment, Import, KeptPaper
from txng.review.trays import Task, Undo
from txng.review.undoing import minutes_left
from txng.ui.formats import vn_date

State = Dossier.State
WAITING = (State.SUBMITTED, State.RECEIVED, State.IN_REVIEW)


# --- dossiers ---------------------------------------------------------------------------------------------------


def dossiers_of(actor: Actor) -> QuerySet[Dossier]:
    """Every filed dossier within reach. A draft is nobody's business but the applicant's."""
    return (
        Dossier.objects.filter(actor.reach(Permission.DOSSIER_READ), number__isnull=False)
        .select_related("managing_agency", "filed_with", "unit", "establishment")
        .order_by(F("due_on").asc(nulls_last=True), "id")
    )


def dossiers_waiting(actor: Actor) -> QuerySet[Dossier]:
    """What this person's desk has to decide: whoever received a dossier reviews it (CB 6.3 Bước 2)."""
    reach = actor.reach(Permission.DOSSIER_APPROVE)
    waiting = dossiers_of(actor).filter(reach, state__in=WAITING)
    if actor.kind == "operator":
        return waiting.filter(filed_with__kind=Agency.Kind.OPERATOR)
    return waiting.filter(filed_with_id=actor.agency_id)


def dossiers_for_an_account(actor: Actor) -> QuerySet[Dossier]:
    """Approved dossiers whose account this person issues: forwarded ones, and those decided where it is issued."""
    reach = actor.reach(Permission.ACCOUNT_ISSUE)
    here = Q(state=State.APPROVED, filed_with_id=actor.agency_id)
    if actor.kind == "operator":
        here = Q(state=State.APPROVED, filed_with__kind=Agency.Kind.OPERATOR) | Q(state=State.FORWARDED)
    return dossiers_of(actor).filter(reach).filter(here)


def undoable(actor: Actor, at: datetime) -> list[Undo]:
    """The decisions of this person that can still be taken back, the latest first."""
    if actor.user_id is None:
        return []
    mine = dossiers_of(actor).filter(
        decided_by_id=actor.user_id,
        undo_until__gte=at,
        state__in=(State.APPROVED, State.FORWARDED, State.RETURNED, State.REJECTED),
    )
    return [
        Undo(
            title=f"{dossier.number} {dossier.name}",
            state=f"dossier.{dossier.state}",
            state_label=dossier.get_state_display(),
            page=reverse("dossier-review", args=[dossier.pk]),
            address=reverse("dossier-undo", args=[dossier.pk]),
            minutes=minutes_left(actor, dossier, at),
        )
        for dossier in mine.order_by("-undo_until")
    ]


def tray(actor: Actor) -> list[Task]:
    """What to decide on “Việc của tôi”. Accounts to issue are in the tray of the accounts."""
    dossiers = [task_of(dossier, _("Registration dossier")) for dossier in dossiers_waiting(actor)]
    return dossiers + profile_queries.tray(actor)


def task_of(dossier: Dossier, kind: str) -> Task:
    about = [dossier.number, dossier.unit.name if dossier.unit else ""]
    if dossier.agency_told_at:
        about.append(_("managing agency told on %(date)s") % {"date": vn_date(dossier.agency_told_at)})
    return Task(
        kind=kind,
        title=dossier.name,
        organisation=" · ".join(part for part in about if part),
        address=reverse("dossier-review", args=[dossier.pk]),
        state=f"dossier.{dossier.state}",
        state_label=dossier.get_state_display(),
        due_on=dossier.due_on,
        since=local_date(dossier.submitted_at) if dossier.submitted_at else None,
    )


def found_dossiers(dossiers: QuerySet[Dossier], words: str) -> QuerySet[Dossier]:
    """By name without accents, by number, by tax code."""
    plain = fold(words)
    bare = "".join(char for char in words if char.isalnum())
    digits = bare if bare.isdigit() else ""
    match = Q(plain_name__contains=plain) | Q(number__iexact=words.strip())
    if digits:
        match |= Q(tax_code__startswith=digits) | Q(number__endswith=digits)
    return dossiers.filter(match)


def dossier_by_token(token: str) -> Dossier:
    """The dossier behind a secret address. The token is the whole right; a wrong one answers like none."""
    dossier = (
        Dossier.objects.filter(token_digest=token_digest(token))
        .select_related("managing_agency", "filed_with", "unit")
        .first()
    )
    if dossier is None:
        raise NotThere(_("Not found."))
    return dossier


def dossier_by_lookup(code: str) -> Dossier | None:
    """The ten characters of the receipt; they open the state and nothing else (names.md 5)."""
    bare = crockford_clean(code)
    if len(bare) != 10:
        return None
    return (
        Dossier.objects.filter(lookup_code=bare).select_related("filed_with", "managing_agency").order_by("id").first()
    )


def dossier_of_record(code: str) -> Dossier:
    """The dossier behind the code on the agency's own papers; a draft has none of those."""
    dossier = (
        Dossier.objects.filter(record_code=code, number__isnull=False)
        .select_related("managing_agency", "filed_with", "unit")
        .first()
    )
    if dossier is None:
        raise NotThere(_("Not found."))
    return dossier


def kept_paper(code: str) -> KeptPaper:
    """The paper behind the code printed on it; holding it is the whole right."""
    paper = KeptPaper.objects.filter(code=code).select_related("file", "dossier").first()
    if paper is None:
        raise NotThere(_("Not found."))
    return paper


# --- imports ----------------------------------------------------------------------------------------------------

# Those who stand for their members and enter forms for them (CB Điều 3.5); accounts gives others no such verb.
FOR_MEMBERS = (Establishment.Kind.COOPERATIVE, Establishment.Kind.COOPERATIVE_GROUP)


def own_imports(actor: Actor) -> Q:
    """Those of the organisation one acts for, where one may import at all."""
    if not actor.holds(Permission.DOSSIER_IMPORT):
        return Q(pk__in=[])
    return Q(agency_id=actor.agency_id) if actor.is_agency else Q(establishment_id=actor.establishment_id)


def imports_of(actor: Actor) -> QuerySet[Import]:
    return Import.objects.filter(own_imports(actor)).select_related("job", "agency", "paper").order_by("-id")


def import_reach(actor: Actor) -> str:
    """The place an agency enters dossiers of; a co-operative's members may live anywhere in the province."""
    agency = Agency.objects.filter(pk=actor.agency_id or 0).first()
    return agency.unit_path if agency is not None else ""


# --- agencies ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyChoice:
    """An agency that may manage the establishment; the suggested one says why it is suggested."""

    agency: Agency
    reason: str = ""


def agencies_on(day: date) -> QuerySet[Agency]:
    return Agency.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day).order_by("kind", "name")


def operator_on(day: date) -> Agency | None:
    return agencies_on(day).filter(kind=Agency.Kind.OPERATOR).first()


def agency_choices(
    *,
    unit: AdministrativeUnit | None,
    sector: str,
    establishment_kind: str,
    day: date,
    other_communes: bool = False,
) -> list[AgencyChoice]:
    """Who may be chosen as managing agency, the suggested one first: the commune of the place and the departments.

    The operator is among them only where its account may decide dossiers at all.
    """
    profile = provinces.current()
    kinds = Q(kind=Agency.Kind.DEPARTMENT)
    if other_communes:
        kinds |= Q(kind=Agency.Kind.COMMUNE)  # the site may lie elsewhere than the address
    elif unit is not None:
        kinds |= Q(kind=Agency.Kind.COMMUNE, unit=unit)
    if Permission.DOSSIER_APPROVE in profile.permissions_of("operator"):
        kinds |= Q(kind=Agency.Kind.OPERATOR)
    agencies = list(agencies_on(day).filter(kinds))
    near = [a for a in agencies if a.kind != Agency.Kind.COMMUNE or unit is None or a.unit_id == unit.pk]
    suggested = _suggested(near, sector, establishment_kind)
    rest = [AgencyChoice(agency=agency) for agency in agencies if suggested is None or agency != suggested.agency]
    return ([suggested] if suggested else []) + rest


def managing_choices(establishment: Establishment, day: date) -> list[AgencyChoice]:
    """Who may manage an establishment, the suggested one first (NĐ46 art. 44: an offer, the operator decides)."""
    return agency_choices(
        unit=establishment.unit, sector=establishment.sector, establishment_kind=establishment.kind, day=day
    )


def transfer_targets(dossier: Dossier, day: date) -> list[Agency]:
    """Whose desk a dossier may be passed on to: everybody who might have been chosen, but the one that has it."""
    choices = agency_choices(
        unit=dossier.unit, sector=dossier.sector, establishment_kind=dossier.kind, day=day, other_communes=True
    )
    return [choice.agency for choice in choices if choice.agency.pk != dossier.filed_with_id]


def _suggested(agencies: Sequence[Agency], sector: str, establishment_kind: str) -> AgencyChoice | None:
    profile = provinces.current()
    line = profile.suggest_managing_agency(sector=sector, establishment_kind=establishment_kind)
    if line is None:
        return None
    named = profile.department(line.department) if line.department else None
    of_tier = [agency for agency in agencies if agency.kind == line.tier]
    if named is not None:
        by_name = [a for a in of_tier if a.name == named.name or a.short_name in (named.name, named.short)]
        of_tier = by_name or [a for a in of_tier if sector in a.sectors]
    if of_tier:
        return AgencyChoice(agency=of_tier[0], reason=line.shown_reason)
    # The body the rule names is not in the system (yet): the commune of the place, else the department of the sector.
    for agency in agencies:
        if agency.kind == Agency.Kind.COMMUNE:
            return AgencyChoice(agency=agency, reason=_("the agency of the place"))
    for agency in agencies:
        if sector in agency.sectors:
            return AgencyChoice(agency=agency, reason=_("the agency of the sector"))
    return None


# --- establishments ---------------------------------------------------------------------------------------------


def establishments_of(actor: Actor) -> QuerySet[Establishment]:
    """The establishments within reach. Each stands in its own reach, hence the annotation (see the model)."""
    return (
        Establishment.objects.annotate(establishment_id=F("id"))  # type: ignore[no-redef]
        .filter(actor.reach(Permission.ESTABLISHMENT_READ))
        .select_related("unit")
        .order_by("name", "id")
    )


def establishment_with(tax_code: str) -> Establishment | None:
    """The establishment of our own register with this tax code: the one that takes part before one that has left."""
    if not tax_code:
        return None
    return (
        Establishment.objects.filter(tax_code=tax_code, practice=False)
        .select_related("unit")
        .order_by(F("paused_on").desc(nulls_first=True), "id")
        .first()
    )


def parent_with(tax_code: str) -> Establishment | None:
    """For a branch (13 digits), the establishment of the first ten."""
    return establishment_with(tax_code[:10]) if len(tax_code) == 13 else None


def communes_of(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    """The communes that occur within reach, in the order of their names."""
    found = set(rows.order_by().exclude(unit=None).values_list("unit__code", "unit__name").distinct())
    return sorted(found, key=lambda pair: sort_key(pair[1].partition(" ")[2]))
