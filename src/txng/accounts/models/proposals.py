from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.accounts.models.accounts import Account
from txng.kernel.models import StoredFile
from txng.review.models import Proposal


class AccountChange(Proposal):
    """What an agency proposes about an account and the operator decides (CB 12.5, 13.3; CT-REG 12.5).

    Locking holds at once by the agency's own decision and is no proposal; opening again, revoking, removing and
    asking for re-confirmation are (names.md 6).
    """

    class Verb(models.TextChoices):
        UNLOCK = "unlock", _("Unlock the account")
        REVOKE = "revoke", _("Revoke the account")
        REMOVE = "remove", _("Remove the account")
        RECONFIRM = "reconfirm", _("Require re-confirmation")
        MORE_SEATS = "more_seats", _("Allow more persons")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="changes")
    establishment = models.ForeignKey("registry.Establishment", on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=12, choices=Verb.choices)
    reason = models.TextField()
    ground = models.CharField(max_length=300)  # number and date of the paper, or the article
    paper = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seats = models.PositiveSmallIntegerField(null=True, blank=True)  # more_seats alone

    class Meta(Proposal.Meta):
        abstract = False
        verbose_name = _("account proposal")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "verb"],
                condition=models.Q(state__in=("waiting", "checked")),
                name="one_open_proposal_a_verb_and_account",
            )
        ]

    def __str__(self) -> str:
        return f"{self.Verb(self.verb).label}: {self.account}"
