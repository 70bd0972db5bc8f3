from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.access.models import PlacedModel
from txng.accounts.models import ApiClient
from txng.registry.models import Agency, Establishment
from txng.trace.models.captures import Capture
from txng.trace.models.fields import Exact


class MasterData(PlacedModel):
    """What a sender says of a place, a product class or a party. Its word alone: another sender's is another row.

    A later document of the same sender replaces what it says; the documents themselves keep what was said before.
    """

    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, null=True, related_name="+")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    type = models.CharField(max_length=200)  # urn:epcglobal:epcis:vtype:Location …
    key = models.TextField()  # identity form
    attributes = models.JSONField(default=list, decoder=Exact)  # [{id, attribute}], ids as full URIs
    children = ArrayField(models.TextField(), default=list)  # identity form: WD_ queries descend here
    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, null=True, related_name="+")
    valid_since = models.DateTimeField()

    class Meta:
        verbose_name = _("master data")
        ordering = ["type", "key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "agency", "type", "key"], name="one_word_a_sender", nulls_distinct=False
            ),
        ]
        indexes = [models.Index(fields=["key"], name="master_data_key")]

    def __str__(self) -> str:
        return self.key
