"""Django as it is, and two pages that take 50 ms: one waits, one computes. What a busy back office does to scans."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from txng.project.wsgi import application as django

SECONDS = 0.050


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if path not in ("/_waits", "/_computes"):
        answer: Iterable[bytes] = django(environ, start_response)
        return answer
    if path == "/_waits":
        time.sleep(SECONDS)
    else:
        until, number = time.thread_time() + SECONDS, 0
        while time.thread_time() < until:
            number += 1
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"done"]
