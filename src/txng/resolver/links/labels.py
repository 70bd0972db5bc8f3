"""What link types are called on our pages, and which of them an establishment is offered."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from txng.resolver.links.vocabulary import CERTIFIED, PIP

# What an establishment may add, in the order of the form. Our own page answers pip, traceability and the like itself.
OFFERED = {
    PIP: _("Product page of the producer"),
    "gs1:hasRetailers": _("Where to buy"),
    "gs1:instructions": _("Instructions for use"),
    "gs1:consumerHandlingStorageInfo": _("How to keep and prepare it"),
    "gs1:recipeInfo": _("Recipes"),
    "gs1:nutritionalInfo": _("Nutritional information"),
    "gs1:ingredientsInfo": _("Ingredients in detail"),
    "gs1:allergenInfo": _("Allergens"),
    "gs1:safetyInfo": _("Safety information"),
    CERTIFIED: _("Certificates"),
    "gs1:sustainabilityInfo": _("Environment and recycling"),
    "gs1:dpp": _("Digital product passport"),
    "gs1:masterData": _("Master data for partners"),
    "gs1:relatedVideo": _("Video"),
    "gs1:socialMedia": _("Social media page"),
    "gs1:promotion": _("Promotion"),
    "gs1:review": _("Reviews"),
    "gs1:support": _("Support"),
    "gs1:faqs": _("Questions and answers"),
}


@cache
def labels() -> dict[str, str]:
    """GS1's own English words, for types nobody is offered."""
    listed = json.loads((Path(__file__).parent.parent / "data" / "link-types.json").read_text("utf-8"))
    return {row["id"]: row["label"] for row in listed}


def label_of(link_type: str) -> str:
    return str(OFFERED.get(link_type) or labels().get(link_type, link_type))
