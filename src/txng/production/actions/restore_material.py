from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.production.actions.archiving import refuse_taken_name, take_out
from txng.production.events import ProductionEvent
from txng.production.models import Material


@transaction.atomic
def restore_material(*, actor: Actor, material_id: int, at: datetime) -> Material:
    """Back into use, unless another has taken its name meanwhile."""
    return take_out(
        actor, Material, material_id, Permission.MATERIAL_EDIT, ProductionEvent.MATERIAL_RESTORED, at, _refuse_twin
    )


def _refuse_twin(material: Material) -> None:
    refuse_taken_name(
        material.establishment.materials.filter(kind=material.kind),
        material,
        _("You already have a material with this name."),
    )
