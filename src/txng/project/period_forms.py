"""Which days: kind of period, and for one's own the two days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from txng.project.periods import KINDS, LONGEST, OWN, Period, period_of
from txng.ui import fields
from txng.ui.forms import Form

_WORDS = (_("Week"), _("Month"), _("Quarter"), _("Year"), _("From … to …"))


class PeriodForm(Form):
    ky = fields.ChoiceField(label=_("Period"), choices=list(zip(KINDS, _WORDS, strict=True)), look="select")
    tu = fields.OneBoxDateField(label=_("From day"), required=False)
    den = fields.OneBoxDateField(label=_("To day"), required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("tu"), data.get("den")
        if self.errors or data.get("ky") != OWN:
            return data
        if first is None or last is None:
            self.add_error("tu" if first is None else "den", _("Enter both days."))
        elif last < first:
            self.add_error("den", _("The last day cannot be before the first."))
        elif (last - first).days > LONGEST:
            self.add_error("den", _("At most five years at a time."))
        return data

    def period(self, today: date) -> Period:
        """What was chosen; of a calendar's period the one in which the first day lies, else this one."""
        data = self.cleaned_data
        if data["ky"] == OWN:
            return Period(kind=OWN, first=data["tu"], last=data["den"])
        return period_of(data["ky"], data.get("tu") or today)
