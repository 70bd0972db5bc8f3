"""Papers of the demo: bà Lành's record is complete and its VietGAP runs out soon; ông Khải's is half done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from txng.catalogue.models import PAPERS, Product, ProductSound
from txng.kernel.files.intake import store_bytes
from txng.kernel.files.models import StoredFile
from txng.project.demo import sounds
from txng.project.demo.world import World
from txng.registry.models import Document, Establishment

SCHEMES = {"VietGAP": "vietgap", "GlobalGAP": "globalgap", "HACCP": "haccp", "OCOP": "ocop", "hữu cơ": "organic"}
VIETGAP_LEFT = 24  # days: between the second warning and the third
USAGE = "Để nơi thoáng mát, tránh nắng. Mở bao bì thì dùng trong ngày, phần còn lại bảo quản lạnh."
LANH, KHAI = 0, 1  # places of the cast's establishments in the demo's list


def of_establishment(world: World, establishment: Establishment, number: int) -> None:
    """Every establishment showed its registration when it joined; other papers as far as somebody sent them."""
    kind = {"enterprise": "doanh nghiệp", "cooperative": "hợp tác xã"}.get(establishment.kind, "hộ kinh doanh")
    registered = f"Giấy chứng nhận đăng ký {kind}"
    issuer = "Phòng Đăng ký kinh doanh"
    _document(world, establishment, "business_registration", registered, f"{establishment.tax_code}", issuer, since=900)
    if number % 3 == 0:
        name = "Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm"
        code = f"{number + 12:03d}/2024/ATTP"
        _document(world, establishment, "eligibility", name, code, "Chi cục Quản lý chất lượng", since=700, left=395)
    if number % 3 != 1:
        prefix = f"952{number + 1:05d}"
        _document(world, establishment, "gs1_prefix", "Tiền tố mã doanh nghiệp GS1", prefix, "GS1", since=600, left=130)


def of_product(
    world: World, product: Product, number: int, index: int, *, at: datetime, picture: StoredFile
) -> dict[str, Any]:
    """The lists of the first version. Of ông Khải's goods and of some others the label is still missing."""
    home = product.establishment
    shown: dict[str, Any] = {}
    scheme = next((found for word, found in SCHEMES.items() if word.lower() in product.standards.lower()), "")
    if number == LANH and index == 0:
        scheme = scheme or "vietgap"
    if scheme and number != KHAI:
        left = VIETGAP_LEFT if number == LANH else 40 + (number * 37 + index * 11) % 600
        name = next((word for word, found in SCHEMES.items() if found == scheme), scheme)
        issuer = "Trung tâm Chứng nhận chất lượng nông sản"
        code = f"VG-{number:02d}{index:02d}-25"
        paper = _document(world, home, "certificate", name, code, issuer, since=700, left=left)
        shown["certificates"] = [_tie(product, "certificates", paper, at, scheme=scheme, scope="")]
    if number != KHAI and (number + index) % 4 != 3:
        paper = _document(world, home, "label", "Nhãn sản phẩm", "", "", since=500, file=picture, open_to_all=True)
        shown["labels"] = [_tie(product, "labels", paper, at, address_on_label="")]
    if number != KHAI and (number + index) % 3 == 0:
        code = f"{number + 1:02d}/TCB/{2025}"
        paper = _document(world, home, "quality_declaration", "Bản tự công bố sản phẩm", code, home.name, since=400)
        shown["declarations"] = [_tie(product, "declarations", paper, at, basis="self_declared")]
    if number == LANH and index == 0:
        laboratory, result = "Trung tâm Kỹ thuật Tiêu chuẩn", "Không phát hiện dư lượng thuốc, 12 chỉ tiêu"
        paper = _document(world, home, "test_result", "Kết quả thử nghiệm", "KT-2026-0412", laboratory, since=120)
        shown["test_results"] = [_tie(product, "test_results", paper, at, result=result)]
        paper = _document(
            world,
            home,
            "trademark",
            "Giấy chứng nhận đăng ký nhãn hiệu",
            "4-0456-781",
            "Cục Sở hữu trí tuệ",
            since=800,
            left=2850,
        )
        shown["trademarks"] = [_tie(product, "trademarks", paper, at, mark=product.brand or product.name)]
        words = {"usage": USAGE, "introduction": f"{product.name} do {home.name} trồng, thu hái và đóng gói."}
        Product.objects.filter(pk=product.pk).update(**words)
        shown |= words
        tune = store_bytes(sounds.tune(), name="nhac-hieu.wav", accept=("sound",), public=True)
        ProductSound.objects.create(product=product, file=tune, added_at=at)
        shown["sounds"] = [{"file": str(tune.pk), "seconds": round(tune.seconds or 0), "text": sounds.WORDS}]
    return shown


def _document(
    world: World,
    establishment: Establishment,
    kind: str,
    name: str,
    number: str,
    issuer: str,
    *,
    since: int,
    left: int | None = None,
    file: StoredFile | None = None,
    open_to_all: bool = False,
) -> Document:
    paper = Document(
        establishment=establishment,
        kind=kind,
        name=name,
        number=number,
        issuer=issuer,
        valid_from=None if kind == "label" else world.today - timedelta(days=since),
        valid_to=world.today + timedelta(days=left) if left is not None else None,
        file=file,
        shows_file=open_to_all,
        added_at=world.days_ago(30),
        added_by=establishment.representative,
        shown_since=world.days_ago(30),
    )
    paper.stand_with(establishment)
    paper.save()
    return paper


def _tie(product: Product, name: str, paper: Document, at: datetime, **own: str) -> dict[str, Any]:
    PAPERS[name]._default_manager.create(product=product, document=paper, since=at, **own)
    return paper.entry(**own)
