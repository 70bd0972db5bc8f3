"""Rows for tests, made with as little as a story needs. What a story is about it states itself.

Everything stands in the province of the profile in force; `PLACES` names a commune of each for bà Lành (home),
for somebody else (elsewhere).
"""

from __future__ import annotations

import functools
import itertools
import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils import timezone

from txng import provinces
from txng.catalogue.models import Product, ProductChange, ProductVersion
from txng.kernel.codes import new_token, next_number, random_code, token_digest
from txng.kernel.files.intake import store_bytes
from txng.kernel.files.models import StoredFile
from txng.kernel.text import fold, slugify
from txng.places.models import AdministrativeUnit
from txng.production.models import (
    AreaCode,
    DiaryEntry,
    Handover,
    Lot,
    LotPlan,
    Material,
    MaterialUse,
    Partner,
    ProcessTemplate,
    Site,
    StockLine,
    StockMove,
)
from txng.registry.models import (
    Agency,
    Document,
    Dossier,
    Establishment,
    EstablishmentChange,
    KeptPaper,
    ManagingAssignment,
)

AT = datetime(2026, 9, 21, 2, 30, tzinfo=UTC)  # 09:30 on Monday 21/09/2026 in Việt Nam
TODAY = date(2026, 9, 21)

# commune codes since 01/07/2025
PLACES = {
    "can-tho": {"home": "31299", "elsewhere": "31288"},  # Phong Điền, Trường Thành
    "cao-bang": {"home": "01477", "elsewhere": "01576"},  # Trùng Khánh, Quảng Uyên
    "dak-nong": {"home": "24664", "elsewhere": "24670"},  # Đức Lập, Đắk Mil
}
GOODS = {  # names.md 1
    "can-tho": "Sầu riêng Ri6",
    "cao-bang": "Hạt dẻ Trùng Khánh",
    "dak-nong": "Cà phê Đức Lập",
}

_serial = itertools.count(1)


def province() -> str:
    return provinces.current().id


def unit(which: str = "home") -> AdministrativeUnit:
    return AdministrativeUnit.objects.get(code=PLACES[province()][which], valid_to=None)


def province_unit() -> AdministrativeUnit:
    return AdministrativeUnit.objects.get(code=provinces.current().identity.province_code, valid_to=None)


def agency(kind: str, *, name: str, place: AdministrativeUnit | None = None, sectors: tuple[str, ...] = ()) -> Agency:
    made = an_agency(kind, name=name, place=place, sectors=sectors)
    made.save(force_insert=True)
    return made


def an_agency(
    kind: str, *, name: str, place: AdministrativeUnit | None = None, sectors: tuple[str, ...] = ()
) -> Agency:
    """Not stored yet."""
    place = place or (unit() if kind == "commune" else province_unit())
    return Agency(
        kind=kind,
        name=name,
        short_name=name,
        unit=place,
        unit_path=place.unit_path,
        sectors=list(sectors),
        valid_from=date(2025, 7, 1),
    )


def establishment(name: str = "", *, agency: Agency, which: str = "home", **fields: Any) -> Establishment:
    made = an_establishment(name, agency=agency, place=unit(which), **fields)
    made.save(force_insert=True)
    assignment(made, agency).save(force_insert=True)
    return made


def an_establishment(name: str = "", *, agency: Agency, place: AdministrativeUnit, **fields: Any) -> Establishment:
    """Not stored yet."""
    n = next(_serial)
    name = name or f"Hợp tác xã số {n}"
    return Establishment(
        **{
            "name": name,
            "plain_name": fold(name),
            "slug": f"{slugify(name)}-{n}",
            "kind": "cooperative",
            "tax_code": "",
            "representative": "Nguyễn Thị Lành",
            "phone": "0912345678",
            "address": "Ấp Nhơn Lộc",
            "unit": place,
            "unit_path": place.unit_path,
            "sector": "agriculture",
            "managing_agency_id": agency.pk,
            "joined_on": date(2026, 3, 2),
            **fields,
        }
    )


def assignment(establishment: Establishment, agency: Agency) -> ManagingAssignment:
    return ManagingAssignment(
        establishment=establishment,
        agency=agency,
        valid_from=establishment.joined_on,
        reason="Cơ sở trên địa bàn",
    )


@lru_cache
def _picture() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((320, 240)).save(out, "JPEG")
    return out.getvalue()


def picture(*, public: bool = False) -> StoredFile:
    return store_bytes(_picture(), name="anh.jpg", public=public)


