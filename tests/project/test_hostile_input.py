"""Every page and every form of every person, given what no honest person would send. Nothing answers with a 5xx."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

import txng
from tests.cast import sign_in
from tests.kernel import hostile
from tests.permissions import table
from tests.permissions.table import OWN
from tests.permissions.world import worlds
from tests.sizes import WHOLE, Taken, one_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PERSONS = ("guest", "lanh", "tu", "hanh", "mai")

VALUES = [
    "\x00",
    "' OR 1=1 --\";DROP TABLE registry_dossier;",
    "<script>alert(1)</script>{{7*7}}{% load x %}%(name)s%s{0}",
    "9" * 400,
    "-99999999999999999999999999",
    "1e999",
    "NaN",
    "٣٤٥",
    "Ð\u0301" * 5_000,
    "\ufffd",
    "../../../../etc/passwd",
    "2026-02-30",
    "\r\nSet-Cookie: x=1",
]
FILES = [
    ("", b""),
    ("a" * 400 + ".jpg", b""),
    ("anh.jpg", hostile.HTML),
    ("..\\..\\x.pdf", b"%PDF-1.7 nothing"),
    ("đơn\r\n.heic", hostile.heic_header_then_garbage()),
    ("anh.png", hostile.png_claiming(60_000, 60_000)),
]


def asked_for() -> list[str]:
    """Every name some page looks for in its address."""
    sources = (path.read_text() for path in Path(txng.__path__[0]).rglob("*.py"))
    found = {name for text in sources for name in re.findall(r"GET(?:\.get|\.getlist)?[\(\[]\"(\w+)\"", text)}
    return sorted(found | {"q", "trang", "next", "ma", "k"})


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)  # name → what is in it
    files: set[str] = field(default_factory=set)
    fixed: set[str] = field(default_factory=set)  # hidden, buttons


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._inside: Form | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attributes}
        if tag == "form":
            self._inside = Form(given.get("action", ""), given.get("method", "get").lower())
            self.found.append(self._inside)
        elif self._inside is not None and given.get("name") and tag in ("input", "select", "textarea", "button"):
            kind = given.get("type", "")
            if kind == "file":
                self._inside.files.add(given["name"])
                return
            if kind in ("hidden", "submit") or tag == "button":
                self._inside.fixed.add(given["name"])
            self._inside.fields.setdefault(given["name"], given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = None


def kind_of(address: str) -> str:
    """Numbers say which thing, not which page; so do names made by chance, which no word of ours resembles."""
    return re.sub(r"\d+", "*", re.sub(r"(?=[\w-]*[A-Z])[\w-]{16,}", "*", address))


def share(what: str) -> int:
    """Where this form or address begins among the values: each takes its own share, and all together take every one."""
    return crc32(what.encode()) % len(VALUES)


def attacks(form: Form, *, with_files: bool) -> Iterator[dict[str, Any]]:
    yield {}
    begin = share(f"{form.action} {sorted(form.fields)}")
    for nth in range(0, len(VALUES), 1 if WHOLE else 8):
        value = VALUES[(begin + nth) % len(VALUES)]
        yield {name: was if name in form.fixed else value for name, was in form.fields.items()}
    for first in range(begin, begin + len(VALUES), 4 if WHOLE else len(VALUES)):  # hidden fields and buttons, too
        yield {name: VALUES[(first + n) % len(VALUES)] for n, name in enumerate(form.fields)}
    yield {name: [was, "x", was, "\x00"] for name, was in form.fields.items()}
    if not with_files:
        return
    for name, data in FILES:
        sent = {each: SimpleUploadedFile(name or "x", data, content_type="image/jpeg") for each in form.files}
        yield {**form.fields, **sent}
    yield {**form.fields, **dict.fromkeys(form.files, "no file at all")}
    for each in form.files:
        yield {**form.fields, each: [SimpleUploadedFile(f"{n}.jpg", b"x") for n in range(29)]}


@dataclass
class Attacker:
    name: str
    client: Client
    wrong: dict[str, str] = field(default_factory=dict)
    sent: int = 0

    def send(self, method: str, path: str, data: Any = None) -> Any:
        """The answer; everything it changed is taken back."""
        cache.clear()  # throttles are not what is tested here
        self.sent += 1
        response = None
        try:
            with transaction.atomic():
                response = getattr(self.client, method)(path, data)
                if response.streaming:
                    b"".join(response)
                transaction.set_rollback(True)
        except Exception as error:
            self.wrong[f"{method} {path[:80]} {str(data)[:160]}"] = f"{type(error).__name__}: {str(error)[:200]}"
            return None
        if response.status_code >= 500:
            self.wrong[f"{method} {path[:80]} {str(data)[:160]}"] = str(response.status_code)
        return response


@pytest.fixture
def attacker(request: pytest.FixtureRequest, people: Any) -> Attacker:
    client = Client()
    if request.param != "guest":
        sign_in(client, people[request.param].user)
    return Attacker(request.param, client)


@pytest.fixture
def addresses(people: Any, organisations: Any, attacker: Attacker) -> dict[str, str]:
    """By name. In a daily run those this person is shown: what is refused looks at nothing that is written, and the
    table of rights asks for it (tests/permissions)."""
    world = worlds(people, organisations)[OWN]
    declared = table.read()
    names = {n for method, n in declared.rows if method == "GET" and (WHOLE or attacker.name in shown_to(declared, n))}
    found = {name: declared.address(name, world) for name in sorted(names)}
    # The table's passkey is a name without a key; a real one is tried in tests/accounts.
    Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).delete()
    return found


def shown_to(declared: table.Table, name: str) -> list[str]:
    row = dict(zip(table.PERSONS, declared.rows["GET", name][OWN], strict=True))
    return [person for person in PERSONS if row[person] == 200]


@pytest.mark.parametrize("attacker", PERSONS, indirect=True)
def test_no_address_fails_whatever_is_written_behind_it(attacker: Attacker, addresses: dict[str, str]) -> None:
    names, declared = asked_for(), table.read()
    for name, address in addresses.items():
        # What is written there is read by the same lines whoever asks: a daily run lets one of those in write it.
        if not WHOLE and attacker.name != one_of(shown_to(declared, name), name):
            continue
        page = attacker.send("get", address)
        if page is None or page.status_code in (302, 404):
            continue  # the gate refused before the page looked at anything
        begin = share(address)
        for first in range(begin, begin + len(VALUES), 3 if WHOLE else 7):
            asked = {name: VALUES[(first + n) % len(VALUES)][:300] for n, name in enumerate(names)}
            attacker.send("get", address.partition("?")[0], asked)
    assert not attacker.wrong, "\n" + "\n".join(f"{what}: {how}" for what, how in attacker.wrong.items())
    assert attacker.sent > (len(addresses) if WHOLE else 20)


@pytest.mark.parametrize("attacker", PERSONS, indirect=True)
def test_no_form_fails_whatever_is_written_into_it(attacker: Attacker, addresses: dict[str, str], taken: Taken) -> None:
    boxes: set[str] = set()
    seen = 0
    for address in addresses.values():
        page = attacker.send("get", address)
        if page is None or page.status_code != 200 or "text/html" not in page["Content-Type"]:
            continue
        for form in Forms(page.content.decode()).found:
            action = (form.action or address).partition("#")[0]
            seen += 1
            # The same form before the next person is read by the same lines.
            if "dang-xuat" in action or not taken.take(("form", form.method, kind_of(action), *sorted(form.fields))):
                continue
            # Boxes of one name go the same way in: looking into every file again for each form takes minutes.
            new_files = form.files - boxes if WHOLE else {box for box in form.files if taken.take(("box", box))}
            boxes |= form.files
            for data in attacks(form, with_files=bool(new_files)):
                attacker.send(form.method, action, data)
    assert not attacker.wrong, "\n" + "\n".join(f"{what}: {how}" for what, how in attacker.wrong.items())
    assert seen > 1
