"""SMS and Zalo. A province that has a gateway names its adapter (TXNG_SMS, "package.module:Adapter"); until then what
would be sent is a line of the log, without the words: they are the receiver's."""

from __future__ import annotations

import json
import logging
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from txng.kernel.clock import now

_log = logging.getLogger("txng.messages")


class Unreachable(Exception):
    """The gateway cannot be asked just now; the message stays and is tried again."""


class Refused(Exception):
    """The gateway will never take this message."""


class Adapter(Protocol):
    def send(self, *, phone: str, text: str, reference: str) -> None:
        """Hand one message over, within seconds. Raise Unreachable or Refused; anything else counts as the former."""
        ...


class Logging:
    """The default: says that something would have gone out, to which network, how long."""

    def send(self, *, phone: str, text: str, reference: str) -> None:
        line = {
            "at": now().isoformat(timespec="milliseconds"),
            "event": "message.short",
            "reference": reference,
            "phone": f"{phone[:4]}…",
            "characters": len(text),
        }
        _log.info(json.dumps(line, ensure_ascii=False))


def adapter() -> Adapter:
    made: Adapter = import_string(settings.TXNG_SMS.replace(":", "."))()
    return made