def product(
    establishment: Establishment, name: str = "", *, published: bool = True, gtin: str | None = None, **fields: Any
) -> Product:
    """A product; `published` gives it an approved version with everything the nine fields need."""
    n = next(_serial)
    name = name or GOODS[province()]
    snapshot = {
        "name": name,
        "group": "fresh-fruit",
        "origin": "Việt Nam",
        "brand": "Lành",
        "standards": "TCVN 10739:2015",
        "pack": "Hộp 1,5 kg",
        "description": "Trái chín cây, cơm vàng hạt lép.",
        "shelf_life_days": 14,
        **fields,
    }
    made = Product(
        establishment=establishment,
        product_code=f"P{random_code(7)}",
        gtin=gtin,
        slug=f"{slugify(name)}-{n}",
        name=name,
        plain_name=fold(name),
        created_at=AT,
    )
    made.stand_with(establishment)
    if published:
        image = picture(public=True)
        for field, value in snapshot.items():
            setattr(made, field, value)
        made.image = image
        made.published_at = AT
    made.save()
    if published:
        ProductVersion.objects.create(
            product=made,
            number=1,
            fields={**snapshot, "image": str(image.id)},
            state="published",
            approved_by="Nguyễn Thị Hạnh",
            approved_for="UBND xã",
            published_at=AT,
        )
    return made


def change(product: Product, **fields: Any) -> ProductChange:
    made = ProductChange(
        product=product,
        establishment=product.establishment,
        fields=fields or {"description": "Trái chín cây, giao trong ngày."},
        state="waiting",
        proposed_by="Nguyễn Thị Lành",
        proposed_at=AT,
    )
    made.stand_with(product)
    made.save()
    return made


def document(establishment: Establishment, kind: str = "certificate", **fields: Any) -> Document:
    """A paper that counts since the story began."""
    made = Document(
        **{
            "establishment": establishment,
            "kind": kind,
            "name": "VietGAP",
            "number": "VG-0988",
            "issuer": "Trung tâm Chất lượng nông lâm thủy sản",
            "valid_from": TODAY - timedelta(days=300),
            "valid_to": TODAY + timedelta(days=300),
            "added_at": AT,
            "added_by": "Nguyễn Thị Lành",
            "shown_since": AT,
            **fields,
        }
    )
    made.stand_with(establishment)
    made.save()
    return made


def profile_change(establishment: Establishment, **fields: Any) -> EstablishmentChange:
    made = EstablishmentChange(
        establishment=establishment,
        fields=fields or {"introduction": "Trồng sầu riêng từ năm 1998."},
        state="waiting",
        proposed_by="Nguyễn Thị Lành",
        proposed_at=AT,
    )
    made.stand_with(establishment)
    made.save()
    return made


def site(establishment: Establishment, name: str = "Vườn 1", kind: str = "plot") -> Site:
    made = Site(
        establishment=establishment,
        kind=kind,
        name=name,
        site_code=f"D{random_code(7)}",
        unit=establishment.unit,
        created_at=AT,
    )
    made.stand_with(establishment)
    made.save()
    return made


def area_code(site: Site, code: str = "VN-CTOR-0123", **fields: Any) -> AreaCode:
    made = AreaCode(
        **{
            "establishment": site.establishment,
            "site": site,
            "code": code,
            "scheme": "market",
            "market": "Trung Quốc",
            "crop": "Sầu riêng",
            "granted_on": TODAY - timedelta(days=100),
            "issuer": "Cục Trồng trọt và Bảo vệ thực vật",
            "added_at": AT,
            **fields,
        }
    )
    made.stand_with(site)
    made.save()
    return made


def process(title: str = "Vườn cây ăn trái", *, published: bool = True, **publisher: Any) -> ProcessTemplate:
    """Of an agency or an establishment, with one task."""
    (whose,) = publisher.values()
    made = ProcessTemplate(
        title=title,
        plain_title=fold(title),
        nature="crop",
        first_day_is="Ngày đầu vụ",
        valid_from=TODAY,
        publisher=whose.name,
        created_at=AT,
        **publisher,
    )
    made.unit_path = whose.unit_path
    made.managing_agency_id = getattr(whose, "managing_agency_id", whose.pk)
    made.sector = getattr(whose, "sector", "")
    made.save()
    made.tasks.create(activity="fertilise", title="Bón hữu cơ", first_day=5, last_day=8)
    if published:
        made.state, made.published_at = "published", AT
        made.save()
    return made


