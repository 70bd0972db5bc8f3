from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from txng.access.models import PlacedModel
from txng.kernel.errors import RuleBroken
from txng.review.undoing import Steps, Undoable, close_window


class ProposalState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("proposal", "Draft")
    WAITING = "waiting", gettext_lazy("Waiting for approval")
    CHECKED = "checked", gettext_lazy("Checked")
    APPROVED = "approved", pgettext_lazy("proposal", "Approved")
    RETURNED = "returned", gettext_lazy("Needs supplement")
    REJECTED = "rejected", gettext_lazy("Rejected")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")


PROPOSAL_TRANSITIONS = [
    ("draft", "waiting"),
    ("draft", "withdrawn"),
    ("waiting", "checked"),
    ("waiting", "approved"),
    ("waiting", "returned"),
    ("waiting", "rejected"),
    ("waiting", "withdrawn"),
    ("checked", "approved"),
    ("checked", "returned"),
    ("checked", "rejected"),
    ("checked", "withdrawn"),
    ("returned", "waiting"),
    ("returned", "withdrawn"),
]

# Taking an answer back (names.md 5): to where the request was when it was answered.
PROPOSAL_WAYS_BACK = [
    (answer, before) for answer in ("approved", "returned", "rejected") for before in ("waiting", "checked")
]


class Proposal(Undoable, PlacedModel):
    """Something an establishment asks to have published, and what the agency answered.

    Each area keeps its own table; the steps are the same in all (Quy chế, Điều 10).
    """

    State = ProposalState

    state = models.CharField(max_length=12, choices=ProposalState.choices, default=ProposalState.DRAFT)
    proposed_by = models.CharField(max_length=200, blank=True)
    proposed_by_id = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField(null=True)
    checked_by = models.CharField(max_length=200, blank=True)
    checked_by_id = models.BigIntegerField(null=True)
    checked_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    due_on = models.DateField(null=True)

    class Meta:
        abstract = True
        triggers = [
            Steps(
                name="proposal_steps",
                field="state",
                transitions=PROPOSAL_TRANSITIONS,
                ways_back=PROPOSAL_WAYS_BACK,
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.WAITING, self.State.CHECKED)

    def decide(self, state: ProposalState, *, by: str, at: datetime, answer: str = "") -> None:
        """Answer once. A second answer, from whoever was slower, is refused and told who was faster (ux.md 4.9)."""
        if not self.is_open:
            raise self.already_answered()
        if state in (self.State.RETURNED, self.State.REJECTED) and not answer.strip():
            raise RuleBroken(_("State the reason and what has to be supplemented."), code="reason_missing")
        self.state = state
        self.decided_by = by
        self.decided_at = at
        self.answer = answer

    def undo(self, *, at: datetime) -> tuple[str, ...]:
        """Back to where it waited, as if unanswered; answers the columns to save."""
        self.state = self.decided_from
        self.decided_by = ""
        self.decided_at = None
        self.answer = ""
        return ("state", "decided_by", "decided_at", "answer", *close_window(self, undone_at=at))

    def already_answered(self) -> RuleBroken:
        if self.decided_at is None:
            return RuleBroken(
                _("This request is in the state “%(state)s”.") % {"state": self.get_state_display()},
                code="already_answered",
            )
        from txng.kernel.clock import VIETNAM

        return RuleBroken(
            _("%(name)s has just decided this at %(time)s: %(state)s. See the result.")
            % {
                "name": self.decided_by,
                "time": self.decided_at.astimezone(VIETNAM).strftime("%H:%M"),
                "state": self.get_state_display(),
            },
            code="already_answered",
        )
