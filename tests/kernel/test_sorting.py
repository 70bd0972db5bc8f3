from __future__ import annotations

from typing import Any

import pytest

from tests import make
from txng.kernel.sorting import by_number
from txng.production.models import Site

pytestmark = pytest.mark.django_db


def test_places_are_listed_as_people_count_them(organisations: Any) -> None:
    owner = organisations.lanh
    for name in (
        "Thửa 10",
        "Thửa 9",
        "Thửa 1",
        "Ao 2 ô 11",
        "Ao 2 ô 3",
        "Ao 12",
        "Thửa 009b",
        "Thửa 123456789012",
        "Vườn nhà",
    ):
        make.site(owner, name)
    found = Site.objects.filter(establishment=owner).order_by(by_number("name"), "id").values_list("name", flat=True)
    assert list(found) == [
        "Ao 2 ô 3", "Ao 2 ô 11", "Ao 12", "Thửa 1", "Thửa 9", "Thửa 009b", "Thửa 10", "Thửa 123456789012", "Vườn nhà",
    ]  # fmt: skip
