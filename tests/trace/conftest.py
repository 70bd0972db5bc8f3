from __future__ import annotations

from typing import Any

import pytest

from tests.trace import kit


@pytest.fixture
def lanh_program(people: dict[str, Any]) -> kit.Program:
    """Bà Lành's co-operative sends its events from its own software."""
    return kit.program(people["lanh"])


@pytest.fixture
def khai_program(people: dict[str, Any]) -> kit.Program:
    return kit.program(people["khai"])


@pytest.fixture
def mai_program(people: dict[str, Any]) -> kit.Program:
    """The operator's."""
    return kit.program(people["mai"])
