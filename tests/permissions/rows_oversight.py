"""Complaints: filed by anybody, read by the agencies in whose reach the goods stand. Recalls: the operator's alone."""

from __future__ import annotations

from typing import Any

from django.core import signing


def _receipt(world: Any) -> dict[str, str]:
    return {"receipt": signing.dumps(world.complaint.pk, salt="txng.complaint")}


ROWS = {
    #                              lanh tu   khai hanh dung nam  mai  guest
    ("GET", "complaint-new"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "complaint-new"): (422, 422, 422, 422, 422, 422, 422, 422),
    ("GET", "complaint-filed"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "complaint-filed"): (405, 405, 405, 405, 405, 405, 405, 405),
    ("GET", "complaint-status"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "complaint-list"): (404, 404, 404, 200, 200, 200, 200, 302),
    # Goods of agriculture: the department of industry and trade does not reach them.
    ("GET", "complaint-detail"): (404, 404, 404, 200, 200, 404, 200, 302),
    ("POST", "complaint-detail"): (405, 405, 405, 405, 405, 405, 405, 405),
    ("GET", "recall-list"): (404, 404, 404, 200, 200, 200, 200, 302),
    ("GET", "recall-new"): (404, 404, 404, 404, 404, 404, 200, 302),
    ("POST", "recall-new"): (404, 404, 404, 404, 404, 404, 200, 302),
    ("GET", "recall-detail"): (404, 404, 404, 200, 200, 404, 200, 302),
    ("GET", "recall-lift"): (404, 404, 404, 403, 403, 404, 200, 302),
    ("POST", "recall-lift"): (404, 404, 404, 403, 403, 404, 422, 302),
}

KWARGS = {
    "complaint-filed": _receipt,
    "complaint-detail": lambda world: {"complaint_id": world.complaint.pk},
    "recall-detail": lambda world: {"recall_id": world.recall.pk},
    "recall-lift": lambda world: {"recall_id": world.recall.pk},
}