def plan(lot: Lot, template: ProcessTemplate) -> LotPlan:
    made = LotPlan(establishment=lot.establishment, lot=lot, template=template, starts_on=lot.opened_on, created_at=AT)
    made.stand_with(lot)
    made.save()
    made.tasks.create(activity="fertilise", title="Bón hữu cơ", first_day=5, last_day=8)
    return made


def stock_move(lot: Lot, kg: int = 20) -> StockMove:
    """Some of a lot was lost, of what was harvested of it."""
    move = StockMove(
        establishment=lot.establishment,
        kind="harvest",
        done_on=TODAY - timedelta(days=5),
        recorded_at=AT,
        recorded_by="Nguyễn Thị Lành",
    )
    lost = StockMove(
        establishment=lot.establishment,
        kind="loss",
        done_on=TODAY - timedelta(days=4),
        reason="Dập khi vận chuyển",
        recorded_at=AT,
        recorded_by="Nguyễn Thị Lành",
    )
    for one, quantity in ((move, kg * 10), (lost, -kg)):
        one.stand_with(lot)
        one.save(force_insert=True)
        StockLine.objects.create(move=one, lot=lot, site=lot.site, quantity=quantity, unit="kg", done_on=one.done_on)
    return lost


def lot(product: Product, number: str = "", *, complete: bool = False, **fields: Any) -> Lot:
    """An open lot; `complete` gives it the diary and dates that activation asks for."""
    n = next(_serial)
    made = Lot(
        **{
            "establishment": product.establishment,
            "product": product,
            "number": number or f"L26T{n:04d}",
            "site": Site.objects.filter(establishment=product.establishment).first() or site(product.establishment),
            "opened_on": TODAY - timedelta(days=80),
            "created_at": AT,
            **(
                {
                    "harvested_on": TODAY - timedelta(days=4),
                    "packed_on": TODAY - timedelta(days=3),
                    "expires_on": TODAY + timedelta(days=11),
                    "quantity": Decimal("420"),
                    "quantity_unit": "kg",
                }
                if complete
                else {}
            ),
            **fields,
        }
    )
    made.stand_with(product)
    made.save()
    if complete:
        diary(made, "sow", made.opened_on)
        diary(made, "fertilise", made.opened_on + timedelta(days=18), what="Phân hữu cơ vi sinh", quantity=20)
        diary(made, "harvest", made.harvested_on, quantity=420)
        diary(made, "pack", made.packed_on)
    return made


def handover(lot: Lot, **fields: Any) -> Handover:
    """Offered, and waiting for a shop that stands beside the cast."""
    receiver = establishment("", agency=Agency.objects.get(pk=lot.managing_agency_id))
    made = Handover(
        **{
            "establishment": lot.establishment,
            "lot": lot,
            "partner": partner(lot.establishment),
            "receiver": receiver,
            "to_site": site(receiver, "Cửa hàng", kind="shop"),
            "quantity": Decimal(20),
            "quantity_unit": "kg",
            "sent_on": TODAY,
            "offered_at": AT,
            "offered_by": "Nguyễn Thị Lành",
            **fields,
        }
    )
    made.stand_with(lot)
    made.save(force_insert=True)
    return made


def diary(
    lot: Lot, activity: str, done_on: date, *, what: str = "", quantity: float | None = None, **fields: Any
) -> DiaryEntry:
    made = DiaryEntry(
        establishment=lot.establishment,
        lot=lot,
        activity=activity,
        done_on=done_on,
        site=lot.site,
        **fields,
        what=what,
        quantity=None if quantity is None else Decimal(str(quantity)),
        quantity_unit="kg" if quantity is not None else "",
        recorded_at=AT,
        recorded_by="Trần Văn Tư",
    )
    made.stand_with(lot)
    made.save()
    return made


def material(establishment: Establishment, name: str = "Dầu khoáng SK 99", **fields: Any) -> Material:
    made = Material(
        **{
            "establishment": establishment,
            "kind": "pesticide",
            "name": name,
            "plain_name": fold(name),
            "unit": "lít",
            "phi_days": 7,
            "created_at": AT,
            **fields,
        }
    )
    made.stand_with(establishment)
    made.save()
    return made


