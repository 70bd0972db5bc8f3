"""Where the demo's places lie: drawn inside the real outlines of their communes, side by side as fields are, and
bà Lành's garden cut into plots along its canals."""

from __future__ import annotations

import math
import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

from shapely.geometry import Point, Polygon, mapping

from txng.kernel.codes import random_code
from txng.places import outlines
from txng.production.geometry.measuring import area_m2, metres_a_degree
from txng.production.models import AreaCode, Boundary, BoundarySource, Site, SiteKind
from txng.production.site_tree import POINT_IS_ENOUGH
from txng.project.demo.world import World

COLUMNS, ROWS = 4, 3
WIDE, LONG, CANAL = 62.0, 96.0, 5.0  # metres of a plot of hers, and of the ditch between two
NEIGHBOURS = ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1), (1, -1), (-1, 1))
ISSUER = "Cục Trồng trọt và Bảo vệ thực vật"


class Ground:
    """A piece of commune on which one establishment's places stand, measured in metres from its middle."""

    def __init__(self, world: World, establishment: Any, taken: int) -> None:
        outline = outlines.outline_of(establishment.unit.code, establishment.unit.province_code)
        assert outline is not None, f"no outline of {establishment.unit}"
        middle = outline.representative_point()
        # Two establishments of one commune are neighbours, not on one another.
        steps = [Point(middle.x + 0.012 * x, middle.y + 0.012 * y) for x, y in NEIGHBOURS]
        inside = [step for step in steps if outline.contains(step)]
        self.x, self.y = inside[taken % len(inside)].x, inside[taken % len(inside)].y
        self.dice = random.Random(establishment.slug)
        self.turn = self.dice.uniform(0, math.pi / 3)
        self.across, self.along = metres_a_degree(math.radians(self.y))

    def at(self, east: float, north: float) -> tuple[float, float]:
        cosine, sine = math.cos(self.turn), math.sin(self.turn)
        x, y = east * cosine - north * sine, east * sine + north * cosine
        return round(self.x + x / self.across, 7), round(self.y + y / self.along, 7)

    def field(self, east: float, north: float, wide: float, long: float) -> Polygon:
        """Not quite a rectangle: no field is. Its sides never leave the rectangle."""
        bent = lambda size: self.dice.uniform(0, 0.05) * size  # noqa: E731
        return Polygon(
            [
                self.at(east + bent(wide), north + bent(long)),
                self.at(east + wide / 2, north + bent(long)),
                self.at(east + wide - bent(wide), north + bent(long)),
                self.at(east + wide - bent(wide), north + long - bent(long)),
                self.at(east + bent(wide), north + long - bent(long)),
            ]
        )


def build(world: World) -> None:
    taken: dict[str, int] = {}
    rows: list[Boundary] = []
    for number, establishment in enumerate(world.establishments):
        code = establishment.unit.code
        ground = Ground(world, establishment, taken.get(code, 0))
        taken[code] = taken.get(code, 0) + 1
        sites = list(establishment.sites.select_related("unit").order_by("id"))
        land = [site for site in sites if site.kind not in POINT_IS_ENOUGH]
        if number == 0 and any(site.kind == SiteKind.PLOT for site in land):
            rows += _her_garden(world, establishment, ground, land)
        else:
            rows += _fields(world, ground, land)
        houses = [site for site in sites if site not in land]
        rows += [_row(world, site, _point(ground.at(-60.0 - 45 * n, -40.0)), "tapped") for n, site in enumerate(houses)]
    Boundary.objects.bulk_create(rows)
    _codes(world)


