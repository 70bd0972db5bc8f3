"""Boxes for the key data of a stage, made from the sector's profile; none must be filled (names.md 7.14)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from txng.production.models import Lot
from txng.production.stages import STAGE, KeyDatum, sector_of_lot
from txng.ui import fields
from txng.ui.forms import Form

PREFIX = "kd_"


def add_key_data(form: Form, lot: Lot, activity: str) -> tuple[str, ...]:
    """Add the boxes to the form; their names, in the order of the profile."""
    stages = sector_of_lot(lot).of(activity)
    before: Mapping[str, Any] = form.initial.get("details") or {}
    if len(stages) > 1:
        form.fields[PREFIX + STAGE] = fields.ChoiceField(
            label=_("Stage"),
            look="select",
            required=False,
            choices=[("", _("Choose…")), *((stage.code, stage.shown) for stage in stages)],
        )
    for stage in stages:
        for datum in stage.fields:
            form.fields.setdefault(PREFIX + datum.code, _box(datum))
    names = tuple(name for name in form.fields if name.startswith(PREFIX))
    for name in names:
        if (value := before.get(name.removeprefix(PREFIX))) is not None:
            form.initial[name] = value
    return names


def _box(datum: KeyDatum) -> forms.Field:
    aside: dict[str, Any] = {"label": datum.shown, "required": False}
    if datum.kind == "number":
        return fields.DecimalField(**aside, places=3, digits=14, minimum=None, unit=datum.unit)
    if datum.kind == "date":
        return fields.DateField(**aside)
    if datum.kind == "yes_no":
        return fields.ChoiceField(
            **aside, look="select", choices=[("", _("Choose…")), ("yes", _("Yes")), ("no", _("No"))]
        )
    if datum.kind == "choice":
        choices = [("", _("Choose…")), *((one.code, one.shown) for one in datum.choices)]
        return fields.ChoiceField(**aside, look="select", choices=choices)
    return fields.TextField(**aside, max_length=200)


def typed_key_data(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, by code, as the verb takes it."""
    found = {}
    for name, value in cleaned.items():
        if name.startswith(PREFIX) and value not in (None, ""):
            told = (
                value.isoformat() if isinstance(value, date) else f"{value:f}" if isinstance(value, Decimal) else value
            )
            found[name.removeprefix(PREFIX)] = told
    return found
