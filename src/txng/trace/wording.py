"""Words of the standard as people say them (CBV 2.0; TCVN 12850)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

STEPS: dict[str, Promise] = {
    "accepting": pgettext_lazy("EPCIS step", "Accepting"),
    "arriving": pgettext_lazy("EPCIS step", "Arriving"),
    "assembling": pgettext_lazy("EPCIS step", "Assembling"),
    "collecting": pgettext_lazy("EPCIS step", "Collecting"),
    "commissioning": pgettext_lazy("EPCIS step", "Coding"),
    "consigning": pgettext_lazy("EPCIS step", "Consigning"),
    "creating_class_instance": pgettext_lazy("EPCIS step", "Making a lot"),
    "decommissioning": pgettext_lazy("EPCIS step", "Ending codes"),
    "departing": pgettext_lazy("EPCIS step", "Departing"),
    "destroying": pgettext_lazy("EPCIS step", "Destroying"),
    "disassembling": pgettext_lazy("EPCIS step", "Taking apart"),
    "dispensing": pgettext_lazy("EPCIS step", "Handing out"),
    "encoding": pgettext_lazy("EPCIS step", "Writing codes"),
    "holding": pgettext_lazy("EPCIS step", "Holding"),
    "inspecting": pgettext_lazy("EPCIS step", "Inspecting"),
    "installing": pgettext_lazy("EPCIS step", "Installing"),
    "killing": pgettext_lazy("EPCIS step", "Slaughter"),
    "loading": pgettext_lazy("EPCIS step", "Loading"),
    "packing": pgettext_lazy("EPCIS step", "Packing"),
    "picking": pgettext_lazy("EPCIS step", "Picking"),
    "receiving": pgettext_lazy("EPCIS step", "Receiving"),
    "removing": pgettext_lazy("EPCIS step", "Removing"),
    "repackaging": pgettext_lazy("EPCIS step", "Repacking"),
    "retail_selling": pgettext_lazy("EPCIS step", "Selling"),
    "sampling": pgettext_lazy("EPCIS step", "Sampling"),
    "shipping": pgettext_lazy("EPCIS step", "Shipping"),
    "staging_outbound": pgettext_lazy("EPCIS step", "Making ready to leave"),
    "stocking": pgettext_lazy("EPCIS step", "Putting on the shelf"),
    "storing": pgettext_lazy("EPCIS step", "Storing"),
    "transporting": pgettext_lazy("EPCIS step", "Transporting"),
    "unloading": pgettext_lazy("EPCIS step", "Unloading"),
    "unpacking": pgettext_lazy("EPCIS step", "Unpacking"),
    "void_shipping": pgettext_lazy("EPCIS step", "Shipping called off"),
}
# Where no step was told.
TYPES: dict[int, Promise] = {
    1: pgettext_lazy("EPCIS event", "Observation"),
    2: pgettext_lazy("EPCIS event", "Packing"),
    3: pgettext_lazy("EPCIS event", "Business paper"),
    4: pgettext_lazy("EPCIS event", "Working"),
    5: pgettext_lazy("EPCIS event", "Attaching"),
}
ICONS = {
    "shipping": "truck-delivery",
    "departing": "truck-delivery",
    "transporting": "truck",
    "receiving": "transfer-in",
    "arriving": "transfer-in",
    "accepting": "transfer-in",
    "packing": "package",
    "repackaging": "package",
    "commissioning": "qrcode",
    "inspecting": "clipboard-check",
    "sampling": "test-pipe",
    "storing": "building-warehouse",
    "stocking": "building-store",
    "retail_selling": "basket",
    "destroying": "trash",
    "collecting": "basket",
}
UNITS = {
    "": _("pieces"),
    "KGM": "kg",
    "GRM": "g",
    "TNE": _("tonnes"),
    "LTR": _("litres"),
    "MLT": "ml",
    "MTR": "m",
    "C62": _("pieces"),
    "H87": _("pieces"),
}


def step_of(biz_step: str, event_type: int, disposition: str = "") -> str:
    """One word of the standard is several of ours: goods become part of a lot, a lot is opened before there is
    anything of it, a harvest makes a class without using another up."""
    if biz_step == "commissioning" and event_type == 4:
        return pgettext("EPCIS step", "Taken into production")
    if biz_step == "commissioning" and disposition == "in_progress":
        return pgettext("EPCIS step", "Opening a lot")
    if biz_step == "creating_class_instance" and event_type == 1:
        return pgettext("EPCIS step", "Harvest")
    if biz_step in STEPS:
        return str(STEPS[biz_step])
    if biz_step and event_type not in TYPES:
        return biz_step
    return str(TYPES.get(event_type, biz_step or TYPES[1]))


def icon_of(biz_step: str) -> str:
    return ICONS.get(biz_step, "route")
