from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access.actors import Actor
from txng.accounts.actions._deciding import approve, change_to_answer
from txng.accounts.models import Account, AccountChange
from txng.kernel.errors import NotThere


@transaction.atomic
def remove_account(*, actor: Actor, change_id: int, answer: str = "", at: datetime) -> Account:
    """Gỡ bỏ tài khoản (CB 12.5, 13.3; CT-REG 12.5): the second of two persons confirms what the first proposed.

    Nothing leads back from it.
    """
    change, account = change_to_answer(actor, change_id)
    if change.verb != AccountChange.Verb.REMOVE:
        raise NotThere
    approve(actor, change, account, answer=answer, at=at)
    return account