def material_use(lot: Lot, *, done_on: date, **fields: Any) -> MaterialUse:
    """The lot was sprayed on that day, with what one waits seven days for."""
    used = fields.pop("material", None) or material(lot.establishment)
    made = MaterialUse(
        **{
            "establishment": lot.establishment,
            "entry": diary(lot, "spray", done_on, what=used.name),
            "place": 0,
            "material": used,
            "unit": used.unit,
            "name": used.name,
            "phi_days": used.phi_days,
            "harvest_allowed_from": done_on + timedelta(days=used.phi_days or 0),
            **fields,
        }
    )
    made.stand_with(lot)
    made.save()
    return made


def partner(establishment: Establishment, name: str = "Cửa hàng nông sản", kind: str = "customer") -> Partner:
    made = Partner(establishment=establishment, kind=kind, name=name, address="Chợ trung tâm")
    made.stand_with(establishment)
    made.save()
    return made


def worker(establishment: Establishment, name: str = "Trần Văn Tám", **fields: Any) -> Any:
    from txng.production.models import Worker

    made = Worker(establishment=establishment, name=name, created_at=AT, **fields)
    made.stand_with(establishment)
    made.save()
    return made


def sheet_run(seat: Any, **fields: Any) -> Any:
    """An import of workers of the seat's establishment whose one row waits to be entered."""
    from txng.kernel import jobs
    from txng.production.models import SheetRow, SheetRun
    from txng.production.sheets import SHEETS

    establishment = seat.account.establishment
    job = jobs.ask(title="Xem các dòng", counts="dòng", total=1, result="/quan-ly/", user_id=seat.user_id, at=AT)
    columns = [column.code for column in SHEETS["nguoi-lam"].columns]
    made = SheetRun(
        **{
            "establishment": establishment,
            "number": next_number("NK", AT),
            "sheet": "nguoi-lam",
            "state": "previewed",
            "file_name": "người làm.xlsx",
            "columns": columns,
            "by": seat.user.name,
            "by_user_id": seat.user_id,
            "job": job,
            "total": 1,
            "added": 1,
            "sent_at": AT,
            **fields,
        }
    )
    made.stand_with(establishment)
    made.save()
    cells = {"text": ["Nguyễn Văn Mới", *[""] * (len(columns) - 1)], "formulas": []}
    SheetRow.objects.create(run=made, number=2, state="add", cells=cells)
    return made


def dossier(agency: Agency, *, state: str = "submitted", **fields: Any) -> Dossier:
    """A dossier as it stands after filing; `token` is set on the row in hand for the test alone."""
    token = new_token()
    place = unit()
    filed = state != "draft"
    made = Dossier.objects.create(
        **{
            "number": next_number("HS", AT) if filed else None,
            "lookup_code": random_code(10) if filed else None,
            "token_digest": token_digest(token),
            "state": state,
            "managing_agency": agency,
            "filed_with": agency,
            "unit": place,
            "unit_path": place.unit_path,
            "sector": "agriculture",
            "name": "Hợp tác xã Nông nghiệp Nhơn Ái",
            "kind": "cooperative",
            "tax_code": "0123456787",
            "address": "Ấp Nhơn Lộc 1",
            "phone": "0912345678",
            "representative": "Nguyễn Thị Lành",
            "business_kind": "Trồng và đóng gói trái cây",
            "products": [{"name": GOODS[province()], "note": ""}],
            "purposes": ["reputation"],
            "committed_at": AT,
            "signed_by": "Nguyễn Thị Lành",
            "started_at": AT,
            "submitted_at": AT if filed else None,
            **fields,
        }
    )
    made.token = token  # type: ignore[attr-defined]
    return made


def kept_paper(dossier: Dossier, kind: str = "result") -> KeptPaper:
    """A paper of a decided dossier, kept as the job does."""
    from txng.access.actors import system
    from txng.registry.actions import keep_papers

    keep_papers(actor=system("Hệ thống"), dossier_id=dossier.pk, at=AT + timedelta(hours=1))
    return KeptPaper.objects.get(dossier=dossier, kind=kind)


def client_id() -> str:
    return str(uuid.uuid4())


def now() -> datetime:
    return timezone.now()


def batch(product: Product, *, quantity: int = 20, lot: Lot | None = None, approved: bool = True) -> Any:
    """A code batch with its print order, as ordered by the owner; `approved` makes its codes."""
    from txng.access.actors import system
    from txng.stamps.actions import order_stamps
    from txng.stamps.actions.issue_codes import issue_codes

    order = order_stamps(
        actor=system("Nguyễn Thị Lành"), product_id=product.pk, quantity=quantity, lot_id=lot.pk if lot else None, at=AT
    )
    order.refresh_from_db()
    if approved and order.state == "submitted":
        issue_codes(order, at=AT, by="Đặng Thị Mai")
    return order.batch


