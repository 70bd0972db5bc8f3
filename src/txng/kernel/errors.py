"""Refusals. Each carries a sentence for the person and a code for the machine (architecture, habit 11)."""

from __future__ import annotations


class Refusal(Exception):
    """A request that is answered with a sentence instead of a change.

    `status` is the HTTP answer when no view has a better one: always 4xx, never 5xx.
    """

    status = 400
    default_code = "refused"

    def __init__(self, message: object = "", *, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code

    def __str__(self) -> str:
        return str(self.message)


class RuleBroken(Refusal):
    """The right person at the wrong moment, or with the wrong content: the page says so and keeps what was typed."""

    status = 409
    default_code = "rule_broken"


class NotThere(Refusal):
    """Foreign and non-existent objects answer the same (names.md 7.20)."""

    status = 404
    default_code = "not_there"


class NotAllowed(Refusal):
    """A verb that is missing on a thing the person may see (names.md 7.20)."""

    status = 403
    default_code = "not_allowed"


class BadInput(Refusal):
    """Something sent to us that we cannot read."""

    status = 400
    default_code = "bad_input"


class TooMany(Refusal):
    """A throttle of names.md 5."""

    status = 429
    default_code = "too_many"
