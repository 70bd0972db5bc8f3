"""Nhân công."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.production import actions
from txng.production.models import Worker
from txng.production.sheets.base import Desk, Sheet, pick
from txng.production.sheets.columns import SheetColumn

FIELDS = ("name", "phone", "birth_year", "job", "household", "trained_on", "health_checked_on")


class WorkerSheet(Sheet):
    slug = "nguoi-lam"
    group = "workers"
    edit = Permission.WORKER_EDIT
    read = Permission.WORKER_READ
    key = ("name", "phone")
    fields_of = {"name_missing": "name", "name_taken": "name", "birth_year": "birth_year", "future": "trained_on"}

    def title(self) -> str:
        return _("Workers")

    def advice(self) -> list[str]:
        return [_("Write no more of a person than the work asks for: no number of an identity card, no address.")]

    def made(self) -> list[SheetColumn]:
        return [
            SheetColumn(code="name", label=_("Full name"), required=True, kind="name", most=160, width=30,
                        examples=("Trần Văn Tư", "Nguyễn Thị Sáu")),
            SheetColumn(code="phone", label=_("Phone"), required=False, kind="phone", most=40, width=16,
                        help=_("10 digits, begins with 0; type them as text."), examples=("0912345678", "")),
            SheetColumn(code="birth_year", label=_("Year of birth"), required=False, kind="whole", maximum=2100,
                        width=10, help=_("May stay empty. Only the year is asked for."), examples=("1985", "")),
            SheetColumn(code="job", label=_("Job"), required=False, most=120, examples=("Chăm sóc vườn", "Đóng gói")),
            SheetColumn(code="household", label=_("Household"), required=False, most=160,
                        help=_("Of a co-operative: the member household whose plots they work."),
                        examples=("Hộ Trần Văn Tám", "")),
            SheetColumn(code="trained_on", label=_("Last trained on"), required=False, kind="past", width=14, most=40,
                        help=_("Day, month, year, for example 17/09/2026."), examples=("12/03/2026", "5/9/26")),
            SheetColumn(code="health_checked_on", label=_("Last health check on"), required=False, kind="past",
                        width=14, most=40, examples=("20/01/2026", "")),
        ]  # fmt: skip

    def values(self, record: Worker, desk: Desk) -> dict[str, Any]:
        return {name: getattr(record, name) for name in FIELDS}

    def add(self, actor: Actor, values: dict[str, Any], at: datetime, client_id: UUID) -> int:
        return actions.add_worker(actor=actor, at=at, client_id=client_id, **pick(values, FIELDS)).pk

    def change(
        self, actor: Actor, record: Worker, values: dict[str, Any], at: datetime, why: str, client_id: UUID
    ) -> int:
        return actions.change_worker(
            actor=actor, worker_id=record.pk, at=at, membership_id=record.membership_id, **pick(values, FIELDS)
        ).pk

    def take_back(self, actor: Actor, record: Worker, at: datetime, why: str) -> None:
        actions.archive_worker(actor=actor, worker_id=record.pk, at=at)
