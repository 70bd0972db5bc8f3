"""What all our fields share: the sentence for an empty box, and reading text without ever breaking."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from txng.kernel import text


def lower_first(label: object) -> str:
    """“Tên sản phẩm” inside a sentence; abbreviations and names of two capitals stay as they are."""
    words = str(label or "")
    if len(words) > 1 and words[0].isupper() and not words[1].isupper() and not words[1].isdigit():
        return words[0].lower() + words[1:]
    return words


class Spoken:
    """Mixin before a Django field: `missing` is said when it is empty, else a sentence made of the label.

    What is `conditional` may stay empty in some cases alone, which its page explains: it is not called optional.
    """

    asks_to = "enter"
    label: Any
    required: bool
    empty_values: Any

    def __init__(self, *args: Any, missing: Any = "", conditional: bool = False, **kwargs: Any) -> None:
        self.missing, self.conditional = missing, conditional
        super().__init__(*args, **kwargs)

    def say_missing(self) -> str:
        if self.missing:
            return str(self.missing)
        thing = {"label": lower_first(self.label)}
        return (_("Choose %(label)s.") if self.asks_to == "choose" else _("Enter %(label)s.")) % thing

    def validate(self, value: Any) -> None:
        if self.required and value in self.empty_values:
            raise ValidationError(self.say_missing(), code="required")


def one_line(value: Any) -> str:
    """Whatever arrived, as one clean line. Broken Unicode, NULs and line ends never get further than here."""
    return text.clean(str(value if value is not None else "")).replace("\n", " ").strip()


def refuse_long(value: Any, limit: int, label: object, *, told: int | None = None) -> None:
    """Before anything reads it letter by letter: ten million characters must cost nothing. `told` is the limit the
    person reads where this one only keeps the absurd away."""
    length = len(str(value or ""))
    if length > limit:
        raise ValidationError(
            _("%(label)s may have at most %(limit)s characters; you typed %(length)s.")
            % {"label": label, "limit": told or limit, "length": f"{length:,}".replace(",", ".")},
            code="max_length",
        )
