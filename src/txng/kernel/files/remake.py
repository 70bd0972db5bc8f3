"""Making a sent file anew.

Decoders are where a hostile file does its harm, so files of strangers are taken apart in a process of its own
(`run`): without keys, without the database, with an end to its memory and time. That process starts this file by its
path; therefore nothing here knows Django or the rest of txng.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import pathlib
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from typing import Any

PIXELS = 50_000_000
WEBP_PIXELS = 24_000_000  # its decoder holds four copies of the picture, sixteen bytes a pixel
LONGEST_SIDE = 2_560
MEMORY = 512 << 20  # security.md G23
_WRITABLE = MEMORY - (32 << 20)  # what a child may write to; the rest is the code of its decoders, shared by all
_ADDRESSES = 1 << 30  # threads of a decoder reserve more than they use
PROCESSOR_SECONDS = 10
WALL_SECONDS = 60  # on a machine with other work

# Two at a time: each may take `MEMORY`, and a web process has other work.
_turn = threading.BoundedSemaphore(2)


class Refused(Exception):
    """Why nothing was made: "unreadable", "pixels", "webp", "locked", "video", "long", "macros", "rows",
    "numbers" or "nothing"."""


@dataclass(frozen=True, slots=True)
class Made:
    content_type: str
    data: bytes
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    likeness: int | None = None


def run(kind: str, data: bytes) -> Made:
    """`remake`, in a process of its own."""
    with _turn:
        try:
            done = subprocess.run(
                [sys.executable, "-I", __file__, kind],
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={},
                timeout=WALL_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise Refused("unreadable") from None
    head, _, made = done.stdout.partition(b"\n")
    if done.returncode or not head:  # killed by a limit, or crashed in a decoder
        raise Refused("unreadable")
    about: dict[str, Any] = json.loads(head)
    if "refused" in about:
        raise Refused(about["refused"])
    return Made(**about, data=made)


def remake(kind: str, data: bytes) -> Made:
    try:
        return _MAKERS[kind](data)
    except Refused:
        raise
    except Exception as error:  # decoders raise anything on broken data; it is always the file's fault
        raise Refused("unreadable") from error


def _beside(name: str) -> Any:
    """A module of this folder. The child knows no package, see above."""
    spec = importlib.util.spec_from_file_location(f"txng_files_{name}", pathlib.Path(__file__).with_name(f"{name}.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _sound(data: bytes) -> Made:
    sound = _beside("sound")
    try:
        content_type, kept, seconds = sound.read(data)
    except sound.NotSound as refusal:
        raise Refused(str(refusal)) from refusal
    return Made(content_type, kept, seconds=round(seconds, 1))


def _sheet(data: bytes) -> Made:
    sheet = _beside("sheet")
    try:
        return Made("application/json", json.dumps(sheet.read(data)).encode())
    except sheet.NotASheet as refusal:
        raise Refused(str(refusal)) from refusal


def _geo(data: bytes) -> Made:
    geo = _beside("geo")
    try:
        return Made("application/geo+json", geo.read(data))
    except geo.NotShapes as refusal:
        raise Refused(str(refusal) or "unreadable") from refusal


def _picture(data: bytes) -> Made:
    """Upright, in everybody's colours, on white, and with nothing but its pixels."""
    from PIL import Image, ImageOps

    formats = ["JPEG", "PNG", "WEBP"]
    if data[4:8] == b"ftyp":
        import pi_heif

        pi_heif.register_heif_opener()
        formats = ["HEIF"]
    try:
        image: Image.Image = Image.open(io.BytesIO(data), formats=formats)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("pixels") from error
    # Before any pixel is decoded: a small file may claim 60,000 × 60,000.
    if image.width * image.height > PIXELS:
        raise Refused("pixels")
    if image.format == "WEBP" and image.width * image.height > WEBP_PIXELS:
        raise Refused("webp")
    image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded at a half or a quarter: the others cannot
    image = _halved(image)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    with contextlib.suppress(Exception):  # damaged camera data is no reason to lose the photo
        ImageOps.exif_transpose(image, in_place=True)
    image = _in_common_colours(image)
    page = Image.new("RGB", image.size, "white")  # a new one: nothing of the old one's data comes along
    if "A" in image.mode:
        image = image.convert("RGBA")
        page.paste(image, mask=image.getchannel("A"))
    else:
        page.paste(image.convert("RGB"))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=85, optimize=True, progressive=True)
    return Made("image/jpeg", out.getvalue(), page.width, page.height, likeness=likeness(page))


def likeness(image: Any) -> int | None:
    """Which of two neighbours is brighter, at 64 spots: the same after shrinking, compressing, brightening.

    Signed, as the database keeps it; None where there is next to nothing to compare (a wall, a night, a shade).
    """
    from PIL import Image

    small = image.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = 9 * row + column
            bits = bits * 2 + (small[at] > small[at + 1])
    if max(small) - min(small) < 24 or not 8 <= bits.bit_count() <= 56:
        return None
    return bits - (1 << 64) if bits >> 63 else bits


