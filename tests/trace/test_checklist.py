"""The list that `prove trace` counts by, against the tests there are."""

from __future__ import annotations

from pathlib import Path

from tests.claims.trace.checklist import LEVELS, SHOULD, SHOULDS, found_tests, ids_of

REPOSITORY = Path(__file__).parents[2]


def test_every_line_of_the_checklist_has_a_test_of_its_number() -> None:
    assert [one for one, named in found_tests(REPOSITORY).items() if not named] == []
    assert len(LEVELS) == 64


def test_every_should_is_accounted_for_to_people_too() -> None:
    assert list(SHOULDS) == [one for one, level in LEVELS.items() if level == SHOULD]
    text = (REPOSITORY / "docs" / "epcis-quyet-dinh.md").read_text(encoding="utf-8")
    assert all(f"| {one} |" in text for one in SHOULDS)


def test_a_number_is_read_only_where_it_is_one() -> None:
    assert ids_of("test_re_09_and_re_18_every_question") == {"RE-09", "RE-18"}
    assert ids_of("test_vn_13274_is_no_line") == ids_of("test_where_20_things") == set()
