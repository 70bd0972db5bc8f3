"""Changes of establishments' profiles and papers that run out, limited to the actor's reach."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.registry.models import Document, Establishment, EstablishmentChange
from txng.registry.models.documents import EXPIRING_DAYS
from txng.review.models import ProposalState
from txng.review.trays import Task, Undo
from txng.review.undoing import minutes_left

DECIDABLE = (ProposalState.WAITING, ProposalState.CHECKED)
WORKING = (*DECIDABLE, ProposalState.RETURNED, ProposalState.DRAFT)
SHOWN_AFTER = 90  # days for which a paper that has run out still stands on the lists


def own_establishment(actor: Actor) -> Establishment | None:
    if actor.establishment_id is None or not actor.holds(Permission.ESTABLISHMENT_READ):
        return None
    return Establishment.objects.select_related("unit").filter(pk=actor.establishment_id).first()


def working_change(establishment: Establishment) -> EstablishmentChange | None:
    """The draft, or the request that is being looked at or came back."""
    return establishment.changes.filter(state__in=WORKING).first()


def profile_changes_visible_to(actor: Actor) -> QuerySet[EstablishmentChange]:
    """Every request ever sent about an establishment within reach; a draft is its writer's own."""
    rows = EstablishmentChange.objects.exclude(proposed_at=None).exclude(state=ProposalState.DRAFT)
    return rows.filter(actor.reach(Permission.ESTABLISHMENT_READ)).select_related("establishment__unit").order_by("id")


def profile_changes_waiting_for(actor: Actor) -> QuerySet[EstablishmentChange]:
    """What this actor can do something about: decide, or check first (kiểm tra yêu cầu)."""
    to_decide = actor.reach(Permission.CHANGE_DECIDE) & Q(state__in=DECIDABLE)
    to_check = actor.reach(Permission.CHANGE_CHECK) & Q(state=ProposalState.WAITING)
    rows = EstablishmentChange.objects.filter(to_decide | to_check).select_related("establishment")
    return rows.order_by("due_on", "id")


def tray(actor: Actor) -> list[Task]:
    """Rows of “Việc của tôi”. Whoever checked a change waits for the second person and is not asked again."""
    if not (actor.holds(Permission.CHANGE_DECIDE) or actor.holds(Permission.CHANGE_CHECK)):
        return []
    waiting = profile_changes_waiting_for(actor)
    if actor.user_id is not None:
        waiting = waiting.exclude(state=ProposalState.CHECKED, checked_by_id=actor.user_id)
    return [
        Task(
            kind=_("Information of an establishment"),
            title=str(change),
            organisation=change.establishment.name,
            address=reverse("profile-change-review", args=[change.pk]),
            state=change.state,
            state_label=change.get_state_display(),
            due_on=change.due_on,
            since=local_date(change.proposed_at) if change.proposed_at else None,
        )
        for change in waiting
    ]


def undoable(actor: Actor, at: datetime) -> list[Undo]:
    """The decisions of this person that can still be taken back, the latest first."""
    if actor.user_id is None or not actor.holds(Permission.CHANGE_DECIDE):
        return []
    mine = EstablishmentChange.objects.filter(
        actor.reach(Permission.CHANGE_DECIDE),
        decided_by_id=actor.user_id,
        undo_until__gte=at,
        state__in=(ProposalState.APPROVED, ProposalState.RETURNED, ProposalState.REJECTED),
    )
    return [
        Undo(
            title=str(change),
            state=change.state,
            state_label=change.get_state_display(),
            page=reverse("profile-change-review", args=[change.pk]),
            address=reverse("profile-change-undo", args=[change.pk]),
            minutes=minutes_left(actor, change, at),
        )
        for change in mine.select_related("establishment").order_by("-undo_until")
    ]


def current_documents() -> QuerySet[Document]:
    return Document.objects.filter(shown_since__isnull=False, ended_at=None, revoked_on=None)


def documents_running_out(actor: Actor, on: date) -> QuerySet[Document]:
    """Papers that count and run out within 60 days, or did not long ago: “Sắp hết hạn”, the most urgent first."""
    window = (on - timedelta(days=SHOWN_AFTER), on + timedelta(days=EXPIRING_DAYS))
    rows = current_documents().filter(actor.reach(Permission.ESTABLISHMENT_READ), valid_to__range=window)
    return rows.select_related("establishment").order_by("valid_to", "id")


def documents_to_warn_of(on: date) -> QuerySet[Document]:
    """For the daily job: every paper of which something may have to be told."""
    rows = current_documents().filter(valid_to__lte=on + timedelta(days=EXPIRING_DAYS))
    return rows.filter(Q(warned_days=None) | Q(warned_days__gt=0)).order_by("id")
