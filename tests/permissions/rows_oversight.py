"""Complaints: filed by anybody, read by the agencies in whose reach the goods stand. Recalls: the operator's alone."""

from __future__ import annotations

from typing import Any

from django.core import signing

from txng.oversight.models import Complaint, Recall


def _receipt(world: Any) -> dict[str, str]:
    return {"receipt": signing.dumps(world.complaint.pk, salt="txng.complaint")}


ROWS = """
                                  lanh tu  khai hanh dung nam mai guest
GET  complaint-new                200  200 200  200  200  200 200 200
POST complaint-new                422  422 422  422  422  422 422 422
GET  complaint-filed              200  200 200  200  200  200 200 200
       none                       404  404 404  404  404  404 404 404
GET  complaint-status             200  200 200  200  200  200 200 200
GET  complaint-list               404  404 404  200  200  200 200 302
# Goods of agriculture: the department of industry and trade does not reach them.
GET  complaint-detail             404  404 404  200  200  404 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
GET  recall-list                  404  404 404  200  200  200 200 302
GET  recall-new                   404  404 404  404  404  404 200 302
POST recall-new                   404  404 404  404  404  404 200 302
GET  recall-detail                404  404 404  200  200  404 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
GET  recall-lift                  404  404 404  403  403  404 200 302
       same-area                  404  404 404  403  403  403 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  403  403  404 200 302
       none                       404  404 404  404  404  404 404 302
POST recall-lift                  404  404 404  403  403  404 422 302
       same-area                  404  404 404  403  403  403 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  404  404 404  403  403  404 422 302
       none                       404  404 404  404  404  404 404 302
"""

THINGS = {
    "complaint-filed": _receipt,
    "complaint-detail": lambda world: {"complaint_id": world.complaint.pk},
    "recall-detail": lambda world: {"recall_id": world.recall.pk},
    "recall-lift": lambda world: {"recall_id": world.recall.pk},
}


def _closed(world: Any) -> None:
    for state in ("verifying", "answered", "closed"):
        Complaint.objects.filter(pk=world.complaint.pk).update(state=state)


def _lifted(world: Any) -> None:
    Recall.objects.filter(pk=world.recall.pk).update(state="lifted")


ENDED = {"complaint-detail": _closed, "recall-detail": _lifted, "recall-lift": _lifted}
