from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from tests.claims.framework import Claim, Measured
from tests.harness import REPOSITORY

BESIDE = True
CLAIM = Claim(
    "stamps-12",
    "Every verdict and variant of names.md 3 has a fixture whose whole page says its exact title and sentence in "
    "Vietnamese and in English, and never calls goods genuine or fake; of any two conditions the one higher up in the "
    "table is said.",
    vi="Mỗi kết quả quét và mỗi biến thể có một tình huống mẫu: cả trang nói đúng tiêu đề và câu chữ đã định, tiếng Việt và "
    "tiếng Anh, không trang nào gọi hàng là thật hay giả; trong hai điều cùng đúng, điều đứng trước trong bảng được nói.",
)
PROVINCES = ("can-tho", "cao-bang")


def measure(ctx: Any) -> Measured:
    said = {province: rendered(province) for province in PROVINCES}
    wrong = [line for lines in said.values() for line in lines[:-1] if line]
    figure = "; ".join(f"{province}: {lines[-1]}" for province, lines in said.items())
    return Measured(not wrong, f"{figure} {wrong[:3] or ''}".strip(), len(PROVINCES))


def control(ctx: Any) -> bool:
    """Two faults planted: the order of two rows, one word of a sentence."""
    return all(not rendered(PROVINCES[0], fault)[-1].startswith("0 wrong") for fault in ("order", "word"))


def rendered(province: str, *fault: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.claims.stamps.verdict_fixtures", *fault],
        cwd=REPOSITORY,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "txng.project.settings", "TXNG_PROVINCE": province},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip().splitlines()
