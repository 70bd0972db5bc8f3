from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.access.models import PlacedModel
from txng.accounts.models.users import AccountKind, User
from txng.kernel.models import StoredFile
from txng.registry.models import Agency, Dossier, Establishment


class AccountState(models.TextChoices):
    ISSUED = "issued", _("Issued, waiting for activation")
    ACTIVE = "active", pgettext_lazy("account", "Active")
    LOCKED = "locked", pgettext_lazy("account", "Locked")
    RECONFIRM_REQUIRED = "reconfirm_required", _("Needs re-confirmation")
    REVOKED = "revoked", pgettext_lazy("account", "Revoked")
    REMOVED = "removed", pgettext_lazy("account", "Removed")


ACCOUNT_TRANSITIONS = [
    ("issued", "active"),
    ("issued", "revoked"),
    ("issued", "removed"),
    ("active", "locked"),
    ("locked", "active"),
    ("active", "reconfirm_required"),
    ("locked", "reconfirm_required"),
    ("reconfirm_required", "active"),
    ("reconfirm_required", "locked"),
    ("active", "revoked"),
    ("locked", "revoked"),
    ("reconfirm_required", "revoked"),
    ("active", "removed"),
    ("locked", "removed"),
    ("reconfirm_required", "removed"),
    ("revoked", "removed"),
    ("revoked", "issued"),
]


class Account(PlacedModel):
    """The one account of an organisation (CB 7.2–7.4, CT-REG 7.2–7.4). Its people are memberships."""

    State = AccountState

    kind = models.CharField(max_length=16, choices=AccountKind.choices)
    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, null=True, blank=True)
    establishment = models.OneToOneField(Establishment, on_delete=models.PROTECT, null=True, blank=True)
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, null=True, blank=True)
    state = models.CharField(max_length=20, choices=AccountState.choices, default=AccountState.ISSUED)
    seats = models.PositiveSmallIntegerField(default=1)
    seats_request = models.CharField(max_length=300, blank=True)  # number and date of the written request (CB 7.2)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=200)
    activated_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    lock_reason = models.TextField(blank=True)
    lock_ground = models.CharField(max_length=300, blank=True)
    lock_paper = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reconfirm_reason = models.TextField(blank=True)  # what the people of the account are asked to confirm again
    ended_at = models.DateTimeField(null=True)  # revoked or removed
    end_reason = models.TextField(blank=True)
    seats_paper = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("account")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agency__isnull=False, establishment__isnull=True)
                | models.Q(agency__isnull=True, establishment__isnull=False),
                name="an_account_belongs_to_one_organisation",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="account_steps", field="state", transitions=ACCOUNT_TRANSITIONS),
            pgtrigger.ReadOnly(name="the_kind_of_an_account_stays", fields=["kind"]),
        ]

    def __str__(self) -> str:
        return self.organisation_name

    @property
    def organisation_name(self) -> str:
        return str(self.agency or self.establishment)


class MembershipRole(models.TextChoices):
    LEAD = "lead", _("Lead")
    OFFICER = "officer", _("Officer")
    VIEWER = "viewer", _("Viewer")
    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    RECORDER = "recorder", _("Recorder")
    WORKER = "worker", pgettext_lazy("role", "Worker")


class Membership(models.Model):
    """A seat: a person in the account of one organisation (names.md 1)."""

    Role = MembershipRole

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=MembershipRole.choices)
    title = models.CharField(max_length=160, blank=True)  # chức vụ
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # CB 41, CT-REG 13: a person takes on the duties of a user once in every account they enter.
    duties_accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "user"], condition=models.Q(ended_at=None), name="one_seat_a_person_and_account"
            )
        ]
        triggers = [
            # CB 3.6, CT-REG 3.6: each user is given one kind of account. Both kinds are read-only, so comparing
            # them when a seat is taken is enough and no later change can part them.
            pgtrigger.Trigger(
                name="one_kind_of_account_a_person",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("account_id", "user_id"),
                func="""
                    IF (SELECT kind FROM accounts_user WHERE id = NEW.user_id)
                        IS DISTINCT FROM (SELECT kind FROM accounts_account WHERE id = NEW.account_id)
                    THEN
                        RAISE EXCEPTION 'a person has one kind of account'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'one_kind_of_account_a_person';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]


class AccountLetter(models.Model):
    """A one-time activation letter: 72 hours, single use, its token known to the paper alone (names.md 5)."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="letters")
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("activation letter")
        ordering = ["id"]


class HandOver(models.Model):
    """Bàn giao tài khoản (CB 6.3 Bước 3, CT-REG 6.3.c): who handed over, who instructed whom, when and where."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="hand_overs")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    handed_by = models.CharField(max_length=200)
    received_by = models.CharField(max_length=200)
    instructed_by = models.CharField(max_length=200)
    instructed_whom = models.CharField(max_length=300)
    instructed_on = models.DateField()
    place = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    # As printed and signed; null for those older than the keeping of papers.
    paper = models.OneToOneField("registry.KeptPaper", on_delete=models.PROTECT, null=True, related_name="hand_over")

    class Meta:
        verbose_name = _("hand-over record")
        ordering = ["id"]
