"""/epcis is for programs with a key: no session opens anything there. What each key reaches: tests/trace/test_rights.py."""

from __future__ import annotations

from uuid import UUID

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
"""

_JOB = UUID("0192f0c1-0000-7000-8000-000000000001")

THINGS = {
    "epcis-capture-job": lambda world: {"capture_id": _JOB},
    "epcis-capture-document": lambda world: {"capture_id": _JOB},
    "epcis-event": lambda world: {"event_id": f"urn:uuid:{_JOB}"},
}
