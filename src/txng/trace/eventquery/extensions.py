"""Extension fields: of the event, inside it, and inside the fields of the standard that may carry them.

The stored event declares its prefixes itself; a name is compared by its namespace, never by anybody's prefix.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from txng.gs1.epcis import names
from txng.gs1.epcis.fields import FIELDS
from txng.trace.eventquery import values
from txng.trace.eventquery.conditions import BODY, OPERATORS, Condition
from txng.trace.eventquery.faults import WrongParameter

# Part of the parameter's name → (where the extensions stand, whose right they take).
CONTAINERS: dict[str, tuple[str, str]] = {
    "": ("$", "extension"),
    "ILMD": ("$.ilmd", "ilmd"),
    "ERROR_DECLARATION": ("$.errorDeclaration", "extension"),
    "SENSORELEMENT": ("$.sensorElementList[*]", "sensorElementList"),
    "SENSORMETADATA": ("$.sensorElementList[*].sensorMetadata", "sensorElementList"),
    "SENSORREPORT": ("$.sensorElementList[*].sensorReport[*]", "sensorElementList"),
    "readPoint": ("$.readPoint", "readPoint"),
    "bizLocation": ("$.bizLocation", "bizLocation"),
}
NAME = re.compile(
    r"(?P<operator>EQ|GT|GE|LT|LE|EXISTS)_(?P<inner>INNER_)?"
    r"(?:(?P<where>ILMD|ERROR_DECLARATION|SENSORELEMENT|SENSORMETADATA|SENSORREPORT|readPoint|bizLocation)_)?"
    r"(?P<inner_too>INNER_)?(?P<field>[^:]+:.+)",
    re.DOTALL,
)
_NCNAME_LOCAL = re.compile(r"[\w.\-·]+")


def qualified(name: str, field: str, prefixes: Mapping[str, str]) -> tuple[str, str]:
    """(namespace, local) of `prefix:local` or of a whole URI."""
    prefix, _, local = field.partition(":")
    if prefix in prefixes and not local.startswith("//"):
        namespace = names.one_namespace(prefixes[prefix])
    elif field.startswith(("http://", "https://", "urn:")):
        namespace, local = names.parts(names.split(field))
        namespace = names.one_namespace(namespace)
    else:
        namespace = ""
    if not namespace or not _NCNAME_LOCAL.fullmatch(local):
        raise WrongParameter(name, f"the prefix “{prefix[:40]}” is not among those of GS1-Extensions")
    return namespace, local


def _keys(namespace: str, local: str) -> tuple[str, list[Any]]:
    """Under which key that name stands in the event."""
    for prefix, known in names.CONTEXT_PREFIXES.items():
        if known == namespace:
            return "SELECT %s::text", [f"{prefix}:{local}"]
    return (
        f"SELECT n.key || ':' || %s FROM jsonb_each_text({BODY} -> '@context') n WHERE n.value = %s",
        [local, namespace],
    )


def elements(namespace: str, local: str, path: str, *, inner: bool) -> tuple[str, list[Any]]:
    """FROM … of every value `e` of that name: a list counts as its members."""
    keys, found = _keys(namespace, local)
    if inner:
        # Below the extensions of that place, at any depth.
        standard = ",".join(("@context", *FIELDS)) if path == "$" else ""
        own = f"f.key <> ALL('{{{standard}}}'::text[])" if standard else "f.key LIKE '%%:%%'"
        inside = (
            "SELECT d FROM jsonb_each(CASE WHEN jsonb_typeof(c) = 'object' THEN c ELSE '{}' END) f, "
            "jsonb_path_query(f.value, ('strict $.**.' || to_json(k.key)::text)::jsonpath) d "
            f"WHERE {own}"
        )
    else:
        inside = "SELECT c -> k.key WHERE jsonb_typeof(c) = 'object' AND c ? k.key"
    sql = (
        f"jsonb_path_query({BODY}, '{path}') c, LATERAL ({keys}) k(key), LATERAL ({inside}) v(value), "
        "jsonb_path_query(v.value, '$[*]') e"
    )
    return sql, found


def build(name: str, given: list[Any], prefixes: Mapping[str, str]) -> Condition | None:
    asked = NAME.fullmatch(name)
    if asked is None:
        raise WrongParameter(name, "no such parameter")
    namespace, local = qualified(name, asked["field"], prefixes)
    path, field = CONTAINERS[asked["where"] or ""]
    inner = bool(asked["inner"] or asked["inner_too"])
    source, found = elements(namespace, local, path, inner=inner)
    if asked["operator"] == "EXISTS":
        if not values.truth(name, given):
            return None
        # An empty object is a value too, an empty list was never kept.
        return Condition(f"EXISTS (SELECT 1 FROM {source})", tuple(found), field)
    test, more = _test(name, given, asked["operator"])
    return Condition(f"EXISTS (SELECT 1 FROM {source} WHERE {test})", (*found, *more), field)


def _test(name: str, given: list[Any], operator: str) -> tuple[str, list[Any]]:
    if operator == "EQ":
        words = values.texts(name, given)
        numbers = [str(number) for word in words if (number := _number(word)) is not None]
        return "(e #>> '{}' = ANY(%s) OR trace_number(e) = ANY(%s::numeric[]))", [words, numbers]
    kind, value = values.comparable(name, given)
    sign = OPERATORS[operator]
    if kind == "number":
        return f"trace_number(e) {sign} %s::numeric", [str(value)]
    if kind == "moment":
        return f"trace_moment(e #>> '{{}}') {sign} %s", [value]
    day = "CASE WHEN e #>> '{}' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}' THEN left(e #>> '{}', 10) END"
    return f'{day} COLLATE "C" {sign} %s', [value]


def _number(word: str) -> int | Decimal | None:
    try:
        return values.number("", word)
    except WrongParameter:
        return None


def sorted_by(name: str, field: str, prefixes: Mapping[str, str]) -> tuple[str, str, tuple[Any, ...]]:
    """(SQL of a number, SQL of a text, values of each) to sort by; events without the field come as the lowest."""
    namespace, local = qualified(name, field, prefixes)
    source, found = elements(namespace, local, "$", inner=False)
    number = f"coalesce((SELECT min(trace_number(e)) FROM {source}), '-Infinity'::numeric)"
    text = f"coalesce((SELECT min(e #>> '{{}}' COLLATE \"C\") FROM {source}), '') COLLATE \"C\""
    return number, text, tuple(found)
