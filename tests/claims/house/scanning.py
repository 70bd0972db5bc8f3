"""A scan as a phone makes it, for the claims."""

from __future__ import annotations

import html
import http.client
import re
from urllib.parse import urlsplit


def scan(base_url: str, path: str) -> tuple[int, str]:
    """Status and first heading of the answer; a redirect would show as its status."""
    connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=20)
    connection.request("GET", path, headers={"User-Agent": "claim"})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", body, re.S)
    return answer.status, html.unescape(re.sub(r"<[^>]+>", "", heading[1])).strip() if heading else ""
