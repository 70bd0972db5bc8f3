"""Agencies of the province, their accounts, and the cast with its logins."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from txng.accounts.models import Account, Membership, User
from txng.accounts.second_factor import enrol_totp
from txng.places.models import AdministrativeUnit
from txng.places.queries import communes_of
from txng.project.demo.world import World
from txng.registry.models import Agency, Establishment

PASSWORD = "truy-xuat-tan-goc-2026"  # noqa: S105 - the demo's, printed at start
SINCE = date(2025, 7, 1)

# key: name, whose account, role, title
AGENCY_PEOPLE = {
    "hanh": ("Nguyễn Thị Hạnh", "commune", "lead", "Phó Chủ tịch UBND"),
    "dung": ("Phạm Tiến Dũng", "commune", "officer", "Công chức kinh tế"),
    "nam": ("Võ Hoài Nam", "industry", "lead", "Trưởng phòng Quản lý công nghiệp"),
    "mai": ("Đặng Thị Mai", "operator", "lead", "Trưởng phòng Quản lý TĐC"),
}
ESTABLISHMENT_PEOPLE = {
    "lanh": ("Nguyễn Thị Lành", 0, "owner", "Giám đốc hợp tác xã"),
    "tu": ("Trần Văn Tư", 0, "worker", "Tổ trưởng sản xuất"),
    "khai": ("Lê Quang Khải", 1, "owner", "Chủ cơ sở"),
}
_SECTORS = {
    "so-nnmt": ["agriculture"],
    "so-ct": ["industry_trade"],
    "so-yt": ["health"],
    "so-vhttdl": ["culture_tourism"],
}


def build_agencies(world: World, home: str) -> None:
    """The operator with its units, the departments of the profile, and every commune of the province."""
    identity = world.profile.identity
    province = AdministrativeUnit.objects.get(code=identity.province_code, valid_to=None)

    def body(kind: str, name: str, short: str, **more: Any) -> Agency:
        fields = {"unit": province, "unit_path": province.unit_path, "valid_from": SINCE, **more}
        return Agency.objects.create(kind=kind, name=name, short_name=short, **fields)

    world.operator = body(
        "operator",
        identity.operator_name,
        identity.operator_short,
        address=identity.address,
        phone=identity.hotline,
        email=identity.email,
    )
    body("unit", "Chi cục Tiêu chuẩn Đo lường Chất lượng", "Chi cục TĐC", parent=world.operator)
    body("unit", "Trung tâm Ứng dụng tiến bộ khoa học và công nghệ", "Trung tâm ƯDTBKHCN", parent=world.operator)
    for department in world.profile.departments:
        world.departments[department.code] = body(
            "department", department.name, department.short, sectors=_SECTORS.get(department.code, [])
        )
    made = Agency.objects.bulk_create(
        Agency(
            kind="commune",
            name=f"Ủy ban nhân dân {unit.name[0].lower()}{unit.name[1:]}",
            short_name=f"UBND {unit.name[0].lower()}{unit.name[1:]}",
            unit=unit,
            unit_path=unit.unit_path,
            valid_from=SINCE,
        )
        for unit in communes_of(identity.province_code)
    )
    for agency in made:
        world.communes[agency.unit.code] = agency
        world.units[agency.unit.code] = agency.unit


def managing_agency(world: World, *, sector: str, kind: str, commune: str) -> Agency:
    """Whom the profile suggests; the demo takes every suggestion."""
    found = world.profile.suggest_managing_agency(sector=sector, establishment_kind=kind)
    if found is not None and found.tier == "department" and found.department in world.departments:
        return world.departments[found.department]
    return world.communes[commune]


def account_of(world: World, organisation: Agency | Establishment, *, days: int, state: str = "active") -> Account:
    account = Account(
        kind=organisation.kind if isinstance(organisation, Agency) else "establishment",
        state=state,
        seats=5,
        issued_at=world.days_ago(days),
        issued_by="Đặng Thị Mai",
        activated_at=world.days_ago(days - 1) if state != "issued" else None,
        unit_path=organisation.unit_path,
    )
    if isinstance(organisation, Agency):
        account.agency = organisation
        account.seats = max(2, world.profile.seats(organisation.kind))
        account.seats_request = "Công văn số 45/UBND-VX ngày 14/07/2025"
    else:
        account.establishment = organisation
        account.stand_with(organisation)
    account.save()
    return account


def build_people(world: World, home: str) -> list[dict[str, Any]]:
    """The cast: logins as `facts` prints them, officers with their second factor enrolled."""
    assert world.operator is not None
    agencies = {
        "commune": world.communes[home],
        "industry": world.departments["so-ct"],
        "operator": world.operator,
    }
    accounts: dict[object, Account] = {key: account_of(world, agency, days=480) for key, agency in agencies.items()}
    for place in (0, 1):
        accounts[place] = Account.objects.get(establishment=world.establishments[place])
    hashed = make_password(PASSWORD)
    facts = []
    people = {**ESTABLISHMENT_PEOPLE, **AGENCY_PEOPLE}
    for number, (key, (name, where, role, title)) in enumerate(people.items(), start=1):
        account = accounts[where]
        user = User.objects.create(
            login=key, name=name, kind=account.kind, phone=f"0900000{number:03d}", password=hashed
        )
        Membership.objects.create(
            account=account,
            user=user,
            role=role,
            title=title,
            since=account.issued_at,
            duties_accepted_at=account.activated_at or account.issued_at,
        )
        fact = {
            "key": key,
            "login": key,
            "password": PASSWORD,
            "name": name,
            "role": role,
            "organisation": account.organisation_name,
        }
        if account.kind != "establishment":
            fact["totp_secret"] = enrol_totp(user)
        facts.append(fact)
    return facts
