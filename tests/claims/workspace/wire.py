"""A bad line between a phone and the site: answers get lost, requests arrive twice, or a server forgets what it heard."""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

SEND = "/nhat-ky/gui/"
_HOP = {"connection", "transfer-encoding", "keep-alive", "content-length"}
_ID = re.compile(rb'(name="client_id"\r\n\r\n)[0-9a-f-]{36}')


class Wire(ThreadingHTTPServer):
    """`trouble` is what befalls entries being sent: "", "lost" (the answer), "cut" (the request) or "twice"."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, *, forgetful: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.upstream, self.forgetful = port, forgetful
        self.trouble = ""
        self.met = {"lost": 0, "cut": 0, "twice": 0}

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that went away is what this is about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Wire

    def log_message(self, *_: object) -> None:
        pass

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        trouble = self.server.trouble if self.path == SEND else ""
        if trouble:
            self.server.met[trouble] += 1
        if trouble == "cut":
            self._hang_up()
            return
        times = 2 if trouble == "twice" else 1
        for _ in range(times):
            sent = body
            if self.server.forgetful and self.path == SEND:
                # As a server would that gives every request a number of its own.
                sent = _ID.sub(lambda found: found[1] + str(uuid4()).encode(), body)
            status, headers, answer = self._ask(sent)
        if trouble == "lost":
            self._hang_up()
            return
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in _HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer)

    do_GET = do_POST = do_HEAD = _pass_on

    def _ask(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.upstream, timeout=60)
        try:
            connection.request(self.command, self.path, body or None, dict(self.headers.items()))
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        finally:
            connection.close()

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()


@contextmanager
def wire(port: int, *, forgetful: bool = False) -> Iterator[Wire]:
    line = Wire(port, forgetful=forgetful)
    thread = threading.Thread(target=line.serve_forever, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        line.shutdown()
        line.server_close()
