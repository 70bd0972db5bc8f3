"""A bench's result as a claim says it."""

from __future__ import annotations

from tests.bench.measuring import Result
from tests.claims.framework import Measured


def measured(result: Result) -> Measured:
    figure = "; ".join(f"{line.ours} against {line.limit}: {line.ratio}" for line in result.lines)
    return Measured(result.holds, figure, len(result.lines))
