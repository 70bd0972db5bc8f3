"""Refusals of a query, in the words of the standard (standards.md 2.7)."""

from __future__ import annotations

from txng.kernel.errors import Refusal


class QueryRefused(Refusal):
    kind = "epcisException:QueryValidationException"
    default_code = "query"


class WrongParameter(QueryRefused):
    """A parameter nobody knows, or a value that is none."""

    kind = "epcisException:QueryParameterException"
    default_code = "query_parameter"

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(f"{name[:100]}: {detail}")
        self.name = name


class TooLarge(QueryRefused):
    status = 413
    kind = "epcisException:QueryTooLargeException"
    default_code = "query_too_large"


class TooComplex(QueryRefused):
    """It would take longer than one caller may take from all others."""

    status = 413
    kind = "epcisException:QueryTooComplexException"
    default_code = "query_too_complex"
