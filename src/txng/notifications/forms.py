from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from txng.notifications.models import Preference
from txng.notifications.table import table
from txng.ui import fields
from txng.ui.forms import Form

_HOURS = [(str(hour), f"{hour:02d}:00") for hour in range(24)]


class PreferencesForm(Form):
    """One choice a kind; where the law wants a person told, “never” is not among them."""

    quiet = fields.TickField(label=_("No letters during quiet hours, except urgent ones"), required=False)
    begins = fields.ChoiceField(label=_("Quiet from"), choices=_HOURS, look="select")
    ends = fields.ChoiceField(label=_("Quiet until"), choices=_HOURS, look="select")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, kind in table().kinds.items():
            choices = [
                (value, label)
                for value, label in Preference.Mail.choices
                if value != Preference.Mail.NEVER or not kind.never_because
            ]
            self.fields[f"mail_{code}"] = fields.ChoiceField(label=kind.shown, choices=choices, look="radios")
        self.order_fields([*(f"mail_{code}" for code in table().kinds), "quiet", "begins", "ends"])

    @property
    def mails(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"mail_{code}"] for code in table().kinds}

    @property
    def hours(self) -> tuple[int, int]:
        """Equal hours mean that there are none."""
        if not self.cleaned_data["quiet"]:
            return 0, 0
        return int(self.cleaned_data["begins"]), int(self.cleaned_data["ends"])


class OwnEmailForm(Form):
    email = fields.EmailField(
        label=_("New e-mail address"),
        missing=_("Enter the e-mail address."),
        help_text=_("A letter goes there. The address is used once you have opened the link in the letter."),
    )
