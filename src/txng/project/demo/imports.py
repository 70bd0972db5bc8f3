"""One finished import in the register: the households cô Hạnh entered from one file, and the two rows she sent back."""

from __future__ import annotations

from txng.accounts.models import Membership
from txng.kernel.codes import next_number
from txng.kernel.jobs import Job
from txng.project.demo.world import World
from txng.registry.events import ImportEvent
from txng.registry.imports.columns import columns_of
from txng.registry.models import Dossier, Import, ImportRow

_KINDS = ("cooperative_group", "household", "business_household", "farm")
_WRONG = (
    ("Hộ Trương Văn Út", ["phone", "phone", "91234"]),
    ("Hộ Lý Thị Sen", ["signed_on", "date", "31/02/2026"]),
)


def build(world: World, home: str) -> None:
    agency = world.communes[home]
    seat = (
        Membership.objects.filter(account__agency=agency, ended_at=None).select_related("user").order_by("id").first()
    )
    dossiers = list(Dossier.objects.filter(filed_with=agency, kind__in=_KINDS, number__isnull=False).order_by("id"))
    if seat is None or not dossiers:
        return
    at, columns = world.days_ago(5), columns_of()
    total = len(dossiers) + len(_WRONG)
    job = Job.objects.create(
        title="Nhập các dòng của “ho-dang-ky-quy-3.xlsx”", counts="dòng", state="done", done=len(dossiers),
        total=len(dossiers), result="/nhap-tu-excel/ho-so/", user_id=seat.user_id,
        asked_at=at, started_at=at, ended_at=at,
    )  # fmt: skip
    run = Import.objects.create(
        number=next_number("NK", at), state="done", file_name="ho-dang-ky-quy-3.xlsx",
        columns=[column.code for column in columns], agency=agency, unit_path=agency.unit_path,
        managing_agency_id=agency.pk, by=seat.user.name, by_organisation=agency.name, by_kind="commune",
        by_user_id=seat.user_id, job=job, submit=True, total=total, good=len(dossiers), wrong=len(_WRONG),
        entered=len(dossiers), sent_at=at, confirmed_at=at, finished_at=at,
    )  # fmt: skip
    rows = [
        ImportRow(run=run, number=number, state="entered", cells=_cells(dossier.name), dossier=dossier)
        for number, dossier in enumerate(dossiers, start=2)
    ]
    rows += [
        ImportRow(run=run, number=number, state="wrong", cells=_cells(name), problems=[problem])
        for number, (name, problem) in enumerate(_WRONG, start=len(dossiers) + 2)
    ]
    ImportRow.objects.bulk_create(rows)
    for kind, after in ((ImportEvent.SENT, {"rows": total}), (ImportEvent.FINISHED, {"entered": len(dossiers)})):
        world.note(kind, actor=seat.user.name, organisation=agency.name, subject=run, at=at, after=after)


def _cells(name: str) -> dict[str, list[object]]:
    return {"text": ["", name], "formulas": []}
