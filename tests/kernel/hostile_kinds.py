"""Hostile files by the hundred, of every kind of G23's list; the same ones from the same seed."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from tests.kernel import hostile, sounds

SEED = 20_260_921
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
WHERE = b"WHERE-SHE-LIVES"
NAMES = (
    "../../etc/passwd", "..\\..\\windows\\system32\\evil.jpg", "anh.jpg.exe", "anh.php;.jpg", "anh.jpg\u202egpj.exe",
    "anh\u0000.jpg", "<script>alert(1)</script>.png", "con.jpg", "a" * 400 + ".jpg", "anh.svg", "ảnh\u200b.jpg",
    '"; rm -rf .jpg', "%2e%2e%2fpasswd.jpg", "giay.pdf.html", "trang.html",
)  # fmt: skip


@dataclass(frozen=True)
class File:
    kind: str
    name: str
    data: bytes
    accept: str  # the box of a screen it is sent to


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            package.writestr(name, body)
    return out.getvalue()


_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_BOOK = (
    b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets><sheet name="S" sheetId="1"/>'
    b"</sheets></workbook>"
)


def _book(**more: bytes) -> dict[str, bytes]:
    parts = {"[Content_Types].xml": _TYPES, "xl/workbook.xml": _BOOK, "xl/worksheets/sheet1.xml": b"<worksheet/>"}
    return parts | {name.replace("__", "/"): body for name, body in more.items()}


def of_kind(kind: str, dice: random.Random, number: int) -> tuple[bytes, str]:
    """One file of a kind and the box it is meant for; no two alike."""
    noise = dice.randbytes(dice.randrange(20, 300))
    size = (dice.randrange(20, 200), dice.randrange(20, 200))
    match kind:
        case "polyglot":
            tail = dice.choice([hostile.HTML, hostile.PHP, hostile.ZIP, hostile.MARK, SVG]) + noise
            head = hostile.picture(dice.choice(["JPEG", "PNG", "WEBP"]), size)
            return (head + tail, "image") if number % 3 else (sounds.wav(1) + tail, "sound")
        case "markup":
            body = dice.choice(
                [SVG, hostile.HTML, b"GIF89a" + hostile.HTML, b"\xef\xbb\xbf" + SVG, b" \n" + hostile.HTML]
            )
            return body + noise.hex().encode(), "image"
        case "zip bomb":
            raw = io.BytesIO(_zip(_book()) if number % 2 else b"")
            mode = "a" if number % 2 else "w"
            with (
                zipfile.ZipFile(raw, mode, zipfile.ZIP_DEFLATED, compresslevel=1) as package,
                package.open("xl/sharedStrings.xml", "w", force_zip64=True) as stream,
            ):
                for _ in range(dice.randrange(100, 260)):
                    stream.write(b" " * 1_048_576)
            return raw.getvalue(), "sheet"
        case "decompression bomb":
            return hostile.png_claiming(100, 100, data=hostile.swelling(dice.randrange(200, 900) * 1_000_000)), "image"
        case "huge picture":
            width, height = dice.randrange(8_000, 60_000), dice.randrange(8_000, 60_000)
            return hostile.png_claiming(width, height), "image"
        case "place of capture":
            return hostile.with_exif(dice.randrange(1, 9)), "image"
        case "macro":
            name = dice.choice(["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "xl/embeddings/oleObject1.bin",
                                "xl/externalLinks/externalLink1.xml", "xl/activeX/activeX1.xml"])  # fmt: skip
            return _zip(_book() | {name: noise}), "sheet"
        case "XXE":
            where = dice.choice(
                ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "[Content_Types].xml"]
            )
            evil = (
                b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "'
                + b"&a;" * dice.randrange(1, 90) + b'">]><x>&b;</x>'
            )  # fmt: skip
            return _zip(_book() | {where: evil}), "sheet"
        case "path in the package":
            name = dice.choice(["../../evil.xml", "/etc/cron.d/evil", "xl\\..\\..\\evil.xml", "xl/../../evil"])
            return _zip(_book() | {name: noise}), "sheet"
        case "formula":
            line = dice.choice(["=cmd|' /C calc'!A0", '=HYPERLINK("http://evil")', "=1+1", "@SUM(1)", "=IMPORTXML(1)"])
            return f'tax_code,name\r\n0123456787,"{line} {number}"\r\n'.encode(), "sheet"
        case "truncated":
            whole = dice.choice(
                [hostile.picture("PNG", size), hostile.plain_pdf(), sounds.m4a(), sounds.webm(), hostile.HEIC]
            )
            box = (
                "pdf"
                if whole[:4] == b"%PDF"
                else "sound"
                if whole[:4] in (b"\x1aE\xdf\xa3",) or b"M4A" in whole[:16]
                else "image"
            )
            return whole[: len(whole) * dice.randrange(10, 60) // 100], box
        case "wrong type":
            other = dice.choice([b"MZ" + noise * 9, b"\x7fELF" + noise * 9, hostile.gif(2), hostile.video(b"isom"),
                                 hostile.ZIP + noise, b"%!PS-Adobe" + noise, b"Rar!\x1a\x07" + noise])  # fmt: skip
            return other, dice.choice(["image", "pdf", "sound"])
        case "armed PDF":
            armed = list(hostile.armed_pdfs().values())
            return armed[number % len(armed)] + b"\n%" + noise.hex().encode(), "pdf"
        case "nested PDF":
            return dice.choice([hostile.looping_page_tree, lambda: hostile.deep_pdf(dice.randrange(20_000, 90_000)),
                                lambda: hostile.many_pages(dice.randrange(200_000, 900_000))])(), "pdf"  # fmt: skip
        case "tagged sound":
            return dice.choice([
                sounds.m4a(place=WHERE + noise), sounds.webm(tags=WHERE + noise),
                sounds.mp3(before=sounds.id3(WHERE + noise.hex().encode())),
                sounds.wav(extra=b"LIST" + len(WHERE).to_bytes(4, "little") + WHERE + b"\0"),
            ]), "sound"  # fmt: skip
        case "swelling map":
            evil = b'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "' + noise.hex().encode() + b'">]><kml>&a;</kml>'
            deep = b'{"type":"Polygon","coordinates":' + b"[" * dice.randrange(2_000, 90_000)
            return (evil, "geo") if number % 2 else (deep, "geo")
        case "odd name":
            return hostile.picture("PNG", size), "image"
    raise AssertionError(kind)


KINDS = (
    "polyglot", "markup", "zip bomb", "decompression bomb", "huge picture", "place of capture", "macro", "XXE",
    "path in the package", "formula", "truncated", "wrong type", "armed PDF", "nested PDF", "tagged sound",
    "swelling map", "odd name",
)  # fmt: skip


def files(each: int, seed: int = SEED) -> Iterator[File]:
    """`each` of every kind, with the names attackers like."""
    for kind in KINDS:
        dice = random.Random(f"{seed}:{kind}")
        for number in range(each):
            data, box = of_kind(kind, dice, number)
            name = NAMES[number % len(NAMES)] if kind == "odd name" else f"tep-{number}.{_ENDINGS[box]}"
            yield File(kind, name, data, box)


_ENDINGS = {"image": "jpg", "pdf": "pdf", "sound": "m4a", "sheet": "xlsx", "geo": "geojson"}
