"""The forgeries of the claim (tests/claims/stamps/05_forgeries.py), as few as a day can afford."""

from __future__ import annotations

from typing import Any

import pytest

from tests.claims.framework import claims


@pytest.fixture(scope="module")
def forging() -> Any:
    return next(file.module for file in claims("stamps") if file.path.stem == "05_forgeries")


def test_no_forged_serial_is_taken_and_all_issued_ones_are(forging: Any) -> None:
    assert forging.tried(20_000) == dict.fromkeys(forging.KINDS, 0)
    assert forging.changed_by_one(1_000) == 0
    assert forging.single_agrees(2_000) == (2_000, 0)


def test_a_verifier_with_a_hole_is_found(forging: Any) -> None:
    assert forging.tried(500, forging.of_no_product)["another product"] == 500
