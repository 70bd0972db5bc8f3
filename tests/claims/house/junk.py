"""What people, and people of ill will, put into forms."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from PIL import Image

from tests.claims.house.asking import Upload
from tests.claims.house.forms import TYPED, Field, Form

SQL = "Robert'); DROP TABLE ledger_entry;-- \" OR 1=1 /*"
HTML = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'>{{7*7}}{% load i18n %}"
LONG = "Hợp tác xã rất dài " * 1_200  # 22,800 characters
WRONG = "không phải số ☂ −1e999"
ODD = "chữ\x00lạ\u202e\ud7ff\ufffe🌾\u0301"
WRONG_TAX_CODE = "0123456780"  # the last digit does not follow from the nine before it
SPLIT = "Thốt Nốt"  # an old ward that went to several units: a person has to choose
NOWHERE = "Xã Không Có Thật"

Fields = list[tuple[str, Any]]


def variants(form: Form) -> Iterator[tuple[str, Fields, list[str]]]:
    """(what is wrong, what is sent, what of it a person typed and must find again)."""
    texts: dict[str, Callable[[Field], str]] = {
        "empty": lambda _: "",
        "wrong type": lambda _: WRONG,
        # An address holds 64 KB whoever serves it: what goes there shares the length.
        "too long": lambda _: LONG if form.method == "post" else LONG[: len(LONG) // len(form.typed)],
        "odd characters": lambda _: ODD,
        "SQL everywhere": lambda _: SQL,
        # The rest in order, so that the text is stored and shown again somewhere.
        "SQL": lambda f: plausible(f, SQL),
        "HTML": lambda f: plausible(f, HTML),
    }
    if any(f.name == "tax_code" for f in form.typed):
        texts["wrong tax code"] = lambda f: WRONG_TAX_CODE if f.name == "tax_code" else plausible(f, "Chữ thử")
    if any(f.name == "unit" for f in form.typed):
        texts["split commune"] = lambda f: SPLIT if f.name == "unit" else plausible(f, "Chữ thử")
        texts["no such commune"] = lambda f: NOWHERE if f.name == "unit" else plausible(f, "Chữ thử")
    for name, text in texts.items():
        if not form.typed and name not in ("empty", "wrong type"):
            continue
        filled = {f.name: text(f) for f in form.typed}
        yield name, _fill(form, filled, choose=_chooser(name)), _kept(form, filled, name)
    if form.files:
        for name, make in FILES.items():
            filled = {f.name: plausible(f, "Chữ đã gõ") for f in form.typed}
            uploads = {f.name: make() for f in form.files}
            yield name, _fill(form, filled, choose=_first, uploads=uploads), _kept(form, filled, name)


PERSONS = ("representative", "signed_by", "account_keeper", "owner_name", "contact_name", "on_behalf_of")
DAY = date.today() - timedelta(days=1)
PLAIN = {
    "_day": str(DAY.day), "_month": str(DAY.month), "_year": str(DAY.year), "phone": "0912345678",
    "email": "thu@vidu.vn", "tax_code": "0123456787", "quantity": "12", "area": "5", "days": "30", "first": "1",
    "last": "2",
}  # fmt: skip


def plausible(one: Field, free: str) -> str:
    """Something in order where only certain things are; elsewhere, where one writes what one likes, `free`."""
    if one.kind == "password" or one.name in ("login", "gtin", "unit", "number", "current", "code", "ma"):
        return one.value
    if one.name in PERSONS or one.name.endswith(("_by", "_whom")):
        return "Nguyễn Văn Thử"
    return next((value for ending, value in PLAIN.items() if one.name.endswith(ending)), free)


def _kept(form: Form, filled: dict[str, str], name: str) -> list[str]:
    """A password is never shown again, and nobody can type the odd characters."""
    if name in ("odd characters", "empty"):
        return []
    return [filled[f.name][:180] for f in form.typed if f.kind != "password" and filled[f.name]]


def _chooser(name: str) -> Callable[[Field], list[str]]:
    return {"empty": lambda _: [], "wrong type": lambda _: ["khong-co-muc-nay"]}.get(name, _first)


def _first(choice: Field) -> list[str]:
    return [o for o in choice.chosen if o] or [o for o in choice.options if o][:1]


def _fill(
    form: Form,
    filled: dict[str, str],
    *,
    choose: Callable[[Field], list[str]],
    uploads: dict[str, Upload] | None = None,
) -> Fields:
    sent: Fields = []
    for one in form.fields.values():
        if one.kind == "hidden":
            sent.append((one.name, one.value))
        elif one.kind in TYPED:
            sent.append((one.name, filled[one.name]))
        elif one.kind == "file":
            if uploads:
                sent.append((one.name, uploads[one.name]))
        else:
            sent += [(one.name, value) for value in choose(one)]
    named = [button for button in form.buttons if button[0]]
    return sent + (named[-1:] if len(named) == len(form.buttons) else [])


# --- files --------------------------------------------------------------------------------------------------


def _jpeg() -> bytes:
    out = io.BytesIO()
    Image.radial_gradient("L").resize((320, 240)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def forty_megabytes() -> Upload:
    """Begins as a photo, so that only its weight is wrong."""
    return Upload("anh-qua-nang.jpg", "image/jpeg", _jpeg() + random.Random(40).randbytes(40 * 1024 * 1024))


def polyglot() -> Upload:
    """A page with a script that also begins as a picture, under a picture's name."""
    page = b"<html><script>alert(document.domain)</script></html>"
    return Upload("anh.jpg", "image/jpeg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + page * 20)


def page_as_pdf() -> Upload:
    script = b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n"
    return Upload("giay.pdf", "application/pdf", script + b"<script>alert(1)</script>")


def broken_picture() -> Upload:
    return Upload("hong.png", "image/png", b"\x89PNG\r\n\x1a\n" + zlib.compress(b"\0" * 400)[:60])


def programme() -> Upload:
    return Upload("anh.jpg", "image/jpeg", b"MZ\x90\x00" + b"\0" * 2_000)


def nothing() -> Upload:
    return Upload("rong.jpg", "image/jpeg", b"")


FILES: dict[str, Callable[[], Upload]] = {
    "40 MB file": forty_megabytes,
    "polyglot picture": polyglot,
    "page as PDF": page_as_pdf,
    "broken picture": broken_picture,
    "programme as picture": programme,
    "empty file": nothing,
}
