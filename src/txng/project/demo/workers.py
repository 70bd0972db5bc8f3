"""Who works for bà Lành's co-operative: most without a log-in, one of them is anh Tư."""

from __future__ import annotations

from datetime import timedelta

from txng.accounts.models import Membership
from txng.production.models import Worker
from txng.project.demo.world import World

# name, telephone, year of birth, job, household, days since trained, days since the health check
HERS = (
    ("Trần Văn Tư", "", 1986, "Chăm sóc vườn", "", 120, 200),
    ("Trần Thị Bưởi", "0912000101", 1979, "Chăm sóc vườn", "Hộ Trần Văn Tám", 120, 200),
    ("Nguyễn Văn Đực", "0912000102", 1991, "Phun thuốc, bón phân", "Hộ Nguyễn Văn Chín", 45, 60),
    ("Lê Thị Hồng Thắm", "0912000103", 1994, "Phân loại, đóng gói", "", 45, 60),
    ("Phạm Thị Út", "", 1968, "Phân loại, đóng gói", "Hộ Phạm Văn Sang", 400, 380),
    ("Huỳnh Văn Lợi", "0912000105", 1988, "Lái xe", "", None, 150),
    ("Võ Minh Khang", "0912000106", 2001, "Ghi chép, thủ kho", "", 45, None),
)


def build(world: World) -> None:
    hers = world.establishments[0]
    seats = Membership.objects.filter(account__establishment=hers, ended_at=None).select_related("user")
    by_name = {seat.user.name: seat for seat in seats}
    rows = []
    for name, phone, year, job, household, trained, checked in HERS:
        worker = Worker(
            establishment=hers, name=name, phone=phone, birth_year=year, job=job, household=household,
            trained_on=world.today - timedelta(days=trained) if trained else None,
            health_checked_on=world.today - timedelta(days=checked) if checked else None,
            membership=by_name.get(name), created_at=world.days_ago(60),
        )  # fmt: skip
        worker.stand_with(hers)
        rows.append(worker)
    Worker.objects.bulk_create(rows)
