"""Fields a form does not have, sent along with it (mass assignment).

Where TXNG_SMUGGLE is set, each form that the test run sends with success – once for each address and
set of names – is sent before in three savepoints that are taken back: twice as it is, which shows what differs anyway,
and once with every other column of every table it changed as a further field. What then stands differently in any
table came through. The fields a form of ours reads are no evidence (a form made of a model reads too many): they are
declared by hand in tests/permissions/writable.txt.
"""

from __future__ import annotations

import copy
import decimal
import functools
import os
import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection, models, transaction
from django.forms import BaseForm
from django.test import Client
from django.urls import Resolver404, get_urlconf, resolve

DECLARED = Path(__file__).parent / "permissions" / "writable.txt"
# What comes and goes with every request, and reference data too large to be read each time.
_LEFT_OUT = {"accounts_session", "django_session", "places_administrativeunit", "places_succession"}
_KEEP_NOTHING = {"", "style-forms"}
Rows = dict[str, list[dict[str, Any]]]


class Probe:
    def __init__(self) -> None:
        self.tried: set[tuple[Any, ...]] = set()
        self.fields = 0
        self.found: list[str] = []
        self.read: dict[str, set[str]] = {}  # by forms of ours: address, names
        self.off = False  # while it sends, and in tests that count what is sent


probe = Probe()


def declared() -> dict[str, set[str]]:
    """Address: the names its forms may read. Raise ValueError for an address said twice."""
    found: dict[str, set[str]] = {}
    for line in DECLARED.read_text(encoding="utf-8").splitlines():
        words = line.split("#")[0].split()
        if words and words[0] in found:
            raise ValueError(f"said twice: {words[0]}")
        if words:
            found[words[0]] = set(words[1:])
    return found


def undeclared() -> list[str]:
    """What forms of ours have read since the last time that nobody has declared."""
    known = _declared()
    read = [(address, name) for address, names in probe.read.items() for name in sorted(names)]
    probe.read.clear()
    return [
        f"{address} reads {name}, which stands nowhere in {DECLARED.name}"
        for address, name in read
        if name not in known.get(address, ()) and not _of_a_kind(name, known.get(address, ()))
    ]


def _of_a_kind(name: str, declared: Iterable[str]) -> bool:
    """`kd_*`: boxes whose names are data (production/data/sectors), all kept in one column."""
    return any(one.endswith("_*") and name.startswith(one[:-1]) for one in declared)


_declared = functools.cache(declared)


def address_of(path: str) -> str:
    """The same for the page in either language."""
    return _address_of(path, get_urlconf() or settings.ROOT_URLCONF)


@functools.lru_cache(4_096)
def _address_of(path: str, addresses: Any) -> str:
    """Kept, because a path is looked for among all the `addresses` there are."""
    try:
        return resolve(path.split("?")[0].removeprefix("/en"), addresses).url_name or ""
    except Resolver404:
        return ""


def install() -> None:
    """Every client of the tests goes through here, and every form that is given data."""
    send = Client.generic
    clean = BaseForm.full_clean
    here: list[str] = []

    def generic(
        self: Client,
        method: str,
        path: str,
        data: Any = "",
        content_type: str = "application/octet-stream",
        *more: Any,
        **extra: Any,
    ) -> Any:
        here.append(address_of(path))
        try:
            if "TXNG_SMUGGLE" in os.environ and method == "POST" and _is_form(content_type) and not probe.off:
                _try(
                    self,
                    path,
                    data,
                    content_type,
                    lambda body: send(self, method, path, body, content_type, *more, **extra),
                )
            return send(self, method, path, data, content_type, *more, **extra)
        finally:
            here.pop()

    def full_clean(self: BaseForm) -> None:
        if self.is_bound and here and here[-1] not in _KEEP_NOTHING:
            names = {re.sub(r"\d+", "*", str(self.add_prefix(name))) for name in self.fields}
            probe.read.setdefault(here[-1], set()).update(names)
        clean(self)

    Client.generic = generic  # type: ignore[method-assign]
    BaseForm.full_clean = full_clean  # type: ignore[method-assign]


def _is_form(content_type: str) -> bool:
    return content_type.startswith(("multipart/form-data", "application/x-www-form-urlencoded"))


