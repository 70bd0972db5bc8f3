"""What identifiers are called. Events carry identifiers alone; the areas that issued them know the rest.

Those areas stand above this one, so they come here and offer it (project/subscriptions.py); nobody is imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.gs1.check_characters import has_right_check_digit
from txng.gs1.epcis.identifiers import identity
from txng.trace.models import MasterData
from txng.trace.models.captured import LONGEST

_SSCC = re.compile(r"[0-9]{18}")
_LINK = re.compile(r"https://id\.gs1\.org/(01|00|414|417|8003|8004)/([^/]+)(?:/(10|21|254)/([^/]+))?")
_LATITUDE = re.compile(r"(?:^|[/#:])latitude$", re.IGNORECASE)
_LONGITUDE = re.compile(r"(?:^|[/#:])longitude$", re.IGNORECASE)
_NAME = re.compile(r"(?:^|[/#:])(?:name|organizationName|physicalLocationName)$", re.IGNORECASE)
_GEO = re.compile(r"geo:(-?[0-9]{1,2}(?:\.[0-9]+)?),(-?[0-9]{1,3}(?:\.[0-9]+)?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A thing, a place or a party as a person calls it."""

    name: str
    detail: str = ""
    address: str = ""  # of its page, for who may open it
    spelled: bool = False  # nobody told a name: it was read from the identifier
    point: tuple[float, float] | None = None  # latitude, longitude


class Provider(Protocol):
    def find(self, actor: Actor, text: str) -> list[str]:
        """Identifiers of what somebody typed or has in hand; only within the actor's reach."""

    def names(self, actor: Actor, keys: Iterable[str]) -> dict[str, Known]: ...

    def units(self) -> dict[str, str]:
        """Codes of UN/ECE Recommendation 20 as the area's people say them."""


_providers: dict[str, Provider] = {}


def offer(area: str, provider: Provider) -> None:
    _providers[area] = provider


def find(actor: Actor, text: str) -> list[str]:
    """All identifiers a typed text may mean: a link, an SSCC, or what an area knows by that number."""
    text = text.strip()[:LONGEST]
    if not text:
        return []
    found: list[str] = []
    for provider in _providers.values():
        found += provider.find(actor, text)
    if _SSCC.fullmatch(text) and has_right_check_digit(text):
        found.append(f"https://id.gs1.org/00/{text}")
    elif ":" in text:
        found.append(identity(text))
    return list(dict.fromkeys(found))


def names(actor: Actor, keys: Iterable[str]) -> dict[str, Known]:
    """Every key gets one: of the area that issued it, of its sender's master data, or read from the key itself."""
    wanted = {key for key in keys if key and not key.startswith("#")}
    found = {key: Known(name=spoken(key), point=_geo(key), spelled=True) for key in wanted}
    if told := _told(wanted):
        found |= told
    for provider in _providers.values():
        found |= {key: known for key, known in provider.names(actor, wanted).items() if key in wanted}
    return found


def _told(keys: set[str]) -> dict[str, Known]:
    """Names by senders. A later word stands; whose it is the page of the event says."""
    found: dict[str, Known] = {}
    rows = MasterData.objects.filter(key__in=keys).order_by("valid_since", "id").values_list("key", "attributes")
    for key, attributes in rows:
        said = {str(one.get("id", "")): one.get("attribute") for one in attributes if isinstance(one, dict)}
        name = next((value for word, value in said.items() if _NAME.search(word) and isinstance(value, str)), "")
        point = _point(
            next((value for word, value in said.items() if _LATITUDE.search(word)), None),
            next((value for word, value in said.items() if _LONGITUDE.search(word)), None),
        )
        if name or point:
            found[key] = Known(name=name[:200] or spoken(key), point=point)
    return found


def _point(latitude: object, longitude: object) -> tuple[float, float] | None:
    try:
        point = float(str(latitude)), float(str(longitude))
    except ValueError:
        return None
    return point if abs(point[0]) <= 90 and abs(point[1]) <= 180 else None


def _geo(key: str) -> tuple[float, float] | None:
    found = _GEO.match(key)
    return _point(found[1], found[2]) if found else None


def unit(code: str) -> str:
    return next((said[code] for provider in _providers.values() if code in (said := provider.units())), code)


def spoken(key: str) -> str:
    """The identifier as short as it can be said."""
    found = _LINK.fullmatch(key)
    if found is None:
        tail = key.rstrip("/").rpartition("/")[2].rpartition(":")[2]
        return (tail or key)[:60]
    ai, value, qualifier, more = found.groups()
    if qualifier == "10":
        return _("Lot %(number)s") % {"number": more}
    if qualifier == "21":
        return _("Code %(serial)s") % {"serial": more}
    if ai == "00":
        return _("Pallet %(number)s") % {"number": value}
    if ai in ("414", "417"):
        return f"GLN {value}"
    return f"GTIN {value}" if ai == "01" else value
