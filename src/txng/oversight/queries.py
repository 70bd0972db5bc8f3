from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.kernel.text import crockford_clean, fold
from txng.oversight import alarms, certificates, displays
from txng.oversight.inspection import InspectionDraft
from txng.oversight.models import Complaint, ComplaintState, Recall, RecallState
from txng.production.models import Lot, Shipment
from txng.review.trays import Task
from txng.stamps.models import CodeRange, CodeRangeState

_WAITING = (ComplaintState.RECEIVED, ComplaintState.ASSIGNED, ComplaintState.VERIFYING)
_IN_FORCE = (RecallState.OPEN, RecallState.DISPOSING)


def complaints_of(actor: Actor) -> QuerySet[Complaint]:
    """The complaints an actor may read, newest first."""
    return (
        Complaint.objects.filter(actor.reach(Permission.COMPLAINT_READ))
        .exclude(kind=Complaint.Kind.DIFFICULTY)
        .select_related("establishment", "product", "lot")
        .order_by("-filed_at", "-id")
    )


def complaints_waiting(actor: Actor) -> QuerySet[Complaint]:
    return complaints_of(actor).filter(state__in=_WAITING).order_by("due_on", "id")


def difficulties_of(actor: Actor) -> QuerySet[Complaint]:
    """The register of difficulties in writing: the operator's (CB, CT-REG last article)."""
    return _difficulties().filter(actor.reach(Permission.DIFFICULTY_READ))


def own_difficulties_of(actor: Actor) -> QuerySet[Complaint]:
    """What the actor's own organisation wrote; of those without account matters, what they wrote themselves."""
    letters = _difficulties().filter(written_by__isnull=False)
    if actor.establishment_id is not None:
        letters = letters.filter(establishment_id=actor.establishment_id)
    elif actor.agency_id is not None:
        letters = letters.filter(agency_id=actor.agency_id)
    else:
        return letters.none()
    return (
        letters
        if actor.role in ("owner", "manager", "lead", "officer", "viewer")
        else letters.filter(written_by_id=actor.user_id)
    )


def _difficulties() -> QuerySet[Complaint]:
    return (
        Complaint.objects.filter(kind=Complaint.Kind.DIFFICULTY)
        .select_related("establishment", "agency", "written_by")
        .order_by("-filed_at", "-id")
    )


def tray(actor: Actor) -> list[Task]:
    """Complaints, difficulties, proposed certificates, withheld information and codes that wait, for “Việc của tôi”."""
    waiting = difficulties_of(actor).filter(state__in=_WAITING).order_by("due_on", "id")
    return (
        certificates.tray(actor)
        + displays.tray(actor)
        + alarms.tray(actor)
        + _complaint_tasks(actor)
        + [
            Task(
                kind=_("Difficulty in writing"),
                title=f"{letter.number} – {letter.title}",
                organisation=str(letter.establishment or letter.agency or ""),
                address=reverse("difficulty-detail", args=[letter.pk]),
                state=letter.state,
                state_label=letter.get_state_display(),
                due_on=letter.due_on,
                since=local_date(letter.filed_at),
            )
            for letter in waiting
        ]
    )


def _complaint_tasks(actor: Actor) -> list[Task]:
    return [
        Task(
            kind=_("Complaint"),
            title=f"{complaint.number} – {complaint.product or _('goods not in the system')}",
            organisation=str(complaint.establishment or ""),
            address=reverse("complaint-detail", args=[complaint.pk]),
            state=complaint.state,
            state_label=complaint.get_state_display(),
            due_on=complaint.due_on,
            since=local_date(complaint.filed_at),
        )
        for complaint in complaints_waiting(actor)
    ]


def complaint_by_lookup(code: str) -> Complaint | None:
    """The complaint a look-up code opens: status only, for whoever filed it (names.md 5)."""
    found = Complaint.objects.filter(lookup_code=crockford_clean(code))
    return found.exclude(kind=Complaint.Kind.DIFFICULTY).first()


def recalls_of(actor: Actor) -> QuerySet[Recall]:
    """Recalls within reach, those in force first."""
    return (
        Recall.objects.filter(actor.reach(Permission.RECALL_READ))
        .select_related("lot__product", "establishment")
        .order_by(F("lifted_at").desc(nulls_first=True), "-opened_at", "-id")
    )


def recalls_in_force() -> QuerySet[Recall]:
    """What the public is warned of; open to everybody."""
    return (
        Recall.objects.filter(state__in=_IN_FORCE, is_drill=False)
        .select_related("lot__product", "establishment")
        .order_by("-opened_at", "-id")
    )


def lots_to_recall(actor: Actor, text: str = "") -> QuerySet[Lot]:
    """Lots this actor could recall, found by number, product or establishment."""
    lots = (
        Lot.objects.filter(actor.reach(Permission.RECALL_OPEN), cancelled_at=None)
        .select_related("product", "establishment")
        .order_by("-opened_on", "-id")
    )
    return _with_words(lots, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What happens the moment a recall is opened, said before it is confirmed."""

    stamps: int
    partners: list[str]


def consequences_of_recall(lot: Lot) -> Consequences:
    in_use = CodeRange.objects.filter(lot=lot, state__in=[CodeRangeState.ACTIVATED, CodeRangeState.CONSUMED])
    stamps = in_use.aggregate(n=Sum(F("last") - F("first") + 1))["n"] or 0
    partners = (
        Shipment.objects.filter(lot=lot).order_by("partner__name").values_list("partner__name", flat=True).distinct()
    )
    return Consequences(stamps=stamps, partners=list(partners))


def lots_to_inspect(actor: Actor, text: str = "") -> QuerySet[Lot]:
    """Lots within reach whose stamps are in use, with how many (`codes`), those put on sale last first."""
    in_use = Q(code_ranges__state__in=(CodeRangeState.ACTIVATED, CodeRangeState.CONSUMED))
    lots = (
        Lot.objects.filter(actor.reach(Permission.INSPECTION_RECORD), cancelled_at=None)
        .annotate(codes=Sum(F("code_ranges__last") - F("code_ranges__first") + 1, filter=in_use))
        .filter(codes__gt=0)
        .select_related("product", "establishment")
        .order_by("-on_sale_since", "-id")
    )
    return _with_words(lots, text)


def inspections_of(actor: Actor) -> QuerySet[InspectionDraft]:
    """Drafts of the actor's own agency, the latest first."""
    if actor.agency_id is None or not actor.holds(Permission.INSPECTION_READ):
        return InspectionDraft.objects.none()
    return InspectionDraft.objects.filter(agency_id=actor.agency_id)


def _with_words(lots: QuerySet[Lot], text: str) -> QuerySet[Lot]:
    """Found by number, product or establishment."""
    for word in text.split()[:6]:
        plain = fold(word)
        lots = lots.filter(
            Q(number__icontains=word)
            | Q(product__plain_name__contains=plain)
            | Q(establishment__plain_name__contains=plain)
        )
    return lots
