"""One name is one line of a book: the search by length finds whatever comparing one by one would find."""

from __future__ import annotations

import pytest

from tests import make
from tests.cast import Organisations
from txng.production.actions.in_hand import same_name
from txng.production.models import Partner

NAMES = (
    "Đại lý Ba Hưng",
    "ĐẠI LÝ BA HƯNG",
    "đại lý  ba hưng",
    "Gross",
    "Groß",
    "GROSS",
    "ﬁlm",
    "FILM",
    "İ",
    "i̇",
    "Đ",
    "đ",
    "D",
)


@pytest.mark.django_db
@pytest.mark.parametrize("kept", NAMES)
def test_letter_case_aside_and_nothing_else(organisations: Organisations, kept: str) -> None:
    make.partner(organisations.lanh, kept)
    book = Partner.objects.filter(establishment=organisations.lanh)
    found = {wanted for wanted in NAMES if same_name(book, wanted) is not None}
    assert found == {wanted for wanted in NAMES if wanted.casefold() == kept.casefold()}
