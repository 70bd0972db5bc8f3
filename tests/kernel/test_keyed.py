from __future__ import annotations

import hmac

from hypothesis import given
from hypothesis import strategies as st

from txng.kernel.keyed import Keyed


@given(st.binary(max_size=200), st.lists(st.binary(max_size=300), max_size=4))
def test_the_digests_are_those_of_hmac(key: bytes, messages: list[bytes]) -> None:
    keyed = Keyed(key)

    assert [keyed.digest(one) for one in messages] == [hmac.digest(key, one, "sha256") for one in messages]
