"""Values of parameters: from a URL they are text, from a named query's JSON also numbers and lists."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from txng.gs1.epcis import values
from txng.trace.eventquery.faults import WrongParameter
from txng.trace.models.captured import LONGEST

MOST_VALUES = 500
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNSAYABLE = re.compile("[\0\ud800-\udfff]")


def texts(name: str, given: list[Any]) -> list[str]:
    """A list: pipes, repetition and JSON lists say the same (standards.md 2.4)."""
    found: list[str] = []
    for value in given:
        for part in value if isinstance(value, list) else [value]:
            found += text(name, part).split("|") if isinstance(part, str) else [text(name, part)]
    found = list(dict.fromkeys(found))
    if not found or "" in found:
        raise WrongParameter(name, "a value is missing")
    if len(found) > MOST_VALUES:
        raise WrongParameter(name, f"at most {MOST_VALUES} values")
    return found


def text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, Decimal)):
        return values.number_text(number(name, value))
    if not isinstance(value, str):
        raise WrongParameter(name, "a value is text or a number")
    if _UNSAYABLE.search(value):
        raise WrongParameter(name, "a value has characters no identifier has")
    if len(value.encode()) > LONGEST * 64:
        raise WrongParameter(name, "the value is too long")
    return value


def uris(name: str, given: list[Any]) -> list[str]:
    found = texts(name, given)
    for uri in found:
        if ":" not in uri or any(sign.isspace() for sign in uri) or len(uri.encode()) > LONGEST:
            raise WrongParameter(name, f"“{uri[:80]}” is no URI")
    return found


def one(name: str, given: list[Any]) -> Any:
    flat = [part for value in given for part in (value if isinstance(value, list) else [value])]
    if len(flat) != 1:
        raise WrongParameter(name, "one value alone")
    return flat[0]


def time(name: str, given: list[Any]) -> datetime:
    value = one(name, given)
    try:
        if isinstance(value, str):
            # A plus sign that was not encoded comes as a space.
            return values.moment(re.sub(r" (?=\d\d:\d\d$)", "+", value))
    except values.NoTime:
        pass
    raise WrongParameter(name, "a date and time with a zone, as 2026-06-01T14:00:00+07:00")


def number(name: str, value: Any) -> int | Decimal:
    if isinstance(value, str):
        found = values.decimal(value)
    elif isinstance(value, float):
        found = values.decimal(repr(value))
    else:
        found = value if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else None
    if found is None or not values.is_reasonable(found):
        raise WrongParameter(name, "a number")
    return values.one_number(found)


def numbers(name: str, given: list[Any]) -> list[int | Decimal]:
    return [number(name, value) for value in texts(name, given)]


def truth(name: str, given: list[Any]) -> bool:
    """`EXISTS_` comes as true, as 1 and, in older examples, without a value (standards.md 2.8)."""
    value = one(name, given) if given else None
    if value is None or value is True or (isinstance(value, int) and value == 1) or value in ("", "1", "true"):
        return True
    if value is False or (isinstance(value, int) and value == 0) or value in ("0", "false"):
        return False
    raise WrongParameter(name, "true or false")


def count(name: str, given: list[Any]) -> int:
    value = one(name, given)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value < 10**9:
        raise WrongParameter(name, "a whole number from 1 on")
    return value


def comparable(name: str, given: list[Any]) -> tuple[str, Any]:
    """(kind, value) for <, ≤, >, ≥ over a field whose type only its sender knows: number, moment or day."""
    value = one(name, given)
    if isinstance(value, str):
        if _DATE.fullmatch(value):
            return "day", value
        if values.is_time(value) or values.is_time(re.sub(r" (?=\d\d:\d\d$)", "+", value)):
            return "moment", time(name, [value])
    return "number", number(name, value)
