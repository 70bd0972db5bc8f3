"""One of a few, some of a few, yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.ui.fields.base import Spoken

Look = Literal["radios", "select", "tiles"]


class Hinted:
    """Options with a second line: `hints` by value."""

    hints: Mapping[str, Any]
    look: str = "radios"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        option["hint"] = self.hints.get(str(value), "")
        return option

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)  # type: ignore[misc]
        context["widget"]["look"] = self.look
        return context


class Radios(Hinted, forms.RadioSelect):
    template_name = "ui/forms/widgets/options.html"
    hints: Mapping[str, Any] = {}


class Ticks(Hinted, forms.CheckboxSelectMultiple):
    template_name = "ui/forms/widgets/options.html"
    first_suffix = "_0"
    hints: Mapping[str, Any] = {}


class ChoiceField(Spoken, forms.ChoiceField):
    asks_to = "choose"

    def __init__(
        self,
        *,
        choices: Any = (),
        look: Look = "radios",
        hints: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        if look == "select":
            kwargs.setdefault("widget", forms.Select)
            if not callable(choices):
                choices = list(choices)
                if not any(value == "" for value, _label in choices if not isinstance(value, (list, tuple))):
                    choices = [("", gettext_lazy("Choose…")), *choices]
        else:
            kwargs.setdefault("widget", Radios)
        super().__init__(choices=choices, **kwargs)
        if isinstance(self.widget, Radios):
            self.widget.hints, self.widget.look = hints or {}, look

    def to_python(self, value: Any) -> str:
        return str(value)[:500] if value not in self.empty_values else ""

    def validate(self, value: Any) -> None:
        Spoken.validate(self, value)
        if value and not self.valid_value(value):
            raise ValidationError(_("Choose one of the options shown."), code="invalid_choice")


class ManyChoiceField(Spoken, forms.MultipleChoiceField):
    asks_to = "choose"

    def __init__(self, *, choices: Any = (), hints: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("widget", Ticks)
        super().__init__(choices=choices, **kwargs)
        if isinstance(self.widget, Ticks):
            self.widget.hints = hints or {}

    def to_python(self, value: Any) -> list[str]:
        return [str(one)[:500] for one in value] if isinstance(value, (list, tuple)) else []

    def validate(self, value: Any) -> None:
        Spoken.validate(self, value)
        if not all(self.valid_value(one) for one in value):
            raise ValidationError(_("Choose one of the options shown."), code="invalid_choice")


class ModelChoiceField(Spoken, forms.ModelChoiceField):
    """A row out of a queryset already limited to the person's reach."""

    asks_to = "choose"

    def __init__(self, *, queryset: Any, look: Look = "radios", label_from: Any = None, **kwargs: Any) -> None:
        self.label_from = label_from
        if look == "select":
            kwargs.setdefault("empty_label", gettext_lazy("Choose…"))
        else:
            kwargs.setdefault("widget", Radios)
            kwargs.setdefault("empty_label", None)
        super().__init__(queryset=queryset, **kwargs)
        if isinstance(self.widget, Radios):
            self.widget.look = look

    def label_from_instance(self, obj: Any) -> str:
        return str(self.label_from(obj)) if self.label_from else super().label_from_instance(obj)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(str(value)[:100] if isinstance(value, str) else value)
        except ValidationError as error:
            raise ValidationError(_("Choose one of the options shown."), code="invalid_choice") from error


class Tick(forms.CheckboxInput):
    template_name = "ui/forms/widgets/tick.html"
    sentence: Any = ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["sentence"] = self.sentence
        return context


class TickField(Spoken, forms.BooleanField):
    """One sentence to agree to, or a switch when not required."""

    widget = Tick

    def get_bound_field(self, form: Any, field_name: str) -> Any:
        bound = super().get_bound_field(form, field_name)
        self.widget.sentence = bound.label
        return bound

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(str(self.missing) or _("Tick the box to go on."), code="required")
