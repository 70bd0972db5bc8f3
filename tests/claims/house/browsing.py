"""Windows for claims: what a page weighs, whom it asks, how it stands."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from tests.browser.windows import PHONE, Window
from tests.claims.house.asking import AGENT


@contextlib.contextmanager
def phone(ctx: Any, base_url: str, *, javascript: bool = True, size: dict[str, int] = PHONE) -> Iterator[Window]:
    """A shopper's phone; what went wrong is read from the window, not raised."""
    opened = Window(ctx.browser, base_url, size=size, javascript=javascript, user_agent=AGENT)
    try:
        yield opened
    finally:
        opened.close()


class Scales:
    """Bytes over the line, by request, as the browser itself counts them (headers included)."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.session = window.context.new_cdp_session(window.page)
        self.session.send("Network.enable")
        self.session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self._types: dict[str, str] = {}
        self._bytes: dict[str, int] = {}
        self.session.on("Network.responseReceived", self._received)
        self.session.on("Network.loadingFinished", self._finished)

    def weigh(self, path: str) -> tuple[int, int, int]:
        """(bytes of the page itself, bytes of all, number of requests)."""
        self._types.clear()
        self._bytes.clear()
        self.window.page.goto(path, wait_until="networkidle")
        page = sum(size for key, size in self._bytes.items() if self._types.get(key) == "Document")
        return page, sum(self._bytes.values()), len(self._bytes)

    def _received(self, event: dict[str, Any]) -> None:
        if not event["response"]["url"].startswith("data:"):
            self._types[event["requestId"]] = event["type"]

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._types:
            self._bytes[event["requestId"]] = int(event["encodedDataLength"])
