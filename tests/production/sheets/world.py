"""Something in each of the lists, and three cells of each that may change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tests import make
from txng.access import Actor
from txng.catalogue import actions as catalogue
from txng.production import actions
from txng.production.models import Site
from txng.production.uses import Used

TODAY = date(2026, 9, 17)


@dataclass
class Season:
    """Of one establishment: enough rows in each list that a file of it says something."""

    actor: Actor
    establishment: Any

    def build(self) -> Season:
        actor, at, unit = self.actor, make.AT, make.unit()
        product = make.product(self.establishment)
        catalogue.save_draft(
            actor=actor,
            at=at,
            fields={"name": "Dâu Hạ Châu", "pack": "Hộp 1,5 kg", "ingredients": "Dâu tươi\nkhông thêm gì"},
        )
        catalogue.save_draft(actor=actor, at=at, fields={"name": "Mứt dâu"}, gtin="00012345678905")
        area = actions.add_site(actor=actor, kind="area", name="Vùng Nhơn Ái", unit=unit, at=at)
        plots = [
            actions.add_site(
                actor=actor, kind="plot", name=f"Vườn {n}", unit=unit, at=at, area_m2=Decimal(f"{n}500.5"),
                parent_id=area.pk, address="Ấp Nhơn Lộc",
            )
            for n in (1, 2, 3)
        ]  # fmt: skip
        store = actions.add_site(actor=actor, kind="warehouse", name="Kho mát", unit=unit, at=at)
        for name in ("Nhà sơ chế", "Xưởng sấy"):
            actions.add_site(actor=actor, kind="workshop", name=name, unit=unit, at=at)
        lots = [
            actions.open_lot(
                actor=actor,
                product_id=product.pk,
                site_id=plot.pk,
                opened_on=date(2026, 9, n),
                at=at,
                number=f"00{n}-A",
            )
            for n, plot in enumerate(plots, start=1)
        ]
        for n, name in enumerate(("Trần Văn Tư", "Nguyễn Thị Sáu", "Lê Văn Út")):
            actions.add_worker(
                actor=actor, name=name, phone=f"091234567{n}", birth_year=1980 + n, job="Chăm sóc vườn",
                trained_on=date(2026, 3, 12), at=at,
            )  # fmt: skip
        oil = actions.add_material(
            actor=actor, kind="pesticide", name="Dầu khoáng SK 99", unit="lít", at=at, dose_low=Decimal("1.125"),
            dose_high=Decimal(80), dose_unit="ml/bình 16 lít", phi_days=7, registration_number="0567/CNĐKT-BVTV",
        )  # fmt: skip
        _manure, npk = (
            actions.add_material(actor=actor, kind="fertiliser", name=name, unit="kg", at=at)
            for name in ("Phân hữu cơ Sông Hậu", "NPK 16-16-8")
        )
        sack = actions.receive_material(
            actor=actor, material_id=npk.pk, site_id=store.pk, quantity=Decimal(50), unit="kg",
            received_on=date(2026, 8, 20), at=at, supplier_lot="0016", partner_name="Đại lý Minh Tâm",
        ).lines.get().material_lot_id  # fmt: skip
        for n, lot in enumerate(lots, start=1):
            actions.write_diary(
                actor=actor, lot_id=lot.pk, activity="fertilise", done_on=date(2026, 9, 9 + n), at=at, what=npk.name,
                quantity=Decimal(n), quantity_unit="kg", on_behalf_of="Trần Văn Tư" if n == 1 else "",
                used=[Used(material_id=npk.pk, quantity=Decimal(n), unit="kg", material_lot_id=sack if n > 1 else None)],
            )  # fmt: skip
        for n in (1, 2, 3):
            actions.receive_material(
                actor=actor, material_id=oil.pk, site_id=store.pk, quantity=Decimal(n) + Decimal("0.5"), unit="lít",
                received_on=date(2026, 9, n), at=at, supplier_lot=f"007{n}", expires_on=date(2027, 12, 31),
                partner_name="Đại lý Minh Tâm",
            )  # fmt: skip
        actions.add_partner(
            actor=actor, kind="customer", name="Cửa hàng Ba Tri", phone="0987654321", tax_code="0123456787", at=at,
            code="007",
        )  # fmt: skip
        actions.add_partner(actor=actor, kind="both", name="Hợp tác xã Bạn", at=at)
        return self

    @property
    def store(self) -> Any:
        return Site.objects.get(establishment=self.establishment, kind="warehouse")


# slug: which row (counted as the file stands), column, what is typed, what stands there afterwards
EDITS: dict[str, list[tuple[int, str, str, str]]] = {
    "nguoi-lam": [
        (0, "job", "Lái xe", "Lái xe"),
        (1, "phone", "0909 000 111", "0909000111"),
        (2, "trained_on", "5/9/26", "05/09/2026"),
    ],
    "san-pham": [
        (0, "brand", "Lành", "Lành"),
        (1, "shelf_life_days", "30", "30"),
        (2, "pack", "Thùng 5 kg", "Thùng 5 kg"),
    ],
    "vung-trong": [
        (0, "address", "Ấp Nhơn Lộc 2", "Ấp Nhơn Lộc 2"),
        (1, "area_m2", "1600", "1600"),
        (2, "address", "Ấp Trường Thọ", "Ấp Trường Thọ"),
    ],
    "nha-xuong": [
        (0, "name", "Kho mát số 1", "Kho mát số 1"),
        (1, "area_m2", "120,5", "120,5"),
        (2, "address", "Ấp Nhơn Lộc 1", "Ấp Nhơn Lộc 1"),
    ],
    "lo-hang": [
        (0, "opened_on", "2/9/2026", "02/09/2026"),
        (1, "site_id", "Vườn 3", "Vườn 3"),
        (2, "site_id", "Vườn 2", "Vườn 2"),
    ],
    "vat-tu": [
        (0, "phi_days", "10", "10"),
        (1, "maker", "Công ty Phân bón Sông Hậu", "Công ty Phân bón Sông Hậu"),
        (2, "registration_number", "0012", "0012"),
    ],
    "kho": [
        (0, "quantity", "4", "4"),
        (1, "supplier_lot", "0099", "0099"),
        (2, "received_on", "31/08/2026", "31/08/2026"),
    ],
    "vat-tu-cho-lo": [
        (0, "quantity", "4,5", "4,5"),
        (1, "done_on", "12/9/2026", "12/09/2026"),
        (2, "supplier_lot", "0016", "0016"),
    ],
    "doi-tac": [
        (0, "phone", "0911222333", "0911222333"),
        (1, "address", "12 Trần Hưng Đạo", "12 Trần Hưng Đạo"),
        (2, "code", "0001", "0001"),
    ],
}
