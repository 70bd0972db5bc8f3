"""Writing one print file in a process of its own, so that its peak of memory is its alone.

    python -m tests.bench.labels_inside FILE.pdf COUNT

It prints the seconds, the peak of memory in MB and the size of the file as JSON. No database: serials, addresses,
symbols and pages are what a print file costs.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date

from txng.stamps.labels import TEMPLATES, LabelText, calibration_url, serial_urls, write_sheet
from txng.stamps.serials import KeyRing, issue

HOST, GTIN = "truyxuatnguongoc.caobang.gov.vn", "08936012345674"  # the longest host of the provinces
PRODUCT = "Hạt dẻ Trùng Khánh sấy khô nguyên vỏ, hộp thiếc 500 g"
CHUNK = 10_000
KEYS = KeyRing({1: bytes(range(32))})


def serial(number: int) -> str:
    """Of the label with this number, counted from 1."""
    return issue(KEYS, 1, int(GTIN), number, 1)[0]


def labels(count: int) -> Iterator[LabelText]:
    for start in range(1, count + 1, CHUNK):
        serials = issue(KEYS, 1, int(GTIN), start, min(CHUNK, count + 1 - start))
        for code, url in zip(serials, serial_urls(HOST, serials, GTIN), strict=True):
            yield LabelText(url, code, PRODUCT, "L26A0917", date(2026, 11, 30), GTIN)


def main(path: str, count: int) -> None:
    began = time.perf_counter()
    with open(path, "wb") as out:
        written = write_sheet(
            out,
            template=TEMPLATES["T2"],
            labels=labels(count),
            host=HOST,
            test_url=calibration_url(HOST),
            title="LI-2026-0456",
        )
    seconds = time.perf_counter() - began
    print(json.dumps({"labels": written, "seconds": seconds, "mb": peak(), "bytes": os.path.getsize(path)}))


def peak() -> float:
    """Megabytes. What `getrusage` tells begins with what the process held that started this one."""
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    except OSError:  # not Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
