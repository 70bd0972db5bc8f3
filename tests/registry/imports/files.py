"""Filled-in templates: the rows of a story, and thousands of households for the measurement."""

from __future__ import annotations

import io
import random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests import make
from txng.registry.imports import workbook
from txng.registry.imports.columns import Column, columns_of
from txng.ui.fields.codes import _WEIGHTS

_GIVEN = [
    "An",
    "Bình",
    "Chín",
    "Dũng",
    "Em",
    "Giàu",
    "Hạnh",
    "Hiền",
    "Hoa",
    "Khánh",
    "Lan",
    "Minh",
    "Nghĩa",
    "Nhàn",
    "Phúc",
    "Quý",
    "Sáu",
    "Sơn",
    "Tâm",
    "Thảo",
    "Thắm",
    "Tuấn",
    "Út",
    "Vân",
    "Xuân",
]
_FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"]


def tax_code(number: int) -> str:
    """The nth ten-digit code whose last digit is right."""
    while True:
        digits = f"{number:09d}"
        last = 10 - sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11
        if 0 <= last <= 9:
            return digits + str(last)
        number += 7


def household(number: int, **changed: str) -> dict[str, str]:
    """One right row; every question of every profile is answered."""
    dice = random.Random(number)
    name = f"{dice.choice(_FAMILY)} Văn {dice.choice(_GIVEN)}"
    row = {column.code: column.examples[1] or column.examples[0] for column in columns_of()}
    return row | {
        "tax_code": tax_code(180_000_000 + number * 11),
        "name": f"Hộ {name} {number}",
        "representative": name,
        "phone": f"09{number:08d}",
        "place": make.unit().name,
        "signed_by": name,
        **changed,
    }


def book(rows: list[dict[str, str]], *, columns: list[Column] | None = None) -> bytes:
    """The template with these rows, made by the code that hands out refused rows: the same file a person fills in."""
    columns = columns or columns_of()
    filled = (([row.get(c.code, "") for c in columns], "", set[str]()) for row in rows)
    return workbook.refused_rows(columns, [make.unit().name], filled)


def rewritten(data: bytes, change: Any) -> bytes:
    """Open the package, let `change(name, bytes)` rewrite each part."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part.filename)))
    return out.getvalue()


def upload(data: bytes, name: str = "hộ thành viên.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)
