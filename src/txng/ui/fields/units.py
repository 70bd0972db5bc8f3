"""Xã, phường by typing: one clear answer is taken, several are shown to choose from. No script needed.

The area of places lies above this one, so its questions are handed in:

    UnitField(label=_("Commune or ward"), search=places.queries.search,
              find=lambda code: places.queries.unit_on(code, today()), province_code="92")

`search(text, province_code=…)` gives things with `.unit`, `.place`, `.label` and `.must_choose`; `find(code)`
gives a unit with `.code` or raises a Refusal. The cleaned value is the unit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from txng.kernel.errors import Refusal
from txng.kernel.text import fold
from txng.ui.fields.base import Spoken, one_line, refuse_long

MOST = 12
_KIND = re.compile(r"^(xa|phuong|dac khu|thi tran) ")


class Typed(str):
    """What stands in the box, with the unit that was chosen for exactly these words (if any)."""

    code: str = ""

    @classmethod
    def of(cls, words: str, code: str = "") -> Typed:
        typed = cls(words)
        typed.code = code
        return typed


class UnitBox(forms.TextInput):
    template_name = "ui/forms/widgets/unit.html"
    matches: list[Any] = []
    show: Callable[[Any], str] = staticmethod(str)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        words = one_line((data.get(name) or "")[:300] if isinstance(data.get(name), str) else "")
        chosen = one_line(data.get(f"{name}_ma") or "")[:12]
        # A choice counts only for the words it was offered for: whoever retypes the name asks anew.
        belongs = one_line(data.get(f"{name}_cho") or "")[:300] == words
        return Typed.of(words, chosen if belongs else "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        words, code = str(value or ""), getattr(value, "code", "")
        if value and not isinstance(value, str):
            words = self.show(value)
        context = super().get_context(name, words, attrs)
        context["widget"] |= {"matches": self.matches, "code": code, "words": words}
        return context


class UnitField(Spoken, forms.Field):
    widget = UnitBox
    asks_to = "choose"

    def __init__(
        self,
        *,
        search: Callable[..., Iterable[Any]],
        find: Callable[[str], Any],
        province_code: str | None = None,
        show: Callable[[Any], str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.search, self.find, self.province_code = search, find, province_code
        super().__init__(**kwargs)
        if show:
            self.widget.show = show

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off", "spellcheck": "false"}

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if not isinstance(value, str):
            return value
        refuse_long(value, 200, self.label)
        code = getattr(value, "code", "") or (str(value) if re.fullmatch(r"[0-9]{5}", value) else "")
        if code:
            unit = self.by_code(code)
            if unit is not None:
                return unit
        return self.by_name(str(value))

    def by_code(self, code: str) -> Any:
        try:
            unit = self.find(code)
        except Refusal:
            return None
        if unit is None or (self.province_code and getattr(unit, "province_code", "") != self.province_code):
            return None
        return unit

    def by_name(self, words: str) -> Any:
        found = list(self.search(words, province_code=self.province_code))
        if not found:
            raise ValidationError(
                _("No commune or ward is called “%(words)s”. Check the spelling, or type its name before the merger.")
                % {"words": words[:80]},
                code="unknown_unit",
            )
        asked = fold(words)
        exact = [one for one in found if asked == fold(one.place)]
        if not exact and not any(one.must_choose for one in found):
            names = [(one, fold(one.unit.name)) for one in found]
            exact = [one for one, name in names if asked in (name, _KIND.sub("", name))]
        if len(exact) == 1 or (len(found) == 1 and not found[0].must_choose):
            return (exact or found)[0].unit
        self.widget.matches = found[:MOST]
        raise ValidationError(
            ngettext(
                "%(n)s place fits “%(words)s”. Confirm it below.",
                "%(n)s places fit “%(words)s”. Choose yours below.",
                len(found),
            )
            % {"n": len(found), "words": words[:80]},
            code="choose_unit",
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return getattr(initial, "code", str(initial or "")) != (getattr(data, "code", "") or str(data or ""))
