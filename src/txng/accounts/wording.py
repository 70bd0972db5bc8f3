"""Sentences about an account that several pages say."""

from __future__ import annotations

from django.utils.translation import gettext as _

from txng import provinces
from txng.accounts.models import Membership
from txng.accounts.models.accounts import AccountState
from txng.ui.formats import vn_phone


def why_powerless(membership: Membership | None) -> str:
    """Why somebody who signed in can do nothing, and whom to ask; "" when they can work."""
    identity = provinces.current().identity
    whom = {"operator": identity.shown_operator_short, "phone": vn_phone(identity.hotline)}
    if membership is None:
        return _("You work for no organisation in the system any more. Contact %(operator)s, %(phone)s.") % whom
    account = membership.account
    sentences = {
        AccountState.ACTIVE: "",
        AccountState.ISSUED: _(
            "The account is not active yet. Open the activation letter, or contact %(operator)s, %(phone)s."
        ),
        AccountState.LOCKED: _("Your account is locked under %(ground)s. Contact %(operator)s, %(phone)s."),
        AccountState.RECONFIRM_REQUIRED: _(
            "Your account has to be re-confirmed before you can go on. Contact %(operator)s, %(phone)s."
        ),
        AccountState.REVOKED: _("Your account has been revoked. Contact %(operator)s, %(phone)s."),
        AccountState.REMOVED: _("Your account has been removed. Contact %(operator)s, %(phone)s."),
    }
    return sentences[AccountState(account.state)] % {**whom, "ground": account.lock_ground}