def _try(client: Client, path: str, data: Any, content_type: str, send: Callable[[Any], Any]) -> None:
    """Nothing of it stays: rows, cookies, letters and counters are put back."""
    if not connection.in_atomic_block or connection.needs_rollback or connection.force_debug_cursor:
        return  # committed at once, or somebody counts queries
    address = address_of(path)
    body = data if isinstance(data, bytes) else str(data).encode()
    sent = names_of(body, content_type)
    kept = (
        copy.deepcopy(client.cookies),
        list(getattr(mail, "outbox", [])),
        dict(cache._cache),
        dict(cache._expire_info),
    )
    if (address, frozenset(sent)) in probe.tried:
        return
    probe.off = True
    try:

        def changes(body: bytes) -> Rows | None:
            with _undone():
                before = _rows()
                answer = send(body)
                after = _rows() if answer.status_code < 400 else before
            client.cookies, mail.outbox = copy.deepcopy(kept[0]), list(kept[1])
            for counter, was in zip((cache._cache, cache._expire_info), kept[2:], strict=True):
                counter.clear()
                counter.update(was)
            return {t: fresh for t, rows in after.items() if (fresh := [r for r in rows if r not in before[t]])} or None

        first = changes(body)
        if first is None:
            return
        probe.tried.add((address, frozenset(sent)))
        second = changes(body) or {}
        extra = fields_of(first, without=sent | _declared().get(address, set()))
        third = changes(with_fields(body, content_type, extra)) or {}
        probe.fields += len(extra)
        probe.found += [f"{address}: {what} by a field it does not have" for what in came_through(first, second, third)]
    finally:
        probe.off = False


def came_through(first: Rows, second: Rows, third: Rows) -> Iterator[str]:
    """What the further fields changed beyond what differs between two sendings of the same."""
    if Counter({t: len(rows) for t, rows in first.items()}) != Counter({t: len(rows) for t, rows in third.items()}):
        yield f"other rows: {sorted((t, len(third.get(t, []))) for t in first.keys() | third.keys())}"
        return
    for table, rows in first.items():
        # Column by column: rows whose keys are drawn by chance stand in another order each time.
        for column in rows[0]:
            one, again, smuggled = (
                Counter(repr(row[column]) for row in sent) for sent in (rows, second.get(table, rows), third[table])
            )
            if one == again != smuggled:
                yield f"{table}.{column} set"


def _rows() -> Rows:
    tables = [m for m in apps.get_models() if m._meta.managed and m._meta.db_table not in _LEFT_OUT]
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in {m._meta.db_table for m in tables if not m._meta.db_table.startswith("procrastinate")}:
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            columns = [column.name for column in cursor.description]
            found[table] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return found


def fields_of(changed: Rows, without: set[str]) -> dict[str, str]:
    """Every column of the tables changed, with a value it does not have now."""
    by_table = {m._meta.db_table: m for m in apps.get_models()}
    extra: dict[str, str] = {}
    for table, rows in changed.items():
        if table == "ledger_entry":
            continue
        for field in by_table[table]._meta.concrete_fields:
            for name in {field.name, field.attname} - without:
                extra.setdefault(name, _another(field, rows[-1][field.column]))
    return extra


def _another(field: Any, now: Any) -> str:
    if field.choices:
        return str(next((value for value, _ in reversed(field.flatchoices) if value not in ("", now)), now))
    if isinstance(field, models.ForeignKey):
        others = field.related_model._base_manager.exclude(pk=now).order_by("-pk").values_list("pk", flat=True)
        return str(others.first() or now)
    if isinstance(field, models.BooleanField):
        return "" if now else "on"
    if isinstance(field, models.DateTimeField):
        return "2001-02-03T04:05:06+07:00"
    if isinstance(field, models.DateField):
        return "2001-02-03"
    if isinstance(field, models.UUIDField):
        return str(uuid.UUID(int=7351))
    if isinstance(now, int | decimal.Decimal) or isinstance(field, models.IntegerField | models.DecimalField):
        return "7"
    if isinstance(field, models.JSONField):
        return '{"smuggled": "7351"}'
    return "smuggled"[: field.max_length or 8]


def names_of(body: bytes, content_type: str) -> set[str]:
    from django.http import QueryDict

    if content_type.startswith("multipart"):
        return {part.split(b'"')[0].decode(errors="replace") for part in body.split(b' name="')[1:]}
    return set(QueryDict(body.decode(errors="replace")))


def with_fields(body: bytes, content_type: str, extra: dict[str, str]) -> bytes:
    if not content_type.startswith("multipart"):
        return body + b"&" * bool(body) + urlencode(extra).encode()
    boundary = content_type.split("boundary=")[1].split(";")[0].strip()
    parts = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in extra.items()
    )
    return parts.encode() + body


class _undone(transaction.Atomic):
    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)

    def __exit__(self, *error: Any) -> None:
        transaction.set_rollback(True)
        super().__exit__(*error)
