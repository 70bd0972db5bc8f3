"""What the front door says by itself, because Django is not there to be asked, is what Django would have said."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from txng.project.front.scans import number
from txng.ui.formats import vn_number


@given(st.integers(0, 10**12))
def test_a_count_is_written_as_on_every_other_page(count: int) -> None:
    assert number(count) == vn_number(count)
