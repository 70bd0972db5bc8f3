"""Nhật ký: what was done, written once and never changed."""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.access.models import PLACE, PlacedModel
from txng.catalogue import groups
from txng.kernel.models import StoredFile
from txng.production.models.lots import Lot
from txng.production.models.sites import Site
from txng.registry.models import Establishment


class Activity(models.TextChoices):
    """Việc trong nhật ký: the tasks of ux.md 5.2, each a critical tracking event with its day (NĐ37 art. 23.5.e)."""

    SOW = "sow", _("Sowing, planting")
    FERTILISE = "fertilise", _("Fertilising")
    WATER = "water", _("Watering")
    SPRAY = "spray", _("Pest control")
    WEED = "weed", _("Weeding")
    PRUNE = "prune", _("Pruning, bagging")
    FEED = "feed", _("Feeding")
    VACCINATE = "vaccinate", _("Vaccination, treatment")
    CHANGE_WATER = "change_water", _("Changing water")
    CLEAN = "clean", _("Cleaning")
    HARVEST = "harvest", _("Harvest")
    PREPARE = "prepare", _("Preliminary processing")
    PROCESS = "process", _("Processing")
    PACK = "pack", _("Packing")
    TRANSPORT = "transport", _("Transport")
    INSPECT = "inspect", _("Inspection, sampling")
    OTHER = "other", pgettext_lazy("activity", "Other work")


# How goods of these natures begin: ducklings are brought in, fry is released, neither is sown.
BEGINNINGS = {"livestock": _("Young animals brought in"), "aquaculture": _("Stocking")}


# Oldest first by when the work was done; of an entry without an hour, by when it was written down.
BY_TIME_DONE = ("done_on", Coalesce("done_at", "recorded_at"), "id")


class DiaryEntry(PlacedModel):
    """One line of the diary, never changed: a correction is another entry that names it (ux.md D10)."""

    append_only = True
    Activity = Activity

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="diary")
    activity = models.CharField(max_length=16, choices=Activity.choices)
    done_on = models.DateField()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True)
    what = models.CharField(max_length=200, blank=True)  # the material or the work in short
    quantity = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    quantity_unit = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    # Key data of the stage, by the codes of production/stages.py; what a code meant that day stands in the data's file.
    details = models.JSONField(default=dict, blank=True)
    photo = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    voice = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)  # the hour, where it was written down on the day itself
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)
    recorded_by_id = models.BigIntegerField(null=True)
    on_behalf_of = models.CharField(max_length=200, blank=True)  # “Ghi hộ”
    from_paper = models.BooleanField(default=False)  # typed line by line from the paper book
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)  # made by the phone: a resend does nothing
    group_id = models.UUIDField(null=True, blank=True, db_index=True)  # one act written for several lots or households
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")

    class Meta:
        verbose_name = _("diary entry")
        ordering = ["done_on", "id"]
        triggers = [
            pgtrigger.Protect(name="diary_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="diary_is_never_changed", exclude=PLACE),
        ]

    def __str__(self) -> str:
        return f"{self.get_activity_display()} {self.done_on:%d/%m/%Y}"

    def get_activity_display(self) -> str:  # type: ignore[no-redef]  # Django lets it be written
        """As the growers of such goods call it."""
        if self.activity == Activity.SOW and (found := groups.group(self.lot.product.group)):
            return str(BEGINNINGS.get(found.nature, Activity.SOW.label))
        return str(Activity(self.activity).label)

    @property
    def work(self) -> str:
        """“Bón phân, NPK 16-16-8”; what says the same as the kind of work is not said twice (“Đóng gói, dán tem”)."""
        label = self.get_activity_display()
        if self.what.casefold() in label.casefold():
            return label
        return self.what if self.what.casefold().startswith(label.casefold()) else f"{label}, {self.what}"
