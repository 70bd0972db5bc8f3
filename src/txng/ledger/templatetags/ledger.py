"""An entry as a plain sentence, in the language of the page."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from txng.ledger.events import event_kind
from txng.ledger.models import Entry

register = template.Library()


@register.filter
def sentence(entry: Entry) -> str:
    """“Nguyễn Thị Hạnh phê duyệt thay đổi của Sầu riêng Ri6”; the kind itself when a release has dropped it."""
    kind = event_kind(entry.kind)
    if kind is None:
        return f"{entry.actor_label}: {entry.kind} {entry.subject_label}"
    return gettext(kind.sentence).format(actor=entry.actor_label, subject=entry.subject_label)
