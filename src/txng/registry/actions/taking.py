"""What every verb on a dossier begins with: the lock, whose desk it lies on, what the slower one is told."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.recording import record
from txng.registry import clocks
from txng.registry.events import DossierEvent
from txng.registry.models import Agency, Dossier, DossierReturn
from txng.ui.formats import vn_datetime, vn_time

State = Dossier.State


def take(dossier_id: int) -> Dossier:
    """The dossier, locked until the transaction ends: two officers pressing in the same second are put in a row."""
    dossier = (
        Dossier.objects.select_for_update(of=("self",), no_key=True)
        .select_related("managing_agency", "filed_with", "unit")
        .filter(id=dossier_id)
        .first()
    )
    if dossier is None:
        raise NotThere(_("Not found."))
    return dossier


def take_own(actor: Actor, dossier_id: int) -> Dossier:
    """The applicant's side. Who holds the secret address is the applicant; the view has matched it already."""
    dossier = take(dossier_id)
    actor.require(Permission.DOSSIER_SUBMIT, dossier)
    return dossier


def take_editable(actor: Actor, dossier_id: int) -> Dossier:
    dossier = take_own(actor, dossier_id)
    if not dossier.is_editable:
        raise RuleBroken(_("The dossier has been filed and cannot be changed any more."), code="not_editable")
    return dossier


def take_to_decide(actor: Actor, permission: Permission, dossier_id: int) -> Dossier:
    dossier = take(dossier_id)
    require_desk(actor, permission, dossier)
    return dossier


def require_desk(actor: Actor, permission: Permission, dossier: Dossier) -> None:
    actor.require(permission, dossier)
    if not decides(actor, dossier):
        raise NotAllowed(
            _("You do not have the right to do this. It is for %(agency)s to do.") % {"agency": dossier.filed_with},
            code="other_desk",
        )


def decides(actor: Actor, dossier: Dossier) -> bool:
    """Whoever received the dossier reviews it (CB 6.3 Bước 2); the platform itself acts for any desk."""
    if actor.kind == "system" or (actor.agency_id is not None and actor.agency_id == dossier.filed_with_id):
        return True
    # A unit of the operator works at the operator's desk.
    return actor.kind == "operator" and dossier.filed_with_operator


def begin(dossier: Dossier, *, actor: Actor, at: datetime) -> None:
    """Receive and take up what lies there untouched, each with its own line: approving an unread dossier in two
    clicks is still three of the five verbs of Điều 6."""
    if dossier.state == State.SUBMITTED:
        actor.require(Permission.DOSSIER_RECEIVE, dossier)
        receive(dossier, actor=actor, at=at)
    if dossier.state == State.RECEIVED:
        actor.require(Permission.DOSSIER_REVIEW, dossier)
        appraise(dossier, actor=actor, at=at)


def receive(dossier: Dossier, *, actor: Actor, at: datetime) -> None:
    before = dossier.state
    dossier.state = State.RECEIVED
    dossier.received_at = at
    dossier.due_on = clocks.review_by(at)
    dossier.save(update_fields=["state", "received_at", "due_on"])
    _told(DossierEvent.RECEIVED, dossier, before, actor=actor, at=at)


def appraise(dossier: Dossier, *, actor: Actor, at: datetime) -> None:
    before = dossier.state
    dossier.state = State.IN_REVIEW
    dossier.save(update_fields=["state"])
    _told(DossierEvent.APPRAISED, dossier, before, actor=actor, at=at)


def _told(kind: DossierEvent, dossier: Dossier, before: str, *, actor: Actor, at: datetime) -> None:
    record(kind, actor=actor, subject=dossier, at=at, before={"state": before}, after={"state": dossier.state})


def desk_of(agency: Agency | None) -> str:
    return "operator" if agency is not None and agency.kind == Agency.Kind.OPERATOR else "managing-agency"


def require_in_review(dossier: Dossier, at: datetime) -> None:
    if dossier.state != State.IN_REVIEW:
        raise decided_already(dossier, at)


def decided_already(dossier: Dossier, at: datetime) -> RuleBroken:
    """“{Tên} vừa duyệt mục này lúc 10:42. Xem kết quả.” (ux.md 4.9)"""
    who, when = dossier.decided_by, dossier.decided_at
    if dossier.state == State.RETURNED:
        last = DossierReturn.objects.filter(dossier=dossier).order_by("-round").first()
        who, when = (last.returned_by, last.returned_at) if last else (who, when)
    if dossier.state == State.WITHDRAWN:
        return RuleBroken(_("The applicant has withdrawn this dossier. Nothing is left to decide."), code="withdrawn")
    if when is None:
        return RuleBroken(
            _("This dossier is in the state “%(state)s”.") % {"state": dossier.get_state_display()},
            code="wrong_moment",
        )
    same_day = local_date(when) == local_date(at)
    values = {"name": who, "time": vn_time(when) if same_day else vn_datetime(when)}
    if dossier.state == State.RETURNED:
        sentence = _("%(name)s has just asked for supplements to this at %(time)s. See the result.")
    elif dossier.state == State.REJECTED:
        sentence = _("%(name)s has just rejected this at %(time)s. See the result.")
    else:
        sentence = _("%(name)s has just approved this at %(time)s. See the result.")
    return RuleBroken(sentence % values, code="already_decided")
