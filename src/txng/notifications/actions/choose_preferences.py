from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from txng.accounts.models import User
from txng.kernel.errors import RuleBroken
from txng.notifications.models import Preference, QuietHours
from txng.notifications.table import table


@transaction.atomic
def choose_preferences(*, user: User, mails: Mapping[str, str], quiet: tuple[int, int] | None = None) -> None:
    """How a person hears of each kind. What the law wants to reach them cannot be switched off."""
    kinds = table().kinds
    for kind, mail in mails.items():
        if kind not in kinds or mail not in Preference.Mail.values:
            raise RuleBroken(_("There is no such choice."), code="no_such_choice")
        if mail == Preference.Mail.NEVER and kinds[kind].never_because:
            raise RuleBroken(
                _("The law wants you to be told of “%(kind)s”. Choose at once or once a day.")
                % {"kind": kinds[kind].shown},
                code="compulsory",
            )
        Preference.objects.update_or_create(user=user, kind=kind, defaults={"mail": mail})
    if quiet is not None:
        QuietHours.objects.update_or_create(user=user, defaults={"begins": quiet[0], "ends": quiet[1]})
