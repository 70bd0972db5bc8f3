from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from txng.trace.models.captured import LONGEST
from txng.trace.models.captures import Capture
from txng.ui import fields
from txng.ui.forms import Form


class ChainForm(Form):
    ma = fields.TextField(
        label=_("Lot, code or pallet"),
        help_text=_("A lot number, the code of a stamp, the 18 digits of a pallet, or the whole link."),
        missing=_("Enter a lot number or a code."),
        max_length=LONGEST,
    )


class PartnerForm(Form):
    khoa = fields.TextField(
        label=_("Beginning of the partner's connection key"),
        help_text=_("The partner reads it out from its list of keys: txng_ and six characters more."),
        missing=_("Enter the beginning of the partner's key."),
        max_length=40,
        width=16,
    )


class SourceForm(Form):
    source = fields.ChoiceField(
        label=_("How its events are read"),
        choices=[
            (Capture.Source.STRICT, _("Strict: every fault is refused, also where only the meaning is doubtful")),
            (Capture.Source.STANDARD, _("Standard: refused is what breaks the scheme or names a wrong code")),
            (Capture.Source.LIBERAL, _("Liberal: refused is only what loses its meaning; other faults are noted")),
        ],
        missing=_("Choose how its events are read."),
    )
    reason = fields.LongTextField(
        label=_("Reason"),
        help_text=_("For example which fault the program makes, and until when it is to be mended."),
        max_length=500,
        missing=_("Enter the reason."),
    )
