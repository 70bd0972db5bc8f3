"""Every kind of page a person can reach by links, each kind once."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

_NUMBER = re.compile(r"\d+")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,}(:[A-Za-z0-9_:-]+)?")
_LINKS = "Array.from(document.querySelectorAll('a[href]'), link => link.href)"
_HREF = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')
_FREE = ("tham-chieu", "ma", "lo", "viec", "trang", "truoc", "tim", "next")  # parameters that carry a value of a row
_FILES = ("/tep/", "/anh/", "/tinh/")


def shape(url: str) -> str:
    """Pages that differ only in which row they show are one kind: numbers and tokens fall away."""
    parts = urlsplit(url)
    path = "/".join("*" if _TOKEN.fullmatch(p) else _NUMBER.sub("*", p) for p in parts.path.split("/"))
    asked = sorted({name if name in _FREE else f"{name}={value}" for name, value in parse_qsl(parts.query)})
    return f"{path}?{'&'.join(asked)}" if asked else path


def pages(
    page: Any,
    starts: Iterable[str],
    *,
    limit: int = 80,
    avoid: Iterable[str] = (),
    known: Container[str] = (),
    kind_of: Callable[[str], str | None] = shape,
) -> Iterator[str]:
    """Open each kind of page once, breadth first, and stop on it; yields its address.

    A page that answers with a file (a PDF, a picture) is not a page and is passed over. A kind already `known` is
    not opened in the window: it is asked for, must answer, its links are read and its address is yielded all the same.
    What has no kind is left out.
    """
    seen: set[str] = set()
    waiting: deque[str] = deque(starts)
    shown = 0
    while waiting and shown < limit:
        address = urldefrag(waiting.popleft()).url
        kind = kind_of(address)
        if kind is None or kind in seen or any(part in kind for part in avoid):
            continue
        seen.add(kind)
        if (
            any(urlsplit(address).path.startswith(folder) for folder in _FILES)
            or "giay-tiep-nhan" in address
            or "phieu-dang-ky" in address
        ):
            continue
        if kind in known:
            asked = page.request.get(address)
            assert asked.status < 400, f"{asked.status} {address}"
            if "text/html" in asked.headers.get("content-type", ""):
                seen.add(kind_of(asked.url) or "")
                shown += 1
                waiting.extend(_near(asked.url, _HREF.findall(asked.text())))
                yield asked.url
            continue
        try:
            answer = page.goto(address)
        except Exception as error:  # a file to keep instead of a page to read
            if "ERR_ABORTED" in str(error) or "Download is starting" in str(error):
                continue
            raise
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        seen.add(kind_of(page.url) or "")
        shown += 1
        waiting.extend(_near(page.url, page.evaluate(_LINKS)))
        yield page.url


def _near(base: str, links: Iterable[str]) -> Iterator[str]:
    for link in links:
        whole = urljoin(base, unescape(link))
        if urlsplit(whole).netloc == urlsplit(base).netloc and urlsplit(whole).scheme.startswith("http"):
            yield whole
