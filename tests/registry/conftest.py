from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import translation


@pytest.fixture(autouse=True)
def no_throttle_of_an_earlier_test() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def in_vietnamese() -> Iterator[None]:
    """A page read in English would leave its language to the next test of the same thread."""
    with translation.override("vi"):
        yield
