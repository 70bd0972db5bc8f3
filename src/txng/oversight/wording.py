"""Words of the scan that a complaint repeats; the same sentences as resolver/words.py, which lies above this area."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

VERDICTS: dict[str, str | Promise] = {
    "not_found": gettext_lazy("Not found"),
    "recalled": gettext_lazy("Product recall"),
    "void": pgettext_lazy("verdict", "Voided"),
    "not_activated": gettext_lazy("Not activated"),
    "suspended": pgettext_lazy("verdict", "Withheld"),
    "check": pgettext_lazy("verdict", "Needs checking"),
    "expired": pgettext_lazy("verdict", "Expired"),
    "paused": pgettext_lazy("verdict", "Paused"),
    "valid_shared": gettext_lazy("Valid, shared code"),
    "valid": pgettext_lazy("verdict", "Valid"),
}
