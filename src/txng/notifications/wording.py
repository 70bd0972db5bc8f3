"""From the facts of an entry to a sentence, in the language of whoever reads it."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from txng.ledger.models import Entry
from txng.notifications.table import Rule, table
from txng.ui.formats import vn_date, vn_number

SMS_LENGTH = 160  # without accents: one message of the GSM alphabet (ux.md 4.7)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class _Facts(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "–"  # a fact an older entry does not have


def facts_of(entry: Entry, rule: Rule) -> dict[str, Any]:
    """No more than the sentence says: what else the entry knows is not this reader's."""
    known: dict[str, Any] = {
        **(entry.before or {}),
        **(entry.after or {}),
        "actor": entry.actor_label,
        "organisation": entry.actor_organisation or entry.actor_label,
        "subject": entry.subject_label,
        "number": entry.subject_label.partition(" ")[0],
        "ground": entry.ground or "–",
    }
    said = {name: known[name] for name in rule.placeholders if known.get(name) is not None}
    if rule.with_reason and entry.reason:
        said["reason"] = entry.reason
    if rule.by not in ("", "subject_id"):
        said["_argument"] = known.get(rule.by)
    return said


def sentence(template: str, facts: dict[str, Any]) -> str:
    """A line whose template a newer release no longer has says so rather than failing the page."""
    rule = table().rules.get(template)
    if rule is None:
        return _("A notice of an older release: %(subject)s") % {"subject": facts.get("subject", "–")}
    words = _Facts({name: shown(value) for name, value in facts.items()})
    said = (rule.en if get_language() == "en" else rule.vi).format_map(words)
    return f"{said} {_('Reason')}: {facts['reason']}" if facts.get("reason") else said


def shown(value: Any) -> str:
    if isinstance(value, str) and _DAY.fullmatch(value) and (day := parse_date(value)):
        return vn_date(day)
    if isinstance(value, int) and not isinstance(value, bool):
        return vn_number(value)
    return str(value)


def unaccented(text: str) -> str:
    """“Thu hồi lô đậu” → “Thu hoi lo dau”, case kept."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D").replace("–", "-").encode("ascii", "ignore").decode()


def short_message(text: str, sender: str) -> str:
    """At most 160 characters, the sender first; cut at a word."""
    whole = unaccented(f"{sender}: {text}")
    return whole if len(whole) <= SMS_LENGTH else whole[: SMS_LENGTH - 3].rpartition(" ")[0] + "..."


__all__ = ["facts_of", "sentence", "short_message", "shown", "unaccented"]
