"""What can be wrong with a boundary: one code and one sentence each."""

from __future__ import annotations

from dataclasses import dataclass

from txng.kernel.errors import RuleBroken
from txng.ui.formats import vn_number

LATITUDES = (8.0, 23.6)  # Việt Nam with Hoàng Sa and Trường Sa
LONGITUDES = (102.0, 118.0)


class WrongBoundary(RuleBroken):
    """A boundary that cannot be one. `at` is where, (longitude, latitude), if it can be said."""

    def __init__(self, message: object = "", *, code: str = "", at: tuple[float, float] | None = None) -> None:
        super().__init__(message, code=code)
        self.at = at


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at before it is kept. `key` names exactly this: another overlap asks anew."""

    code: str
    sentence: str
    about: str = ""

    @property
    def key(self) -> str:
        return f"{self.code}:{self.about}" if self.about else self.code


class Unconfirmed(RuleBroken):
    """The boundary is possible, and something about it is to be confirmed first."""

    default_code = "unconfirmed"

    def __init__(self, message: object, doubts: list[Doubt]) -> None:
        super().__init__(message)
        self.doubts = doubts


def place(point: tuple[float, float] | list[float]) -> str:
    """As people read it off a map: latitude first, “10,02196; 105,66504”."""
    return f"{vn_number(round(point[1], 5), 5)}; {vn_number(round(point[0], 5), 5)}"


def size(square_metres: float) -> str:
    if square_metres >= 10_000:
        return f"{vn_number(round(square_metres / 10_000, 2), 2)} ha"
    return f"{vn_number(round(square_metres), 0)} m²"
