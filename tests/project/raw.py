"""A request as it comes over the wire, without what Django's test client tidies up."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

TOKEN = "abcdefghijklmnopqrstuvwxyz123456"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Body(io.BytesIO):
    """A body that counts how much of it was asked for."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        found = super().read(size)
        self.taken += len(found)
        return found


class Endless:
    """A body that has always more."""

    taken = largest = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "all at once"
        self.taken += size
        self.largest = max(self.largest, size)
        return b"x" * size

    readline = read


class Torn(io.BytesIO):
    """A client that goes away in the middle."""

    def read(self, size: int | None = -1) -> bytes:
        raise OSError("connection reset")


def send(method: str = "GET", path: bytes = b"/", body: Any = b"", **environ: Any) -> Answer:
    """`path` as bytes, already unquoted, as a WSGI server hands it over; extra entries replace the usual ones."""
    raw, _, query = path.partition(b"?")
    stream = body if hasattr(body, "read") else Body(body)
    environment: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": raw.decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": stream,
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.version": (1, 0),
    }
    if isinstance(body, bytes) and body:
        environment["CONTENT_LENGTH"] = str(len(body))
    if method == "POST":  # past the first guard, so that the body is really read
        environment |= {"HTTP_COOKIE": f"{settings.CSRF_COOKIE_NAME}={TOKEN}", "HTTP_X_CSRFTOKEN": TOKEN}
    environment |= {key: value for key, value in environ.items() if value is not None}
    started: list[Any] = []
    with _connection_kept():
        response = WSGIHandler()(environment, lambda status, headers: started.append((status, headers)))
        try:
            content = b"".join(response)
        finally:
            response.close()
    status, headers = started[0]
    return Answer(
        int(status.split()[0]),
        {key.lower(): value for key, value in headers if key.lower() != "set-cookie"},
        [value for key, value in headers if key.lower() == "set-cookie"],
        content,
    )


@contextlib.contextmanager
def _connection_kept() -> Iterator[None]:
    """A request ends by closing its database connection, in which the test keeps its transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


FORM = "application/x-www-form-urlencoded"


def multipart(*parts: bytes, boundary: bytes = b"ranh-gioi") -> tuple[bytes, str]:
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + boundary + b"--\r\n"
    return body, f"multipart/form-data; boundary={boundary.decode()}"


def file_part(name: str, filename: str, data: bytes) -> bytes:
    head = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\nContent-Type: image/jpeg\r\n\r\n'
    return head.encode() + data
