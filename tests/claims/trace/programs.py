"""Programs that talk to a running installation, as a partner's would: over HTTP, with keys of their own."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from tests.harness import Installation

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"

_KEYS = """
import json, sys
from txng.access.permissions import Permission
from txng.accounts.actions import make_client
from txng.accounts.models import Membership
from txng.accounts.acting import actor_of
from txng.kernel.clock import now
owner = actor_of(Membership.objects.get(user__login="lanh", account__establishment__practice=False))
verbs = [str(Permission.TRACE_READ), str(Permission.TRACE_CAPTURE)]
made = [make_client(actor=owner, name=f"{name} {n}", verbs=verbs, days=30, at=now()) for n in range(count)]
if level != "standard":
    from txng.trace.actions import set_source
    operator = actor_of(Membership.objects.get(user__login="mai"))
    for one in made:
        set_source(actor=operator, client_id=one.client.pk, source=level, reason="Kiểm tra", at=now())
print("tokens", json.dumps([one.token for one in made]))
"""


def keys(site: Installation, name: str, count: int, level: str = "standard") -> list[str]:
    """A key is good for 600 calls a minute; who sends more has several."""
    said = site.manage("shell", "-c", f"name, count, level = {name!r}, {count}, {level!r}\n{_KEYS}")
    found: list[str] = json.loads(
        next(line for line in said.splitlines() if line.startswith("tokens ")).split(" ", 1)[1]
    )
    return found


def take_up(site: Installation) -> None:
    """What a worker does of itself each minute: captures left behind are taken up again."""
    site.manage(
        "shell",
        "-c",
        "from datetime import timedelta\n"
        "from txng.kernel.clock import now\n"
        "from txng.trace import tasks\n"
        "while tasks.take_up(now() + timedelta(minutes=2)): pass",
    )


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def events(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.json["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
        return found


@dataclass
class Program:
    base_url: str
    tokens: list[str]
    patience: float = 60.0
    _connection: http.client.HTTPConnection | None = None
    _turn: int = field(default=0)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """A connection that breaks is an OSError or HTTPException of the caller's; one that was kept may have been
        closed from the other side meanwhile, and is opened again."""
        self._turn += 1
        sent = {"Authorization": f"Bearer {self.tokens[self._turn % len(self.tokens)]}", **headers}
        kept = self._connection is not None
        try:
            return self._ask(method, path, body, sent)
        except (http.client.RemoteDisconnected, ConnectionError):
            if not kept:
                raise
            return self._ask(method, path, body, sent)

    def _ask(self, method: str, path: str, body: bytes | None, sent: dict[str, str]) -> Answer:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(urlsplit(self.base_url).netloc, timeout=self.patience)
        try:
            self._connection.request(method, path, body=body, headers=sent)
            answer = self._connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        except (OSError, http.client.HTTPException):
            self.hang_up()
            raise

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, None, **headers)

    def post(self, path: str, body: bytes | dict[str, Any] | list[Any], media: str = "application/json") -> Answer:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.ask("POST", path, data, **{"Content-Type": media})

    def event(self, event_id: str) -> Answer:
        return self.get(f"/epcis/events/{quote(event_id, safe='')}")

    def hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def document(events: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "@context": [CONTEXT],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-09-21T08:00:00.000Z",
        "epcisBody": {"eventList": events},
    }


def observed(thing: str, **fields: Any) -> dict[str, Any]:
    return {
        "type": "ObjectEvent",
        "eventTime": "2026-09-21T08:00:00.000+07:00",
        "eventTimeZoneOffset": "+07:00",
        "epcList": [thing],
        "action": "OBSERVE",
        "bizStep": "shipping",
        **fields,
    }
