"""Photos of the largest size a phone takes come through, within the memory a hostile file may take (G23)."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.kernel import hostile
from tests.kernel.gauge import gauged
from tests.sizes import WHOLE
from txng.kernel.errors import BadInput
from txng.kernel.files import remake
from txng.kernel.files.intake import examine

pytestmark = pytest.mark.slow
LARGE = (8_160, 6_120)  # just under fifty million pixels, as phones with such a camera save it


def large(form: str, mode: str, size: tuple[int, int] = LARGE, **options: Any) -> bytes:
    """Left half dark, right half light."""
    image = Image.new("L", size, 200)
    image.paste(40, (0, 0, size[0] // 2, size[1]))
    image = image.convert(mode)
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


THE_OTHERS: list[tuple[str, str, dict[str, Any]]] = [
    ("JPEG", "RGB", {}),
    ("JPEG", "RGB", {"progressive": True, "subsampling": 0}),
    ("PNG", "RGB", {"compress_level": 1}),
    ("PNG", "P", {"compress_level": 1}),
]


@pytest.mark.parametrize(
    ("form", "mode", "options"),
    [
        ("JPEG", "CMYK", {"progressive": True, "subsampling": 0}),  # what needs most of either kind
        ("PNG", "RGBA", {"compress_level": 1}),
        *(THE_OTHERS if WHOLE else []),
    ],
)
def test_fifty_million_pixels_come_through_in_512_megabytes(
    form: str, mode: str, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gauge = gauged(monkeypatch, tmp_path)
    _kind, made = examine(large(form, mode, **options), name="anh", accept=("image",), isolated=True)
    assert (made.width, made.height) == (2_560, 1_920)
    with Image.open(io.BytesIO(made.data)) as image:
        left, right = image.convert("L").getpixel((600, 900)), image.convert("L").getpixel((2_000, 900))
    assert isinstance(left, int) and isinstance(right, int) and abs(left - right) > 60
    assert 0 < gauge.megabytes <= remake.MEMORY // 1024 // 1024


def test_a_photo_on_its_side_stands_upright_after_it_was_shrunk_in_strips() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = large("PNG", "RGB", (6_000, 3_000), exif=exif, compress_level=1)
    _kind, made = examine(data, name="anh.png", accept=("image",))
    assert (made.width, made.height) == (1_280, 2_560)


def test_a_webp_too_large_for_its_decoder_is_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gauge = gauged(monkeypatch, tmp_path)
    fits = large("WEBP", "RGB", (6_000, 4_000), lossless=True, method=0)
    assert examine(fits, name="a.webp", accept=("image",), isolated=True)[1].width == 2_560
    assert gauge.megabytes <= remake.MEMORY // 1024 // 1024
    beyond = large("WEBP", "RGB", (6_004, 4_000), lossless=True, method=0)
    with pytest.raises(BadInput, match="Gửi bằng JPG") as refusal:
        examine(beyond, name="a.webp", accept=("image",), isolated=True)
    assert refusal.value.code == "file_too_many_pixels"


def test_what_claims_fifty_million_pixels_and_is_none_ends_as_unreadable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gauge = gauged(monkeypatch, tmp_path)
    with pytest.raises(BadInput):
        examine(hostile.png_claiming(8_000, 6_000), name="a.png", accept=("image",), isolated=True)
    assert gauge.megabytes <= remake.MEMORY // 1024 // 1024
