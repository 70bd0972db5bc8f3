"""What may be sent about where a place lies, and about its codes."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from txng.kernel.errors import BadInput
from txng.kernel.files.intake import shapes_of
from txng.production.geometry import reading
from txng.production.geometry.findings import Doubt, WrongBoundary
from txng.production.models import AreaCodeScheme, AreaCodeStatus, BoundarySource
from txng.ui import fields
from txng.ui.forms import Form


class BoundaryForm(Form):
    """One box of corners, which map and phone fill too, or a file. The file wins: it was chosen last."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    source = forms.CharField(widget=forms.HiddenInput, required=False, max_length=8)
    accuracy = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    points = fields.LongTextField(
        label=gettext_lazy("Corners of the boundary"),
        required=False,
        max_length=60_000,
        rows=8,
        help_text=gettext_lazy(
            "One corner a line in the order in which you walk round, latitude before longitude as Google Maps shows "
            "them: 10,02196; 105,66504. Degrees, minutes and seconds are read too. One line is a point."
        ),
    )
    file = fields.FileField(
        label=gettext_lazy("Or a file of a map program"),
        kinds=("geo",),
        required=False,
        help_text=gettext_lazy("GeoJSON or KML, at most 5 MB, in degrees (WGS 84)."),
    )
    # The file as it was read, so that confirming does not ask for it again.
    kept = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400_000)
    confirmed = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4_000)

    geometry: dict[str, Any] | None = None
    walk_gap: float | None = None
    doubts: list[Doubt] = []

    @property
    def made_by(self) -> str:
        source = str(self.cleaned_data.get("source") or "")
        if self.cleaned_data.get("file") or self.cleaned_data.get("kept"):
            return BoundarySource.FILE
        return source if source in (BoundarySource.WALKED, BoundarySource.TAPPED) else BoundarySource.TYPED

    @property
    def accuracy_m(self) -> float | None:
        found = reading.finite(self.cleaned_data.get("accuracy"))
        return None if self.made_by != BoundarySource.WALKED or found is None or found < 0 else found

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return typed
        try:
            if typed.get("file"):
                self.geometry = reading.from_file(shapes_of(typed["file"]))
            elif typed.get("kept"):
                self.geometry = _kept(typed["kept"])
            elif self.made_by == BoundarySource.WALKED:
                self.geometry, self.walk_gap = reading.from_walk(typed["points"])
            else:
                self.geometry = reading.from_points(typed["points"])
        except BadInput as refusal:
            self.add_error("file", str(refusal))
        except WrongBoundary as refusal:
            self.add_error("points", str(refusal))
        else:
            if self.geometry is None:
                self.add_error("points", _("Mark the corners, or choose a file."))
        return typed


def _kept(text: str) -> dict[str, Any]:
    """What an earlier answer of ours carried; anybody may have changed it since, so it is judged anew."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise WrongBoundary(_("There is no boundary in what you sent."), code="empty")
    return found


class AreaCodeForm(Form):
    groups = [
        (gettext_lazy("As on the paper"), ["code", "crop", "issuer", "granted_on", "valid_to"]),
        (gettext_lazy("What it is for"), ["scheme", "market"]),
    ]

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    code = fields.TextField(
        label=pgettext_lazy("area code", "Code"),
        max_length=60,
        missing=gettext_lazy("Enter the area code."),
        help_text=gettext_lazy("Exactly as on the paper; every shape of code is taken."),
    )
    crop = fields.TextField(label=gettext_lazy("Crop or goods"), max_length=120)
    issuer = fields.TextField(label=gettext_lazy("Who granted it"), max_length=200)
    granted_on = fields.DateField(label=gettext_lazy("Granted on"), latest="today")
    valid_to = fields.DateField(
        label=gettext_lazy("Valid to"),
        required=False,
        help_text=gettext_lazy("Leave empty where the paper names no end."),
    )
    scheme = fields.ChoiceField(label=gettext_lazy("For whom"), choices=AreaCodeScheme.choices)
    market = fields.TextField(
        label=gettext_lazy("Market"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("For an export code: the country it is for, for example Trung Quốc."),
    )


class AreaCodeStatusForm(Form):
    status = fields.ChoiceField(label=gettext_lazy("State of the code"), choices=AreaCodeStatus.choices)
    reason = fields.TextField(
        label=gettext_lazy("Why"),
        max_length=300,
        missing=gettext_lazy("Write why, for example the number of the announcement."),
    )
