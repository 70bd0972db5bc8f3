"""The demo's data files as values."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from txng.catalogue.groups import Group, group

DATA = Path(__file__).parent / "data"


def group_of(name: str) -> Group:
    """The group of a demo product; a name that is none is a mistake of the data file."""
    found = group(name)
    if found is None:
        raise ValueError(f"no product group {name}")
    return found


@dataclass(frozen=True, slots=True)
class DemoProduct:
    name: str
    group: str
    picture: str
    pack: str
    shelf_life_days: int | None
    brand: str
    standards: str

    @property
    def nature(self) -> str:
        return group_of(self.group).nature

    @property
    def sector(self) -> str:
        return group_of(self.group).sector


@dataclass(frozen=True, slots=True)
class DemoEstablishment:
    name: str
    kind: str
    commune: str
    address: str
    person: str
    paused: str
    products: tuple[DemoProduct, ...]

    @property
    def sector(self) -> str:
        return self.products[0].sector


@dataclass(frozen=True, slots=True)
class DemoProvince:
    home: str
    elsewhere: str
    establishments: tuple[DemoEstablishment, ...]


def read(province: str) -> DemoProvince:
    data = tomllib.loads((DATA / f"{province}.toml").read_text("utf-8"))
    establishments: list[DemoEstablishment] = []
    for row in data["establishments"]:
        products = [_product(line) for line in row["products"]]
        gift = products[0]
        if gift.nature != "service" and len(establishments) % 2 == 0:
            # The same goods in a gift pack are a product of their own, with a GTIN of its own.
            products.append(DemoProduct(f"{gift.name} – hộp quà", gift.group, gift.picture, "Hộp quà", *_rest(gift)))
        establishments.append(
            DemoEstablishment(
                name=row["name"],
                kind=row["kind"],
                commune=row["commune"],
                address=row["address"],
                person=row["person"],
                paused=row.get("paused", ""),
                products=tuple(products),
            )
        )
    return DemoProvince(home=data["home"], elsewhere=data["elsewhere"], establishments=tuple(establishments))


def _product(line: str) -> DemoProduct:
    name, kind, picture, pack, shelf, brand, standards = (part.strip() for part in line.split("|"))
    return DemoProduct(name, kind, picture, pack, int(shelf) or None, brand, standards)


def _rest(product: DemoProduct) -> tuple[int | None, str, str]:
    return product.shelf_life_days, product.brand, product.standards
