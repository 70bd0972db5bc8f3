"""Establishments, their sites and approved products."""

from __future__ import annotations

import random

from django.db.models import Count

from txng.accounts.events import AccountEvent
from txng.catalogue.events import ProductEvent
from txng.catalogue.models import Product, ProductVersion
from txng.gs1.keys import check_digit
from txng.kernel.codes import random_code
from txng.kernel.files.intake import store_bytes
from txng.kernel.files.models import StoredFile
from txng.kernel.text import fold, slugify
from txng.production.models import Partner, Site
from txng.project.demo import drawings, papers
from txng.project.demo.organisations import account_of, managing_agency
from txng.project.demo.reading import DemoEstablishment, DemoProduct, DemoProvince
from txng.project.demo.world import World
from txng.registry.events import EstablishmentEvent
from txng.registry.models import Agency, Establishment, ManagingAssignment

SITES = {
    "crop": [
        ("plot", "Vườn số 1"),
        ("plot", "Vườn số 2"),
        ("packing_house", "Nhà sơ chế, đóng gói"),
        ("warehouse", "Kho vật tư"),
    ],
    "livestock": [("pen", "Khu chuồng A"), ("packing_house", "Nhà sơ chế")],
    "aquaculture": [("pond", "Ao số 3"), ("packing_house", "Nhà tuyển cỡ")],
    "processing": [("workshop", "Xưởng chế biến"), ("warehouse", "Kho thành phẩm")],
    "handicraft": [("workshop", "Xưởng thủ công")],
    "service": [("shop", "Điểm đón khách")],
}
PARTNERS = [
    ("supplier", "Cửa hàng vật tư nông nghiệp Hai Lúa"),
    ("supplier", "Công ty TNHH Bao bì Miền Tây Xanh"),
    ("customer", "Siêu thị Nông sản Sạch"),
    ("customer", "Cửa hàng OCOP trung tâm"),
]

HOUSES = (Site.Kind.PACKING_HOUSE, Site.Kind.WAREHOUSE, Site.Kind.WORKSHOP, Site.Kind.SECTION, Site.Kind.SHOP)


def build(world: World, data: DemoProvince) -> None:
    world.pictures = pictures(data)
    for number, row in enumerate(data.establishments):
        establishment = _establishment(world, row, number, data)
        world.establishments.append(establishment)
        _sites(world, row, establishment)
        papers.of_establishment(world, establishment, number)
        for index, product in enumerate(row.products):
            _product(world, product, establishment, number, index)
    _no_longer_made(world)


def _no_longer_made(world: World) -> None:
    """One maker of several goods has given one of them up; its lots and stamps are out there still."""
    told = Product.objects.filter(published_at__isnull=False).exclude(establishment__in=world.establishments[:2])
    makers = told.values("establishment").annotate(goods=Count("id")).filter(goods__gte=2).order_by("establishment")
    given_up = told.filter(establishment=makers[0]["establishment"]).order_by("-id")[0]
    given_up.archived_at = world.days_ago(12)
    given_up.save(update_fields=["archived_at"])
    world.note(
        ProductEvent.PRODUCT_ARCHIVED,
        actor=given_up.establishment.representative,
        organisation=given_up.establishment.name,
        subject=given_up,
        at=world.days_ago(12),
    )


def _establishment(world: World, row: DemoEstablishment, number: int, data: DemoProvince) -> Establishment:
    unit = world.units[row.commune]
    home = number < 2  # the cast's own stand with their communes, whatever the suggestion
    agency: Agency = (
        world.communes[row.commune]
        if home
        else managing_agency(world, sector=row.sector, kind=row.kind, commune=row.commune)
    )
    days = 470 - number * 11
    joined = world.days_ago(days)
    establishment = Establishment.objects.create(
        name=row.name,
        plain_name=fold(row.name),
        slug=slugify(row.name)[:110],
        kind=row.kind,
        tax_code=_tax_code(1_801_000_00 + number * 731),
        representative=row.person,
        phone=f"09{world.dice.randrange(10, 99)}{world.dice.randrange(100000, 999999)}",
        address=row.address,
        unit=unit,
        unit_path=unit.unit_path,
        sector=row.sector,
        managing_agency_id=agency.pk,
        business_kind="Sản xuất, sơ chế và bán sản phẩm của địa phương",
        introduction=f"{row.name} sản xuất tại {unit.name[0].lower()}{unit.name[1:]}.",
        joined_on=joined.date(),
        paused_on=world.days_ago(20).date() if row.paused else None,
    )
    ManagingAssignment.objects.create(
        establishment=establishment, agency=agency, valid_from=joined.date(), reason="Theo địa bàn và lĩnh vực"
    )
    account = account_of(world, establishment, days=days, state="locked" if row.paused else "active")
    if row.paused:
        account.locked_at, account.lock_reason = world.days_ago(20), row.paused
        account.lock_ground = "Điều 12.5; Thông báo số 21/TB-SKHCN"
        account.save(update_fields=["locked_at", "lock_reason", "lock_ground"])
    operator = str(world.operator)
    world.note(EstablishmentEvent.JOINED, actor="Đặng Thị Mai", organisation=operator, subject=establishment, at=joined)
    world.note(AccountEvent.ISSUED, actor="Đặng Thị Mai", organisation=operator, subject=account, at=joined)
    return establishment


