"""From a TOML table to a frozen dataclass, strictly.

A misspelt key would silently leave a default in force, and the default is another province's law. So an
unknown key, a missing key and a value of the wrong type all refuse to start, naming the file and the key.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from enum import Enum
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class ProfileError(Exception):
    """A province cannot start with this file. The message names the file and the key."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__(f"{file}: {key}: {problem}")
        self.file = file
        self.key = key
        self.problem = problem


def build(cls: type[T], table: object, *, file: str, key: str = "") -> T:
    """An instance of `cls` out of a TOML table, or ProfileError."""
    if not isinstance(table, Mapping):
        raise ProfileError(file, key or "(file)", f"expected a table, found {_kind(table)}")
    hints = get_type_hints(cls)
    fields = {field.name: field for field in dataclasses.fields(cls)}  # type: ignore[arg-type]
    for name in table:
        if name not in fields:
            raise ProfileError(file, _join(key, name), "unknown key")
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name in table:
            values[name] = _read(hints[name], table[name], file=file, key=_join(key, name))
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise ProfileError(file, _join(key, name), "missing key")
    return cls(**values)


def _read(wanted: Any, value: Any, *, file: str, key: str) -> Any:
    origin, arguments = get_origin(wanted), get_args(wanted)
    if dataclasses.is_dataclass(wanted) and isinstance(wanted, type):
        return build(wanted, value, file=file, key=key)
    if origin in (Union, UnionType):
        return _read_union(arguments, value, file=file, key=key)
    if origin is Literal:
        if value not in arguments or type(value) not in {type(argument) for argument in arguments}:
            raise ProfileError(file, key, f"{value!r} is none of {', '.join(map(repr, arguments))}")
        return value
    if origin is tuple:
        if not isinstance(value, list):
            raise ProfileError(file, key, f"expected a list, found {_kind(value)}")
        return tuple(_read(arguments[0], item, file=file, key=f"{key}[{number}]") for number, item in enumerate(value))
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, dict):
            raise ProfileError(file, key, f"expected a table, found {_kind(value)}")
        return {
            _read(arguments[0], name, file=file, key=_join(key, name)): _read(
                arguments[1], item, file=file, key=_join(key, name)
            )
            for name, item in value.items()
        }
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        try:
            return wanted(value)
        except ValueError:
            raise ProfileError(file, key, f"{value!r} is not a {wanted.__name__}") from None
    # bool is an int in Python and a datetime is a date; in a regulation they are not.
    if type(value) is not wanted:
        raise ProfileError(file, key, f"expected {wanted.__name__}, found {_kind(value)}")
    return value


def _read_union(members: tuple[Any, ...], value: Any, *, file: str, key: str) -> Any:
    problem: ProfileError | None = None
    for member in members:
        if member is type(None):
            continue
        try:
            return _read(member, value, file=file, key=key)
        except ProfileError as error:
            problem = problem or error
    raise problem or ProfileError(file, key, "no value allowed here")


def _join(key: str, name: object) -> str:
    return f"{key}.{name}" if key else str(name)


def _kind(value: object) -> str:
    names = {
        dict: "a table",
        list: "a list",
        str: "str",
        bool: "bool",
        int: "int",
        float: "float",
        date: "date",
    }
    return names.get(type(value), type(value).__name__)
