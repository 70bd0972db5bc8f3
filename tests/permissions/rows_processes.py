"""Quy trình: an agency's own are changed by it alone and, published, read by all; a lot's plan is its establishment's."""

from __future__ import annotations

from typing import Any

from tests.permissions.rows_production import _cancelled

ROWS = """
                                  lanh tu  khai hanh dung nam mai guest
GET  process-list                 404  404 404  200  200  200 200 302
GET  process-new                  404  404 404  200  200  200 200 302
POST process-new                  404  404 404  422  422  422 422 302
# What is published, every agency may read and copy.
GET  process-detail               404  404 404  200  200  200 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  200  200  200 200 302
       none                       404  404 404  404  404  404 404 302
# A draft is its agency's.
GET  process-edit                 404  404 404  200  200  404 404 302
       same-area                  404  404 404  404  404  200 404 302
       foreign                    404  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST process-edit                 404  404 404  422  422  404 404 302
       same-area                  404  404 404  404  404  422 404 302
       foreign                    404  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  process-task-new             404  404 404  200  200  404 404 302
       same-area                  404  404 404  404  404  200 404 302
       foreign                    404  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST process-task-new             404  404 404  422  422  404 404 302
       same-area                  404  404 404  404  404  422 404 302
       foreign                    404  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  process-task                 404  404 404  200  200  404 404 302
       same-area                  404  404 404  404  404  200 404 302
       foreign                    404  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST process-task                 404  404 404  422  422  404 404 302
       same-area                  404  404 404  404  404  422 404 302
       foreign                    404  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST process-task-drop            404  404 404  302  302  404 404 302
       same-area                  404  404 404  404  404  302 404 302
       foreign                    404  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST process-publish              404  404 404  302  302  404 404 302
       same-area                  404  404 404  404  404  302 404 302
       foreign                    404  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
# Of what is published, another agency sees that it is not its own.
POST process-version              404  404 404  302  302  403 403 302
       same-area                  404  404 404  403  403  302 403 302
       foreign                    404  404 404  403  403  403 403 302
       none                       404  404 404  404  404  404 404 302
GET  process-retire               404  404 404  200  200  403 403 302
       same-area                  404  404 404  403  403  200 403 302
       foreign                    404  404 404  403  403  403 403 302
       none                       404  404 404  404  404  404 404 302
POST process-retire               404  404 404  422  422  403 403 302
       same-area                  404  404 404  403  403  422 403 302
       foreign                    404  404 404  403  403  403 403 302
       none                       404  404 404  404  404  404 404 302

GET  own-process-list             200  200 200  404  404  404 404 302
GET  own-process                  200  200 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST own-process-retire           302  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  lot-plan                     200  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  200  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST lot-plan                     422  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  lot-plan-move                200  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  200  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST lot-plan-move                422  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  lot-plan-keep                200  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  200  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST lot-plan-keep                422  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  lot-task-new                 200  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  200  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST lot-task-new                 422  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST lot-task-drop                302  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       cancelled                  302  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
"""


def _process(world: Any) -> dict[str, int]:
    return {"process_id": world.process.pk}


def _draft(world: Any) -> dict[str, int]:
    return {"process_id": world.process_draft.pk}


def _draft_task(world: Any) -> dict[str, int]:
    return {"process_id": world.process_draft.pk, "task_id": world.process_draft.tasks.get().pk}


def _planned_lot(world: Any) -> dict[str, int]:
    return {"lot_id": world.plan.lot_id}


THINGS = {
    **dict.fromkeys(("process-detail", "process-version", "process-retire"), _process),
    **dict.fromkeys(("process-edit", "process-task-new", "process-publish"), _draft),
    **dict.fromkeys(("process-task", "process-task-drop"), _draft_task),
    **dict.fromkeys(("own-process", "own-process-retire"), lambda world: {"process_id": world.own_process.pk}),
    **dict.fromkeys(("lot-plan", "lot-plan-move", "lot-plan-keep", "lot-task-new"), _planned_lot),
    "lot-task-drop": lambda world: {"lot_id": world.plan.lot_id, "task_id": world.plan.tasks.get().pk},
}
ENDED = dict.fromkeys(("lot-plan", "lot-plan-move", "lot-plan-keep", "lot-task-new", "lot-task-drop"), _cancelled)
