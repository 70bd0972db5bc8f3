"""A browser window as a person has it, which remembers whom it asked and what went wrong."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
NARROW = {"width": 320, "height": 640}


class Window:
    """One context with one page. `foreign` are the requests that would have left for another host (none does:
    the browser finds none), `broken` the answers of 500 and more, `said` what the console complained of.
    """

    def __init__(self, browser: Any, base_url: str, *, size: dict[str, int], javascript: bool, **options: Any) -> None:
        self.base_url, self.javascript, self.size = base_url, javascript, size
        self.foreign: list[str] = []
        self.broken: list[str] = []
        self.said: list[str] = []
        self.asked: list[str] = []
        phone = size["width"] < 700
        if phone:
            options = {"has_touch": True, "is_mobile": True, **options}
        self.context = browser.new_context(
            base_url=base_url,
            viewport=size,
            java_script_enabled=javascript,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
            **options,
        )
        self.context.set_default_timeout(15_000)
        self.context.on("request", self._requested)
        self.context.on("response", self._answered)
        self.context.on("console", self._console)
        self.page = self.context.new_page()

    def close(self) -> None:
        self.context.close()

    def open(self, path: str) -> Any:
        return self.page.goto(path)

    def _is_foreign(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlsplit(self.base_url).netloc

    def _requested(self, request: Any) -> None:
        self.asked.append(request.url)
        if self._is_foreign(request.url):
            self.foreign.append(request.url)

    def _answered(self, response: Any) -> None:
        if response.status >= 500:
            self.broken.append(f"{response.status} {response.url}")

    def _console(self, message: Any) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.said.append(f"{self.page.url}: {message.text}")

    def complaints(self) -> list[str]:
        """Everything no page of ours may do, whatever it is about."""
        return [*(f"asked {url}" for url in self.foreign), *self.broken, *self.said]


@contextlib.contextmanager
def window(
    browser: Any, base_url: str, *, size: dict[str, int] = DESK, javascript: bool = True, **options: Any
) -> Iterator[Window]:
    """A window that must have behaved when it is closed."""
    opened = Window(browser, base_url, size=size, javascript=javascript, **options)
    try:
        yield opened
        assert opened.complaints() == []
    finally:
        opened.close()


class Album:
    """Pictures of the main steps, for the handbook: only where TXNG_SHOTS names a folder."""

    def __init__(self, name: str) -> None:
        folder = os.environ.get("TXNG_SHOTS")
        self.folder = Path(folder) / name if folder else None
        self._number = 0

    def take(self, page: Any, name: str, part: str = "") -> None:
        """The whole page in a window as high as the page: bars that stick to the edge stand at the edge. Or one `part`
        of a page whose beginning another picture shows."""
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self._number += 1
        usual = page.viewport_size
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": usual["width"], "height": max(usual["height"], min(height, 5000))})
        seen = page.locator(part) if part else page
        seen.screenshot(path=str(self.folder / f"{self._number:02d}-{name}.png"))
        page.set_viewport_size(usual)
