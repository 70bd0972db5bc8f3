from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_throttle_of_another_test() -> None:
    cache.clear()
