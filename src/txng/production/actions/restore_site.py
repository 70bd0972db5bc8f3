from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.production.actions.archiving import refuse_taken_name, take_out
from txng.production.events import ProductionEvent
from txng.production.models import Site


@transaction.atomic
def restore_site(*, actor: Actor, site_id: int, at: datetime) -> Site:
    """Back into use, unless another has taken its name meanwhile."""
    return take_out(actor, Site, site_id, Permission.SITE_EDIT, ProductionEvent.SITE_RESTORED, at, _refuse_twin)


def _refuse_twin(site: Site) -> None:
    refuse_taken_name(
        site.establishment.sites.filter(kind=site.kind), site, _("You already have a site with this name.")
    )
