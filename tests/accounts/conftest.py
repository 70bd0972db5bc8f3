from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from tests import make
from tests.accounts.outside_provider import OutsideProvider, running
from tests.cast import Organisations
from txng.access import Actor
from txng.accounts.actions import issue_account
from txng.accounts.actions._people import Issued


@pytest.fixture(autouse=True)
def forgotten_tries() -> Iterator[None]:
    """Throttles and used codes live in the cache of the process; a test begins with none."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ready(organisations: Organisations) -> Any:
    """A dossier whose account is due."""
    return make.dossier(organisations.commune, state="forwarded")


@pytest.fixture
def issued(ready: Any, mai: Actor, at: Any) -> Issued:
    return issue_account(
        actor=mai, dossier_id=ready.pk, login="htx-nhon-ai", owner_name="Nguyễn Thị Út", owner_phone="0987654321", at=at
    )


@pytest.fixture
def hai_seat(people: Any, at: Any) -> Any:
    """Anh Hải, a second person of the operator: nobody decides alone what needs two."""
    from txng.accounts.models import Membership, User

    user = User.objects.create_user("hai", name="Trịnh Văn Hải", kind="operator", phone="0900000099")
    account = people["mai"].account
    return Membership.objects.create(account=account, user=user, role="officer", since=at, duties_accepted_at=at)


@pytest.fixture
def hai(hai_seat: Any) -> Actor:
    from txng.accounts.acting import actor_of

    return actor_of(hai_seat)


@pytest.fixture
def hai_client(hai_seat: Any) -> Any:
    from django.test import Client

    from tests.cast import sign_in

    client = Client()
    sign_in(client, hai_seat.user)
    return client


@pytest.fixture
def outside(settings: Any) -> Iterator[OutsideProvider]:
    """A provider runs on this machine, and the installation is told of it."""
    with running() as provider:
        settings.OUTSIDE_SIGN_IN = provider.settings()
        yield provider
