"""Where a dossier is on its way, in the words a person is told (ux.md W5)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from txng import provinces
from txng.registry.actions.taking import desk_of
from txng.registry.models import Dossier

State = Dossier.State
_REACHED = {
    State.SUBMITTED: 1,
    State.RECEIVED: 1,
    State.IN_REVIEW: 1,
    State.RETURNED: 1,
    State.APPROVED: 2,
    State.FORWARDED: 3,
    State.ACCOUNT_ISSUED: 9,
}


def progress_of(dossier: Dossier) -> list[dict[str, Any]]:
    """Filed – review – (forwarded) – account; forwarding is a step of its own only where the profile has it."""
    profile = provinces.current()
    operator = profile.identity.shown_operator_short
    steps: list[dict[str, Any]] = [
        {"label": _("Filed"), "at": dossier.submitted_at},
        {"label": _("Review"), "at": None},
    ]
    if profile.forwards(decided_by=desk_of(dossier.filed_with)):  # type: ignore[arg-type]
        steps.append({"label": _("Forwarded to %(operator)s") % {"operator": operator}, "at": None})
    steps.append({"label": _("Account to issue"), "at": None})
    reached = _REACHED.get(State(dossier.state), 1)
    for number, step in enumerate(steps):
        step["state"] = "done" if number < reached else "current" if number == reached else "todo"
    review = steps[1]
    if dossier.state == State.RETURNED:
        review |= {"state": "problem", "note": _("Needs supplement")}
    elif dossier.state == State.REJECTED:
        review |= {"state": "stopped", "note": _("Rejected"), "at": dossier.decided_at}
    elif dossier.state == State.WITHDRAWN:
        review |= {"state": "stopped", "note": _("Withdrawn")}
    elif reached > 1:
        review |= {
            "label": _("Approved by %(agency)s") % {"agency": dossier.filed_with},
            "at": dossier.decided_at,
        }
    elif dossier.state == State.SUBMITTED:
        review["note"] = _("Not received yet")
    elif dossier.state == State.RECEIVED:
        review["note"] = _("Received")
    return steps
