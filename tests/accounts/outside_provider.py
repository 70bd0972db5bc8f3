"""A small OpenID Connect provider on this machine: real keys, real answers, and every misbehaviour a test asks for.

It is written from the specification (Core 1.0, Discovery 1.0, RFC 7636), not from our side of the talk, and refuses
what we do wrong: an unknown address to come back to, a missing PKCE challenge, a wrong secret, a code used twice.
"""

from __future__ import annotations

import base64
import hmac
import html
import http.client
import json
import re
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from django.urls import reverse

from txng.accounts.outside.provider import Provider

SHARED = b"a" * 43  # 32 bytes, as a key set writes them
CLIENT, SECRET = "txng-can-tho", "bi-mat: của tỉnh"


@cache
def rsa_key(which: str) -> rsa.RSAPrivateKey:
    """Making one takes a while; `which` tells them apart."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class OutsideProvider:
    """`person` is who signs in there; the rest is what a test has it do wrong."""

    person: str = "079190000123"
    authenticated_at: float | None = None  # None: just now
    claims: dict[str, Any] = field(default_factory=dict)  # over what the token would say; None takes a claim away
    about: dict[str, Any] = field(default_factory=dict)  # the same for the description
    answer: dict[str, str] = field(default_factory=dict)  # the same for the address back
    wrong: str = ""  # see `token` and `Handler`
    refuses: str = ""  # what it tells a browser instead of a code
    address: str = ""
    asked: list[str] = field(default_factory=list)
    last: dict[str, str] = field(default_factory=dict)  # the last question of a browser
    waited_for: bool = False  # somebody had more patience than a site may have
    released: threading.Event = field(default_factory=threading.Event)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def settings(self, **more: Any) -> Provider:
        return Provider(server=self.address, client_id=CLIENT, secret=SECRET, **more)

    # --- what it says ---------------------------------------------------------------------------------------

    def description(self) -> dict[str, Any]:
        said = {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        return said | self.about

    def keys(self) -> dict[str, Any]:
        if self.wrong == "shared_key":
            return {"keys": [{"kty": "oct", "kid": "first", "alg": "HS256", "k": SHARED.decode()}]}
        which = "second" if self.wrong == "rotated" else "first"
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(rsa_key(which).public_key()))
        return {"keys": [{**public, "kid": which, "use": "sig", "alg": "RS256"}]}

    def authorize(self, query: dict[str, str]) -> str:
        """The address back, with a code."""
        self.last = query
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        assert len(query["code_challenge"]) == 43
        assert urlsplit(query["redirect_uri"]).path == "/dang-nhap/dinh-danh/tra-ve/"
        code = secrets.token_urlsafe(16)
        self._codes[code] = query
        fields = {"error": self.refuses} if self.refuses else {"code": code}
        fields |= {"state": query["state"]} | self.answer
        return f"{query['redirect_uri']}?{urlencode(fields)}"

    def token(self, fields: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        assert self._may_ask(fields, authorization), "not our client"
        asked = self._codes.pop(fields["code"], None)
        verified = base64.urlsafe_b64encode(sha256(fields.get("code_verifier", "").encode()).digest()).decode()
        if asked is None or asked["redirect_uri"] != fields["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        if verified.rstrip("=") != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.id_token(asked)}

    def _may_ask(self, fields: dict[str, str], authorization: str) -> bool:
        if authorization:
            pair = base64.b64decode(authorization.removeprefix("Basic ")).decode().split(":")
            return [unquote(part) for part in pair] == [CLIENT, SECRET]
        return (fields.get("client_id"), fields.get("client_secret")) == (CLIENT, SECRET)

    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": self.person,
            "iat": now,
            "exp": now + 300,
            "auth_time": now if self.authenticated_at is None else int(self.authenticated_at),
            "nonce": asked.get("nonce"),
        }
        claims = {name: value for name, value in (claims | self.claims).items() if value is not None}
        if self.wrong == "alg_none":
            return jwt.encode(claims, key=None, algorithm="none", headers={"kid": "first"})
        if self.wrong == "hs256":  # signed with what everybody can read
            return _signed_with_public_text(claims)
        if self.wrong == "shared_key":  # published, so everybody could sign
            key = base64.urlsafe_b64decode(SHARED + b"=")
            return jwt.encode(claims, key, algorithm="HS256", headers={"kid": "first"})
        if self.wrong == "no_token":
            return "không phải mã"
        if self.wrong == "other_key":  # under the name of the right one
            return jwt.encode(claims, rsa_key("second"), algorithm="RS256", headers={"kid": "first"})
        which = "second" if self.wrong == "rotated" else "first"
        token = jwt.encode(claims, rsa_key(which), algorithm="RS256", headers={"kid": which})
        if self.wrong == "altered":
            head, _, signature = token.split(".")
            body = base64.urlsafe_b64encode(json.dumps(claims | {"sub": "thief"}).encode()).decode().rstrip("=")
            return f"{head}.{body}.{signature}"
        return token


def _signed_with_public_text(claims: dict[str, Any]) -> str:
    """By hand: the library itself refuses to do such a thing."""

    def part(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).decode().rstrip("=")

    pem = rsa_key("first").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    text = f"{part(json.dumps({'alg': 'HS256', 'kid': 'first'}).encode())}.{part(json.dumps(claims).encode())}"
    return f"{text}.{part(hmac.digest(pem, text.encode(), 'sha256'))}"


class Handler(BaseHTTPRequestHandler):
    provider: OutsideProvider

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(dict(parse_qsl(body.decode(), keep_blank_values=True)))

    def _answer(self, fields: dict[str, str]) -> None:
        parts = urlsplit(self.path)
        self.provider.asked.append(parts.path)
        wrong, _, where = self.provider.wrong.partition(" ")
        if where and where == parts.path:
            self._misbehave(wrong, fields)
        elif parts.path == "/authorize":
            self._redirect(self.provider.authorize(dict(parse_qsl(parts.query))))
        else:
            self._json(*self._right(fields))

    def _right(self, fields: dict[str, str]) -> tuple[int, dict[str, Any]]:
        path = urlsplit(self.path).path.removeprefix("/elsewhere")
        if path == "/token":
            return self.provider.token(fields, self.headers.get("Authorization", ""))
        found = {"/.well-known/openid-configuration": self.provider.description, "/keys": self.provider.keys}
        return 200, found[path]()

    def _misbehave(self, wrong: str, fields: dict[str, str]) -> None:
        """Where it can be, the answer is the right one: whoever lacks the patience or the limit would take it."""
        if wrong == "hangs_up":
            return
        if wrong == "redirects":
            self._redirect(f"{self.provider.address}/elsewhere{self.path}")
        elif wrong in ("slow", "drips"):
            self.send_response(200)
            self.end_headers()
            for _ in range(40):
                if self.provider.released.wait(0.1) or (wrong == "drips" and not self._write(b" ")):
                    return
            self.provider.waited_for = True
            self._write(json.dumps(self._right(fields)[1]).encode())
        else:
            right = json.dumps(self._right(fields)[1]).encode()
            page = {
                "500": right,
                "html": b"<h1>Hello</h1>",
                "list": b"[]",
                "deep": b"[" * 150_000,
                "huge": right + b" " * 400_000,
            }
            self._send(500 if wrong == "500" else 200, page[wrong])

    def _json(self, status: int, said: dict[str, Any]) -> None:
        self._send(status, json.dumps(said).encode())

    def _redirect(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self._write(body)

    def _write(self, body: bytes) -> bool:
        try:
            self.wfile.write(body)
        except OSError:  # whoever asked had enough
            return False
        return True

    def log_message(self, *words: object) -> None:
        pass


@contextmanager
def running(**options: Any) -> Iterator[OutsideProvider]:
    provider = OutsideProvider(**options)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Of", (Handler,), {"provider": provider}))
    server.daemon_threads = True
    server.block_on_close = False
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


# --- a browser's way there and back ---------------------------------------------------------------------------


def press(client: Client, name: str = "outside-sign-in", **fields: str) -> str:
    """The button; the address at the provider our page leads on to."""
    page = client.post(reverse(name), fields)
    assert page.status_code == 200, page.status_code
    found = re.search(r'<meta http-equiv="refresh" content="0;url=([^"]+)">', page.content.decode())
    assert found is not None
    return html.unescape(found[1])


def signed_in_there(address: str) -> str:
    """Where the provider sends the browser after its person has signed in."""
    parts = urlsplit(address)
    asked = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=20)
    asked.request("GET", f"{parts.path}?{parts.query}")
    location = asked.getresponse().getheader("Location")
    asked.close()
    assert location is not None
    return location


def there_and_back(client: Client, name: str = "outside-sign-in", **fields: str) -> Any:
    return client.get(signed_in_there(press(client, name, **fields)))


def link(client: Client) -> None:
    answer = there_and_back(client, "outside-link")
    assert (answer.status_code, answer["Location"]) == (302, reverse("outside-identity"))
