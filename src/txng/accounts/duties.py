"""What a user undertakes before working with an account; printed on its papers as well."""

from __future__ import annotations

from django.utils.translation import gettext as _

from txng import provinces


def duties_of(kind: str) -> list[dict[str, str]]:
    """What a user of this kind of account undertakes, in the regulation's words (CB 14, CT-REG 13)."""
    found = [
        {"text": duty.shown, "article": duty.article}
        for duty in provinces.current().accounts.undertakings
        if kind in duty.kinds
    ]
    return found or [
        {"text": _("Use the account for the work of your agency only, and let nobody else use it."), "article": ""},
        {"text": _("Keep the password and the second factor to yourself."), "article": ""},
    ]
