"""Talking to an address a stranger gave us (T26): https alone, no private network, no redirect, no second look-up.

The name is resolved once, every address it has must be a public one, and the connection goes to that very address:
a name that points elsewhere a moment later changes nothing. TXNG_EPCIS_INSIDE names hosts that may be private, as
those of another agency on the state's own network are.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

SECONDS = 10  # for each step
ALL = 25  # for everything together: a server that drips is left
_EMBEDDED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16"), ipaddress.ip_network("::/96"))


class NotOutside(ValueError):
    """An address we do not talk to; the sentence says why."""


class Stopped(Exception):
    """Whoever subscribed may not any more."""


def checked(url: object) -> SplitResult:
    """The parts of an address that may be tried at all."""
    if not isinstance(url, str) or not 1 <= len(url) <= 2000 or not url.isascii() or any(c <= " " for c in url):
        raise NotOutside("an address of at most 2000 ASCII characters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotOutside("no address") from None
    host = parts.hostname or ""
    if not host or parts.username is not None or parts.password is not None or parts.fragment or "\\" in url:
        raise NotOutside("an address with a host, without name, password and fragment")
    if _is_inside(host, port):
        if parts.scheme not in ("http", "https"):
            raise NotOutside("an https address")
        return parts
    if parts.scheme != "https":
        raise NotOutside("an https address")
    if port is not None and port != 443 and port < 1024:
        raise NotOutside("port 443 or one from 1024 on")
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        if "." not in host or host.rsplit(".", 1)[1].isdigit():
            raise NotOutside("a host of the internet") from None
    else:
        _require_public(address)
    return parts


def _is_inside(host: str, port: int | None) -> bool:
    return host in settings.EPCIS_INSIDE or f"{host}:{port}" in settings.EPCIS_INSIDE


def _require_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif any(address in network for network in _EMBEDDED):
            raise NotOutside("this host is not on the internet")
    if not address.is_global or address.is_multicast or address.is_reserved:
        raise NotOutside("this host is not on the internet")


def resolved(parts: SplitResult) -> tuple[str, int]:
    """One address of the host, all of which are public."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found:
        raise NotOutside("this host is not known")
    if not _is_inside(host, parts.port):
        for address in found:
            _require_public(ipaddress.ip_address(address.partition("%")[0]))
    return found[0], port


def post(url: str, body: bytes, headers: dict[str, str], *, still: Callable[[], bool]) -> int:
    """The status of the answer. `still` is asked last thing before the message leaves: a lock takes hold at once."""
    parts = checked(url)
    address, port = resolved(parts)
    connection = http.client.HTTPConnection(parts.hostname or "", port, timeout=SECONDS)
    plain = socket.create_connection((address, port), timeout=SECONDS)
    watchdog = threading.Timer(ALL, _hang_up, [plain])
    watchdog.daemon = True
    watchdog.start()
    sock = plain
    try:
        if parts.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname)
            watchdog.args = [sock]
        connection.sock = sock
        if not still():
            raise Stopped
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body=body, headers={"Host": parts.netloc, **headers})
        return connection.getresponse().status
    finally:
        watchdog.cancel()
        connection.close()
        sock.close()


def _hang_up(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
