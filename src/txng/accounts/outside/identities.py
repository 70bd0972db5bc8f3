"""Whose an outside identity is. Its owner links it: no name, number or e-mail from outside links or makes anybody."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from txng.accounts import sealing
from txng.accounts.models import OutsideIdentity, User
from txng.accounts.outside.provider import Provider
from txng.kernel.errors import RuleBroken


def of_person(provider: Provider, person: User) -> OutsideIdentity | None:
    return OutsideIdentity.objects.filter(user_id=person.pk, provider=provider.key).first()


def found_by(provider: Provider, identity: str) -> OutsideIdentity | None:
    digest = _digest(provider, identity)
    return OutsideIdentity.objects.select_related("user").filter(identity_digest=digest).first()


@transaction.atomic
def link(provider: Provider, identity: str, person: User, at: datetime) -> None:
    digest = _digest(provider, identity)
    if OutsideIdentity.objects.filter(user_id=person.pk, identity_digest=digest).exists():
        return  # the same answer, sent again
    try:
        with transaction.atomic():
            OutsideIdentity.objects.create(user=person, provider=provider.key, identity_digest=digest, linked_at=at)
    except IntegrityError:
        # The database decides between two who come at once; which of its two rules it was, is asked afterwards.
        if of_person(provider, person) is not None:
            words = _("You have linked another %(name)s identity already. Unlink it first.")
        else:
            words = _("This %(name)s identity is linked to another user here. One identity belongs to one user.")
        raise RuleBroken(words % {"name": provider.shown_name}, code="identity_taken") from None


def unlink(provider: Provider, person: User) -> bool:
    return bool(OutsideIdentity.objects.filter(user_id=person.pk, provider=provider.key).delete()[0])


def _digest(provider: Provider, identity: str) -> str:
    """The identity may be a citizen's number; it is needed for comparing alone and so is not kept."""
    return sealing.derived("outside-identity", json.dumps([provider.key, identity]), size=32).hex()
