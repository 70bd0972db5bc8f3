"""What the tests of the resolver share: the linkset of the cases loaded, GS1's schema, and asking without following."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.test import Client

from tests import make
from tests.conformance.resolver.schema import schema
from txng.access.actors import system
from txng.resolver.actions import load_linkset

FOLDER = Path(__file__).parent
BASE = "http://testserver"
GTIN, BARE, GLN, SSCC = "09521102000213", "09521102000312", "9521102001012", "195211020000004515"
CASES: dict[str, Any] = json.loads((FOLDER / "resolver-cases.json").read_text("utf-8"))
LINKSET = "application/linkset+json"


def load(contexts: list[dict[str, Any]] | None = None) -> Any:
    said = {"linkset": CASES["linkset"] if contexts is None else contexts}
    return load_linkset(actor=system(), data=json.dumps(said).encode(), at=make.AT)


def context(path: str, **types: list[dict[str, Any]]) -> dict[str, Any]:
    """`pip=[…]` stands for https://ref.gs1.org/voc/pip."""
    named = {f"https://ref.gs1.org/voc/{name}": links for name, links in types.items()}
    return {"anchor": f"https://id.example.org{path}", "itemDescription": "Hàng thử", **named}


def link(href: str, title: str = "Trang", **rest: Any) -> dict[str, Any]:
    return {"href": href, "title": title, **rest}


def ask(client: Client, path: str, method: str = "GET", *, host: str = "testserver", **headers: str) -> Any:
    named = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    return client.generic(method, path, HTTP_HOST=host, REQUEST_URI=path, **named)


def linkset(client: Client, path: str, **headers: str) -> list[dict[str, Any]]:
    """The link contexts, valid by GS1's schema."""
    joint = "&" if "?" in path else "?"
    response = ask(client, f"{path}{joint}linkType=linkset", **headers)
    assert response.status_code == 200, response.content
    said = json.loads(response.content)
    schema().validate(said)
    found: list[dict[str, Any]] = said["linkset"]
    return found
