"""What lies on the officers' desks: dossiers in every state, changes to approve, complaints."""

from __future__ import annotations

import io
from datetime import date, timedelta
from functools import cache

from PIL import Image, ImageDraw

from txng.catalogue.models import Product, ProductChange
from txng.kernel.codes import new_token, next_number, random_code, token_digest
from txng.kernel.files.intake import store_bytes
from txng.kernel.files.models import StoredFile
from txng.oversight.models import Complaint
from txng.production.models import Lot
from txng.project.demo import imports
from txng.project.demo.world import World
from txng.provinces import working_days_after
from txng.registry import keeping
from txng.registry.events import DossierEvent
from txng.registry.models import Dossier, DossierPaper, DossierReturn

APPLICANTS = [
    ("Hợp tác xã Nông nghiệp Tân Tiến", "cooperative", "Đoàn Văn Nghĩa", "draft"),
    ("Hộ kinh doanh Bánh in Ngọc Diệp", "business_household", "Lâm Ngọc Diệp", "submitted"),
    ("Tổ hợp tác Rau sạch Bình An", "cooperative_group", "Huỳnh Thị Bé", "submitted"),
    ("Công ty TNHH Thực phẩm Hòa Phát Xanh", "enterprise", "Trần Hòa Phát", "received"),
    ("Trang trại Chăn nuôi Ba Đời", "farm", "Phạm Văn Đời", "in_review"),
    ("Hợp tác xã Trái cây Liên Hoa", "cooperative", "Nguyễn Thị Liên Hoa", "in_review"),
    ("Hộ Trần Thị Kim Anh – Mứt gừng gia truyền", "household", "Trần Thị Kim Anh", "returned"),
    ("Cơ sở Trà thảo mộc An Nhiên", "business_household", "Võ An Nhiên", "approved"),
    ("Hợp tác xã Mật ong Rừng Xanh", "cooperative", "Lê Văn Rừng", "forwarded"),
    ("Công ty TNHH Nước mắm Cá Vàng", "enterprise", "Cao Thị Vàng", "rejected"),
    ("Hộ Ngô Văn Tám – Gà thả vườn", "household", "Ngô Văn Tám", "withdrawn"),
]
# What the applicants wrote of their papers: one expired, one soon to.
PAPER_FACTS = {
    3: {"business-paper": {"number": "0318-GP", "issued_on": "2021-05-12", "valid_to": "2026-05-12"}},
    4: {"business-paper": {"number": "57A8-00412", "issued_on": "2022-03-01"}},
}
_DECIDED = ("approved", "forwarded", "rejected", "account_issued")
_REVIEWED = ("in_review", "returned", *_DECIDED)


def build(world: World, home: str) -> None:
    _dossiers(world, home)
    _changes(world)
    _complaints(world)
    imports.build(world, home)


@cache
def paper(title: str) -> StoredFile:
    """A scan of a paper that is plainly an example."""
    sheet = Image.new("RGB", (900, 1270), "#fdfcf8")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((40, 40, 860, 1230), outline="#8a9aa5", width=3)
    for row in range(14):
        draw.rectangle((110, 330 + row * 55, 790 - (row * 61) % 240, 342 + row * 55), fill="#c9d1d9")
    draw.rectangle((240, 120, 660, 146), fill="#4a5764")
    draw.rectangle((300, 180, 600, 198), fill="#8a9aa5")
    draw.ellipse((600, 1010, 760, 1170), outline="#b01e17", width=6)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return store_bytes(out.getvalue(), name=f"{title}.png")


