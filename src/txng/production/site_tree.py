"""Which place may stand inside which (names.md 1: one tree of sites)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from txng.kernel.errors import RuleBroken
from txng.production.models import Site, SiteKind

# The regulation names two groups, one for land and one for buildings; both are sites.
LAND = (SiteKind.AREA, SiteKind.ZONE, SiteKind.PLOT, SiteKind.POND, SiteKind.PEN, SiteKind.APIARY)
BUILDINGS = (SiteKind.WORKSHOP, SiteKind.SECTION, SiteKind.PACKING_HOUSE, SiteKind.WAREHOUSE, SiteKind.SHOP)
_LAND = (SiteKind.AREA, SiteKind.ZONE)
MAY_STAND_IN: dict[str, tuple[SiteKind, ...]] = {
    SiteKind.AREA: (SiteKind.AREA,),
    SiteKind.ZONE: _LAND,
    SiteKind.PLOT: _LAND,
    SiteKind.POND: _LAND,
    SiteKind.PEN: (*_LAND, SiteKind.POND),  # a cage in a pond
    SiteKind.APIARY: (*_LAND, SiteKind.PLOT),  # hives stand among trees
    SiteKind.WORKSHOP: _LAND,
    SiteKind.SECTION: (SiteKind.WORKSHOP, SiteKind.PACKING_HOUSE, SiteKind.WAREHOUSE, SiteKind.SECTION),
    SiteKind.PACKING_HOUSE: (*_LAND, SiteKind.WORKSHOP),
    SiteKind.WAREHOUSE: (*_LAND, SiteKind.WORKSHOP, SiteKind.PACKING_HOUSE),
    SiteKind.SHOP: (SiteKind.WORKSHOP, SiteKind.PACKING_HOUSE, SiteKind.WAREHOUSE),
}
POINT_IS_ENOUGH = frozenset(
    (SiteKind.PEN, SiteKind.APIARY, SiteKind.WORKSHOP, SiteKind.SECTION, SiteKind.PACKING_HOUSE, SiteKind.WAREHOUSE,
     SiteKind.SHOP)
)  # fmt: skip
DEPTH = 6


def refuse_parent(kind: str, parent: Site | None, site: Site | None = None) -> None:
    """Raise unless a place of that kind may stand inside `parent`; `site` is the one that moves there."""
    if parent is None:
        return
    if parent.kind not in MAY_STAND_IN[kind]:
        raise RuleBroken(
            _("%(kind)s cannot stand inside “%(parent)s” (%(parent_kind)s).")
            % {"kind": SiteKind(kind).label, "parent": parent.name, "parent_kind": parent.get_kind_display()},
            code="parent",
        )
    above: Site | None = parent
    for _level in range(DEPTH):
        if above is None:
            return
        if site is not None and above.pk == site.pk:
            raise RuleBroken(
                _("“%(site)s” cannot stand inside itself or inside what stands in it.") % {"site": site.name},
                code="parent",
            )
        above = above.parent
    if above is not None:
        raise RuleBroken(_("At most %(n)s places can stand inside one another.") % {"n": DEPTH}, code="parent")


def family_of(site: Site) -> set[int]:
    """The places above and below a site: they may lie over one another by nature."""
    found = {site.pk}
    above = site.parent
    while above is not None and above.pk not in found:
        found.add(above.pk)
        above = above.parent
    level = {site.pk}
    while level:
        level = set(Site.objects.filter(parent_id__in=level).values_list("pk", flat=True)) - found
        found |= level
    return found
