"""Link types: GS1's own list (Web Vocabulary 1.16) and the spellings in which they come (standards.md 0, rule 10)."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

NAMESPACE = "https://ref.gs1.org/voc/"
DEFAULT, MULTI, HANDLED_BY = "gs1:defaultLink", "gs1:defaultLinkMulti", "gs1:handledBy"
PIP, TRACE, CERTIFIED, RECALL, EPCIS = (
    "gs1:pip",
    "gs1:traceability",
    "gs1:certificationInfo",
    "gs1:recallStatus",
    "gs1:epcis",
)
_GS1 = re.compile(r"(?:gs1:|https?://(?:www\.|ref\.)?gs1\.org/voc/)([A-Za-z][A-Za-z0-9]{0,60})")
# Other vocabularies, as far as GS1's schema of a linkset lets their names stand; RFC 8288's registered words too.
_OTHER = re.compile(r"https?://[A-Za-z0-9./]{3,200}|[a-z][a-z\-]{1,40}")

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


def short_name(text: str) -> str:
    """`gs1:pip` for every spelling of it; another vocabulary's name as it is; "" for what names no link type."""
    if found := _GS1.fullmatch(text):
        return f"gs1:{found[1]}"
    return text if _OTHER.fullmatch(text) else ""


def full_name(link_type: str) -> str:
    """As it stands in a linkset."""
    return NAMESPACE + link_type.removeprefix("gs1:") if link_type.startswith("gs1:") else link_type


@cache
def labels() -> dict[str, str]:
    """GS1's own English words, for types nobody is offered."""
    listed = json.loads((Path(__file__).parent.parent / "data" / "link-types.json").read_text("utf-8"))
    return {row["id"]: row["label"] for row in listed}


def label_of(link_type: str) -> str:
    return str(OFFERED.get(link_type) or labels().get(link_type, link_type))