def _dossiers(world: World, home: str) -> None:
    agency = world.communes[home]
    unit = agency.unit
    rows = [
        *APPLICANTS,
        (world.establishments[2].name, "enterprise", world.establishments[2].representative, "account_issued"),
    ]
    for number, (name, kind, person, state) in enumerate(rows):
        if state == "forwarded" and not world.profile.dossier.approval_forwards and number % 2:
            continue
        days = 1 + number % 4
        filed = world.days_ago(days) if state != "draft" else None
        dossier = Dossier.objects.create(
            number=next_number("HS", filed) if filed else None,
            token_digest=token_digest(new_token()),
            lookup_code=random_code(10) if filed else None,
            state=state,
            managing_agency=agency,
            filed_with=agency,
            establishment=world.establishments[2] if state == "account_issued" else None,
            unit=unit,
            unit_path=unit.unit_path,
            sector="agriculture",
            name=name,
            kind=kind,
            tax_code="",
            paper_facts=PAPER_FACTS.get(number, {}),
            address="Tổ 4, đường liên xã",
            phone=f"09{31 + number}{456_000 + number * 17}",
            representative=person,
            business_kind="Trồng trọt, sơ chế và bán nông sản",
            capacity="2,5 ha" if kind != "enterprise" else "30 tấn mỗi tháng",
            products=[{"name": "Rau ăn lá theo mùa", "note": ""}, {"name": "Trái cây sấy", "note": ""}],
            purposes=["reputation", "transparency"],
            information={
                "primary_production": "Trồng tại vườn nhà",
                "distribution": "Bán tại chợ và cửa hàng trong tỉnh",
            },
            committed_at=filed,
            signed_by=person if filed else "",
            started_at=world.days_ago(days + 1),
            submitted_at=filed,
            received_at=world.days_ago(max(0, days - 1)) if filed and state not in ("submitted", "withdrawn") else None,
            decided_at=world.days_ago(0) if state in _DECIDED else None,
            decided_by="Nguyễn Thị Hạnh" if state in _DECIDED else "",
            due_on=_due(world, number, state),
            answer="Giấy đăng ký kinh doanh không thuộc cơ sở nộp hồ sơ." if state == "rejected" else "",
        )
        if filed:
            DossierPaper.objects.create(
                dossier=dossier, paper="business-paper", file=paper("giay-dang-ky-kinh-doanh"), added_at=filed
            )
            world.note(DossierEvent.SUBMITTED, actor=person, organisation="", subject=dossier, at=filed)
            if state in _REVIEWED:
                world.note(
                    DossierEvent.RECEIVED,
                    actor="Nguyễn Thị Hạnh",
                    organisation=agency.name,
                    subject=dossier,
                    at=world.days_ago(max(0, days - 1)),
                )
        if state == "returned":
            DossierReturn.objects.create(
                dossier=dossier,
                round=1,
                items=[
                    {"step": "business-paper", "reason": "Ảnh giấy đăng ký kinh doanh bị mờ, không đọc được số."},
                    {"step": "products", "reason": "Ghi rõ tên từng sản phẩm đăng ký."},
                ],
                returned_at=world.days_ago(0),
                returned_by="Nguyễn Thị Hạnh",
            )
        if state in (*_DECIDED, "returned"):
            keeping.defer(dossier.pk, None)  # the worker puts the answers on paper, as it does every day


def _due(world: World, number: int, state: str) -> date | None:
    """Something in every group of the list: overdue, today, soon, later. While returned no clock runs."""
    if state not in ("submitted", "received", "in_review", "approved", "forwarded"):
        return None
    return [
        world.today + timedelta(days=7),
        world.today - timedelta(days=1),
        world.today,
        working_days_after(world.today, 1),
        working_days_after(world.today, world.profile.clocks.review),
    ][number % 5]


def _changes(world: World) -> None:
    """Waiting changes, most of them of the cast's own, so that the officer of the cast has work."""
    texts = [
        "Thu hoạch khi chín đều, giao trong ngày. Bảo quản nơi khô mát.",
        "Đổi bao bì mới có tem truy xuất trên nắp hộp.",
        "Thêm hướng dẫn sử dụng và bảo quản trên nhãn.",
    ]
    for number, product in enumerate(
        Product.objects.filter(establishment__in=world.establishments[:4]).order_by("id")[:5]
    ):
        fields = {"description": f"{product.description} {texts[number % 3]}"}
        if number == 1:
            fields["pack"] = f"{product.pack}, túi lưới"
        change = ProductChange(
            product=product,
            establishment=product.establishment,
            fields=fields,
            state="waiting",
            proposed_by=product.establishment.representative,
            proposed_at=world.days_ago(1 + number),
            due_on=world.today + timedelta(days=number - 1),
        )
        change.stand_with(product)
        change.save()


def _complaints(world: World) -> None:
    texts = [
        "Mua ở chợ, quét thấy hạn sử dụng khác với ngày in trên bao bì.",
        "Trái bên trong bị sượng, cửa hàng không nhận đổi.",
        "Tem dán chồng lên tem cũ, không bóc ra được.",
    ]
    for number, lot in enumerate(
        Lot.objects.filter(establishment=world.establishments[0], packed_on__isnull=False)[:3]
    ):
        filed = world.days_ago(number)
        complaint = Complaint(
            number=next_number("PA", filed),
            lookup_code=random_code(10),
            establishment=lot.establishment,
            product=lot.product,
            lot=lot,
            verdict="valid",
            text=texts[number],
            bought_at="Chợ trung tâm",
            filed_at=filed,
            due_on=working_days_after(filed.date(), world.profile.clocks.complaint),
        )
        complaint.stand_with(lot)
        complaint.save()
