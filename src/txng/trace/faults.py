"""What was wrong with a capture, as it is kept and as it is told (standards.md 2.7)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from txng.gs1.epcis import Fault

MOST = 100  # errors kept and told; enough to repair a document
EVENT_ID_TAKEN = "event_id_taken"
DECLARED_BY_ANOTHER = "declared_by_another"
STOPPED = "stopped"

_VALIDATION = ("epcisException:ValidationException", "The message is not a valid EPCIS message", 400)
_BY_CODE = {
    EVENT_ID_TAKEN: ("epcisException:ResourceAlreadyExistsException", "Another event bears this ID", 409),
    DECLARED_BY_ANOTHER: ("epcisException:SecurityException", "The event is somebody else's", 403),
    STOPPED: ("epcisException:SecurityException", "The connection key may no longer capture", 403),
    "too_large": ("epcisException:CaptureLimitExceededException", "The message is too large", 413),
    "too_many_events": ("epcisException:CaptureLimitExceededException", "The message has too many events", 413),
    "gave_up": ("epcisException:ImplementationException", "The message could not be worked on", 500),
}


def kept(faults: Iterable[Fault]) -> list[dict[str, str]]:
    found = [fault for fault in faults if fault.severity == "error"]
    return [
        {
            "layer": fault.layer,
            "pointer": fault.path[:500],
            "code": fault.code,
            "message": fault.message[:500],
        }
        for fault in found[:MOST]
    ]


def kind_of(code: str) -> tuple[str, str, int]:
    """(type, title, status) of a problem."""
    return _BY_CODE.get(code, _VALIDATION)


def told(errors: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Each a problem of its own, as the standard wants a job's errors, with our own members behind."""
    found = []
    for error in errors:
        kind, title, status = kind_of(error["code"])
        found.append({"type": kind, "title": title, "status": status, "detail": error["message"], **error})
    return found
