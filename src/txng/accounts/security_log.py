"""The security log (names.md 5): who tried to come in, when, from which network. JSON lines, apart from all else.

Never a name that was typed (people type passwords into the wrong box), never a password, never a whole address.
"""

from __future__ import annotations

import json
import logging
from io import TextIOWrapper
from ipaddress import ip_network
from pathlib import Path

from django.http import HttpRequest

from txng.kernel.clock import now
from txng.kernel.networks import network_of
from txng.kernel.requests import request_id

_log = logging.getLogger("txng.security")

SIGNED_IN = "sign_in.ok"
REFUSED = "sign_in.failed"
SECOND_FACTOR_REFUSED = "second_factor.failed"
SECOND_FACTOR_CHANGED = "second_factor.changed"
THROTTLED = "throttled"
RESET_ASKED = "reset.asked"
RESET_USED = "reset.used"
SESSION_ENDED = "session.ended"
PASSWORD_CHANGED = "password.changed"  # noqa: S105
EMAIL_CHANGED = "email.changed"
IDENTITY_CHANGED = "identity.changed"
CONFIRMED = "confirmed"


def note(event: str, request: HttpRequest | None, person: int | None = None, **facts: str | int) -> None:
    line = {
        "at": now().isoformat(timespec="milliseconds"),
        "event": event,
        "person": person,
        "network": network_prefix(request.META.get("REMOTE_ADDR", "")) if request is not None else "",
        "request": request_id(),
        **facts,
    }
    _log.info(json.dumps(line, ensure_ascii=False))


def network_prefix(address: str) -> str:
    """198.51.100.0/24 or 2001:db8:1:2::/64: enough to see where tries come from, not who lives there."""
    network = network_of(address)
    if not network:
        return ""
    if ":" in network:
        return str(ip_network(f"{network}::/64", strict=False))
    return str(ip_network(f"{network}/24", strict=False))


class Lines(logging.FileHandler):
    """A file of its own, readable by its owner alone; made with its folder when the first line comes."""

    def __init__(self, filename: str) -> None:
        super().__init__(filename, encoding="utf-8", delay=True)

    def _open(self) -> TextIOWrapper:
        path = Path(self.baseFilename)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        return super()._open()

    def emit(self, record: logging.LogRecord) -> None:
        # Rotated by the machine's own log rotation: the file is opened anew once its name has gone elsewhere.
        if self.stream is not None and not Path(self.baseFilename).exists():
            self.stream.close()
            self.stream = None
        super().emit(record)
