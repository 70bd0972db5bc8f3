"""Dates: day first, always. Three boxes on forms, one box where there is little room (ux.md 3.4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from txng.kernel.clock import today
from txng.ui.fields.base import Spoken, lower_first, one_line, refuse_long
from txng.ui.formats import vn_date

Bound = date | str | Callable[[], date] | None
_ORDER = (
    re.compile(r"(?P<d>[0-9]{1,2})[/.\- ](?P<m>[0-9]{1,2})[/.\- ](?P<y>[0-9]{4}|[0-9]{2})"),
    re.compile(r"(?P<d>[0-9]{2})(?P<m>[0-9]{2})(?P<y>[0-9]{4}|[0-9]{2})"),
    # What computers write; it cannot be taken for anything else.
    re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})"),
)


def read_date(typed: str) -> date | None:
    """17/9/26, 17-09-2026, 17.9.2026, 17092026 or 2026-09-17; None when it is no real day."""
    typed = re.sub(r"^ngày ", "", re.sub(r"\s*([/.\-])\s*", r"\1", typed.strip().lower()))
    for pattern in _ORDER:
        match = pattern.fullmatch(typed)
        if match:
            return real_day(match["d"], match["m"], match["y"])
    return None


def real_day(day: str, month: str, year: str) -> date | None:
    if not (re.fullmatch("[0-9]{1,2}", day) and re.fullmatch("[0-9]{1,2}", month) and re.fullmatch("[0-9]+", year)):
        return None
    if len(year) not in (2, 4):
        return None
    number = int(year)
    if len(year) == 2:
        # 26 is this century; 85 on a birth or founding date is the last one.
        number += 2000 if number <= (today().year + 20) % 100 else 1900
    if not 1900 <= number <= 2199:
        return None
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Parts:
    """What was typed into the three boxes, to be shown again as it was."""

    day: str = ""
    month: str = ""
    year: str = ""

    def __bool__(self) -> bool:
        return bool(self.day or self.month or self.year)


class DateBoxes(forms.Widget):
    template_name = "ui/forms/widgets/date_boxes.html"
    use_fieldset = True
    first_suffix = "_day"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        parts = Parts(*(one_line(data.get(f"{name}_{part}") or "")[:60] for part in ("day", "month", "year")))
        return parts or one_line(data.get(name) or "")[:60]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key in data for key in (name, f"{name}_day", f"{name}_month", f"{name}_year"))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        if isinstance(value, date):
            value = Parts(str(value.day), str(value.month), str(value.year))
        elif isinstance(value, str):
            value = Parts(day=value)
        context["widget"]["parts"] = value or Parts()
        context["widget"]["invalid"] = "aria-invalid" in (attrs or {})
        return context

    def id_for_label(self, id_: str) -> str:
        return ""


class DateField(Spoken, forms.Field):
    """A real day between `earliest` and `latest`: dates, callables or "today" (which refuses the future)."""

    widget: type[forms.Widget] = DateBoxes

    def __init__(self, *, earliest: Bound = None, latest: Bound = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if isinstance(value, Parts):
            return self.from_parts(value)
        refuse_long(value, 200, self.label)
        typed = one_line(value)
        if not typed:
            return None
        return self.or_complain(read_date(typed))

    def from_parts(self, parts: Parts) -> date | None:
        if not parts:
            return None
        if parts.day and not parts.month and not parts.year:
            whole = read_date(parts.day)
            if whole:
                return whole
        words = (
            (parts.day, pgettext("date box", "day")),
            (parts.month, pgettext("date box", "month")),
            (parts.year, pgettext("date box", "year")),
        )
        absent = [word for typed, word in words if not typed]
        if absent:
            raise ValidationError(
                _("%(label)s lacks: %(parts)s.") % {"label": self.label, "parts": ", ".join(absent)},
                code="incomplete",
            )
        return self.or_complain(real_day(parts.day, parts.month, parts.year))

    def or_complain(self, day: date | None) -> date:
        if day is None:
            raise ValidationError(
                _("%(label)s must be a real date, for example 17/09/2026.") % {"label": self.label},
                code="invalid",
            )
        return day

    def validate(self, value: Any) -> None:
        super().validate(value)
        if not isinstance(value, date):
            return
        earliest, latest = _resolved(self.earliest), _resolved(self.latest)
        if latest and value > latest:
            if latest == today():
                raise ValidationError(_("%(label)s cannot be after today.") % {"label": self.label}, code="future")
            raise ValidationError(
                _("%(label)s cannot be after %(date)s.") % {"label": self.label, "date": vn_date(latest)},
                code="latest",
            )
        if earliest and value < earliest:
            raise ValidationError(
                _("%(label)s cannot be before %(date)s.") % {"label": self.label, "date": vn_date(earliest)},
                code="earliest",
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def _resolved(bound: Bound) -> date | None:
    if bound == "today":
        return today()
    if isinstance(bound, str):
        return read_date(bound)
    return bound() if callable(bound) else bound


class DateInput(forms.TextInput):
    def format_value(self, value: Any) -> Any:
        return vn_date(value) if isinstance(value, date) else value


class OneBoxDateField(DateField):
    widget = DateInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off", "data-width": 10}


def order_complaint(first: tuple[object, date], second: tuple[object, date]) -> str:
    """“Ngày đóng gói (15/09/2026) không thể trước ngày thu hoạch (17/09/2026).”: `second` came too early."""
    return _("%(later)s (%(later_date)s) cannot be before %(earlier)s (%(earlier_date)s).") % {
        "later": second[0],
        "later_date": vn_date(second[1]),
        "earlier": lower_first(first[0]),
        "earlier_date": vn_date(first[1]),
    }
