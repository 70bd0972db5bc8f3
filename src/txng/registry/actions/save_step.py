from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from txng.access import Actor
from txng.registry import steps
from txng.registry.actions.taking import take_editable
from txng.registry.models import Dossier, DossierReturn

# What each page may write; a request cannot smuggle in another column.
_COLUMNS = {
    steps.ESTABLISHMENT: frozenset(
        {
            *("tax_code", "name", "kind", "representative", "phone", "email"),
            *("address", "unit", "business_kind", "capacity"),
        }
    ),
    steps.PRODUCTS: frozenset({"products", "sector"}),
    steps.AGENCY: frozenset({"managing_agency", "filed_with"}),
    steps.INFORMATION: frozenset({"information"}),
    steps.COMMITMENT: frozenset({"purposes", "other_purpose", "committed_at", "signed_by"}),
}


@transaction.atomic
def save_step(*, actor: Actor, dossier_id: int, step: str, values: Mapping[str, Any], at: datetime) -> Dossier:
    """Keep what one page of the registration holds; each is saved when sent (ux.md D16)."""
    dossier = take_editable(actor, dossier_id)
    # Any other step is a paper: of it, what the applicant writes beside the photos.
    foreign = set(values) - _COLUMNS.get(step, frozenset({"paper_facts"}))
    if foreign:
        raise ValueError(f"{step} does not write {sorted(foreign)}")
    changed = {"saved_at", *values}
    for name, value in values.items():
        setattr(dossier, name, value)
    if "name" in values:
        changed.add("plain_name")
    if "unit" in values:
        dossier.unit_path = dossier.unit.unit_path if dossier.unit else ""
        changed.add("unit_path")
    dossier.saved_at = at
    dossier.save(update_fields=sorted(changed))
    touch_reasons(dossier, step)
    return dossier


def touch_reasons(dossier: Dossier, step: str) -> None:
    """Tick off, on an open request for supplement, the reasons that point at this step."""
    if dossier.state != Dossier.State.RETURNED:
        return
    asked = DossierReturn.objects.select_for_update(no_key=True).filter(dossier=dossier, answered_at=None).first()
    if asked is None or all(item.get("touched") for item in asked.items if item["step"] == step):
        return
    asked.items = [{**item, "touched": True} if item["step"] == step else item for item in asked.items]
    asked.save(update_fields=["items"])
