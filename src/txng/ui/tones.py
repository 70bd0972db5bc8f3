"""The colour of every state of names.md 2, said once (ux.md 4.5).

Grey: draft, withdrawn, closed. Blue: waiting, in progress. Amber: needs a person. Red: rejected, recalled,
void, locked. What is done is plain text: attention goes to what needs work.
"""

from __future__ import annotations

DONE = "plain"

_WORDS = {
    "neutral": "draft withdrawn closed superseded hidden cancelled lifted undone planned",
    "info": (
        "submitted received in_review forwarded waiting checked issued open harvested packed "
        "ready downloaded printed proposed assigned verifying queued running previewed recorded "
        "acknowledged fixing follow_up filed commune_review province_check team_review council "
        "ministry posted"
    ),
    "warn": (
        "returned expiring expired reconfirm_required incomplete held explanation_requested "
        "suspended disposing supplement reported todo problem"
    ),
    "danger": "rejected revoked removed locked void recalled taken_down failed dead",
    DONE: (
        "approved account_issued active published valid confirmed corrected on_sale delivered "
        "activated consumed shown answered visible resolved decided certified sent accepted done"
    ),
}
# One identifier, two meanings: the machine's name before the point decides.
_MACHINES = {
    "certificate.issued": DONE,
    "recall.open": "danger",
    "entry.recorded": DONE,
    "report.received": DONE,
    "report.approved": "info",
    "inspection.recorded": "info",
    "trace.cancelled": "danger",
    "message.waiting": "info",
    "key.issuing": DONE,
    "key.live": DONE,
    "key.missing": "danger",
}
TONES = {word: tone for tone, words in _WORDS.items() for word in words.split()} | _MACHINES

# Django's message levels, as our notices call them.
LEVELS = {"debug": "neutral", "info": "info", "success": "ok", "warning": "warn", "error": "danger"}
ICONS = {
    "info": "info-circle",
    "ok": "circle-check",
    "warn": "alert-triangle",
    "danger": "alert-octagon",
    "neutral": "info-circle",
}


def tone(state: object, machine: str = "") -> str:
    """The tone of a state; an unknown one is grey rather than wrong."""
    name = str(getattr(state, "value", state) or "")
    if machine:
        name = f"{machine}.{name}"
    return TONES.get(name) or TONES.get(name.rpartition(".")[2], "neutral")
