"""The daily summary at 07:30 (ux.md 4.7): what came by the inbox alone and has not been read."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from txng import provinces
from txng.accounts.models import Account, User
from txng.kernel.clock import local_date
from txng.notifications import letters
from txng.notifications.choices import confirmed_address
from txng.notifications.models import Notice, OutboundMessage
from txng.notifications.table import table
from txng.notifications.timing import summary_due
from txng.notifications.wording import sentence

LINES = 40


def write(at: datetime) -> int:
    """One summary a person and day, whenever the job comes after half past seven; returns how many were written."""
    if not summary_due(at) or not letters.can_send():
        return 0
    day = local_date(at)
    people = (
        User.objects.filter(is_active=True, pk__in=_open(at).values("user_id"))
        .exclude(pk__in=OutboundMessage.objects.filter(kind="digest", day=day).values("user_id"))
        .order_by("id")
    )
    return sum(_write_one(user, at) for user in people)


def _open(at: datetime) -> QuerySet[Notice]:
    """Of organisations the person still works for."""
    return Notice.objects.filter(
        in_digest=True,
        message=None,
        read_at=None,
        withdrawn_at=None,
        shown_from__lte=at,
        account__memberships__user=F("user"),
        account__memberships__ended_at=None,
    )


def _write_one(user: User, at: datetime) -> bool:
    address = confirmed_address(user)
    if not address:
        return False
    try:
        with transaction.atomic():
            notices = list(_open(at).filter(user=user).select_related("account").order_by("account_id", "at", "id"))
            if not notices:
                return False
            made = OutboundMessage.objects.create(
                kind=OutboundMessage.Kind.DIGEST,
                user=user,
                address=address,
                day=local_date(at),
                optional=True,
                about="digest",
                made_at=at,
                due_at=at,
                next_try_at=at,
                **_words(user, notices),
            )
            Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(message=made)
    except IntegrityError:  # another worker wrote it in the same second
        return False
    return True


def _words(user: User, notices: list[Notice]) -> dict[str, str]:
    by_account: dict[Account, list[str]] = defaultdict(list)
    with translation.override("vi"):
        for notice in notices[:LINES]:
            rule = table().rules.get(notice.template)
            agency = notice.account.agency_id is not None
            path = letters.path_of(rule, notice.subject_id, notice.facts, agency=agency)
            said = f"• {sentence(notice.template, notice.facts)}"
            by_account[notice.account].append(f"{said}\n{letters.absolute(path)}" if path else said)
        identity = provinces.current().identity
        subject = _("%(count)s notices you have not read – %(system)s") % {
            "count": len(notices),
            "system": identity.short_name,
        }
        context = {
            "name": user.name,
            "groups": [(str(account), lines) for account, lines in by_account.items()],
            "more": max(0, len(notices) - LINES),
            "preferences": letters.absolute(letters.preferences_path(user.kind)),
            "operator": identity.operator_name,
        }
        return {"subject": subject, "text": render_to_string("notifications/mail/digest.txt", context).strip() + "\n"}
