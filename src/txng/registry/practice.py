"""“Tập thử”: an establishment of its own in which the people of one practise, and nothing of which is public.

It is a row like any other, so that every screen works in it as it is. What keeps it apart is its place: none
(access.scopes.NOWHERE), by a constraint of the database. The areas above fill it when it is opened
(project/subscriptions.py).
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from txng.access import Actor, Permission
from txng.access.scopes import NOWHERE
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere
from txng.kernel.text import fold
from txng.registry.models import Establishment


def practice_of(establishment_id: int | None) -> Establishment | None:
    """The one people of this establishment practise in now."""
    if establishment_id is None:
        return None
    return Establishment.objects.filter(practice_of=establishment_id, practice_ended_at=None).first()


def whose(actor: Actor) -> Establishment:
    """The establishment behind the actor, locked: in practice the one whose people practise."""
    actor.require_verb(Permission.PRACTICE_OPEN)
    locked = Establishment.objects.select_for_update(of=("self",), no_key=True).select_related("unit")
    found = locked.filter(pk=actor.establishment_id or 0).first()
    if found is not None and found.practice:
        actor.require(Permission.PRACTICE_OPEN, found)
        return locked.get(pk=found.practice_of_id or 0)
    if found is None:
        raise NotThere(_("Not found."))
    actor.require(Permission.PRACTICE_OPEN, found)
    return found


def make(real: Establishment, *, at: datetime) -> Establishment:
    """Like the real one in what its screens read, and nothing that names somebody or could be looked up."""
    with override("vi"):
        name = _("Practice – %(name)s") % {"name": real.name}
        representative = _("Person in practice")
    practice = Establishment(
        name=name[:300],
        plain_name=fold(name)[:300],
        slug=f"tap-thu-{secrets.token_hex(8)}",
        kind=real.kind,
        representative=representative,
        phone="",
        address=real.address,
        unit=real.unit,
        unit_path=NOWHERE,
        sector=real.sector,
        business_kind=real.business_kind,
        joined_on=local_date(at),
        practice=True,
        practice_of=real,
    )
    practice.save(force_insert=True)
    return practice
