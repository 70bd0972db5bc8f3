from __future__ import annotations

import re
from typing import Any

from tests.claims.framework import Claim, Measured
from tests.claims.house.asking import Visitor
from tests.claims.house.spoiling import spoiled
from tests.claims.house.sweeping import Sweep, forms_of, look_again, send_wrong, signed_in, sweep

CLAIM = Claim(
    "house-14",
    "Wrong input of every form that anybody reaches (empty, too long, wrong type, odd characters, SQL and HTML, 40 MB "
    "file, polyglot, broken picture, split commune, wrong tax code) gives a Vietnamese message and keeps what was "
    "typed; never a 5xx (UX-26, G3, G23).",
    vi="Mọi biểu mẫu khi nhập sai (trống, quá dài, sai kiểu, ký tự lạ, SQL và HTML, tệp 40 MB, tệp đa dạng, ảnh hỏng, xã "
    "bị chia, sai mã số thuế) đều báo bằng tiếng Việt, giữ nguyên phần đã gõ và không bao giờ lỗi hệ thống.",
)
PERSONS = {
    "guest": ["/", "/dang-ky/", "/dang-ky/tra-cuu/", "/phan-anh/", "/dang-nhap/", "/quet"],
    "lanh": ["/quan-ly/", "/nhat-ky/", "/tai-khoan/"],
    "hanh": ["/co-quan/"],
    "nam": ["/co-quan/"],
    "mai": ["/co-quan/"],
}


def measure(ctx: Any) -> Measured:
    done = Sweep()
    with ctx.own_installation("can-tho") as site:
        for person, starts in PERSONS.items():
            visitor = signed_in(site, person)
            extra = [begun_registration(visitor)] if person == "guest" else []
            sweep(visitor, [*starts, *extra], done)
            look_again(visitor, [*starts, *extra], done)
    figure = (
        f"{len(done.forms)} forms, {done.sent} times sent wrong, {done.accepted} accepted as legitimate, {done.kept} typed "
        f"texts found again, {done.pages} pages looked at afterwards, {len(done.faults)} faults{'; ' + '; '.join(done.faults[:5]) if done.faults else ''}"
    )
    if ctx.full:  # the same forms by the test client, every value into every one of them
        _, failed = ctx.pytest("tests/project/test_hostile_input.py", "-n", "2", env={"TXNG_WHOLE": "1"})
        return Measured(not done.faults and not failed, f"{figure}; {failed} persons' sweeps failed", done.sent)
    return Measured(not done.faults, figure, done.sent)


def control(ctx: Any) -> bool:
    """A view that raises, a page that forgets what was typed, and one that speaks English: each must be noticed."""
    site = ctx.installation("can-tho")
    spoilt = {
        "answered 500": {"change": lambda page: page, "status": 500},
        "lost what was typed": {"change": _forget},
        "without a Vietnamese message": {"change": lambda page: re.sub(r"[^\x00-\x7f]", "?", page)},
    }
    caught = []
    for word, how in spoilt.items():
        with spoiled(site.base_url, **how) as base:
            visitor, seen = Visitor(base), Sweep()
            [(name, page), *_] = [x for x in forms_of(visitor, ["/phan-anh/"]).items() if "post" in x[0]]
            seen.forms[name] = 0
            send_wrong(visitor, name, page, seen)
            caught.append(any(word in fault for fault in seen.faults))
    return all(caught)


def _forget(page: str) -> str:
    """Every box comes back empty; what is hidden stays, or the site would not even look at it."""
    page = re.sub(r'(<input type="(?!hidden)[^>]*) value="[^"]*"', r"\1", page)
    return re.sub(r"(?s)(<textarea[^>]*>).*?(</textarea>)", r"\1\2", page)


def begun_registration(visitor: Visitor) -> str:
    """The address of a draft that is filled in so far that all of its pages can be opened."""
    page = visitor.get("/dang-ky/")
    draft = visitor.post("/dang-ky/", [("csrfmiddlewaretoken", visitor.cookies["chong_gia_mao"])]).url
    assert page.status == 200
    for step, values in (
        ("ma-so-thue", [("tax_code", "0123456787")]),
        (
            "co-so",
            [
                ("name", "Hợp tác xã Thử"), ("kind", "cooperative"), ("representative", "Nguyễn Văn Thử"),
                ("phone", "0912345678"), ("unit", "Phong Điền"), ("unit_ma", "31299"), ("unit_cho", "Phong Điền"),
                ("address", "Ấp 1"), ("business_kind", "Trồng trọt"),
            ],
        ),
        ("san-pham", [("rows", "1"), ("name_0", "Sầu riêng"), ("note_0", ""), ("sector", "agriculture")]),
    ):  # fmt: skip
        visitor.get(f"{draft}{step}/")
        sent = [("csrfmiddlewaretoken", visitor.cookies["chong_gia_mao"]), *values]
        answer = visitor.post(f"{draft}{step}/", sent)
        assert answer.status == 200, answer.text
    return draft
