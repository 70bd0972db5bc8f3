"""What somebody has been told, as far as they may still read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Count, QuerySet

from txng.access import Actor, Permission
from txng.accounts.models import Account, User
from txng.accounts.queries import accounts_of
from txng.notifications.choices import wanted
from txng.notifications.letters import path_of
from txng.notifications.models import MessageState, Notice, OutboundMessage, Preference
from txng.notifications.table import Kind, table
from txng.notifications.wording import sentence
from txng.oversight.queries import complaints_of, difficulties_of, own_difficulties_of

# What an agency must still reach to read of it: an establishment may have gone to another agency since.
_READING = {
    "registry.dossier": Permission.DOSSIER_READ,
    "registry.establishment": Permission.ESTABLISHMENT_READ,
    "catalogue.product": Permission.PRODUCT_READ,
    "stamps.printorder": Permission.STAMP_READ,
    "stamps.codebatch": Permission.STAMP_READ,
    "oversight.recall": Permission.RECALL_READ,
    "oversight.tracedisplay": Permission.DISPLAY_READ,
    "oversight.copyalarm": Permission.ALARM_READ,
}


def notices_for(user: User, account: Account, at: datetime) -> QuerySet[Notice]:
    """The inbox of one person in one organisation. What may still be taken back is not in it yet."""
    return Notice.objects.filter(user=user, account=account, withdrawn_at=None, shown_from__lte=at).order_by(
        "-at", "-id"
    )


def unread_of(user_id: int, account_id: int, at: datetime) -> int:
    """For the head of every page: one look into an index of unread rows."""
    return Notice.objects.filter(
        user_id=user_id, account_id=account_id, read_at=None, withdrawn_at=None, shown_from__lte=at
    ).count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One notice as its reader may see it now."""

    notice: Notice
    sentence: str
    kind: Kind | None
    path: str

    @property
    def is_open(self) -> bool:
        return bool(self.sentence)


def lines_of(actor: Actor, notices: Iterable[Notice]) -> list[Line]:
    """Words and addresses. Of what the reader no longer reaches neither, only that there was something."""
    found = list(notices)
    reached = _reached(actor, found)
    kinds = table().kinds
    return [
        Line(
            notice=notice,
            sentence=sentence(notice.template, notice.facts) if may_read else "",
            kind=kinds.get(notice.kind),
            path=path_of(table().rules.get(notice.template), notice.subject_id, notice.facts, agency=actor.is_agency)
            if may_read
            else "",
        )
        for notice in found
        for may_read in [notice.pk in reached]
    ]


def _reached(actor: Actor, notices: list[Notice]) -> set[int]:
    """An establishment is told of its own; an agency of what it reaches, asked anew: one query a kind of thing."""
    if not actor.is_agency:
        return {notice.pk for notice in notices}
    by_type: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_type[notice.subject_type].append(notice)
    reached: set[int] = set()
    for subject_type, of_type in by_type.items():
        ids = {notice.subject_id for notice in of_type}
        seen = _seen(actor, subject_type, ids)
        reached |= {notice.pk for notice in of_type if notice.subject_id in seen}
    return reached


def _seen(actor: Actor, subject_type: str, ids: set[str]) -> set[str]:
    if subject_type == "accounts.account":
        rows = accounts_of(actor).filter(pk__in=ids)
    elif subject_type == "oversight.complaint":
        return _complaints_seen(actor, ids)
    elif subject_type in _READING:
        rows = apps.get_model(subject_type)._default_manager.filter(actor.reach(_READING[subject_type]), pk__in=ids)
    else:
        return ids
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def _complaints_seen(actor: Actor, ids: set[str]) -> set[str]:
    found: set[str] = set()
    for rows in (complaints_of(actor), difficulties_of(actor), own_difficulties_of(actor)):
        found |= {str(pk) for pk in rows.filter(pk__in=ids).values_list("pk", flat=True)}
    return found


def messages_of(actor: Actor) -> QuerySet[OutboundMessage]:
    """The delivery log, newest first; the operator's alone."""
    actor.require_verb(Permission.MESSAGE_READ)
    return OutboundMessage.objects.select_related("user", "account", "replaced_by").order_by("-id")


def counts(messages: QuerySet[OutboundMessage]) -> dict[str, int]:
    found = dict(messages.order_by().values_list("state").annotate(n=Count("id")))
    return {state: found.get(state, 0) for state in MessageState.values}


def preferences_of(user: User) -> dict[str, str]:
    chosen = dict(Preference.objects.filter(user=user).values_list("kind", "mail"))
    return {code: wanted(chosen.get(code), code) for code in table().kinds}
