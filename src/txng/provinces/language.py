"""Which of the two texts of a province is shown: Vietnamese is the original, English its mirror."""

from __future__ import annotations

from django.utils.translation import get_language


def said(thing: object, attribute: str, english: str = "") -> str:
    """`thing.attribute`, or its English twin when the page is English and the twin is written."""
    if (get_language() or "vi").startswith("en"):
        twin = str(getattr(thing, english or f"{attribute}_en", ""))
        if twin:
            return twin
    return str(getattr(thing, attribute))


class Named:
    """Anything with a `name` and a `name_en`; `shown` is what a page writes."""

    __slots__ = ()

    @property
    def shown(self) -> str:
        return said(self, "name")

    def __str__(self) -> str:
        return self.shown
