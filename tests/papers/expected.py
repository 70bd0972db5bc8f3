"""What each paper has to say, from its first word to its last, written down here and not taken from where it is made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.papers.desk import ANSWER, GROUND, NOTE, Desk
from txng import provinces
from txng.kernel.clock import VIETNAM
from txng.kernel.text import group4

DAY, HOUR = "21/09/2026", "09:30, 21/09/2026"
LONG_DAY = "ngày 21 tháng 9 năm 2026"
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"
PLACES = {"can-tho": "Phong Điền", "cao-bang": "Trùng Khánh", "dak-nong": "Đức Lập"}
PROVINCES = {"can-tho": "TP. Cần Thơ", "cao-bang": "tỉnh Cao Bằng", "dak-nong": "tỉnh Lâm Đồng"}
TABLES = {
    "giay-tiep-nhan": "TT Tệp Loại giấy tờ Dung lượng",
    "thong-bao-bo-sung": "TT Mục của hồ sơ Nội dung cần bổ sung",
    "bia-ho-so": "TT Tài liệu Ngày Số trang SHA-256 Lưu đến",
}


def text_of(name: str, desk: Desk) -> str:
    build: dict[str, Callable[[Desk], list[str]]] = {
        "phieu-dang-ky": lambda desk: _form(
            desk, f"Quét để mở hồ sơ {desk.dossier.number}. Người giữ giấy mở được hồ sơ: hãy giữ kín."
        ),
        "phieu-cua-can-bo": lambda desk: _form(
            desk, f"Bản của cán bộ. Quét để mở hồ sơ {desk.dossier.number}; xem toàn bộ khi đăng nhập có quyền."
        ),
        "giay-tiep-nhan": _receipt,
        "thong-bao-bo-sung": _supplement,
        "ket-qua-phe-duyet": _approval,
        "ket-qua-tu-choi": _rejection,
        "thu-kich-hoat": _letter,
        "bien-ban-ban-giao": _hand_over,
        "giay-xac-nhan": _certificate,
        "bia-ho-so": _cover,
    }
    return " ".join(part for part in build[name](desk) if part)


def foot_of(page: int, pages: int) -> str:
    identity = provinces.current().identity
    return f"{identity.host} · {identity.hotline} Trang {page} / {pages}"


# --- parts ------------------------------------------------------------------------------------------------------


def _place() -> str:
    return PLACES[provinces.current().id]


def _commune(number: str = "", day: str = LONG_DAY) -> list[str]:
    kind = {"can-tho": "XÃ", "cao-bang": "XÃ", "dak-nong": "XÃ"}[provinces.current().id]
    head = f"ỦY BAN NHÂN DÂN {kind} {_place().upper()}"
    return [head, MOTTO, f"Số: {number}" if number else "", f"{_place()}, {day}"]


def _operator(number: str, day: str) -> list[str]:
    identity = provinces.current().identity
    return [*identity.heading, MOTTO, f"Số: {number}" if number else "", f"{identity.name}, {day}"]


def _agency() -> str:
    return f"UBND Xã {_place()}"


def _address(desk: Desk) -> str:
    return f"{desk.dossier.address}, xã {_place()}, {PROVINCES[provinces.current().id]}"


def _hotline() -> str:
    return provinces.current().identity.hotline


def _products(desk: Desk) -> str:
    return "; ".join(product["name"] for product in desk.dossier.products)


def _day(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%d/%m/%Y}"


def _hour(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M, %d/%m/%Y}"


def _long_day(at: datetime) -> str:
    local = at.astimezone(VIETNAM)
    return f"ngày {local.day} tháng {local.month} năm {local.year}"


def _duties() -> list[str]:
    return [
        f"• {duty.name} (Điều {duty.article})"
        for duty in provinces.current().accounts.undertakings
        if "establishment" in duty.kinds
    ]


def _closing(desk: Desk, *copies: str) -> list[str]:
    number = desk.dossier.number
    return [
        "Nơi nhận:",
        *(f"- {copy};" for copy in ("Như trên", *copies)),
        f"- Lưu: VT, hồ sơ {number}.",
        "CƠ QUAN GIẢI QUYẾT HỒ SƠ (Ký, ghi rõ họ tên, đóng dấu) Nguyễn Thị Hạnh",
        f"Ghi nhận trên hệ thống lúc {HOUR}. Quét mã để mở bản lưu của chính giấy này và so từng chữ.",
    ]


# --- papers -----------------------------------------------------------------------------------------------------


def _form(desk: Desk, note: str) -> list[str]:
    dossier, profile = desk.dossier, provinces.current()
    products = [
        f"{number}. {product['name']}" + (f" – {product['note']}" if product["note"] else "")
        for number, product in enumerate(dossier.products, 1)
    ]
    ticks = [f"{'☒' if number == 0 else '☐'} {one.name}" for number, one in enumerate(profile.dossier.purposes)]
    if dossier.other_purpose:
        ticks.append(f"☒ {dossier.other_purpose}")
    return [
        MOTTO,
        f"{profile.identity.name}, {LONG_DAY}",
        "PHIẾU ĐĂNG KÝ Tham gia hệ thống truy xuất nguồn gốc sản phẩm hàng hóa",
        f"Kính gửi: {_agency()}",
        f"1. Tên tổ chức/cơ sở: {dossier.name}",
        f"2. Địa chỉ: {_address(desk)}",
        "Số điện thoại liên hệ: 0912 345 678",
        "3. Mã số thuế: 0123456787-001",
        f"4. Người đại diện: {dossier.representative}",
        "I. Giới thiệu về tổ chức/cá nhân đăng ký",
        f"- Loại hình sản xuất, kinh doanh: {dossier.business_kind}",
        f"- Diện tích sản xuất/năng lực chế biến (nếu có): {dossier.capacity or '…'}",
        "- Sản phẩm đăng ký truy xuất nguồn gốc:",
        *products,
        "II. Mục đích đăng ký",
        "Tôi (chúng tôi) đăng ký tham gia hệ thống quản lý thông tin truy xuất nguồn gốc sản phẩm hàng hóa.",
        *ticks,
        "III. Cam kết",
        "Tôi (chúng tôi) cam kết: Cung cấp đầy đủ, chính xác thông tin quá trình sản xuất hàng hóa và phân phối sản "
        "phẩm.",
        note,
        f"Đại diện tổ chức/cá nhân đăng ký {dossier.signed_by} Xác nhận trên hệ thống lúc {HOUR}",
    ]


def _receipt(desk: Desk) -> list[str]:
    dossier, profile = desk.dossier, provinces.current()
    paper = dossier.papers.get()
    forms = [f"{number}. {form.name} (bản điện tử)" for number, form in enumerate(profile.dossier.forms, 1)]
    kind = profile.dossier.paper("business-paper")
    assert kind is not None
    return [
        *_commune(dossier.number),
        "Giấy tiếp nhận hồ sơ",
        f"Đăng ký tham gia {profile.identity.system_name}",
        f"{_agency()} đã nhận hồ sơ của:",
        f"Cơ sở {dossier.name}",
        f"Người đại diện {dossier.representative}",
        "Mã số thuế 0123456787-001",
        f"Địa chỉ {_address(desk)}",
        "Số điện thoại 0912 345 678",
        f"Sản phẩm đăng ký {_products(desk)}",
        f"Số hồ sơ {dossier.number} Nộp lúc {HOUR} Trả lời trước ngày 25/09/2026",
        "Thành phần hồ sơ đã nhận",
        *forms,
        TABLES["giay-tiep-nhan"],
        f"1 {paper.file.name} {kind.name} {round(paper.file.size / 1024)} KB",
        f"Mã tra cứu tình trạng hồ sơ {group4(dossier.lookup_code)}",
        f"Tra cứu tại {profile.identity.host}/dang-ky/tra-cuu/ hoặc gọi {_hotline()}.",
        "Mã QR mở chính hồ sơ này: hãy giữ giấy như giữ chìa khóa.",
        "Giấy này được lập tự động khi hệ thống nhận đủ hồ sơ, không cần ký và đóng dấu. Số hồ sơ không mở được nội "
        "dung hồ sơ.",
    ]


def _supplement(desk: Desk) -> list[str]:
    profile, number = provinces.current(), desk.dossier.number
    paper = profile.dossier.paper("business-paper")
    assert paper is not None
    steps = {"business-paper": paper.name, "products": "Sản phẩm đăng ký"}
    return [
        *_commune(f"{number}/BS-1"),
        f"THÔNG BÁO Về việc bổ sung hồ sơ đăng ký tham gia {profile.identity.system_name}",
        f"Kính gửi: {desk.dossier.name}",
        f"Căn cứ {profile.regulation};",
        f"Xét hồ sơ đăng ký tham gia số {number} nộp ngày {DAY}, {_agency()} đề nghị cơ sở bổ sung các nội dung sau "
        "(lần 1):",
        TABLES["thong-bao-bo-sung"],
        *(f"{count} {steps[item['step']]} {item['reason']}" for count, item in enumerate(desk.facts["reasons"], 1)),
        f"Hướng dẫn: {NOTE}",
        "Cơ sở mở đường dẫn hồ sơ đã lưu khi nộp, sửa từng mục rồi gửi lại; không phải nộp lại từ đầu. Đây là toàn bộ "
        f"nội dung cần bổ sung tại lần xem xét này. Cần hỏi thêm, cơ sở gọi {_hotline()}.",
        *_closing(desk),
    ]


def _result(desk: Desk, result: str) -> list[str]:
    profile, number = provinces.current(), desk.dossier.number
    return [
        *_commune(f"{number}/KQ"),
        f"THÔNG BÁO Về kết quả giải quyết hồ sơ đăng ký tham gia {profile.identity.system_name}",
        f"Kính gửi: {desk.dossier.name}",
        f"Căn cứ {profile.regulation};",
        f"Xét hồ sơ đăng ký tham gia số {number} nộp ngày {DAY}, {_agency()} thông báo:",
        f"Cơ sở {desk.dossier.name}",
        f"Người đại diện {desk.dossier.representative}",
        "Mã số thuế 0123456787-001",
        f"Địa chỉ {_address(desk)}",
        f"Sản phẩm đăng ký {_products(desk)}",
        f"Kết quả {result}",
    ]


def _approval(desk: Desk) -> list[str]:
    profile = provinces.current()
    return [
        *_result(desk, "Phê duyệt"),
        f"Việc tiếp theo {profile.texts.approved.vi}",
        f"Cần hỏi thêm, cơ sở gọi {_hotline()}.",
        *_closing(desk, profile.identity.operator_name),
    ]


def _rejection(desk: Desk) -> list[str]:
    return [
        *_result(desk, "Từ chối"),
        f"Lý do {ANSWER} Căn cứ: {GROUND}",
        "Cơ sở được nộp hồ sơ mới khi đã khắc phục lý do nêu trên. Không đồng ý với kết quả này, cơ sở có quyền khiếu "
        "nại theo pháp luật về khiếu nại.",
        f"Cần hỏi thêm, cơ sở gọi {_hotline()}.",
        *_closing(desk),
    ]


def _letter(desk: Desk) -> list[str]:
    profile, letter, dossier = provinces.current(), desk.facts["letter"], desk.dossier
    return [
        *_operator("", _long_day(letter.made_at)),
        f"Thư kích hoạt tài khoản {profile.identity.system_name}",
        f"Kính gửi: {dossier.representative} – {dossier.name}",
        f"{profile.identity.operator_name} đã cấp tài khoản cho {dossier.name}. Ông/bà dùng thư này để đặt mật khẩu và "
        "bắt đầu làm việc trên hệ thống.",
        f"Tổ chức, cơ sở {dossier.name}",
        f"Địa chỉ {_address(desk)}",
        f"Hồ sơ đăng ký {dossier.number}",
        f"Người sử dụng {dossier.representative}",
        "Tên tài khoản htx-nhon-ai",
        "Số điện thoại đăng nhập 0987 654 321",
        f"Dùng thư trước {_hour(letter.expires_at)}",
        "Kích hoạt trong ba bước",
        "1. Quét mã QR bằng máy ảnh điện thoại, hoặc mở địa chỉ bên dưới.",
        "2. Đọc trách nhiệm của người sử dụng, rồi đặt mật khẩu có ít nhất 12 ký tự.",
        "3. Hệ thống mở trang làm việc. Lần sau đăng nhập bằng tên tài khoản hoặc số điện thoại, tại "
        "testserver/dang-nhap/.",
        f"Địa chỉ kích hoạt {desk.facts['address']}",
        "Giữ an toàn",
        f"• Thư dùng được một lần, trong 72 giờ kể từ {_hour(letter.made_at)}. Quá hạn hoặc thất lạc: đề nghị cơ quan "
        "cấp lại, thư cũ tự hết hiệu lực.",
        "• Không đưa thư cho người khác, không chụp ảnh gửi qua mạng. Cán bộ không biết và không hỏi mật khẩu của "
        "ông/bà.",
        f"• Nếu ông/bà không đăng ký, gọi {_hotline()} để báo.",
        "Trách nhiệm khi sử dụng tài khoản",
        *_duties(),
        f"Lập lúc {_hour(letter.made_at)}. Người lập: Đặng Thị Mai.",
    ]


def _hand_over(desk: Desk) -> list[str]:
    profile, record, dossier = provinces.current(), desk.facts["hand_over"], desk.dossier
    person = dossier.representative
    return [
        *_commune("", _long_day(record.at)),
        f"Biên bản bàn giao tài khoản {profile.identity.system_name}",
        f"Căn cứ {profile.regulation};",
        f"Căn cứ hồ sơ đăng ký tham gia số {dossier.number};",
        f"Hôm nay, {_long_day(record.at)}, tại {dossier.address}, chúng tôi gồm:",
        f"Bên giao: {_agency()}",
        f"Người giao {person} Người hướng dẫn {person}",
        f"Bên nhận: {dossier.name}",
        f"Người nhận {person} Người đại diện {person}",
        f"Địa chỉ {_address(desk)}",
        "Mã số thuế 0123456787-001",
        "Số điện thoại 0912 345 678",
        "Nội dung bàn giao",
        f"1. Tài khoản của cơ sở trên hệ thống, tên tài khoản htx-nhon-ai, theo hồ sơ số {dossier.number}, cấp ngày "
        f"{_day(record.account.issued_at)}. Mật khẩu do người nhận tự đặt; bên giao không giữ mật khẩu.",
        f"2. Hướng dẫn thao tác, vận hành, quản trị tài khoản cho {person}, ngày {DAY}.",
        "Trách nhiệm của bên nhận",
        *_duties(),
        "Biên bản được lập thành 02 bản có giá trị như nhau, mỗi bên giữ 01 bản; bản điện tử lưu trên hệ thống.",
        "Quét mã để mở bản lưu của chính biên bản này trên hệ thống và so từng chữ.",
        f"ĐẠI DIỆN BÊN GIAO (Ký, ghi rõ họ tên) {person}",
        f"ĐẠI DIỆN BÊN NHẬN (Ký, ghi rõ họ tên) {person}",
    ]


def _certificate(desk: Desk) -> list[str]:
    profile, certificate, signer = provinces.current(), desk.facts["certificate"], desk.facts["signer"]
    said = certificate.facts
    names = said["products"] if len(said["products"]) <= 8 else said["products"][:7]
    more = len(said["products"]) - len(names)
    article = {"can-tho": "11.7"}.get(profile.id, "11.8")
    return [
        *_operator(certificate.number, LONG_DAY),
        f"GIẤY XÁC NHẬN THAM GIA {profile.identity.system_name}",
        f"Căn cứ {profile.regulation} (Điều {article});",
        f"{profile.identity.operator_name.upper()} xác nhận:",
        f"Cơ sở {said['name']}",
        f"Địa chỉ {said['address']}",
        f"Mã số thuế {said['tax_code']}",
        f"Người đại diện {said['representative']}",
        f"Tham gia từ ngày {_joined(said['joined'])}",
        "đã tham gia hệ thống và đủ điều kiện tại ngày cấp, với "
        + ("sản phẩm sau:" if len(names) == 1 else "các sản phẩm sau:"),
        *(f"{number}. {name}" for number, name in enumerate(names, 1)),
        f"và {more} sản phẩm khác, xem tại trang kiểm tra." if more else "",
        "Có giá trị từ ngày 21/09/2026 Đến hết ngày 21/09/2029",
        profile.identity.operator_name.upper(),
        f"Ký bởi: {signer.name} Cơ quan: {signer.organisation} Thời gian ký: 21/09/2026 09:31:00 +07:00",
        "Giấy còn giá trị hay không chỉ trang kiểm tra mới cho biết: quét mã QR hoặc mở",
        desk.facts["address"].partition("://")[2],
        "Giấy xác nhận việc tham gia hệ thống, không phải giấy chứng nhận chất lượng sản phẩm.",
    ]


def _cover(desk: Desk) -> list[str]:
    profile, dossier = provinces.current(), desk.dossier
    article = {"can-tho": "6.5"}.get(profile.id, "6.4")
    business = profile.dossier.paper("business-paper")
    assert business is not None
    form, receipt, result = desk.facts["papers"]
    (sent,) = desk.facts["sent"]
    rows: list[tuple[str, str, Any]] = [
        ("Phiếu đăng ký tham gia", "", form),
        (business.name, sent.file.name, sent),
        ("Giấy tiếp nhận hồ sơ", "", receipt),
        ("Thông báo kết quả giải quyết hồ sơ", f"{dossier.number}/KQ", result),
    ]
    pages = sum(getattr(row, "pages", 1) for *_, row in rows)
    return [
        *_commune(),
        f"HỒ SƠ Đăng ký tham gia {profile.identity.system_name}",
        dossier.name,
        f"Số hồ sơ {dossier.number} Cơ quan lưu hồ sơ {_agency()} Cơ quan giải quyết {_agency()}",
        f"Bắt đầu {DAY} Kết thúc {DAY} Kết quả Phê duyệt Gồm 4 tài liệu, {pages} trang",
        f"Thời hạn lưu trữ 20 năm, đến hết ngày 31/12/2046 Căn cứ Quy chế, Điều {article}",
        "Quét mã để mở đúng hồ sơ này trên hệ thống. Cán bộ có quyền đăng nhập để xem toàn bộ; người khác chỉ thấy "
        "tình trạng và danh mục giấy tờ.",
        "Mục lục tài liệu",
        TABLES["bia-ho-so"],
        *(
            f"{number} {title} {name} {DAY} {getattr(row, 'pages', 1)} {row.file.sha256[:16]} 31/12/2046"
            for number, (title, name, row) in enumerate(rows, 1)
        ),
        "SHA-256: 16 ký tự đầu của dấu vết tệp; tệp bị sửa một bit thì dấu vết khác. Không tài liệu nào được xóa trước "
        "ngày ghi ở cột “Lưu đến”.",
    ]


def _joined(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"
