"""What the front door says by itself, because Django is not there to be asked, is what Django would have said."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from txng.project.front.scans import number
from txng.resolver.references import sign
from txng.resolver.scan_reference import ReferenceSigner, told_of
from txng.ui.formats import vn_number

IDS = st.integers(0, 2**40)
ADDRESSES = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZabcdefgh/", min_size=1, max_size=60)


@given(st.integers(0, 10**12))
def test_a_count_is_written_as_on_every_other_page(count: int) -> None:
    assert number(count) == vn_number(count)


@given(raw=ADDRESSES, verdict=st.sampled_from(["valid", "recalled", "check"]), maker=IDS, product=IDS, lot=IDS)
def test_the_complaint_form_reads_both_references_alike(
    raw: str, verdict: str, maker: int, product: int, lot: int
) -> None:
    ours = ReferenceSigner(settings.SECRET_KEY).sign(raw, told_of(verdict, maker, product, lot))
    assert ours == quote(sign(raw=raw, verdict=verdict, establishment_id=maker, product_id=product, lot_id=lot))
