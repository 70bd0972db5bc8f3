"""/epcis is for programs with a key: no session opens anything there (what each key reaches: tests/trace/test_rights.py).
The pages about those programs are the operator's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from txng.access.permissions import Permission
from txng.accounts.acting import actor_of
from txng.accounts.actions import make_client
from txng.kernel.clock import now

ROWS = """
                                  lanh tu  khai hanh dung nam mai guest
GET  epcis-capture                401  401 401  401  401  401 401 401
POST epcis-capture                401  401 401  401  401  401 401 401
GET  epcis-capture-job            401  401 401  401  401  401 401 401
       none                       401  401 401  401  401  401 401 401
GET  epcis-capture-document       401  401 401  401  401  401 401 401
       none                       401  401 401  401  401  401 401 401
POST epcis-events                 401  401 401  401  401  401 401 401
GET  epcis-event                  401  401 401  401  401  401 401 401
       none                       401  401 401  401  401  401 401 401
GET  epcis-nothing                404  404 404  404  404  404 404 404
POST epcis-nothing                404  404 404  404  404  404 404 404
# The operator's: how forgivingly what a program sends is read.
GET  source-list                  404  404 404  404  404  404 200 302
GET  source                       404  404 404  404  404  404 200 302
       none                       404  404 404  404  404  404 404 302
POST source                       404  404 404  404  404  404 422 302
       none                       404  404 404  404  404  404 404 302
"""

_JOB = UUID("0192f0c1-0000-7000-8000-000000000001")


def _program(world: Any) -> dict[str, int]:
    made = make_client(
        actor=actor_of(world.owner), name="Kho", verbs=[str(Permission.TRACE_CAPTURE)], days=30, at=now()
    )
    return {"client_id": made.client.pk}


THINGS = {
    "source": _program,
    "epcis-capture-job": lambda world: {"capture_id": _JOB},
    "epcis-capture-document": lambda world: {"capture_id": _JOB},
    "epcis-event": lambda world: {"event_id": f"urn:uuid:{_JOB}"},
}
