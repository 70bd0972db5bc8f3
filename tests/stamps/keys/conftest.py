from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import sign_in
from txng.access import Actor
from txng.resolver import codes, sessions
from txng.stamps.serials import forget_key_rings


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A key folder of the test's own: versions are made and withdrawn here."""
    settings.KEYS_FOLDER = tmp_path
    cache.clear()
    forget_key_rings()
    codes.forget_products()
    sessions.forget_keys()
    yield tmp_path / "serials"
    forget_key_rings()
    codes.forget_products()
    sessions.forget_keys()


@pytest.fixture
def hai_seat(people: Any, at: Any) -> Any:
    """Anh Hải, a second person of the operator: nobody withdraws a key alone."""
    from txng.accounts.models import Membership, User

    user = User.objects.create_user("hai", name="Trịnh Văn Hải", kind="operator", phone="0900000099")
    account = people["mai"].account
    return Membership.objects.create(account=account, user=user, role="officer", since=at, duties_accepted_at=at)


@pytest.fixture
def hai(hai_seat: Any) -> Actor:
    from txng.accounts.acting import actor_of

    return actor_of(hai_seat)


@pytest.fixture
def hai_client(hai_seat: Any) -> Client:
    client = Client()
    sign_in(client, hai_seat.user)
    return client
