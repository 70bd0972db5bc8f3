"""Complaints: filed by anybody, read by the agencies in whose reach the goods stand. Recalls: the operator's alone.

Participation certificates: asked for by the establishment or its managing agency, decided by the operator.
"""

from __future__ import annotations

from typing import Any

from django.core import signing

from tests import make
from txng.oversight.models import Complaint, CopyAlarm, ParticipationCertificate, Recall, TraceDisplay


def _receipt(world: Any) -> dict[str, str]:
    return {"receipt": signing.dumps(world.complaint.pk, salt="txng.complaint")}


def _difficulty(world: Any, seat: Any) -> dict[str, int]:
    world.letter = make.difficulty(seat)
    return {"complaint_id": world.letter.pk}


def _answered(world: Any) -> None:
    for state in ("verifying", "answered"):
        Complaint.objects.filter(pk=world.letter.pk).update(state=state, answered_at=make.AT)


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
# Difficulties in writing: the writer's organisation and the operator; anh Tư works there and did not write it.
GET  own-difficulty-list          200  200 200  404  404  404 404 302
GET  own-difficulty-new           200  200 200  404  404  404 404 302
POST own-difficulty-new           422  422 422  404  404  404 404 302
GET  own-difficulty               200  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  200  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  difficulty-list              404  404 404  200  200  200 200 302
GET  difficulty-new               404  404 404  200  200  200 404 302
POST difficulty-new               404  404 404  422  422  422 404 302
# Letters of the three agencies; their own people read the answer, the operator writes it.
GET  difficulty-detail            404  404 404  200  200  404 200 302
       same-area                  404  404 404  404  404  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
POST difficulty-detail            404  404 404  403  403  404 422 302
       same-area                  404  404 404  404  404  403 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  404  404 404  403  403  404 422 302
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
# Information withheld: the managing agency decides, other agencies of the place read; the establishment explains.
GET  display-list                 404  404 404  200  200  200 200 302
GET  display-new                  404  404 404  302  302  302 302 302
POST display-new                  404  404 404  302  302  302 302 302
GET  display-detail               404  404 404  200  200  404 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
GET  display-step                 404  404 404  200  200  404 200 302
       same-area                  404  404 404  403  403  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
POST display-step                 404  404 404  422  422  404 422 302
       same-area                  404  404 404  403  403  422 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  404  404 404  422  422  404 422 302
       none                       404  404 404  404  404  404 404 302
GET  own-display                  200  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  200  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST own-display                  422  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
# Codes to be looked at: nothing of it is the establishment's or a buyer's.
GET  alarm-list                   404  404 404  200  200  200 200 302
GET  alarm-detail                 404  404 404  200  200  404 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
GET  alarm-judge                  404  404 404  200  200  404 200 302
       same-area                  404  404 404  403  403  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
POST alarm-judge                  404  404 404  422  422  404 422 302
       same-area                  404  404 404  403  403  422 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  404  404 404  422  422  404 422 302
       none                       404  404 404  404  404  404 404 302
# Whoever holds the paper opens its page; who sees the certificate is another matter.
GET  certificate-check            200  200 200  200  200  200 200 200
       same-area                  200  200 200  200  200  200 200 200
       foreign                    200  200 200  200  200  200 200 200
       cancelled                  200  200 200  200  200  200 200 200
       none                       404  404 404  404  404  404 404 404
GET  own-certificate              200  404 200  404  404  404 404 302
POST own-certificate              422  404 422  404  404  404 404 302
GET  certificate-list             404  404 404  200  200  200 200 302
GET  certificate-new              404  404 404  200  200  200 200 302
GET  certificate-of-establishment 404  404 404  200  200  404 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       none                       404  404 404  404  404  404 404 302
# Only the managing agency proposes; another one of the same place reads.
POST certificate-of-establishment 404  404 404  422  422  404 422 302
       same-area                  404  404 404  403  403  422 422 302
       foreign                    404  404 404  404  404  404 422 302
       none                       404  404 404  404  404  404 404 302
GET  certificate-detail           404  404 404  200  200  404 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
GET  certificate-step             404  404 404  403  403  404 200 302
       same-area                  404  404 404  403  403  403 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  403  403  404 200 302
       none                       404  404 404  404  404  404 404 302
POST certificate-step             404  404 404  403  403  404 422 302
       same-area                  404  404 404  403  403  403 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  404  404 404  403  403  404 422 302
       none                       404  404 404  404  404  404 404 302
POST certificate-sign-again       404  404 404  403  403  404 302 302
       same-area                  404  404 404  403  403  403 302 302
       foreign                    404  404 404  404  404  404 302 302
       cancelled                  404  404 404  403  403  404 302 302
       none                       404  404 404  404  404  404 404 302
"""

THINGS = {
    "complaint-filed": _receipt,
    "complaint-detail": lambda world: {"complaint_id": world.complaint.pk},
    "own-difficulty": lambda world: _difficulty(world, world.owner),
    "difficulty-detail": lambda world: _difficulty(world, world.lead),
    "recall-detail": lambda world: {"recall_id": world.recall.pk},
    "recall-lift": lambda world: {"recall_id": world.recall.pk},
    "display-detail": lambda world: {"display_id": world.display.pk},
    "display-step": lambda world: {"display_id": world.display.pk, "step": "go"},
    "own-display": lambda world: {"display_id": world.display.pk},
    "alarm-detail": lambda world: {"alarm_id": world.alarm.pk},
    "alarm-judge": lambda world: {"alarm_id": world.alarm.pk, "step": "khong-phai"},
    "certificate-check": lambda world: {"code": world.certificate.public_code},
    "certificate-of-establishment": lambda world: {"establishment_id": world.establishment.pk},
    "certificate-detail": lambda world: {"certificate_id": world.certificate.pk},
    "certificate-step": lambda world: {"certificate_id": world.certificate.pk, "step": "thu-hoi"},
    "certificate-sign-again": lambda world: {"certificate_id": world.certificate.pk},
}


def _closed(world: Any) -> None:
    for state in ("verifying", "answered", "closed"):
        Complaint.objects.filter(pk=world.complaint.pk).update(state=state)


def _lifted(world: Any) -> None:
    Recall.objects.filter(pk=world.recall.pk).update(state="lifted")


def _revoked(world: Any) -> None:
    ParticipationCertificate.objects.filter(pk=world.certificate.pk).update(
        state="revoked", cause="mistake", stopped_at=make.AT
    )


def _taken_down(world: Any) -> None:
    TraceDisplay.objects.filter(pk=world.display.pk).update(state="cancelled", ended_at=make.AT)


def _dismissed(world: Any) -> None:
    CopyAlarm.objects.filter(pk=world.alarm.pk).update(
        state="dismissed", decided_at=make.AT, decided_by="Hạnh", decision_reason="Hội chợ"
    )


ENDED = {
    **dict.fromkeys(("display-detail", "display-step", "own-display"), _taken_down),
    **dict.fromkeys(("alarm-detail", "alarm-judge"), _dismissed),
    "own-difficulty": _answered,
    "difficulty-detail": _answered,
    "complaint-detail": _closed,
    "recall-detail": _lifted,
    "recall-lift": _lifted,
    **dict.fromkeys(
        ("certificate-check", "certificate-detail", "certificate-step", "certificate-sign-again"), _revoked
    ),
}
