"""The platform's own samples, read from dated files. A file that changes raises its version; rows never change."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from txng.catalogue.groups import Nature
from txng.kernel.text import fold
from txng.production.models import Activity, MaterialKind, Per, ProcessState, ProcessTask, ProcessTemplate
from txng.provinces.reading import build

FOLDER = Path(__file__).parents[1] / "data" / "process"
PUBLISHER = "Bộ quy trình mẫu của hệ thống"


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterTask:
    days: tuple[int, ...]  # one day, or the first and the last
    activity: Activity
    title: str
    every: int | None = None
    until: int | None = None
    what: str = ""
    kind: MaterialKind | Literal[""] = ""
    dose: str = ""
    amount: str = ""
    unit: str = ""
    per: Per = Per.LOT
    phi: int | None = None
    withdrawal: int | None = None
    photo: bool = False
    note: str = ""

    def as_task(self, template: ProcessTemplate, position: int) -> ProcessTask:
        return ProcessTask(
            template=template,
            position=position,
            activity=self.activity,
            title=self.title,
            first_day=self.days[0],
            last_day=self.days[-1],
            every=self.every,
            until=self.until,
            what=self.what,
            material_kind=self.kind,
            dose=self.dose,
            amount=Decimal(self.amount) if self.amount else None,
            amount_unit=self.unit,
            per=self.per,
            phi_days=self.phi,
            withdrawal_days=self.withdrawal,
            photo_wanted=self.photo,
            note=self.note,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    title: str
    nature: Nature
    groups: tuple[str, ...]
    first_day_is: str
    version: int
    valid_from: date
    source: str
    tasks: tuple[StarterTask, ...]


@cache
def starters() -> dict[str, Starter]:
    """By the name of the file."""
    return {
        path.stem: build(Starter, tomllib.loads(path.read_text("utf-8")), file=path.name)
        for path in sorted(FOLDER.glob("*.toml"))
    }


@transaction.atomic
def load(at: datetime) -> int:
    """Put into the database what is not there yet; how many versions that was. Run twice, the second does nothing."""
    known = set(ProcessTemplate.objects.exclude(starter="").values_list("starter", "version"))
    missing = [(name, starter) for name, starter in starters().items() if (name, starter.version) not in known]
    for name, starter in missing:
        ProcessTemplate.objects.filter(starter=name, state=ProcessState.PUBLISHED).update(
            state=ProcessState.RETIRED, retired_at=at
        )
        template = ProcessTemplate.objects.create(
            family=uuid5(NAMESPACE_URL, f"txng:process:{name}"),
            version=starter.version,
            title=starter.title,
            plain_title=fold(starter.title),
            nature=starter.nature,
            groups=list(starter.groups),
            first_day_is=starter.first_day_is,
            source=starter.source,
            valid_from=starter.valid_from,
            starter=name,
            publisher=PUBLISHER,
            created_at=at,
        )
        ProcessTask.objects.bulk_create(task.as_task(template, position) for position, task in enumerate(starter.tasks))
        template.state, template.published_at, template.published_by = ProcessState.PUBLISHED, at, PUBLISHER
        template.save(update_fields=["state", "published_at", "published_by"])
    return len(missing)