def key_and_certificate(name: str = "Nhà in Tây Đô", *, days: int = 365, bits: int = 2048) -> tuple[Any, str]:
    """A print house's key and its certificate as PEM."""
    from datetime import timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import NameOID

    key = _rsa_key(bits)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT - timedelta(days=30))
        .not_valid_after(AT + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    assert isinstance(key, rsa.RSAPrivateKey)
    return key, made.public_bytes(Encoding.PEM).decode("ascii")


@functools.cache
def _rsa_key(bits: int) -> Any:
    """Making one takes longer than all the rest of a test."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(65537, bits)


def print_house(owner: Any, name: str = "Nhà in Tây Đô") -> Any:
    from txng.stamps.actions import register_print_house

    return register_print_house(actor=owner, name=name, certificate=key_and_certificate(name)[1].encode(), at=AT)


def print_file(batch: Any, owner: Any, *, made: bool = True, **how: Any) -> Any:
    """Asked for by the owner; `made`: and written by the worker."""
    from txng.access.actors import system
    from txng.stamps.actions import make_print_file, request_print_file

    how.setdefault("lock", "none")
    how.setdefault("at", AT)
    asked = request_print_file(actor=owner, order_id=batch.print_order.pk, **how)
    if made:
        make_print_file(actor=system(), file_id=asked.pk, at=AT)
        asked.refresh_from_db()
    return asked


def serials(batch: Any) -> list[str]:
    from txng.stamps import keyring
    from txng.stamps.serials import issue

    return issue(keyring.ring(), batch.key_version, batch.tweak, batch.first, batch.quantity)


def activate(batch: Any, lot: Lot, first: int = 1, last: int | None = None) -> None:
    from txng.access.actors import system
    from txng.stamps.actions import activate_codes

    activate_codes(
        actor=system("Nguyễn Thị Lành"),
        batch_id=batch.pk,
        lot_id=lot.pk,
        first=first,
        last=last or batch.quantity,
        reason="Để thử",  # counts only where there are more stamps than the lot holds
        at=AT,
    )


def complaint(lot: Lot, **fields: Any) -> Any:
    from txng.oversight.models import Complaint

    made = Complaint(
        **{
            "number": next_number("PA", AT),
            "lookup_code": random_code(10),
            "establishment": lot.establishment,
            "product": lot.product,
            "lot": lot,
            "text": "Trái bị sượng.",
            "filed_at": AT,
            **fields,
        }
    )
    made.stand_with(lot)
    made.save()
    return made


def difficulty(seat: Any, **fields: Any) -> Any:
    """A letter about a difficulty, from the organisation of that seat."""
    from txng.oversight.models import Complaint

    return Complaint.objects.create(
        **{
            "number": next_number("PA", AT),
            "lookup_code": random_code(10),
            "kind": "difficulty",
            "establishment": seat.account.establishment,
            "agency": seat.account.agency,
            "written_by": seat.user,
            "contact_name": seat.user.name,
            "title": "Điện thoại không chụp được giấy",
            "text": "Từ đầu tuần ảnh giấy chứng nhận gửi lên bị báo lỗi.",
            "filed_at": AT,
            "due_on": TODAY + timedelta(days=7),
            **fields,
        }
    )


def inspection_draft(seat: Any, **fields: Any) -> Any:
    """Kept by an officer of that agency: one code of nobody's."""
    from txng.oversight.models import InspectedCode, InspectionDraft

    draft = InspectionDraft.objects.create(
        **{
            "agency": seat.account.agency,
            "written_by": seat.user,
            "officer": seat.user.name,
            "place": "Chợ Xuân Khánh",
            "began_at": AT,
            "saved_at": AT,
            **fields,
        }
    )
    InspectedCode.objects.create(
        draft=draft, position=1, read="/t/0000000000000000", read_at=AT, told="not_found", verdict="not_found"
    )
    return draft


def recall(lot: Lot, **fields: Any) -> Any:
    from txng.oversight.models import Recall

    made = Recall(
        **{
            "establishment": lot.establishment,
            "lot": lot,
            "reason": "Dư lượng thuốc bảo vệ thực vật vượt mức cho phép",
            "decision_number": "15/TB-SKHCN",
            "decided_on": TODAY,
            "return_to": "Cửa hàng của hợp tác xã",
            "return_phone": "0292 3 000 000",
            "opened_at": AT,
            "opened_by": "Đặng Thị Mai",
            **fields,
        }
    )
    made.stand_with(lot)
    made.save()
    return made


def display(product: Product, lot: Lot | None = None, *, state: str = "suspended", **fields: Any) -> Any:
    """What an agency keeps from being shown: of the product, or of one lot."""
    from txng.oversight.models import TraceDisplay

    made = TraceDisplay(
        **{
            "establishment": product.establishment,
            "product": product,
            "lot": lot,
            "state": state,
            "agency": "UBND xã Phong Điền",
            "opened_at": AT,
            "opened_by": "Nguyễn Thị Hạnh",
            "reason": "Ảnh sản phẩm không phải của cơ sở",
            "ground": "Điều 11 Thông tư 31/2026/TT-BCT",
            "due_at": AT + timedelta(hours=24),
            "suspended_at": AT if state in ("suspended", "cancelled") else None,
            "ended_at": AT if state in ("shown", "cancelled") else None,
            **fields,
        }
    )
    made.stand_with(product)
    made.save()
    return made


def alarm(batch: Any, nth: int = 0, **fields: Any) -> Any:
    """A code of the batch that was scanned in many places."""
    from txng.oversight.models import CopyAlarm

    made = CopyAlarm(
        **{
            "establishment": batch.establishment,
            "product": batch.product,
            "batch": batch,
            "tweak": batch.tweak,
            "key_version": batch.key_version,
            "counter": batch.first + nth,
            "opened_at": AT,
            "last_at": AT,
            "sessions": 57,
            "places": 9,
            "since": TODAY - timedelta(days=1),
            **fields,
        }
    )
    made.stand_with(batch)
    made.save()
    return made


def certificate(establishment: Establishment, **fields: Any) -> Any:
    """A participation certificate in force, its paper not signed yet."""
    from txng.oversight.models import ParticipationCertificate

    made = ParticipationCertificate(
        **{
            "establishment": establishment,
            "state": "issued",
            "number": f"{next(_serial):06d}/2026/GXN",
            "proposed_at": AT,
            "proposed_by": "Nguyễn Thị Lành",
            "issued_at": AT,
            "issued_by": "Đặng Thị Mai",
            "valid_from": TODAY,
            "valid_to": TODAY.replace(year=TODAY.year + 3),
            "facts": certificate_facts(establishment),
            **fields,
        }
    )
    made.stand_with(establishment)
    made.save()
    return made


def certificate_facts(establishment: Establishment) -> dict[str, Any]:
    return {
        "name": establishment.name,
        "address": establishment.full_address,
        "tax_code": establishment.tax_code,
        "representative": establishment.representative,
        "joined": establishment.joined_on.isoformat(),
        "products": [GOODS[province()]],
    }


def dossier_import(seat: Any, **fields: Any) -> Any:
    """An import of the seat's agency whose one row waits to be entered."""
    from txng.kernel import jobs
    from txng.registry.imports.columns import columns_of
    from txng.registry.models import Import, ImportRow

    agency = seat.account.agency
    job = jobs.ask(
        title="Kiểm tra các dòng", counts="dòng", total=1, result="/nhap-tu-excel/ho-so/", user_id=seat.user_id, at=AT
    )
    made = Import.objects.create(
        **{
            "number": next_number("NK", AT),
            "state": "previewed",
            "file_name": "hộ của xã.xlsx",
            "columns": [column.code for column in columns_of()],
            "agency": agency,
            "unit_path": agency.unit_path,
            "managing_agency_id": agency.pk,
            "by": seat.user.name,
            "by_organisation": agency.name,
            "by_kind": seat.account.kind,
            "by_user_id": seat.user_id,
            "job": job,
            "total": 1,
            "good": 1,
            "sent_at": AT,
            **fields,
        }
    )
    values = {"name": "Hộ Nguyễn Văn Sáu", "representative": "Nguyễn Văn Sáu", "phone": "0912345678", "products": []}
    ImportRow.objects.create(run=made, number=2, state="good", cells={"text": [], "formulas": []}, values=values)
    return made


def practice(establishment: Establishment, **fields: Any) -> Establishment:
    """An empty one, as the database wants it; `registry.actions.open_practice` makes one with something in it."""
    from txng.registry import practice as making

    made = making.make(establishment, at=AT)
    for field, value in fields.items():
        setattr(made, field, value)
    made.save()
    return made
