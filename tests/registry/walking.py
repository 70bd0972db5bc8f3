"""Walking the registration as an applicant does: page by page, reading what comes back."""

from __future__ import annotations

import io
import re
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests import make
from txng import provinces
from txng.registry.models import Dossier
from txng.registry.queries import dossier_by_token

TAX_CODE = "0123456787"
ESTABLISHMENT = {
    "name": "Hợp tác xã Nông nghiệp Trường Thành",
    "kind": "cooperative",
    "representative": "Nguyễn Văn Bảy",
    "phone": "0912 345 678",
    "email": "",
    "address": "Ấp Trường Bình",
    "business_kind": "Trồng và đóng gói trái cây",
    "capacity": "12 ha",
}
INFORMATION = {
    "primary_production": "Trồng tại vườn của 30 hộ xã viên.",
    "distribution": "Bán cho siêu thị và cửa hàng.",
    "account_keeper": "Nguyễn Văn Bảy",
}


def jpeg(colour: str = "green") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(out, "JPEG")
    return out.getvalue()


def upload(name: str = "giay.jpg", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg() if data is None else data, content_type="image/jpeg")


def start(client: Client) -> str:
    """The token of a new draft. The throttle has a test of its own."""
    cache.clear()
    answer = client.post(reverse("registration-start"))
    assert answer.status_code == 302, answer.content.decode()
    found = re.fullmatch(r"/dang-ky/([^/]+)/", answer["Location"])
    assert found, answer["Location"]
    return found[1]


def place() -> dict[str, str]:
    unit = make.unit()
    return {"unit": unit.name, "unit_ma": unit.code, "unit_cho": unit.name}


def send(client: Client, name: str, token: str, data: dict[str, Any], *more: str) -> Any:
    return client.post(reverse(name, args=[token, *more]), data)


def fill_in(client: Client, token: str, *, agency: Any = None, **changed: Any) -> None:
    """Every page of the registration, each saved when sent."""
    send(client, "registration-tax-code", token, {"tax_code": changed.pop("tax_code", TAX_CODE)})
    send(client, "registration-establishment", token, {**ESTABLISHMENT, **place(), **changed})
    products = {"rows": "1", "name_0": make.GOODS[make.province()], "note_0": "", "sector": "agriculture"}
    send(client, "registration-products", token, products)
    if agency is None:
        from txng.registry.models import Agency

        agency = Agency.objects.get(kind="commune", unit=make.unit())
    send(client, "registration-agency", token, {"managing_agency": agency.pk, "channel": "managing-agency"})
    send(client, "registration-papers", token, {"files": upload()}, "business-paper")
    if provinces.current().dossier.form("information-form"):
        send(client, "registration-information", token, INFORMATION)
    send(
        client,
        "registration-commitment",
        token,
        {"purposes": ["reputation"], "commitment": "on", "signed_by": "Nguyễn Văn Bảy"},
    )


def file_a_dossier(client: Client, **changed: Any) -> tuple[str, Dossier]:
    token = start(client)
    fill_in(client, token, **changed)
    answer = client.post(reverse("registration-check", args=[token]))
    assert answer.status_code == 302, re.sub(r"\s+", " ", answer.content.decode())[-3000:]
    return token, dossier_by_token(token)


def text_of(answer: Any) -> str:
    """What a person reads of a page: no tags, single blanks."""
    body = re.sub(r"(?s)<(style|script|head).*?</\1>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).replace("\u00a0", " ")
