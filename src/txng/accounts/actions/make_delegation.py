from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from txng import provinces
from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.actions._account import keep_paper, shown_paper
from txng.accounts.events import AccountEvent
from txng.accounts.models import Delegation
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record
from txng.registry.models import Agency
from txng.ui.formats import vn_date


@transaction.atomic
def make_delegation(
    *,
    actor: Actor,
    agency_id: int,
    document: str,
    valid_from: date,
    valid_to: date | None = None,
    paper: Any = None,
    at: datetime,
) -> Delegation:
    """Phân cấp cấp tài khoản (CB 6.2, 6.3, 12.1): from a day to a day, by a document, over what the agency manages."""
    actor.require_verb(Permission.DELEGATION_MANAGE)
    # Two delegations of one agency written at once must not overlap.
    agency = Agency.objects.select_for_update(no_key=True).filter(id=agency_id, valid_to=None).first()
    if agency is None:
        raise NotThere
    require_delegation_possible()
    if agency.kind not in (Agency.Kind.DEPARTMENT, Agency.Kind.COMMUNE):
        raise RuleBroken(_("Only a department or a commune is given this."), code="wrong_agency")
    if not document.strip():
        raise RuleBroken(_("Enter number and date of the document."), code="document_missing")
    if valid_to is not None and valid_to < valid_from:
        raise RuleBroken(_("The last day cannot be before the first."), code="ends_before")
    if valid_to is not None and valid_to < local_date(at):
        raise RuleBroken(_("The last day has passed already."), code="ends_before")
    overlapping = agency.delegations.filter(ended_at=None).filter(Q(valid_to=None) | Q(valid_to__gte=valid_from))
    if valid_to is not None:
        overlapping = overlapping.filter(valid_from__lte=valid_to)
    other = overlapping.first()
    if other is not None:
        raise RuleBroken(
            _("%(document)s delegates this already, from %(date)s.")
            % {"document": other.document, "date": vn_date(other.valid_from)},
            code="already_delegated",
        )
    stored = keep_paper(paper)
    made = Delegation.objects.create(
        agency=agency,
        document=document.strip(),
        paper=stored,
        valid_from=valid_from,
        valid_to=valid_to,
        made_at=at,
        made_by=actor.label,
    )
    record(
        AccountEvent.DELEGATION_MADE,
        actor=actor,
        subject=made,
        label=agency.name,
        at=at,
        after={"agency": agency.name, "valid_from": valid_from, "valid_to": valid_to} | shown_paper(stored),
        ground=made.document,
    )
    return made


def require_delegation_possible() -> None:
    if not provinces.current().accounts.delegation_possible:
        raise RuleBroken(
            _("Under the regulation in force here only %(operator)s issues accounts; it cannot be delegated.")
            % {"operator": provinces.current().identity.shown_operator_short},
            code="no_delegation",
        )
