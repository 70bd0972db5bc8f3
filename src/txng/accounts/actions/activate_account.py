from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.accounts.acting import actor_of, memberships
from txng.accounts.events import AccountEvent
from txng.accounts.models import Account, AccountLetter, User
from txng.accounts.models.accounts import AccountState
from txng.accounts.passwords import complaints
from txng.kernel.codes import token_digest
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record

# Who has to confirm again may need a new password to get there.
OPENED_BY_LETTER = (AccountState.ISSUED, AccountState.ACTIVE, AccountState.RECONFIRM_REQUIRED)


@transaction.atomic
def activate_account(*, actor: Actor, token: str, password: str, accepts_duties: bool, at: datetime) -> User:
    """Kích hoạt tài khoản: the person named in the letter accepts the duties and chooses a password.

    Who holds the letter is that person; `actor` is whoever sits before the screen and becomes them in the ledger.
    """
    account_id = (
        AccountLetter.objects.filter(token_digest=token_digest(token)).values_list("account_id", flat=True).first()
    )
    if account_id is None:
        raise NotThere
    # A letter works once: of two requests with the same token the second finds it used. The account first, as
    # everywhere, so that a lock or a new letter at the same moment waits instead of crossing.
    account = Account.objects.select_for_update(of=("self",), no_key=True).get(id=account_id)
    letter = AccountLetter.objects.select_for_update(no_key=True).get(token_digest=token_digest(token))
    letter.account = account
    refuse_spent(letter, at)
    if not accepts_duties:
        raise RuleBroken(_("Accept the duties of a user to go on."), code="duties_not_accepted")
    membership = (
        memberships().select_related("user").filter(account=account, user_id=letter.user_id, ended_at=None).first()
    )
    if membership is None:  # the seat ended while the letter was out
        raise NotThere
    user = membership.user
    wrong = complaints(password, user)
    if wrong:
        raise RuleBroken(" ".join(wrong), code="password_refused")
    user.set_password(password)
    user.save(update_fields=["password"])
    letter.used_at = at
    letter.save(update_fields=["used_at"])
    membership.duties_accepted_at = at
    membership.save(update_fields=["duties_accepted_at"])
    kind, before = AccountEvent.PERSON_ENTERED, None
    if account.state == AccountState.ISSUED:
        kind, before = AccountEvent.ACTIVATED, {"state": account.state}
        account.state = AccountState.ACTIVE
        account.activated_at = at
        account.save(update_fields=["state", "activated_at"])
    membership.account = account
    record(
        kind,
        actor=replace(actor_of(membership), grants=actor.grants),
        subject=account,
        at=at,
        before=before,
        after={"state": account.state, "person": user.name, "duties_accepted": True},
    )
    return user


def refuse_spent(letter: AccountLetter, at: datetime) -> None:
    """What is wrong with a letter, in the order in which it helps most."""
    if letter.used_at is not None:
        raise RuleBroken(_("This letter has been used. Sign in with the password you chose."), code="letter_used")
    if letter.replaced_at is not None:
        raise RuleBroken(_("A newer letter has replaced this one. Use the newer one."), code="letter_replaced")
    if at >= letter.expires_at:
        raise RuleBroken(
            _("This letter was valid for 72 hours and has expired. Ask for another one."), code="letter_expired"
        )
    if letter.account.state not in OPENED_BY_LETTER:
        raise RuleBroken(
            _("This account is in the state “%(state)s”. The letter does not open it.")
            % {"state": letter.account.get_state_display()},
            code="account_gone",
        )
