from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.files.intake import store_upload
from txng.registry.actions.save_step import touch_reasons
from txng.registry.actions.taking import take_editable
from txng.registry.models import DossierPaper

FILES_A_PAPER = 20
BYTES_A_DOSSIER = 200 * 1024 * 1024


@transaction.atomic
def add_paper(*, actor: Actor, dossier_id: int, paper: str, upload: Any, at: datetime) -> DossierPaper:
    """Keep one file of a paper. The same bytes sent again, as a weak network makes people do, are kept once."""
    if provinces.current().dossier.paper(paper) is None:
        raise NotThere(_("Not found."))
    dossier = take_editable(actor, dossier_id)
    there = DossierPaper.objects.filter(dossier=dossier)
    again = there.filter(paper=paper, file__sent_sha256=_digest(upload)).select_related("file").first()
    if again is not None:
        return again
    if there.filter(paper=paper).count() >= FILES_A_PAPER:
        raise RuleBroken(_("At most %(n)s files for one paper.") % {"n": FILES_A_PAPER}, code="too_many_files")
    if (there.aggregate(total=Sum("file__size"))["total"] or 0) > BYTES_A_DOSSIER:
        raise RuleBroken(
            _("The files of a dossier weigh %(limit)s MB at most.") % {"limit": BYTES_A_DOSSIER // 1024 // 1024},
            code="dossier_too_large",
        )
    added = DossierPaper.objects.create(dossier=dossier, paper=paper, file=store_upload(upload), added_at=at)
    dossier.saved_at = at
    dossier.save(update_fields=["saved_at"])
    touch_reasons(dossier, paper)
    return added


def _digest(upload: Any) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
