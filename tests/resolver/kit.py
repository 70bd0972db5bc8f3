"""Goods with stamps on them: what the tests of the scan begin with. Rows only; the stories go through the actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests import make
from txng.kernel.codes import next_number, next_value
from txng.oversight.models import Recall
from txng.production.models import Lot, Receipt, Shipment
from txng.resolver import cards
from txng.stamps.keyring import ring_for_issuing
from txng.stamps.models import CodeBatch, CodeException, CodeRange
from txng.stamps.serials import issue, tweak_of

GTIN = "08938505970011"


def batch(product: Any, quantity: int = 20, **fields: Any) -> CodeBatch:
    tweak = tweak_of(product.gtin or "")
    made = CodeBatch(
        number=next_number("LM", make.AT),
        establishment=product.establishment,
        product=product,
        key_version=ring_for_issuing().newest,
        tweak=tweak,
        first=next_value(f"test-{tweak}", 0, step=quantity) - quantity,
        quantity=quantity,
        created_at=make.AT,
        created_by="Nguyễn Thị Lành",
        **fields,
    )
    made.stand_with(product)
    made.save()
    run = CodeRange(batch=made, establishment=made.establishment, first=made.first, last=made.last)
    run.stand_with(made)
    run.save()
    cards.rebuild_product(product.pk)
    cards.rebuild_codes(made.pk)
    return made


def activate(made: CodeBatch, lot: Lot) -> None:
    Lot.objects.filter(pk=lot.pk).update(on_sale_since=make.AT)
    made.ranges.filter(state="issued").update(state="activated", lot=lot, activated_at=make.AT, activated_by="Lành")
    refresh(made)


def refresh(made: CodeBatch) -> None:
    cards.rebuild_product(made.product_id)
    cards.rebuild_codes(made.pk)


def void_one(made: CodeBatch, nth: int) -> None:
    CodeException.objects.create(
        batch=made, counter=made.first + nth, reason="Tem rách", voided_at=make.AT, voided_by="Lành"
    )
    refresh(made)


def void_all(made: CodeBatch, *, by_operator: bool = False) -> None:
    made.ranges.update(state="void", voided_at=make.AT, voided_by_operator=by_operator, void_reason="Lộ khóa")
    refresh(made)


def serial(made: CodeBatch, nth: int = 0) -> str:
    return issue(ring_for_issuing(), made.key_version, made.tweak, made.first + nth, 1)[0]


def path(made: CodeBatch, nth: int = 0) -> str:
    """What is printed on the nth stamp, as a path."""
    if made.tweak:
        return f"/01/{made.tweak:014d}/21/{serial(made, nth)}"
    return f"/T/{serial(made, nth)}"


def recall(lot: Lot, **fields: Any) -> Recall:
    made = Recall(
        **{
            "establishment": lot.establishment,
            "lot": lot,
            "reason": "Dư lượng thuốc bảo vệ thực vật vượt mức cho phép.",
            "decision_number": "15/TB-SKHCN",
            "decided_on": make.TODAY,
            "return_to": "Hợp tác xã Trái cây Lành, ấp Nhơn Lộc, xã Phong Điền",
            "return_phone": "0912345678",
            "opened_at": make.AT,
            "opened_by": "Đặng Thị Mai",
            **fields,
        }
    )
    made.stand_with(lot)
    made.save()
    cards.rebuild_product(lot.product_id)
    return made


def receive(lot: Lot, who: str = "Công ty Giống cây trồng Miền Tây", what: str = "Cây giống Ri6") -> Receipt:
    made = Receipt(
        establishment=lot.establishment,
        lot=lot,
        partner=make.partner(lot.establishment, who, "supplier"),
        what=what,
        supplier_lot="G-11",
        quantity=200,
        quantity_unit="cây",
        received_on=lot.opened_on,
        recorded_at=make.AT,
    )
    made.stand_with(lot)
    made.save()
    return made


def ship(lot: Lot, who: str = "Siêu thị Co.opmart Cần Thơ") -> Shipment:
    made = Shipment(
        establishment=lot.establishment,
        lot=lot,
        partner=make.partner(lot.establishment, who),
        quantity=200,
        quantity_unit="hộp",
        shipped_on=make.TODAY - timedelta(days=2),
        recorded_at=make.AT,
    )
    made.stand_with(lot)
    made.save()
    return made
