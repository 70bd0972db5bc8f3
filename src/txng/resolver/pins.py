"""Where the hidden number of a scratch stamp is asked for (names.md 4). pin_desk.py answers: a scan loads no verb."""

from __future__ import annotations

from txng.resolver.facts import Found
from txng.resolver.verdict import Verdict

# What somebody may have bought and scratched. Red and unused stamps say enough by themselves.
_ASKED = ("check", "expired", "paused", "valid")


def asked_of(found: Found, verdict: Verdict, serial: str) -> str:
    """The printed address the form carries, whichever way the code was found; empty where nothing is asked."""
    code = found.code
    if code is None or found.stamp_class != "scratch" or verdict.id not in _ASKED:
        return ""
    return f"/01/{code.tweak:014d}/21/{serial.upper()}" if code.tweak else f"/t/{serial.upper()}"
