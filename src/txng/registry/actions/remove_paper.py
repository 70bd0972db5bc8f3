from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import NotThere
from txng.registry.actions.save_step import touch_reasons
from txng.registry.actions.taking import take_editable
from txng.registry.models import DossierPaper


@transaction.atomic
def remove_paper(*, actor: Actor, dossier_id: int, paper_id: int, at: datetime) -> str:
    """Take a file out of the dossier and answer its name. The stored file stays: an earlier review may have seen it."""
    dossier = take_editable(actor, dossier_id)
    paper = DossierPaper.objects.filter(dossier=dossier, id=paper_id).select_related("file").first()
    if paper is None:
        raise NotThere(_("Not found."))
    name = paper.file.name
    paper.delete()
    dossier.saved_at = at
    dossier.save(update_fields=["saved_at"])
    touch_reasons(dossier, paper.paper)
    return name
