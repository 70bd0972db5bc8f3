"""A site with one thing wrong: what the controls measure to see whether the measuring notices.

A small server stands before the running site and changes its pages on the way; everything else passes untouched.
"""

from __future__ import annotations

import contextlib
import gzip
import http.client
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_HOP = ("connection", "transfer-encoding", "content-length", "content-encoding", "keep-alive", "date", "server")


@contextlib.contextmanager
def spoiled(
    base_url: str, change: Callable[[str], str], *, drop: tuple[str, ...] = (), status: int = 0
) -> Iterator[str]:
    """The address of the spoiled site. `change` gets each page's HTML, `drop` names headers that are left out,
    `status` answers with that number instead of the true one.
    """
    upstream = urlsplit(base_url)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._pass_on(b"")

        def do_POST(self) -> None:
            self._pass_on(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        def _pass_on(self, sent: bytes) -> None:
            asked = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "accept-encoding")}
            asked |= {"Host": upstream.netloc, "Accept-Encoding": "identity"}
            asked = {k: v.replace(self.headers["Host"], upstream.netloc) for k, v in asked.items()}
            connection = http.client.HTTPConnection(upstream.netloc, timeout=60)
            try:
                connection.request(self.command, self.path, body=sent or None, headers=asked)
                answer = connection.getresponse()
                body = answer.read()
            finally:
                connection.close()
            headers = [(k, v) for k, v in answer.getheaders() if k.lower() not in (*_HOP, *drop)]
            if (answer.getheader("Content-Type") or "").startswith("text/html"):
                body = gzip.compress(change(body.decode()).encode(), 6)
                headers.append(("Content-Encoding", "gzip"))
            self.send_response(status or answer.status)
            for name, value in headers:
                self.send_header(name, value.replace(upstream.netloc, self.headers["Host"]))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