def _her_garden(world: World, establishment: Any, ground: Ground, land: list[Site]) -> list[Boundary]:
    """A growing area in which every household of the co-operative has its plots."""
    area = _site(world, establishment, SiteKind.AREA, f"Vùng trồng {establishment.address or establishment.unit.name}")
    made = []
    for number in range(COLUMNS * ROWS):
        column, row = number % COLUMNS, number // COLUMNS
        shape = ground.field(column * (WIDE + CANAL), row * (LONG + CANAL), WIDE, LONG)
        site = (
            land[number] if number < len(land) else _site(world, establishment, SiteKind.PLOT, f"Vườn số {number + 1}")
        )
        site.parent, site.area_m2 = area, Decimal(round(area_m2(shape), -1))
        site.save(update_fields=["parent", "area_m2"])
        made.append(_row(world, site, shape, "walked"))
    corner = 8.0
    whole = Polygon(
        [
            ground.at(-corner, -corner),
            ground.at(COLUMNS * (WIDE + CANAL) + corner, -corner),
            ground.at(COLUMNS * (WIDE + CANAL) + corner, ROWS * (LONG + CANAL) + corner),
            ground.at(-corner, ROWS * (LONG + CANAL) + corner),
        ]
    )
    area.area_m2 = Decimal(round(area_m2(whole), -2))
    area.save(update_fields=["area_m2"])
    return [*made, _row(world, area, whole, "file")]


def _fields(world: World, ground: Ground, land: list[Site]) -> list[Boundary]:
    made, east = [], 0.0
    for site in land:
        wide = math.sqrt(float(site.area_m2 or 4_000) / 1.5) * 1.04
        made.append(
            _row(world, site, ground.field(east, 0, wide, wide * 1.5), ground.dice.choice(("walked", "tapped")))
        )
        east += wide + CANAL
    return made


def _ago(world: World, days: int) -> Any:
    """Without the dice of the others: what is built after this stays as it was."""
    return world.now - timedelta(days=days)


def _point(place: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Point", "coordinates": list(place)}


def _site(world: World, establishment: Any, kind: SiteKind, name: str) -> Site:
    site = Site(
        establishment=establishment, kind=kind, name=name, site_code=f"D{random_code(7)}", unit=establishment.unit,
        address=establishment.address, created_at=_ago(world, 290),
    )  # fmt: skip
    site.stand_with(establishment)
    site.save()
    return site


def _row(world: World, site: Site, shape: Any, source: str) -> Boundary:
    point = isinstance(shape, dict)
    west, south, east, north = (*shape["coordinates"], *shape["coordinates"]) if point else shape.bounds
    row = Boundary(
        establishment_id=site.establishment_id,
        site=site,
        geometry=shape if point else mapping(shape),
        west=west,
        south=south,
        east=east,
        north=north,
        area_m2=None if point else Decimal(f"{area_m2(shape):.2f}"),
        source=BoundarySource(source),
        accuracy_m=Decimal("4.5") if source == "walked" else None,
        drawn_at=_ago(world, 280),
        drawn_by=site.establishment.representative,
    )
    row.stand_with(site)
    return row


def _codes(world: World) -> None:
    """One that runs out soon, one for the country, one a market has suspended."""
    today = world.today
    for number, establishment in enumerate(world.establishments[:2]):
        goods = establishment.products.order_by("id").first()
        crop = goods.name if goods else establishment.name
        sites = list(establishment.sites.order_by("id"))
        area = next((site for site in sites if site.kind == SiteKind.AREA), sites[0])
        house = next((site for site in sites if site.kind == SiteKind.PACKING_HOUSE), None)
        wanted: list[tuple[Site, str, str, int | None, str]] = [
            (area, f"VN-{number + 1}OR-0098", "Trung Quốc", 40, "active" if number == 0 else "suspended")
        ]
        if number == 0:
            wanted.append((area, "MSVT-0042", "", None, "active"))
            wanted += [(house, "VN-PH-0021", "Trung Quốc", 400, "active")] if house else []
        for site, code, market, days, status in wanted:
            row = AreaCode(
                establishment=establishment, site=site, code=code, scheme="market" if market else "domestic",
                market=market, crop=crop, granted_on=today - timedelta(days=325),
                valid_to=None if days is None else today + timedelta(days=days), issuer=ISSUER, status=status,
                status_reason="" if status == "active" else "Thông báo của nước nhập khẩu", added_at=_ago(world, 270),
            )  # fmt: skip
            row.stand_with(site)
            row.save()
