"""Quy trình: how goods of a kind are usually grown or made, day by day. What is published never changes."""

from __future__ import annotations

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.access.models import PLACE, PlacedModel
from txng.production.models.diary import Activity
from txng.production.models.materials import MaterialKind
from txng.registry.models import Agency, Establishment


class ProcessState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("process", "Draft")
    PUBLISHED = "published", pgettext_lazy("process", "Published")
    RETIRED = "retired", pgettext_lazy("process", "No longer used")


class Nature(models.TextChoices):
    """Of what is made, as in catalogue/data/groups.toml: it decides which work there is."""

    CROP = "crop", _("Crops")
    LIVESTOCK = "livestock", _("Livestock, bees")
    AQUACULTURE = "aquaculture", _("Aquaculture")
    PROCESSING = "processing", _("Processing")
    HANDICRAFT = "handicraft", _("Handicraft")
    SERVICE = "service", pgettext_lazy("nature", "Services")


class Per(models.TextChoices):
    """What an amount is counted for. From the size of a lot follows how much it needs."""

    LOT = "lot", _("for the whole lot")
    HECTARE = "hectare", _("for 1 ha")
    HEAD = "head", _("for 1 animal, plant or hive")
    HUNDRED_KG = "hundred_kg", _("for 100 kg of raw material")


class PlannedWork(models.Model):
    """What is to be done on which days, counted from the first day: a range, said once or every so many days."""

    position = models.PositiveSmallIntegerField(default=0)
    activity = models.CharField(max_length=16, choices=Activity.choices)
    title = models.CharField(max_length=200)
    first_day = models.SmallIntegerField()  # 0 is the first day; ground is prepared before it
    last_day = models.SmallIntegerField()
    every = models.PositiveSmallIntegerField(null=True, blank=True)  # again after so many days …
    until = models.SmallIntegerField(null=True, blank=True)  # … up to this day
    what = models.CharField(max_length=200, blank=True)
    material_kind = models.CharField(max_length=16, choices=MaterialKind.choices, blank=True)
    dose = models.CharField(max_length=200, blank=True)  # in words, as on the label
    amount = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    amount_unit = models.CharField(max_length=20, blank=True)
    per = models.CharField(max_length=12, choices=Per.choices, default=Per.LOT)
    phi_days = models.PositiveSmallIntegerField(null=True, blank=True)
    withdrawal_days = models.PositiveSmallIntegerField(null=True, blank=True)
    photo_wanted = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


# Columns that say what the work is: copied from a template to a lot, and from a lot's plan to a template.
WORK_FIELDS: tuple[str, ...] = tuple(field.attname for field in PlannedWork._meta.local_fields)
DAYS_IN_ORDER = Q(last_day__gte=F("first_day")) & (
    Q(every__isnull=True, until__isnull=True) | Q(every__gte=1, until__gte=F("first_day"))
)


class _ChangedAfterDraft(pgtrigger.AnyChange):
    """pgtrigger joins its own conditions with nothing else."""

    def resolve(self, model: type[models.Model]) -> str:
        return f"OLD.\"state\" <> 'draft' AND ({super().resolve(model)})"


class ProcessTemplate(PlacedModel):
    """One version. The platform's own have no publisher row (`starter` names their file), an agency's its agency,
    an establishment's own its establishment; versions of one template share `family`."""

    State = ProcessState
    Nature = Nature

    family = models.UUIDField(default=uuid.uuid4, db_index=True)
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=ProcessState.choices, default=ProcessState.DRAFT)
    title = models.CharField(max_length=200)
    plain_title = models.CharField(max_length=200, editable=False)
    nature = models.CharField(max_length=12, choices=Nature.choices)
    groups = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # empty: every group of the nature
    first_day_is = models.CharField(max_length=120)  # “Ngày gieo sạ”
    source = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    starter = models.CharField(max_length=60, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    establishment = models.ForeignKey(
        Establishment, on_delete=models.PROTECT, null=True, blank=True, related_name="processes"
    )
    publisher = models.CharField(max_length=300)  # its name on that day
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=200, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("process template")
        ordering = ["title", "-version", "id"]
        constraints = [
            models.UniqueConstraint(fields=["family", "version"], name="one_process_a_version"),
            models.UniqueConstraint(fields=["family"], condition=Q(state="published"), name="one_process_in_force"),
            models.UniqueConstraint(fields=["family"], condition=Q(state="draft"), name="one_draft_of_a_process"),
            models.CheckConstraint(
                condition=Q(agency__isnull=True) | Q(establishment__isnull=True), name="a_process_has_one_publisher"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="a_process_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.FSM(
                name="process_steps",
                field="state",
                transitions=[("draft", "published"), ("draft", "retired"), ("published", "retired")],
            ),
            pgtrigger.Protect(
                name="a_published_process_is_never_changed",
                operation=pgtrigger.Update,
                condition=_ChangedAfterDraft(exclude=[*PLACE, "state", "retired_at", "agency"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_starter(self) -> bool:
        return bool(self.starter)


class ProcessTask(PlannedWork):
    """One line of a template. Written and struck out while it is a draft, and never again."""

    template = models.ForeignKey(ProcessTemplate, on_delete=models.PROTECT, related_name="tasks")

    class Meta:
        verbose_name = _("task of a process")
        ordering = ["first_day", "position", "id"]
        constraints = [models.CheckConstraint(condition=DAYS_IN_ORDER, name="days_of_a_task_in_order")]
        triggers = [
            pgtrigger.Trigger(
                name="tasks_of_a_published_process_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("theirs", "production_processtask")],
                func="""
                    IF TG_OP = 'DELETE' THEN theirs := OLD; ELSE theirs := NEW; END IF;
                    IF (SELECT state FROM production_processtemplate WHERE id = theirs.template_id) <> 'draft' THEN
                        RAISE EXCEPTION 'tasks of a published process are never changed';
                    END IF;
                    RETURN theirs;
                """,
            )
        ]