def _halved(image: Any) -> Any:
    """Some rows at a time, for every step with a whole large picture holds it once more."""
    from PIL import Image

    by = 1
    while max(image.size) >= 2 * by * LONGEST_SIDE:
        by *= 2
    image.load()
    if by == 1:
        return _even(image)
    rows = 64 * by
    made = None
    for top in range(0, image.height, rows):
        strip = _even(image.crop((0, top, image.width, min(top + rows, image.height)))).reduce(by)
        made = made or Image.new(strip.mode, (strip.width, -(-image.height // by)))
        made.paste(strip, (0, top // by))
    assert made is not None  # a picture has rows
    made.info.update(image.info)  # which way is up, and in which colours; nothing of it is written
    return made


def _even(image: Any) -> Any:
    """In a mode in which pixels can be mixed: of a palette, of black and white, shrinking would pick single ones."""
    if image.mode in ("P", "PA", "1"):
        return image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    if image.mode.startswith(("I", "F")):  # 16 bits a pixel; a plain conversion would cut everything bright to white
        return image.point(lambda level: level * (1 / 257)).convert("L")
    return image


def _in_common_colours(image: Any) -> Any:
    """Phones photograph in wider colours and printers in CMYK; without its profile such a picture looks dull."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK"):
        with contextlib.suppress(ImageCms.PyCMSError, OSError):
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
    return image


_PAGE = {
    "/Type", "/Parent", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/UserUnit",
    "/Resources", "/Contents", "/Group",
}  # fmt: skip
_STREAM = ("/AF", "/PieceInfo", "/Metadata", "/Ref", "/OPI", "/F", "/FFilter", "/FDecodeParms")
_ACTIONS = {
    "/JavaScript", "/Launch", "/URI", "/GoTo", "/GoToR", "/GoToE", "/GoTo3DView", "/SubmitForm", "/ResetForm",
    "/ImportData", "/Named", "/Hide", "/Thread", "/Sound", "/Movie", "/Rendition", "/Trans", "/SetOCGState",
    "/RichMediaExecute",
}  # fmt: skip


def _pdf(data: bytes) -> Made:
    """Only the pages and what is drawn on them, in a new file: no script, no action, no form, no file inside."""
    import pikepdf

    try:
        source = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as error:
        raise Refused("locked") from error
    with source, pikepdf.new() as made:
        # What was written into a form or stamped as a signature's picture is part of what the paper says.
        with contextlib.suppress(pikepdf.PdfError):
            source.flatten_annotations("screen")
        for page in source.pages:
            for key in set(page.obj.keys()) - _PAGE:
                del page.obj[key]
        made.pages.extend(source.pages)
        if len(made.pages) == 0:
            raise Refused("unreadable")
        for thing in made.objects:
            _disarm(thing, pikepdf)
        out = io.BytesIO()
        made.save(out)
    return Made("application/pdf", out.getvalue())


def _disarm(thing: Any, pikepdf: Any) -> None:
    """Take actions and files out of one object; those it points to are looked at in their turn."""
    if isinstance(thing, pikepdf.Stream):
        for key in _STREAM:
            if key in thing:
                del thing[key]
    waiting = [thing]
    while waiting:
        found = waiting.pop()
        if isinstance(found, pikepdf.Array):
            children: list[tuple[Any, Any]] = list(enumerate(found.as_list()))
        elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            children = [(key, found[key]) for key in found.keys()]  # noqa: SIM118
        else:
            continue
        for key, child in children:
            if not isinstance(child, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
                continue
            if _is_armed(child, pikepdf):
                found[key] = pikepdf.Dictionary()
            elif not child.is_indirect:
                waiting.append(child)


def _is_armed(thing: Any, pikepdf: Any) -> bool:
    if isinstance(thing, pikepdf.Array):
        return False
    return (
        "/EF" in thing
        or "/JS" in thing
        or str(thing.get("/S", "")) in _ACTIONS
        or str(thing.get("/Type", "")) in ("/EmbeddedFile", "/Filespec", "/Action")
    )


_MAKERS = {"image": _picture, "pdf": _pdf, "sound": _sound, "sheet": _sheet, "geo": _geo}


def main() -> None:
    import resource
    import warnings

    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # systems that cannot bound it
        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
        resource.setrlimit(resource.RLIMIT_DATA, (_WRITABLE, _WRITABLE))
    kind, data = sys.argv[1], sys.stdin.buffer.read()
    if kind == "pdf":
        from pikepdf import settings

        settings.set_qpdf_limits(flate_max_memory=MEMORY // 4)
    elif kind == "image":
        from PIL import Image

        warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        made = remake(kind, data)
    except Refused as refusal:
        sys.stdout.write(json.dumps({"refused": str(refusal)}) + "\n")
        return
    about = {key: value for key, value in asdict(made).items() if key != "data" and value is not None}
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n" + made.data)


if __name__ == "__main__":
    main()
