from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from tests import make
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