def _tax_code(base: int) -> str:
    """A ten-digit code with the right check digit (names.md 5); the next base where the digit would be ten."""
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
    while True:
        digits = f"{base:09d}"
        check = 10 - sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11
        if 0 <= check <= 9:
            return f"{digits}{check}"
        base += 1


def _sites(world: World, row: DemoEstablishment, establishment: Establishment) -> None:
    mainly = row.products[0].nature
    besides = sorted({product.nature for product in row.products} - {mainly})  # who makes sauces may grow chillies
    named = [(*place, world.dice) for place in SITES[mainly]]
    named += [(*SITES[nature][0], random.Random(row.name)) for nature in besides]  # nobody else's dice fall otherwise
    for kind, name, dice in named:
        site = Site(
            establishment=establishment,
            kind=kind,
            name=name,
            site_code=f"D{random_code(7)}",
            unit=establishment.unit,
            address=establishment.address,
            # A store is not as wide as an orchard; the dice are thrown all the same.
            area_m2=dice.randrange(8, 60) * (8 if kind in HOUSES else 250),
            created_at=world.days_ago(300),
        )
        site.stand_with(establishment)
        site.save()
    for kind, name in PARTNERS:
        partner = Partner(establishment=establishment, kind=kind, name=name, address=establishment.unit.name)
        partner.stand_with(establishment)
        partner.save()


def pictures(data: DemoProvince) -> dict[str, StoredFile]:
    """One stored picture a kind of goods."""
    drawn = drawings.drawn(data)
    return {kind: store_bytes(picture, name=f"{kind}.jpg", public=True) for kind, picture in drawn.items()}


def _gtin(number: int, index: int) -> str:
    """Prefix 952 is GS1's own for examples: no demo code can be taken for a firm's."""
    body = f"0952{number + 1:05d}{index + 1:04d}"
    return f"{body}{check_digit(body)}"


def _product(world: World, row: DemoProduct, establishment: Establishment, number: int, index: int) -> None:
    # Every third establishment has no GS1 number yet: its goods go by product code and /t/ stamps.
    gtin = None if number % 3 == 1 else _gtin(number, index)
    approved = world.days_ago(max(30, 440 - number * 11 - index * 9))
    image = world.pictures[row.picture]
    fields = {
        "name": row.name,
        "group": row.group,
        "origin": f"{establishment.unit.name}, {establishment.unit.province_name}, Việt Nam",
        "brand": row.brand,
        "standards": row.standards,
        "pack": row.pack,
        "description": f"{row.name} của {establishment.name}, làm tại {establishment.unit.name}.",
        "shelf_life_days": row.shelf_life_days,
    }
    product = Product(
        establishment=establishment,
        kind="service" if row.nature == "service" else "goods",
        product_code=f"P{random_code(7)}",
        gtin=gtin,
        slug=f"{slugify(row.name)[:120]}-{number}-{index}",
        plain_name=fold(row.name),
        image=image,
        published_at=approved,
        created_at=approved,
        **fields,
    )
    product.stand_with(establishment)
    product.save()
    agency = ManagingAssignment.objects.select_related("agency").get(establishment=establishment).agency
    officer = "Nguyễn Thị Hạnh" if agency.kind == "commune" else "Võ Hoài Nam"
    shown = papers.of_product(world, product, number, index, at=approved, picture=image)
    ProductVersion.objects.create(
        product=product,
        number=1,
        fields={**fields, "image": str(image.pk), **shown},
        state="published",
        approved_by=officer,
        approved_for=agency.name,
        published_at=approved,
    )
    world.note(
        ProductEvent.CHANGE_APPROVED,
        actor=officer,
        organisation=agency.name,
        subject=product,
        at=approved,
        after=fields,
    )
