"""A hundred million codes with a few thousand rows, made and read as fast as the cipher allows."""

from __future__ import annotations

from tests.bench import measuring
from tests.claims.framework import Claim, Context, Measured

ALONE = True
CLAIM = Claim(
    "stamps-03",
    "At least 1 million serials a second are made in bulk and 100,000 a second read one at a time, a batch is the same rows "
    "whatever its size, eight processes ordering at once are never given one code twice, and where serialbox can be "
    "installed we make 100 times as many numbers a second (G7).",
    kind="time",
    vi="Tạo hàng loạt ít nhất 1 triệu mã mỗi giây, kiểm tra từng mã ít nhất 100.000 mã mỗi giây; một lô mã chỉ chiếm bấy nhiêu dòng dù lớn hay nhỏ; tám tiến trình đặt cùng lúc không bao giờ nhận trùng mã; gấp 100 lần serialbox nếu cài được để so (G7).",
)


def measure(ctx: Context) -> Measured:
    result = measuring.codes(ctx.cluster, print)
    figure = "; ".join(f"{line.what}: {line.ours} ({line.ratio})" for line in result.lines)
    for note in result.notes:
        print(f"  – {note}")
    return Measured(result.holds, figure, len(result.lines))


def control(ctx: Context) -> bool:
    """Orders that look for the last counter instead of taking the next one give codes twice, and that is seen."""
    result = measuring.codes(ctx.cluster, print, beside=False, spoil="alone")
    return any(not line.holds for line in result.lines if "given twice" in line.what)
