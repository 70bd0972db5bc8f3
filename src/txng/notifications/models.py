from __future__ import annotations

import uuid
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.accounts.models import Account, User
from txng.ledger.models import Entry


class MessageState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("message", "Waiting")
    SENT = "sent", pgettext_lazy("message", "Being sent")
    ACCEPTED = "accepted", pgettext_lazy("message", "Accepted by the mail server")
    REJECTED = "rejected", pgettext_lazy("message", "Refused by the mail server")
    DEAD = "dead", _("Needs a person")


MESSAGE_TRANSITIONS = [("waiting", "sent"), ("sent", "accepted"), ("sent", "rejected"), ("rejected", "dead")]


class OutboundMessage(models.Model):
    """A letter on its way (names.md 2). `sent` covers the time in which it is tried: after a crash nobody knows whether
    the server took it, and it is tried again under the same Message-ID rather than lost.

    What is taken back before it left keeps its state and says since when (`withdrawn_at`): names.md 2 knows no
    further state.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("SMS or Zalo")

    class Kind(models.TextChoices):
        LETTER = "letter", _("Notice")
        DIGEST = "digest", _("Daily summary")
        APPLICANT = "applicant", _("Letter to an applicant")
        ADDRESS = "address", _("Confirmation of an address")
        FORMER = "former", _("To an address that is no longer used")

    State = MessageState

    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.LETTER)
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.WAITING)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    template = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True)  # empty where it holds a key: that is made while it is sent, and kept nowhere
    about = models.CharField(max_length=20, blank=True)  # kind of notice, for whoever wants no more of them
    optional = models.BooleanField(default=False)
    day = models.DateField(null=True)  # of a daily summary
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()  # not before: time to take back, quiet hours
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=12, blank=True)  # undone, left, address
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        verbose_name = _("outbound message")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(state__in=["waiting", "sent"], withdrawn_at=None),
                name="message_queue",
            ),
            models.Index(fields=["state", "-id"], name="message_log"),
        ]
        constraints = [
            # A listener that runs twice writes once.
            models.UniqueConstraint(
                fields=["entry", "template", "channel", "address"],
                condition=Q(replaces=None) & ~Q(entry=None),
                name="one_letter_an_entry_and_address",
            ),
            models.UniqueConstraint(
                fields=["user", "day"], condition=Q(kind="digest", replaces=None), name="one_summary_a_day"
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="message_steps", field="state", transitions=MESSAGE_TRANSITIONS),
            pgtrigger.ReadOnly(
                name="the_words_of_a_letter_stay",
                fields=["message_id", "channel", "kind", "user", "account", "address", "subject", "text", "made_at"],
            ),
        ]

    def __str__(self) -> str:
        return f"T-{self.pk:06d}" if self.pk else self.subject


class DeliveryTry(models.Model):
    """One line of the delivery log: what the mail server said, or why nobody could be asked."""

    append_only = True  # read by prepare_database, as of the ledger

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("try", "Accepted")
        LATER = "later", _("Not reached, tried again later")
        REFUSED = "refused", pgettext_lazy("try", "Refused")

    message = models.ForeignKey(OutboundMessage, on_delete=models.PROTECT, related_name="log")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("line of the delivery log")
        ordering = ["id"]
        triggers = [
            pgtrigger.Protect(name="a_try_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
        ]


class Notice(models.Model):
    """What one person is told for one organisation (thông báo từ hệ thống). The words are made from `facts` when it is
    read, in the reader's language; whether the reader still reaches the thing is asked then too."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    facts: Any = models.JSONField(default=dict)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    urgent = models.BooleanField(default=False)
    at = models.DateTimeField()
    shown_from = models.DateTimeField()  # a decision may be taken back for ten minutes (names.md 5)
    withdrawn_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    message = models.ForeignKey(OutboundMessage, on_delete=models.PROTECT, null=True, related_name="notices")
    in_digest = models.BooleanField(default=False)  # to stand in the next daily summary, unless read before

    class Meta:
        verbose_name = _("notice")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["user", "account", "-at"], name="notice_inbox"),
            models.Index(
                fields=["user", "account"], condition=Q(read_at=None, withdrawn_at=None), name="notice_unread"
            ),
            models.Index(fields=["subject_type", "subject_id"], name="notice_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "user", "account", "template"], name="one_notice_an_entry_person_and_template"
            )
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="what_was_told_stays", fields=["user", "account", "entry", "template", "facts", "at"]
            )
        ]


class Preference(models.Model):
    """How a person wants to hear of one kind of notice by e-mail; the inbox has all of them."""

    class Mail(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        DIGEST = "digest", _("Once a day")
        NEVER = "never", pgettext_lazy("e-mail", "Never")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    mail = models.CharField(max_length=8, choices=Mail.choices)

    class Meta:
        verbose_name = _("preference")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_preference_a_person_and_kind")]


class QuietHours(models.Model):
    """When a person wants no letters; without a row 21:00 to 06:00 (ux.md 4.7). Equal hours: none."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    begins = models.PositiveSmallIntegerField(default=21)
    ends = models.PositiveSmallIntegerField(default=6)

    class Meta:
        verbose_name = _("quiet hours")
        constraints = [
            models.CheckConstraint(condition=Q(begins__lt=24, ends__lt=24), name="quiet_hours_are_hours_of_a_day")
        ]


class ConfirmedAddress(models.Model):
    """An e-mail address whose owner opened the letter sent to it. Letters go to no other."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    token_digest = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("confirmed address")
        constraints = [models.UniqueConstraint(fields=["user", "email"], name="an_address_once_a_person")]
