"""Finding an account to change and asking what every change of one asks: shared by the verbs of this folder."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.accounts.models import Account, AccountLetter, ApiClient, Invite
from txng.accounts.models.accounts import AccountState
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.files.intake import store_upload
from txng.kernel.models import StoredFile

GONE = (AccountState.REVOKED, AccountState.REMOVED)


def account_to_change(account_id: int) -> Account:
    """The account under a lock: of two decisions at once the second reads what the first one did."""
    account = Account.objects.select_for_update(of=("self",), no_key=True).filter(id=account_id).first()
    if account is None:
        raise NotThere
    return account


def require_reason(reason: str, ground: str) -> None:
    """Every change to an account states why, and by which paper or article (CB 12.5, 13.3; CT-REG 12.5)."""
    if not reason.strip():
        raise RuleBroken(_("Enter the reason."), code="reason_missing")
    if not ground.strip():
        raise RuleBroken(_("Enter the legal ground: number of the decision or article."), code="ground_missing")


def refuse_own(actor: Actor, account: Account) -> None:
    if actor.agency_id is not None and account.agency_id == actor.agency_id:
        raise RuleBroken(_("You cannot change the account you work with."), code="own_account")


def wrong_state(account: Account) -> RuleBroken:
    return RuleBroken(
        _("This account is in the state “%(state)s”.") % {"state": account.get_state_display()}, code="wrong_state"
    )


def keep_paper(upload: Any) -> StoredFile | None:
    """The paper behind a change. Asked for last: a refused change leaves no file behind."""
    return store_upload(upload) if upload else None


def shown_paper(paper: StoredFile | None) -> dict[str, str]:
    """What the ledger keeps of a paper: enough to prove later that it is this one."""
    return {"paper": paper.name, "paper_sha256": paper.sha256} if paper else {}


def close_doors(account: Account, at: datetime) -> None:
    """What somebody may still hold in hand of an account that ends: letters, invitations, connection keys.

    Sessions need nothing: whoever has one is asked for their account on every request.
    """
    AccountLetter.objects.filter(account=account, used_at=None, replaced_at=None).update(replaced_at=at)
    Invite.objects.filter(account=account, used_at=None, withdrawn_at=None).update(withdrawn_at=at)
    ApiClient.objects.filter(account=account, revoked_at=None).update(revoked_at=at)
