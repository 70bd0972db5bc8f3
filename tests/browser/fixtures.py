"""The browser and the running sites of the tests that need them (a plugin of tests/conftest.py)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.sites import Sites
from tests.harness import chromium
from txng.project.database import Cluster


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def sites(cluster: Cluster) -> Iterator[Sites]:
    running = Sites(cluster)
    yield running
    running.close()
