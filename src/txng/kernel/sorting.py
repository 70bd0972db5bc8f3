"""The order in which people count: “Thửa 2” before “Thửa 10”."""

from __future__ import annotations

from django.db.models import CharField, F, Func, Value


def by_number(column: str) -> Func:
    """A column of text with every number in it written with nine digits: for `order_by`, done by the database."""
    padded = _replaced(F(column), "([0-9]+)", r"00000000\1")
    return _replaced(padded, "0*([0-9]{9})", r"\1")


def _replaced(text: F | Func, pattern: str, by: str) -> Func:
    values = (Value(pattern), Value(by), Value("g"))
    return Func(text, *values, function="regexp_replace", output_field=CharField())
