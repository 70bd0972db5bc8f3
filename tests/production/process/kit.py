from __future__ import annotations

from typing import Any

from tests import make
from txng.access import Actor
from txng.production.actions import draft_process, publish_process, put_process_task
from txng.production.models import ProcessTemplate
from txng.production.process import starters

WORK: dict[str, Any] = {"activity": "fertilise", "title": "Bón hữu cơ", "first_day": 5, "last_day": 8}


def sample(name: str) -> ProcessTemplate:
    starters.load(make.AT)
    return ProcessTemplate.objects.get(starter=name, state="published")


def published(
    actor: Actor, title: str = "Sầu riêng Ri6 của xã", *works: dict[str, Any], **more: Any
) -> ProcessTemplate:
    draft = draft_process(
        actor=actor, title=title, nature="crop", valid_from=make.TODAY, at=make.AT,
        **{"groups": ["fresh-fruit"], "first_day_is": "Ngày phục hồi vườn", **more},
    )  # fmt: skip
    for work in works or (WORK, {**WORK, "activity": "harvest", "title": "Cắt trái", "first_day": 30, "last_day": 35}):
        put_process_task(actor=actor, process_id=draft.pk, work=work, at=make.AT)
    return publish_process(actor=actor, process_id=draft.pk, at=make.AT)
