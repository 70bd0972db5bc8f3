"""Why a proposed change goes back: the checklist of the review screen (ux.md D14, W9)."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean


class ReturnReason(models.TextChoices):
    PHOTO = "photo", gettext_lazy("The photo is blurred or does not show the product")
    NAME = "name", gettext_lazy("The name does not match the papers")
    CLAIMS = "claims", gettext_lazy("Advertising that the rules do not allow")
    ORIGIN = "origin", gettext_lazy("The origin is not clear")
    STANDARDS = "standards", gettext_lazy("The standards are missing or wrong")
    CODE = "code", gettext_lazy("The product code (GTIN) belongs to another product")
    EXPIRED = "expired", gettext_lazy("A paper has expired")
    OTHER = "other", pgettext_lazy("reason", "Other")


def answer_of(reasons: Sequence[str], text: str) -> str:
    """What the establishment reads: every reason at once, a line each, in the language of the province."""
    unknown = set(reasons) - set(ReturnReason.values)
    if unknown:
        raise RuleBroken(_("Choose reasons from the list."), code="unknown_reason")
    text = clean(text)
    if ReturnReason.OTHER in reasons and not text:
        raise RuleBroken(_("Write down what has to be supplemented."), code="reason_missing")
    with translation.override(settings.LANGUAGE_CODE):
        lines = [str(ReturnReason(r).label) for r in ReturnReason.values if r in reasons and r != ReturnReason.OTHER]
    return "\n".join([*lines, *([text] if text else [])])
