"""Files as an attacker, a broken phone or an office scanner would send them."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

PHP = b"<?php system($_GET['c']); ?>"
HTML = b"<html><script>alert(document.domain)</script></html>"
ZIP = b"PK\x03\x04\x14\x00\x00\x00evil.exe" + b"PK\x05\x06" + b"\x00" * 18
MARK = b"HIDDEN-BEHIND-THE-PICTURE"
# 80 × 40, left half black, with a maker in its camera data. The platform reads HEIC and cannot write it.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ADRpbG9jAAAAAERAAAIAAQAAAAAB4gABAAAAAAAAACQAAgAAAAACBgABAAAAAAAAAEIAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCiBBZbq"
    "5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwYkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAUAAAAEAAAAAoY2xh"
    "cAAAAFAAAAABAAAAKAAAAAEAAAAAAAAAAv///+gAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAA"
    "ABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAbm1kYXQAAAAgKAGvVFpA5gHiH//5ENxnjGoKHA0rHg7EStd0p7h5LUAAAAAGRXhp"
    "ZgAATU0AKgAAAAgAAgEPAAIAAAASAAAAJgESAAMAAAABAAYAAAAAAABQSE9ORS1PRi1NUlMtTEFOSAA="
)
JAVASCRIPT = "app.alert('HIDDEN-SCRIPT')"


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: Any) -> bytes:
    out = io.BytesIO()
    gradient = Image.linear_gradient("L").resize(size)
    gradient.convert(mode).save(out, form, **options)
    return out.getvalue()


def flat_photo(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "green").save(out, "JPEG")
    return out.getvalue()


def halves(mode: str = "RGB") -> Image.Image:
    """Left half black, right half white: shows which way up a picture is."""
    image = Image.new("RGB", (80, 40), "white")
    image.paste((0, 0, 0), (0, 0, 40, 40))
    return image.convert(mode)


def with_exif(orientation: int) -> bytes:
    """A phone's photo: the place of capture, the maker, a comment, XMP, and the camera held sideways."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "PHONE-OF-MRS-LANH"
    exif.get_ifd(0x8825).update({1: "N", 2: (10.0, 2.0, 3.5), 3: "E", 4: (105.0, 45.0, 7.0)})
    out = io.BytesIO()
    halves().save(out, "JPEG", exif=exif, comment=b"COMMENT-" + PHP, xmp=b"<x:xmpmeta>XMP-OWNER</x:xmpmeta>")
    return out.getvalue()


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_claiming(width: int, height: int, *, data: bytes = b"", extra: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = png_chunk(b"IDAT", data or zlib.compress(b"\x00" * 64))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + extra + pixels + png_chunk(b"IEND", b"")


def swelling(size: int, byte: int = 0) -> bytes:
    """A zlib stream of that many equal bytes, written without compressing them all."""
    block = 1 << 20
    packer = zlib.compressobj(9, wbits=-15)
    one = packer.compress(bytes([byte]) * block) + packer.flush(zlib.Z_FULL_FLUSH)
    packer = zlib.compressobj(9, wbits=-15)
    rest = packer.compress(bytes([byte]) * (size % block)) + packer.flush()
    low, high = (1 + byte * size) % 65_521, (size + byte * (size * (size + 1) // 2)) % 65_521
    return b"\x78\xda" + one * (size // block) + rest + struct.pack(">HH", high, low)


def png_full(width: int, height: int, *, channels: int = 4, depth: int = 8) -> bytes:
    """A real picture of that size whose zeros weigh next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, depth, {1: 0, 3: 2, 4: 6}[channels], 0, 0, 0)
    data = swelling((1 + width * channels * depth // 8) * height)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")


def png_text_bomb() -> bytes:
    return png_claiming(4, 4, extra=png_chunk(b"zTXt", b"k\x00\x00" + swelling(2_000_000_000, 97)))


def webp_claiming(width: int, height: int) -> bytes:
    """A VP8X canvas far larger than its one frame."""
    inner = picture("WEBP", (16, 16), lossless=True)[12:]
    canvas = b"VP8X" + struct.pack("<I", 10) + b"\x02\x00\x00\x00"
    canvas += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    animation = b"ANIM" + struct.pack("<IIH", 6, 0, 0)
    frame = b"\x00" * 6 + (15).to_bytes(3, "little") + (15).to_bytes(3, "little") + b"\x64\x00\x00\x00" + inner
    body = b"WEBP" + canvas + animation + b"ANMF" + struct.pack("<I", len(frame)) + frame
    return b"RIFF" + struct.pack("<I", len(body)) + body


def animated_webp(frames: int = 3) -> bytes:
    out = io.BytesIO()
    pictures = [Image.new("RGB", (32, 32), (200, 10 * n, 0)) for n in range(frames)]
    pictures[0].save(out, "WEBP", save_all=True, append_images=pictures[1:], duration=40, lossless=True)
    return out.getvalue()


def gif(frames: int = 1) -> bytes:
    out = io.BytesIO()
    pictures = [Image.new("P", (32, 32), n % 255) for n in range(frames)]
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:])
    return out.getvalue()


def motion_photo() -> bytes:
    """Two pictures in one file (MPF), as many phones write every photo."""
    out = io.BytesIO()
    halves().save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8), "red")])
    return out.getvalue()


def ftyp(brand: bytes, body: bytes = b"") -> bytes:
    box = b"ftyp" + brand + b"\x00\x00\x00\x00" + brand + b"mif1"
    return struct.pack(">I", len(box) + 4) + box + body


def heic_header_then_garbage() -> bytes:
    return ftyp(b"heic", struct.pack(">I", 2**31 - 1) + b"meta" + b"\xff" * 400)


def video(brand: bytes) -> bytes:
    moov = struct.pack(">I", 108) + b"moov" + struct.pack(">I", 100) + b"mvhd" + b"\x00" * 92
    return ftyp(brand, moov + struct.pack(">I", 1000) + b"mdat" + b"\x00" * 992)


# --- PDF ---------------------------------------------------------------------------------------------------------


def _saved(pdf: Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def _with_page() -> tuple[Pdf, Any]:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 300))
    page.obj.Contents = Stream(pdf, b"0 0 1 rg 20 20 100 100 re f")
    return pdf, page


def _script(pdf: Pdf) -> Any:
    return pdf.make_indirect(Dictionary(Type=Name.Action, S=Name.JavaScript, JS=String(JAVASCRIPT)))


def _launch(pdf: Pdf) -> Any:
    return Dictionary(Type=Name.Action, S=Name.Launch, F=String("HIDDEN-PROGRAM.exe"))


def _attachment(pdf: Pdf) -> Any:
    inside = Stream(pdf, MARK, Type=Name.EmbeddedFile)
    return pdf.make_indirect(Dictionary(Type=Name.Filespec, F=String("HIDDEN-FILE.exe"), EF=Dictionary(F=inside)))


def plain_pdf(pages: int = 1, **options: Any) -> bytes:
    pdf, _page = _with_page()
    for _ in range(pages - 1):
        pdf.add_blank_page(page_size=(200, 300))
    pdf.docinfo["/Author"] = "PHONE-OF-MRS-LANH"
    return _saved(pdf, **options)


def armed_pdfs() -> dict[str, bytes]:
    """A script, a program to start or a file inside, each in another corner of the format."""
    made: dict[str, bytes] = {}

    def corner(name: str) -> Any:
        def register(build: Any) -> Any:
            pdf, page = _with_page()
            build(pdf, page)
            made[name] = _saved(pdf)
            return build

        return register

    @corner("catalogue open action")
    def _(pdf: Pdf, page: Any) -> None:
        pdf.Root.OpenAction = _script(pdf)

    @corner("catalogue additional actions")
    def _(pdf: Pdf, page: Any) -> None:
        pdf.Root.AA = Dictionary(WC=_script(pdf))

    @corner("names tree, scripts, nested")
    def _(pdf: Pdf, page: Any) -> None:
        leaf = pdf.make_indirect(Dictionary(Names=Array([String("x"), _script(pdf)])))
        branch = pdf.make_indirect(Dictionary(Kids=Array([leaf])))
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Kids=Array([branch])))

    @corner("names tree, attached file")
    def _(pdf: Pdf, page: Any) -> None:
        pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("x"), _attachment(pdf)])))

    @corner("associated file of the catalogue")
    def _(pdf: Pdf, page: Any) -> None:
        pdf.Root.AF = Array([_attachment(pdf)])

    @corner("outline")
    def _(pdf: Pdf, page: Any) -> None:
        item = pdf.make_indirect(Dictionary(Title=String("x"), A=_launch(pdf)))
        pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=item, Last=item, Count=1))
        item.Parent = pdf.Root.Outlines

    @corner("page additional actions")
    def _(pdf: Pdf, page: Any) -> None:
        page.obj.AA = Dictionary(O=_script(pdf))

    @corner("annotation that starts a program")
    def _(pdf: Pdf, page: Any) -> None:
        rectangle = Array([0, 0, 200, 300])
        page.obj.Annots = Array(
            [pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rectangle, A=_launch(pdf)))]
        )

    @corner("annotation with an attached file")
    def _(pdf: Pdf, page: Any) -> None:
        rectangle = Array([0, 0, 9, 9])
        page.obj.Annots = Array(
            [
                pdf.make_indirect(
                    Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=rectangle, FS=_attachment(pdf))
                )
            ]
        )

    @corner("form field that computes")
    def _(pdf: Pdf, page: Any) -> None:
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("f"), Rect=Array([0, 0, 9, 9]),
                AA=Dictionary(K=_script(pdf)),
            )
        )  # fmt: skip
        page.obj.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), CO=Array([field]), XFA=Stream(pdf, MARK))

    @corner("file inside a picture's dictionary")
    def _(pdf: Pdf, page: Any) -> None:
        form = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
        form.AF = Array([_attachment(pdf)])
        form.PieceInfo = Dictionary(App=Dictionary(Private=_attachment(pdf)))
        page.obj.Resources = Dictionary(XObject=Dictionary(X=form))

    @corner("file inside marked content")
    def _(pdf: Pdf, page: Any) -> None:
        page.obj.Resources = Dictionary(Properties=Dictionary(P=Dictionary(Deep=Array([_attachment(pdf)]))))

    @corner("presentation steps")
    def _(pdf: Pdf, page: Any) -> None:
        page.obj.PresSteps = pdf.make_indirect(Dictionary(Type=Name.NavNode, NA=_script(pdf)))

    @corner("structure tree")
    def _(pdf: Pdf, page: Any) -> None:
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(K=Dictionary(S=Name.P, AF=Array([_attachment(pdf)]))))

    @corner("article threads")
    def _(pdf: Pdf, page: Any) -> None:
        bead = pdf.make_indirect(Dictionary(P=page.obj, X=_script(pdf)))
        page.obj.B = Array([bead])
        pdf.Root.Threads = Array([pdf.make_indirect(Dictionary(F=bead))])

    return made


def locked_pdf(*, to_open: bool) -> bytes:
    return plain_pdf(encryption=pikepdf.Encryption(owner="chu", user="mo" if to_open else ""))


def filled_form() -> bytes:
    """A form somebody filled in on the computer: what they wrote stands in the field's appearance only."""
    pdf, page = _with_page()
    written = Stream(pdf, b"1 0 0 rg 0 0 50 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 50, 20]))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("ten"), V=String("Lành"), F=4,
            Rect=Array([120, 200, 170, 220]), AP=Dictionary(N=written), P=page.obj,
        )
    )  # fmt: skip
    page.obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    return _saved(pdf)


def inherited_pdf() -> bytes:
    """Size and rotation stand on the page tree, as scanners like to write it."""
    pdf, page = _with_page()
    pdf.Root.Pages.MediaBox = Array([0, 0, 120, 240])
    pdf.Root.Pages.Rotate = 90
    del page.obj.MediaBox
    return _saved(pdf)


def written(*bodies: bytes) -> bytes:
    """A file of these objects, numbered from 1, the first of them the catalogue; with a right table of places."""
    out, places = [b"%PDF-1.7\n"], []
    at = len(out[0])
    for number, body in enumerate(bodies, start=1):
        places.append(at)
        out.append(b"%d 0 obj" % number + body + b"endobj\n")
        at += len(out[-1])
    out.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    out += [b"%010d 00000 n \n" % place for place in places]
    out.append(b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, at))
    return b"".join(out)


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"


def deep_pdf(depth: int = 200_000) -> bytes:
    deep = b"[" * depth + b"]" * depth
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</Properties " + deep + b">>>>"
    return written(CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page)


def deep_page_tree(depth: int = 100_000) -> bytes:
    branches = (b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (n + 1) for n in range(2, depth + 2))
    return written(CATALOGUE, *branches, b"<</Type/Page/MediaBox[0 0 9 9]>>")


def looping_page_tree() -> bytes:
    return written(CATALOGUE, b"<</Type/Pages/Kids[2 0 R 2 0 R 3 0 R]/Count 3/Parent 2 0 R>>", PAGE)


def many_pages(count: int) -> bytes:
    """One page object listed so many times."""
    return written(CATALOGUE, b"<</Type/Pages/Count %d/Kids[" % count + b"3 0 R " * count + b"]>>", PAGE)


def object_stream_bomb(size: int = 8_000_000_000) -> bytes:
    """An object stream of some gigabytes in a few megabytes of file."""
    packed = swelling(size, 32)
    out = [b"%PDF-1.7\n"]
    at = len(out[0])
    stream = b"4 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    stream += packed + b"\nendstream endobj\n"
    out.append(stream)
    pages = b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    places = {4: at, 2: at + len(stream), 3: at + len(stream) + len(pages)}
    out += [pages, page]
    here = at + len(stream) + len(pages) + len(page)
    rows = [struct.pack(">BIH", 0, 0, 65535), struct.pack(">BIH", 2, 4, 0)]
    rows += [struct.pack(">BIH", 1, places[n], 0) for n in (2, 3, 4)]
    rows.append(struct.pack(">BIH", 1, here, 0))
    table = b"".join(rows)
    out.append(b"5 0 obj<</Type/XRef/Size 6/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(table))
    out += [table, b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % here]
    return b"".join(out)
