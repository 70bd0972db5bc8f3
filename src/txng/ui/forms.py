"""How forms are drawn: label above, hint below it, error between hint and box (ux.md 3.1, 4.9)."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorDict
from django.template import TemplateDoesNotExist


class BoundField(forms.BoundField):
    """A field on a page: knows which box an error should lead to, and whether it may stay empty."""

    @property
    def first_id(self) -> str:
        widget = self.field.widget
        suffix = getattr(widget, "first_suffix", "_0" if isinstance(widget, forms.RadioSelect) else "")
        return f"{self.auto_id}{suffix}"

    @property
    def optional(self) -> bool:
        if self.field.required or self.field.disabled or self.is_tick:
            return False
        return not getattr(self.field, "conditional", False)

    @property
    def is_tick(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}_helptext"

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}_error"


class Renderer(DjangoTemplates):
    """Our templates where we have one of the same name under `ui/forms/`, else Django's."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = BoundField

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("django/forms/"):
            try:
                return self.engine.get_template(template_name.replace("django/forms/", "ui/forms/", 1))
            except TemplateDoesNotExist:
                pass
        return self.engine.get_template(template_name)


class Arranged:
    """What our forms add: sections with a legend, no browser validation, errors put on the right box."""

    # One for all forms: each has an engine of its own, which would read and compile its templates anew.
    default_renderer: Any = Renderer()
    use_required_attribute = False
    groups: ClassVar[list[tuple[Any, list[str]]]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    @cached_property
    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The visible fields by section; those named in no section come last, without a legend."""
        named = [name for _legend, names in self.groups for name in names]
        visible = {field.name: field for field in self.visible_fields()}  # type: ignore[attr-defined]
        sections = [(legend, [visible[name] for name in names if name in visible]) for legend, names in self.groups]
        rest = [field for name, field in visible.items() if name not in named]
        return [section for section in [*sections, ("", rest)] if section[1]]

    def refuse(self, refusal: object, field: str | None = None) -> ErrorDict:
        """Show the sentence of a refused action on the form that asked for it."""
        self.add_error(field, str(refusal))  # type: ignore[attr-defined]
        return self.errors  # type: ignore[attr-defined]


class Form(Arranged, forms.Form):
    pass


class ModelForm(Arranged, forms.ModelForm):
    pass
