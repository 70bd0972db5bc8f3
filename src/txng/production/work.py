"""What each activity of the diary asks for, and which activities fit which goods (ux.md 1.6, 5.2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from txng.catalogue import groups
from txng.catalogue.models import Product
from txng.production.models import Activity
from txng.production.models.diary import BEGINNINGS

A = Activity


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One tile of the diary. `needs` names the box without which the entry waits for completion (“Chờ bổ sung”)."""

    activity: Activity
    icon: str
    name: Any = ""  # where goods of a nature have one of their own
    asks: Any = _("What was done")
    hint: Any = ""
    unit: str = "kg"
    needs: str = ""  # "what", "quantity" or nothing

    @property
    def label(self) -> Any:
        return self.name or self.activity.label


_ALL = (
    Work(
        activity=A.SOW,
        icon="seedling",
        asks=_("Variety"),
        hint=_("For example the variety and where it came from."),
        unit="cây",
    ),
    Work(activity=A.FERTILISE, icon="shovel", asks=_("Kind of fertiliser"), hint=_("As on the sack."), needs="what"),
    Work(activity=A.WATER, icon="droplet", asks=_("Source of water"), unit="giờ"),
    Work(
        activity=A.SPRAY,
        icon="spray",
        asks=_("Pesticide"),
        hint=_("The name on the label, or take a photo of the label."),
        unit="lít",
        needs="what",
    ),
    Work(activity=A.WEED, icon="leaf", unit="giờ"),
    Work(activity=A.PRUNE, icon="scissors", unit="cây"),
    Work(activity=A.FEED, icon="bowl", asks=_("Kind of feed"), needs="what"),
    Work(
        activity=A.VACCINATE,
        icon="vaccine",
        asks=_("Vaccine or medicine"),
        hint=_("Name and dose."),
        unit="con",
        needs="what",
    ),
    Work(activity=A.CHANGE_WATER, icon="refresh", asks=_("Source of water"), unit="m³"),
    Work(activity=A.CLEAN, icon="recycle", asks=_("What was cleaned"), unit="giờ"),
    Work(activity=A.HARVEST, icon="basket", needs="quantity"),
    Work(activity=A.PREPARE, icon="filter"),
    Work(activity=A.PROCESS, icon="flask", asks=_("Stage of processing")),
    Work(activity=A.PACK, icon="package", asks=_("Kind of pack"), unit="hộp"),
    Work(activity=A.TRANSPORT, icon="truck", asks=_("Where to, number of the vehicle")),
    Work(activity=A.INSPECT, icon="clipboard-check", asks=_("What was inspected, and the result"), unit="kg"),
    Work(activity=A.OTHER, icon="dots", needs="what"),
)
WORK: dict[str, Work] = {work.activity.value: work for work in _ALL}

_BY_NATURE: dict[str, tuple[Activity, ...]] = {
    "crop": (
        A.FERTILISE,
        A.WATER,
        A.SPRAY,
        A.WEED,
        A.PRUNE,
        A.HARVEST,
        A.PREPARE,
        A.PACK,
        A.SOW,
        A.TRANSPORT,
        A.INSPECT,
    ),
    "livestock": (A.FEED, A.VACCINATE, A.CLEAN, A.WATER, A.HARVEST, A.PREPARE, A.PACK, A.SOW, A.TRANSPORT, A.INSPECT),
    "aquaculture": (
        A.FEED,
        A.CHANGE_WATER,
        A.VACCINATE,
        A.CLEAN,
        A.HARVEST,
        A.PREPARE,
        A.PACK,
        A.SOW,
        A.TRANSPORT,
        A.INSPECT,
    ),
    "processing": (A.PREPARE, A.PROCESS, A.PACK, A.CLEAN, A.INSPECT, A.TRANSPORT),
    "handicraft": (A.PREPARE, A.PROCESS, A.PACK, A.INSPECT, A.TRANSPORT),
    "service": (A.CLEAN, A.INSPECT),
}
# Amounts that differ every time: pre-filled they would be wrong more often than right.
MEASURED_ANEW = frozenset({A.HARVEST, A.PACK, A.TRANSPORT})
# What makes a lot: at least one of these must stand in the diary (NĐ37 art. 23.5.e). Carrying it about makes nothing.
PRODUCING = frozenset(set(A) - {A.TRANSPORT, A.PACK, A.INSPECT, A.OTHER})


_BEGINNINGS = {
    nature: replace(WORK[A.SOW], name=name, asks=_("Breed"), unit="con") for nature, name in BEGINNINGS.items()
}


def work(activity: str) -> Work:
    return WORK[activity]


def work_for(product: Product) -> list[Work]:
    """The tiles of a lot of this product, most frequent first; all of them where the group is unknown."""
    found = groups.group(product.group)
    return works_of_nature(found.nature if found else "")


def works_of_nature(nature: str) -> list[Work]:
    works = [WORK[activity] for activity in activities_of(nature)]
    return [_BEGINNINGS.get(nature, work) if work.activity == A.SOW else work for work in works]


def activities_of(nature: str) -> tuple[Activity, ...]:
    """The work there is in growing or making things of that nature; all of it where that is unknown."""
    fitting = _BY_NATURE.get(nature) or tuple(a for a in A if a != A.OTHER)
    return (*fitting, A.OTHER)
