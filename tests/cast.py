"""The cast: the same people in tests, demo data and handbook (names.md 1).

bà Lành runs a co-operative; anh Tư works its plots; ông Khải runs another establishment and must never see hers;
cô Hạnh decides for her commune, anh Dũng has the second seat; ông Nam sits in the department of industry and trade;
chị Mai operates the system; bác Ba buys and scans; a guest has no account.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.test import Client

from tests import make
from tests.stage import Stage
from txng.access import Actor
from txng.registry.models import Agency, Establishment, ManagingAssignment

PASSWORD = "mua-dong-nay-lua-chin-som"


@pytest.fixture
def at() -> datetime:
    return make.AT


@pytest.fixture(params=["can-tho"])
def province(request: pytest.FixtureRequest, settings: object) -> Iterator[str]:
    """The profile in force; a story runs under every one by `@every_province`."""
    from txng import provinces

    settings.TXNG_PROVINCE = request.param  # type: ignore[attr-defined]
    _forget_profile()
    assert provinces.current().id == request.param
    yield request.param
    _forget_profile()


PROVINCES = ("can-tho", "cao-bang", "dak-nong")
every_province = pytest.mark.parametrize("province", PROVINCES, indirect=True)


def _forget_profile() -> None:
    from txng import provinces

    clear = getattr(provinces.current, "cache_clear", None)
    if clear:
        clear()


@dataclass
class Organisations:
    operator: object
    commune: object
    elsewhere: object
    industry: object
    agriculture: object
    lanh: object
    khai: object


@pytest.fixture
def organisations(db: None, province: str, stage: Stage | None) -> Organisations:
    return stage.organisations if stage else build_organisations()


def build_organisations() -> Organisations:
    home, away, province = make.unit(), make.unit("elsewhere"), make.province_unit()
    commune = make.an_agency("commune", name=f"UBND {home.name}", place=home)
    elsewhere = make.an_agency("commune", name=f"UBND {away.name}", place=away)
    operator = make.an_agency("operator", name="Sở Khoa học và Công nghệ", place=province)
    industry = make.an_agency("department", name="Sở Công Thương", place=province, sectors=("industry_trade",))
    agriculture = make.an_agency(
        "department", name="Sở Nông nghiệp và Môi trường", place=province, sectors=("agriculture",)
    )
    Agency.objects.bulk_create([commune, elsewhere, operator, industry, agriculture])
    # The serial numbers of tests/make.py begin at 1: no other establishment of a test has these addresses.
    lanh = make.an_establishment("Hợp tác xã Trái cây Lành", agency=commune, place=home, slug="hop-tac-xa-lanh-0")
    khai = make.an_establishment("Cơ sở Khải", agency=elsewhere, place=away, slug="co-so-khai-0")
    Establishment.objects.bulk_create([lanh, khai])
    ManagingAssignment.objects.bulk_create([make.assignment(lanh, commune), make.assignment(khai, elsewhere)])
    return Organisations(operator, commune, elsewhere, industry, agriculture, lanh, khai)


# key: (name, organisation, kind of account, role)
CAST = {
    "lanh": ("Nguyễn Thị Lành", "lanh", "establishment", "owner"),
    "tu": ("Trần Văn Tư", "lanh", "establishment", "worker"),
    "khai": ("Lê Quang Khải", "khai", "establishment", "owner"),
    "hanh": ("Nguyễn Thị Hạnh", "commune", "commune", "lead"),
    "dung": ("Phạm Tiến Dũng", "commune", "commune", "officer"),
    "nam": ("Võ Hoài Nam", "industry", "department", "lead"),
    "mai": ("Đặng Thị Mai", "operator", "operator", "lead"),
}


@pytest.fixture
def people(organisations: Organisations, stage: Stage | None) -> dict[str, object]:
    """Memberships by key."""
    return stage.people if stage else build_people(organisations)


def build_people(organisations: Organisations) -> dict[str, object]:
    from txng.accounts.models import Account, Membership, User

    accounts: dict[str, Account] = {}
    users: dict[str, User] = {}
    for number, (key, (name, where, kind, _)) in enumerate(CAST.items(), start=1):
        organisation = getattr(organisations, where)
        if where not in accounts:
            accounts[where] = account = Account(
                kind=kind, state="issued", seats=5, issued_at=make.AT, issued_by="Đặng Thị Mai"
            )
            if kind == "establishment":
                account.establishment = organisation
                account.stand_with(organisation)
            else:
                account.agency = organisation
                account.unit_path = organisation.unit_path
        users[key] = User(login=key, name=name, kind=kind, phone=f"09000000{number:02d}")
        users[key].set_password(PASSWORD)
    User.objects.bulk_create(users.values())
    Account.objects.bulk_create(accounts.values())
    Account.objects.filter(pk__in=[account.pk for account in accounts.values()]).update(
        state="active", activated_at=make.AT
    )
    for account in accounts.values():
        account.state, account.activated_at = "active", make.AT
    seats = {
        key: Membership(account=accounts[where], user=users[key], role=role, since=make.AT, duties_accepted_at=make.AT)
        for key, (_, where, _, role) in CAST.items()
    }
    Membership.objects.bulk_create(seats.values())
    return dict(seats)


def _actor(key: str) -> object:
    @pytest.fixture(name=key)
    def fixture(people: dict[str, object]) -> Actor:
        from txng.accounts.acting import actor_of

        return actor_of(people[key])

    return fixture


def _client(key: str) -> object:
    @pytest.fixture(name=f"{key}_client")
    def fixture(people: dict[str, object]) -> Client:
        client = Client()
        sign_in(client, people[key].user)  # type: ignore[attr-defined]
        return client

    return fixture


def sign_in(client: Client, user: object) -> None:
    """Past password and second factor, both of which have tests of their own."""
    from txng.accounts import freshness

    client.force_login(user, backend="txng.accounts.backends.NamePhoneOrEmail")
    session = client.session
    freshness.mark(session)
    session.save()


for _key in CAST:
    globals()[_key] = _actor(_key)
    globals()[f"{_key}_client"] = _client(_key)


@pytest.fixture
def guest() -> Actor:
    from txng.access.actors import visitor

    return visitor()


@pytest.fixture
def guest_client() -> Client:
    return Client()


def run_jobs() -> None:
    """Do what afterwards consequences left to the worker, here and now."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.models import ProcrastinateJob

    from txng.ledger.tasks import hear

    assert app is not None
    for job in ProcrastinateJob.objects.filter(status="todo", task_name=hear.name).order_by("id"):
        hear.func(**job.args)
        ProcrastinateJob.objects.filter(pk=job.pk)  # the queue itself is procrastinate's, not ours to test
