"""A stranger's first start."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tests.claims.framework import Claim, Context, Measured
from tests.claims.house.starting import seconds_to_first_page

CLAIM = Claim(
    "house-01",
    "From a clone in an empty folder `./txng up` answers its first page within 120 s with cold package caches.",
    kind="time",
    vi="Từ bản sao trong thư mục trống, `./txng up` mở được trang đầu trong 120 giây khi chưa có gì trong bộ nhớ đệm.",
)
LIMIT = 120.0
control = None


def measure(ctx: Context) -> Measured:
    with ctx.clean_clone() as clone, tempfile.TemporaryDirectory() as caches:
        environment = os.environ | {"UV_CACHE_DIR": f"{caches}/uv", "PIP_CACHE_DIR": f"{caches}/pip"}
        took = seconds_to_first_page(Path(clone), environment)
    return Measured(took <= LIMIT, f"{took:.1f} s ({took / LIMIT:.0%} of the limit)")
