"""Words: names, sentences, addresses, passwords."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from txng.kernel import text
from txng.ui.fields.base import Spoken, one_line, refuse_long


class TextField(Spoken, forms.Field):
    """One line, stored in the one form of Vietnamese text (NFC, Đ for its look-alikes, nothing invisible)."""

    widget: type[forms.Widget] = forms.TextInput

    def __init__(
        self,
        *,
        max_length: int = 200,
        suggest: str = "",
        mode: str = "",
        width: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.max_length = max_length
        self.suggest, self.mode, self.width = suggest, mode, width
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = {"autocomplete": self.suggest, "inputmode": self.mode, "data-width": self.width}
        return {name: value for name, value in attrs.items() if value}

    def to_python(self, value: Any) -> Any:
        # Twice: what is mostly blanks may still be fine once cleaned, ten megabytes may not.
        refuse_long(value, self.max_length * 4 + 1000, self.label, told=self.max_length)
        value = self.cleaned(value)
        refuse_long(value, self.max_length, self.label)
        return value

    def cleaned(self, value: Any) -> str:
        return one_line(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.cleaned(initial or "") != self.cleaned(data or "")


class LongTextField(TextField):
    widget = forms.Textarea

    def __init__(self, *, max_length: int = 2000, rows: int = 4, **kwargs: Any) -> None:
        self.rows = rows
        super().__init__(max_length=max_length, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "rows": self.rows}

    def cleaned(self, value: Any) -> str:
        return text.clean(str(value if value is not None else ""))


class PersonNameField(TextField):
    """One box for the whole name: any letters of any people, no digits."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("suggest", "name")
        super().__init__(max_length=kwargs.pop("max_length", 100), **kwargs)

    def to_python(self, value: Any) -> str:
        name = str(super().to_python(value))
        if name and (not any(char.isalpha() for char in name) or re.search(r"[0-9<>@/\\{}\[\]|]", name)):
            raise ValidationError(_("%(label)s has only letters.") % {"label": self.label}, code="invalid")
        return name


class EmailField(TextField):
    widget = forms.EmailInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("suggest", "email")
        super().__init__(max_length=kwargs.pop("max_length", 254), **kwargs)

    def to_python(self, value: Any) -> str:
        address = str(super().to_python(value)).replace(" ", "")
        if not address:
            return ""
        try:
            EmailValidator()(address)
        except ValidationError as error:
            raise ValidationError(_("An e-mail address looks like name@example.vn."), code="invalid") from error
        name, _at, domain = address.rpartition("@")
        return f"{name}@{domain.lower()}"


class SecretField(Spoken, forms.Field):
    """A password: every character counts, nothing is cleaned, pasting is allowed."""

    widget = forms.PasswordInput

    def __init__(self, *, new: bool = False, max_length: int = 200, **kwargs: Any) -> None:
        self.new, self.max_length = new, max_length
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "new-password" if self.new else "current-password", "data-width": 24}

    def to_python(self, value: Any) -> str:
        refuse_long(value, self.max_length, self.label)
        value = str(value if value is not None else "")
        if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
            raise ValidationError(
                _("%(label)s has a character that no keyboard types.") % {"label": self.label}, code="invalid"
            )
        return value
