"""Programs with keys, and documents for them to send."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.test import Client

from txng.access.permissions import Permission
from txng.accounts.acting import actor_of
from txng.accounts.actions import make_client
from txng.accounts.models import ApiClient
from txng.kernel.clock import now
from txng.trace import tasks
from txng.trace.models import Capture

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
VERBS = (Permission.TRACE_READ, Permission.TRACE_CAPTURE)
GTIN = "08930000000019"


@dataclass
class Program:
    """A program of somebody's account, as it talks to us."""

    key: ApiClient
    token: str
    http: Client = field(default_factory=Client)

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        return self.http.generic(method, path, headers=headers, **more)

    def get(self, path: str, **headers: str) -> Any:
        return self._ask("GET", path, headers=headers)

    def options(self, path: str, **headers: str) -> Any:
        return self._ask("OPTIONS", path, headers=headers)

    def post(self, path: str, body: object, media: str = "application/json", **headers: str) -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._ask("POST", path, data=data, content_type=media, headers=headers)

    def capture(self, body: object, media: str = "application/json", **headers: str) -> Any:
        """Send a document and let the worker do its job; the job as the program reads it then."""
        answer = self.post("/epcis/capture", body, media, **headers)
        assert answer.status_code == 202, answer.content
        work()
        return self.get(answer["Location"]).json()

    def events(self, event_id: str) -> list[dict[str, Any]]:
        answer = self.get(f"/epcis/events/{quote(event_id, safe='')}")
        if answer.status_code == 404:
            return []
        return list(answer.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"])


def program(seat: Any, *verbs: Permission, name: str = "Phần mềm kho") -> Program:
    made = make_client(actor=actor_of(seat), name=name, verbs=[str(v) for v in verbs or VERBS], days=30, at=now())
    return Program(made.client, made.token)


def work() -> int:
    """What waits for the worker, done here and now."""
    return tasks.take_up(now() + timedelta(minutes=2))


def observed(number: int = 1, **fields: Any) -> dict[str, Any]:
    """One good, seen leaving."""
    return {
        "type": "ObjectEvent",
        "eventID": f"urn:uuid:0192f0c1-0000-7000-8000-{number:012d}",
        "eventTime": f"2026-09-21T{number % 24:02d}:00:00.000+07:00",
        "eventTimeZoneOffset": "+07:00",
        "epcList": [f"https://id.gs1.org/01/{GTIN}/21/S{number}"],
        "action": "OBSERVE",
        "bizStep": "shipping",
        "disposition": "in_transit",
        "readPoint": {"id": "https://id.gs1.org/414/8930000000002"},
        **fields,
    }


def without(event: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in event.items() if name not in names}


def document(events: Iterable[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    return {
        "@context": [CONTEXT],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-09-21T08:00:00.000Z",
        "epcisBody": {"eventList": list(events)},
        **fields,
    }


def single(event: dict[str, Any]) -> dict[str, Any]:
    return {"@context": [CONTEXT], **event}


def jobs() -> list[Capture]:
    return list(Capture.objects.order_by("asked_at", "id"))
