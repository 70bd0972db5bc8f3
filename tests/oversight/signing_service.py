"""A small signing service as the licensed ones offer it (CSC API 2), for tests: it keeps a key and signs digests.

It can be slow, broken, or answer nonsense; what it was asked stays readable.
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa, utils
from cryptography.x509.oid import NameOID

TOKEN, PIN = "the-token", "2468"


@dataclass
class Service:
    """`mood`: ok, down (503), slow (never answers), nonsense, redirect, wrong_key, no_certificate."""

    mood: str = "ok"
    asked: list[tuple[str, dict[str, Any], str]] = field(default_factory=list)
    url: str = ""

    def __post_init__(self) -> None:
        self.key, self.other_key, self.root_key = _keys()
        self.root = _certificate("Gốc thử", self.root_key, "Gốc thử", self.root_key, ca=True)
        self.certificate = _certificate("Sở KH&CN", self.key, "Gốc thử", self.root_key, ca=False)
        self.patience = threading.Event()

    def answer(self, verb: str, question: dict[str, Any]) -> dict[str, Any]:
        if verb == "credentials/info":
            chain = [self.certificate, self.root] if self.mood != "no_certificate" else []
            encoded = [base64.b64encode(c.public_bytes(serialization.Encoding.DER)).decode() for c in chain]
            return {"cert": {"certificates": encoded}}
        if verb == "credentials/authorize":
            return {"SAD": "once" if question["PIN"] == PIN else ""}
        key = self.other_key if self.mood == "wrong_key" else self.key
        digest = base64.b64decode(question["hashes"][0])
        signature = key.sign(digest, padding.PKCS1v15(), utils.Prehashed(hashes.SHA256()))
        return {"signatures": [base64.b64encode(signature).decode()]}


@cache
def _keys() -> tuple[rsa.RSAPrivateKey, rsa.RSAPrivateKey, rsa.RSAPrivateKey]:
    """Half a second each time; nothing hangs on their being other ones in every test."""
    one, other, root = (rsa.generate_private_key(65537, 2048) for _ in range(3))
    return one, other, root


@contextmanager
def running(service: Service) -> Iterator[Service]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            verb = self.path.strip("/").removeprefix("csc/v2/")
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.asked.append((verb, question, self.headers.get("Authorization", "")))
            if service.mood == "slow":
                service.patience.wait(20)
                return
            status = {"down": 503, "redirect": 302}.get(service.mood, 200)
            body = b"<html>" if service.mood == "nonsense" else b""
            if status == 200 and not body:
                body = json.dumps(service.answer(verb, question)).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:9/")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_port}/csc/v2"
    try:
        yield service
    finally:
        service.patience.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _certificate(name: str, key: Any, issuer: str, issuer_key: Any, *, ca: bool) -> x509.Certificate:
    now = datetime.now(UTC)
    named = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (name, issuer)]
    usage = dict.fromkeys(
        (
            *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
            *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
        ),
        False,
    ) | ({"key_cert_sign": True} if ca else {"digital_signature": True, "content_commitment": True})
    return (
        x509.CertificateBuilder()
        .subject_name(named[0])
        .issuer_name(named[1])
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
