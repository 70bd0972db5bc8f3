"""What the addresses of the table open: somebody's things, each made when first asked for.

Three worlds stand beside each other: bà Lành's under cô Hạnh's commune; a firm's in the same commune, which ông Nam's
department manages; ông Khải's in another commune.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from tests import make
from txng.accounts.acting import actor_of
from txng.accounts.models import Account, Membership, User
from txng.kernel.clock import now

WORLDS = ("own", "same-area", "foreign")


@dataclass
class World:
    owner: Any  # the seat of the establishment's owner
    worker: Any
    lead: Any  # seats at the agency that manages the establishment
    officer: Any
    operator: Any

    @property
    def account(self) -> Any:
        return self.owner.account

    @property
    def establishment(self) -> Any:
        return self.account.establishment

    @property
    def agency(self) -> Any:
        return self.lead.account.agency

    @cached_property
    def department_without_account(self) -> Any:
        return make.agency("department", name="Sở Y tế", sectors=("health",))

    @cached_property
    def product(self) -> Any:
        return make.product(self.establishment, gtin="08938505974002")

    @cached_property
    def change(self) -> Any:
        return make.change(self.product)

    @cached_property
    def paper(self) -> Any:
        """One of the establishment's own, that counts."""
        return make.document(self.establishment, "business_registration", name="Đăng ký hợp tác xã")

    @cached_property
    def profile_change(self) -> Any:
        return make.profile_change(self.establishment)

    @cached_property
    def lot(self) -> Any:
        return make.lot(self.product, "L26A0917", complete=True)

    @cached_property
    def store(self) -> Any:
        return make.site(self.establishment, "Kho lạnh", kind="warehouse")

    @cached_property
    def area_code(self) -> Any:
        return make.area_code(self.lot.site)

    @cached_property
    def stock_move(self) -> Any:
        """Some of the lot was carried off; it can be taken back."""
        return make.stock_move(self.lot)

    @cached_property
    def sprayed_lot(self) -> Any:
        """Harvested two days after a spray one waits seven days for."""
        lot = make.lot(self.product, "L26A0918", complete=True)
        make.material_use(lot, done_on=lot.harvested_on - timedelta(days=2))
        return lot

    @property
    def conflict_key(self) -> str:
        from txng.production.safety import conflicts_of

        return conflicts_of(self.sprayed_lot, make.TODAY)[0].key

    @cached_property
    def process(self) -> Any:
        """Published by the agency that manages the establishment."""
        return make.process(agency=self.agency)

    @cached_property
    def process_draft(self) -> Any:
        return make.process("Nháp", agency=self.agency, published=False)

    @cached_property
    def own_process(self) -> Any:
        return make.process(establishment=self.establishment)

    @cached_property
    def plan(self) -> Any:
        """Of the lot, with one task."""
        return make.plan(self.lot, self.own_process)

    @cached_property
    def handover(self) -> Any:
        """Some of the lot, sent to a shop nobody of the cast belongs to."""
        return make.handover(self.lot)

    @cached_property
    def helper(self) -> Any:
        """Somebody who works there and never signs in."""
        return make.worker(self.establishment)

    @cached_property
    def customer(self) -> Any:
        return make.partner(self.establishment)

    @cached_property
    def material(self) -> Any:
        return make.material(self.establishment)

    @cached_property
    def sheet_run(self) -> Any:
        return make.sheet_run(self.owner)

    @cached_property
    def dossier(self) -> Any:
        return self._dossier("submitted")

    @cached_property
    def approved_dossier(self) -> Any:
        return self._dossier("approved")

    @cached_property
    def kept_paper(self) -> Any:
        return make.kept_paper(self._dossier("approved", decided_at=make.AT, decided_by="Nguyễn Thị Hạnh"))

    @cached_property
    def draft(self) -> Any:
        return self._dossier("draft")

    @cached_property
    def dossier_import(self) -> Any:
        return make.dossier_import(self.lead)

    def _dossier(self, state: str, **fields: Any) -> Any:
        """One of this establishment's place and trade, with its agency."""
        where = self.establishment
        place = {"unit": where.unit, "unit_path": where.unit_path, "sector": where.sector}
        return make.dossier(self.agency, state=state, **place, **fields)

    @cached_property
    def file(self) -> Any:
        return make.picture()

    @cached_property
    def batch(self) -> Any:
        return make.batch(self.product)

    @cached_property
    def order(self) -> Any:
        return self.batch.print_order

    @cached_property
    def print_house(self) -> Any:
        return make.print_house(actor_of(self.owner))

    @cached_property
    def print_file(self) -> Any:
        return make.print_file(self.batch, actor_of(self.owner), lock="passphrase", at=now(), made=False)

    @cached_property
    def complaint(self) -> Any:
        return make.complaint(self.lot)

    @cached_property
    def recall(self) -> Any:
        return make.recall(self.lot)

    @cached_property
    def display(self) -> Any:
        return make.display(self.product)

    @cached_property
    def alarm(self) -> Any:
        return make.alarm(self.batch)

    @cached_property
    def certificate(self) -> Any:
        return make.certificate(self.establishment)

    def revoke(self) -> None:
        """What is the account's ends with it."""
        Account.objects.filter(pk=self.account.pk).update(state="revoked")


def worlds(people: dict[str, Any], organisations: Any) -> dict[str, World]:
    firm = make.establishment("Công ty Sấy Phong Điền", agency=organisations.industry, sector="industry_trade")
    mai = people["mai"]
    return {
        "own": World(people["lanh"], people["tu"], people["hanh"], people["dung"], mai),
        "same-area": World(
            seat_in(_account("establishment", establishment=firm), "chủ doanh nghiệp", "owner"),
            seat_in(firm.account, "công nhân", "worker"),
            people["nam"],
            seat_in(people["nam"].account, "chuyên viên Sở", "officer"),
            mai,
        ),
        "foreign": World(
            people["khai"],
            seat_in(people["khai"].account, "người làm của Khải", "worker"),
            seat_in(_account("commune", agency=organisations.elsewhere), "cán bộ xã khác", "lead"),
            seat_in(organisations.elsewhere.account, "cán bộ thứ hai", "officer"),
            mai,
        ),
    }


def _account(kind: str, **whose: Any) -> Any:
    made = Account(
        kind=kind, state="active", seats=5, issued_at=make.AT, activated_at=make.AT, issued_by="Đặng Thị Mai"
    )
    if kind == "establishment":
        made.establishment = whose["establishment"]
        made.stand_with(made.establishment)
    else:
        made.agency = whose["agency"]
        made.unit_path = made.agency.unit_path
    made.save()
    return made


def seat_in(account: Any, name: str, role: str) -> Any:
    user = User.objects.create_user(f"u{account.pk}-{role}", None, name=name, kind=account.kind)
    return Membership.objects.create(account=account, user=user, role=role, since=make.AT, duties_accepted_at=make.AT)
