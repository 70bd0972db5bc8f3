"""Why a change of an establishment's profile goes back: the checklist of the review screen (ux.md D14)."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean


class ProfileReason(models.TextChoices):
    PHOTO = "photo", gettext_lazy("The photo of a paper is blurred or a page is missing")
    NAME = "name", gettext_lazy("The name does not match the papers")
    ADDRESS = "address", gettext_lazy("The address is not clear or not the present one")
    EXPIRED = "expired", gettext_lazy("A paper has expired")
    CLAIMS = "claims", gettext_lazy("Advertising that the rules do not allow")
    OTHER = "other", pgettext_lazy("reason", "Other")


def answer_of(reasons: Sequence[str], text: str) -> str:
    """What the establishment reads: every reason at once, a line each, in the language of the province."""
    if set(reasons) - set(ProfileReason.values):
        raise RuleBroken(_("Choose reasons from the list."), code="unknown_reason")
    text = clean(text)
    if ProfileReason.OTHER in reasons and not text:
        raise RuleBroken(_("Write down what has to be supplemented."), code="reason_missing")
    with translation.override(settings.LANGUAGE_CODE):
        lines = [str(ProfileReason(r).label) for r in ProfileReason.values if r in reasons and r != ProfileReason.OTHER]
    return "\n".join([*lines, *([text] if text else [])])
