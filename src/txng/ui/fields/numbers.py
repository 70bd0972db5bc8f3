"""Amounts as people type them: 1,5 and 1.5 are the same, 1.234,5 is clear, 1.500 is asked back (ux 3.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from txng.ui.fields.base import Spoken, one_line, refuse_long
from txng.ui.formats import vn_number
from txng.ui.numerals import in_words

_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed number says, and whether it could as well say something else."""

    value: Decimal
    doubtful: bool = False


def read_number(typed: str) -> Reading | None:
    """The number in a text, by Vietnamese custom; None when it is none."""
    text = re.sub(r"[\s_]", "", typed)
    sign = -1 if text[:1] in ("-", "\u2212") else 1
    text = text.lstrip("+-\u2212") if text[:1] in "+-\u2212" else text
    if not re.fullmatch(r"[0-9][0-9.,]*|[.,][0-9]+", text):
        return None
    marks = [char for char in text if char in ".,"]
    if not marks:
        return Reading(sign * Decimal(text))
    last = marks[-1]
    whole, _mark, fraction = text.rpartition(last)
    if len(set(marks)) == 2:
        # Both stand there: the last is the decimal one, the others must group thousands.
        if marks.count(last) > 1 or not _GROUPED.fullmatch(whole) or not fraction:
            return None
        return Reading(sign * Decimal(f"{re.sub('[.,]', '', whole)}.{fraction}"))
    if len(marks) > 1:
        return Reading(sign * Decimal(re.sub("[.,]", "", text))) if _GROUPED.fullmatch(text) else None
    if not fraction:
        return None
    if len(fraction) == 3 and re.fullmatch(r"[1-9][0-9]{0,2}", whole):
        # 1.500: in Vietnamese the dot groups thousands and the comma is decimal; many keyboards turn that.
        value = Decimal(whole + fraction) if last == "." else Decimal(f"{whole}.{fraction}")
        return Reading(sign * value, doubtful=True)
    return Reading(sign * Decimal(f"{whole or 0}.{fraction}"))


class NumberInput(forms.TextInput):
    """A box with its unit. What the page wrote or asked about is not asked again when it comes back as is."""

    template_name = "ui/forms/widgets/number.html"
    unit: Any = ""
    asked = ""  # what the last page asked about
    question = ""  # what this page asks about

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        written = context["widget"]["value"] if isinstance(value, Decimal | int) else self.question or self.asked
        context["widget"] |= {"unit": self.unit, "asked": written or ""}
        return context

    def format_value(self, value: Any) -> Any:
        return vn_number(value, 6) if isinstance(value, Decimal | int) else value

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        self.asked = one_line(data.get(f"{name}_hoi") or "")[:40]
        return data.get(name)


class DecimalField(Spoken, forms.Field):
    widget = NumberInput
    whole = False

    def __init__(
        self,
        *,
        minimum: Decimal | int | None = None,
        maximum: Decimal | int | None = None,
        above: Decimal | int | None = None,
        places: int = 2,
        digits: int = 12,
        unit: Any = "",
        **kwargs: Any,
    ) -> None:
        self.minimum, self.maximum, self.above = minimum, maximum, above
        self.places, self.digits, self.unit = places, digits, unit
        super().__init__(**kwargs)
        self.widget.unit = unit

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return value
        refuse_long(value, 200, self.label)
        typed = one_line(value)
        if self.unit and typed.lower().endswith(str(self.unit).lower()):
            typed = typed[: -len(str(self.unit))].strip()
        if not typed:
            return None
        reading = read_number(typed)
        if reading is None or len(reading.value.as_tuple().digits) > 20:  # beyond 28 rounding itself fails
            raise self.not_a_number()
        return self.settled(reading, typed)

    def settled(self, reading: Reading, typed: str) -> Any:
        if reading.doubtful and self.widget.asked != typed:
            self.widget.question = typed
            raise ValidationError(self.question(typed, reading.value), code="doubtful")
        if reading.value != round(reading.value, self.places):
            raise ValidationError(
                _("%(label)s may have at most %(places)s decimals.") % {"label": self.label, "places": self.places},
                code="places",
            )
        return round(reading.value, self.places)

    def question(self, typed: str, value: Decimal) -> str:
        meant = f"{value:f}"
        said = in_words(meant) if (get_language() or "vi").startswith("vi") else vn_number(value).replace(".", "")
        shown = f"{typed}\u00a0{self.unit}" if self.unit else typed
        return _("%(typed)s (%(words)s)? If so, send once more; otherwise correct it.") % {
            "typed": shown,
            "words": said,
        }

    def not_a_number(self) -> ValidationError:
        if self.above == 0:
            text = _("%(label)s must be greater than 0, for example 20 or 20,5.")
        else:
            text = _("%(label)s must be a number, for example 20 or 20,5.")
        return ValidationError(text % {"label": self.label}, code="invalid")

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        said = {"label": self.label}
        if self.above is not None and value <= self.above:
            if self.above == 0:
                raise ValidationError(self.too_low() % said, code="above")
            raise ValidationError(
                _("%(label)s must be greater than %(limit)s.") % {**said, "limit": vn_number(self.above)},
                code="above",
            )
        if self.minimum is not None and value < self.minimum:
            raise ValidationError(
                _("%(label)s must be at least %(limit)s.") % {**said, "limit": vn_number(self.minimum)},
                code="minimum",
            )
        highest = self.maximum if self.maximum is not None else Decimal(10) ** (self.digits - self.places) - 1
        if value > highest or value < -highest:
            raise ValidationError(
                _("%(label)s must be at most %(limit)s.") % {**said, "limit": vn_number(highest)},
                code="maximum",
            )

    def too_low(self) -> str:
        return _("%(label)s must be greater than 0, for example 20 or 20,5.")

    def has_changed(self, initial: Any, data: Any) -> bool:
        reading = read_number(one_line(data)[:200]) if data else None
        return (reading.value if reading else None) != (Decimal(str(initial)) if initial not in (None, "") else None)


class WholeField(DecimalField):
    """A count. Here 1.500 is not doubtful: a piece has no decimals. `grouped=False` for a year: 1988, not 1.988."""

    def __init__(self, *, minimum: int | None = 0, digits: int = 9, grouped: bool = True, **kwargs: Any) -> None:
        self.grouped = grouped
        super().__init__(minimum=minimum, places=0, digits=digits, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if self.grouped or value is None else str(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off"}

    def settled(self, reading: Reading, typed: str) -> int:
        value = reading.value
        if reading.doubtful:
            value = Decimal(re.sub(r"[^0-9-]", "", typed.replace("\u2212", "-")))
        if value != value.to_integral_value():
            raise ValidationError(_("%(label)s must be a whole number.") % {"label": self.label}, code="whole")
        return int(value)

    def not_a_number(self) -> ValidationError:
        return ValidationError(_("%(label)s must be a whole number.") % {"label": self.label}, code="invalid")

    def too_low(self) -> str:
        return _("%(label)s must be greater than 0.")
