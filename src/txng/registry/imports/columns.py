"""The columns of the template: the questions of the province's forms, in their words (domain.md 15)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import override

from txng import provinces
from txng.provinces import Profile
from txng.registry import facts, steps
from txng.registry.models.establishments import EstablishmentKind

VERSION = 1
KIND = "dossiers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    code: str
    label: str
    required: bool
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()  # (value, as it stands in the drop-down list)
    width: int = 24
    most: int = 300
    examples: tuple[str, str] = field(default=("", ""))


def columns_of(profile: Profile | None = None) -> list[Column]:
    """A paper of the province's office: in Vietnamese, whatever language its reader's pages have."""
    profile = profile or provinces.current()
    return list(_columns(profile.id))


@lru_cache
def _columns(province: str) -> tuple[Column, ...]:
    profile = provinces.load(province)
    with override("vi"):
        return tuple(_made(profile))


def _made(profile: Profile) -> list[Column]:
    required = steps.required_codes(profile)

    def line(code: str, *, needed: bool | None = None, **more: object) -> Column:
        wanted = code in required if needed is None else needed
        return Column(code=code, label=facts.label_of(code, profile), required=wanted, **more)  # type: ignore[arg-type]

    kinds = tuple((kind.value, str(kind.label)) for kind in EstablishmentKind)
    sectors = tuple((sector.code, sector.name) for sector in profile.sectors)
    purposes = [purpose.name for purpose in profile.dossier.purposes]
    return [
        line("tax_code", help=_("10, 12 or 13 digits; type them as text."), width=16, most=40,
             examples=("0123456787", "092084001234")),
        line("name", needed=True, width=36, examples=("Hợp tác xã Trái cây Hương Quê", "Hộ Nguyễn Văn Sáu")),
        line("kind", needed=True, help=_("Choose from the list."), choices=kinds,
             examples=(kinds[1][1], kinds[3][1])),
        line("representative", needed=True, most=160, examples=("Trần Thị Hương", "Nguyễn Văn Sáu")),
        line("phone", needed=True, help=_("10 digits, begins with 0; type them as text."), width=16, most=40,
             examples=("0912345678", "0987654321")),
        line("email", needed=False, most=254, examples=("htx.huongque@example.vn", "")),
        line("place", needed=True, help=_("Choose from the list. An old name is understood if it went to one unit."),
             most=200),
        line("address", needed=True, help=_("Hamlet, house number, street; without commune and province."),
             examples=("Ấp Nhơn Lộc 1", "Ấp Trường Thọ")),
        line("business_kind", needed=True, examples=("Trồng và đóng gói trái cây", "Trồng trái cây")),
        line("capacity", examples=("12 ha", "0,8 ha")),
        line("products", needed=True, help=_("Several products: separate them by a semicolon (;)."), width=36,
             most=2_000, examples=("Sầu riêng Ri6; Dâu Hạ Châu", "Sầu riêng Ri6")),
        line("sector", needed=True, help=_("Choose from the list."), choices=sectors,
             examples=(sectors[0][1], sectors[0][1])),
        line("purposes", needed=True, most=200,
             help=_("The numbers of the purposes, for example “1; 3”:") + " "
             + "; ".join(f"{n} = {name}" for n, name in enumerate(purposes, 1)),
             examples=("1; 2", "1")),
        *(
            line(f"information.{one.code}", needed=one.required, most=2_000, width=32,
                 examples=(_INFORMATION.get(one.code, ""), _INFORMATION.get(one.code, "")))
            for one in profile.dossier.fields_of("information-form")
        ),
        line("signed_by", needed=True, help=_("Who signed the paper form."), most=160,
             examples=("Trần Thị Hương", "Nguyễn Văn Sáu")),
        Column(code="signed_on", label=_("Signed on"), required=True, width=14, most=40,
               help=_("The day the paper form was signed, for example 17/09/2026."),
               examples=("17/09/2026", "5/9/26")),
    ]  # fmt: skip


_INFORMATION = {
    "primary_production": "Tự trồng tại vườn nhà, giống ghép Ri6",
    "processing": "Phân loại, đóng thùng tại điểm tập kết của hợp tác xã",
    "distribution": "Bán cho hợp tác xã, chở bằng xe tải nhỏ",
    "diaries": "Nhật ký bón phân, phun thuốc, thu hoạch",
    "account_keeper": "Trần Thị Hương",
}


def fingerprint(columns: list[Column]) -> str:
    """Changes whenever a question, its wording or its choices do: a template of yesterday's form is told so."""
    said = "\n".join(f"{c.code}|{c.label}|{c.required}|{c.choices}" for c in columns)
    return hashlib.sha256(f"{VERSION}\n{said}".encode()).hexdigest()[:16]
