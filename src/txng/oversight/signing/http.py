"""One careful POST: bounded in time and size, no redirect followed, HTTPS unless the service is on this machine."""

from __future__ import annotations

import http.client
import ssl
from urllib.parse import urlsplit

from txng.oversight.signing import SigningFailed

ANSWER_BYTES = 1 << 20
_HERE = ("127.0.0.1", "localhost", "::1")


def post(url: str, body: bytes, headers: dict[str, str], *, timeout: float) -> bytes:
    """The body of a 200. Whatever else happens is SigningFailed, with a sentence and without the request's secrets."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, parts.port, timeout=timeout, context=ssl.create_default_context()
        )
    elif parts.scheme == "http" and host in _HERE:
        connection = http.client.HTTPConnection(host, parts.port, timeout=timeout)
    else:
        raise SigningFailed(f"{host or url}: the address has to begin with https://")
    try:
        connection.request("POST", parts.path or "/", body, headers)
        answer = connection.getresponse()
        data = answer.read(ANSWER_BYTES + 1)
    except (OSError, http.client.HTTPException) as trouble:  # refused, reset, too slow, not speaking HTTP
        raise SigningFailed(f"{host}: {type(trouble).__name__}") from trouble
    finally:
        connection.close()
    if answer.status != 200:
        raise SigningFailed(f"{host}: HTTP {answer.status}")
    if len(data) > ANSWER_BYTES:
        raise SigningFailed(f"{host}: the answer is too long")
    return data
