from __future__ import annotations

from django.db import models
from django.db.models import QuerySet

from txng.ledger.models import Entry


def history_of(subject: models.Model) -> QuerySet[Entry]:
    """What happened to one thing, oldest first; whoever may see the thing may see its history."""
    return Entry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk)).order_by("id")
