"""What is made of a file somebody sends: a fresh picture, a tame PDF, or a sentence that says why not."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageCms, ImageOps

from tests.kernel import hostile
from txng.kernel.errors import BadInput
from txng.kernel.files import intake
from txng.kernel.files.intake import examine
from txng.kernel.files.remake import Made

BOTH = ("image", "pdf")


def look(data: bytes, name: str = "anh.jpg", accept: tuple[str, ...] = BOTH) -> Made:
    return examine(data, name=name, accept=accept)[1]


def opened(taken: Made) -> Image.Image:
    image = Image.open(io.BytesIO(taken.data))
    image.load()
    return image


def refused(data: bytes, name: str = "anh.jpg", accept: tuple[str, ...] = BOTH) -> BadInput:
    with pytest.raises(BadInput) as caught:
        look(data, name, accept)
    return caught.value


# --- pictures ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        hostile.picture("JPEG"),
        hostile.picture("JPEG", mode="L"),
        hostile.picture("JPEG", mode="CMYK"),
        hostile.picture("JPEG", progressive=True),
        hostile.picture("PNG"),
        hostile.picture("PNG", mode="P"),
        hostile.picture("PNG", mode="1"),
        hostile.picture("PNG", mode="LA"),
        hostile.picture("PNG", mode="RGBA"),
        hostile.picture("PNG", mode="I;16"),
        hostile.picture("WEBP"),
        hostile.animated_webp(),
        hostile.motion_photo(),
    ],
    ids=["jpeg", "grey", "cmyk", "progressive", "png", "palette", "black-white", "grey-alpha", "alpha", "16-bit",
         "webp", "animated-webp", "two-pictures"],
)  # fmt: skip
def test_a_picture_of_any_honest_kind_becomes_a_plain_jpeg(data: bytes) -> None:
    taken = look(data)
    image = opened(taken)
    assert (taken.content_type, image.format, image.mode) == ("image/jpeg", "JPEG", "RGB")
    assert (taken.width, taken.height) == image.size
    assert getattr(image, "n_frames", 1) == 1


def test_a_heic_photo_is_read_and_loses_its_camera_data() -> None:
    assert b"PHONE-OF-MRS-LANH" in hostile.HEIC
    taken = look(hostile.HEIC, "IMG_0001.HEIC")
    image = opened(taken).convert("L")
    assert image.size == (80, 40)
    assert image.getpixel((5, 5)) < 40 < 215 < image.getpixel((75, 35))
    assert b"PHONE-OF" not in taken.data


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_and_has_lost_where_and_by_whom_it_was_taken(orientation: int) -> None:
    sent = hostile.with_exif(orientation)
    assert b"PHONE-OF-MRS-LANH" in sent
    taken = look(sent)
    image = opened(taken)
    upright = Image.open(io.BytesIO(sent))
    expected = ImageOps.exif_transpose(upright)
    assert image.size == expected.size
    corner = (2, 2)
    assert abs(image.convert("L").getpixel(corner) - expected.convert("L").getpixel(corner)) < 20
    assert not image.getexif()
    for trace in (b"PHONE-OF", b"Exif", b"COMMENT", b"XMP-OWNER", b"<?php", b"GPS"):
        assert trace not in taken.data
    assert not {"comment", "xmp", "icc_profile", "exif"} & set(image.info)


@pytest.mark.filterwarnings("default:Corrupt EXIF data")
def test_broken_camera_data_does_not_cost_the_photo() -> None:
    out = io.BytesIO()
    hostile.halves().save(out, "JPEG", exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff\x00\x01")
    assert opened(look(out.getvalue())).size == (80, 40)


def test_sixteen_bit_grey_keeps_its_greys() -> None:
    out = io.BytesIO()
    Image.new("I;16", (40, 40), 32_768).save(out, "PNG")
    assert abs(opened(look(out.getvalue())).getpixel((20, 20))[0] - 128) <= 2


def test_what_is_transparent_becomes_white_paper() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    assert min(opened(look(out.getvalue())).getpixel((20, 20))) > 250


def test_a_small_palette_picture_is_shrunk_smoothly() -> None:
    """Stripes one pixel wide turn grey; picking single pixels of a palette would leave black or white."""
    stripes = Image.new("P", (5_120, 8))
    stripes.putpalette([0, 0, 0, 255, 255, 255])
    stripes.putdata([x % 2 for _y in range(8) for x in range(5_120)])
    out = io.BytesIO()
    stripes.save(out, "PNG")
    assert 90 < opened(look(out.getvalue())).getpixel((1_000, 2))[0] < 165


def test_a_picture_shows_the_colours_its_profile_means_and_the_profile_is_dropped() -> None:
    """Phones photograph in Display P3: without its profile the same numbers are another colour. Here red means blue."""
    common = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = common.replace(b"rXYZ", b"rest").replace(b"bXYZ", b"rXYZ").replace(b"rest", b"bXYZ")
    out = io.BytesIO()
    Image.new("RGB", (40, 40), (200, 40, 40)).save(out, "JPEG", icc_profile=swapped, quality=95)
    taken = look(out.getvalue())
    red, _green, blue = opened(taken).getpixel((20, 20))
    assert (red < 70, blue > 170) == (True, True)
    assert b"ICC_PROFILE" not in taken.data


@pytest.mark.parametrize("profile", [b"junk", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()])
def test_a_profile_that_does_not_fit_is_no_reason_to_refuse(profile: bytes) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), (200, 40, 40)).save(out, "JPEG", icc_profile=profile, quality=95)
    assert abs(opened(look(out.getvalue())).getpixel((20, 20))[0] - 200) < 6


def test_a_large_photo_is_kept_at_2560_pixels_and_its_shape() -> None:
    taken = look(hostile.picture("JPEG", (6_000, 3_000)))
    assert (taken.width, taken.height) == (2_560, 1_280)


def test_a_thread_of_a_picture_still_has_a_pixel_across() -> None:
    assert opened(look(hostile.png_full(20_000, 1, channels=3))).size == (2_560, 1)


@pytest.mark.parametrize("payload", [hostile.PHP, hostile.HTML, hostile.ZIP, hostile.plain_pdf()])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_hidden_behind_a_picture_is_kept(form: str, payload: bytes) -> None:
    taken = look(hostile.picture(form) + hostile.MARK + payload)
    assert hostile.MARK not in taken.data
    assert payload not in taken.data
    assert opened(taken).size == (64, 48)


def test_a_page_dressed_as_a_picture_is_told_to_be_no_picture() -> None:
    for head in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a"):
        assert refused(head + hostile.HTML).code == "file_unreadable"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "a.svg"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "a.jpg"),
        (hostile.gif(), "a.gif"),
        (hostile.gif(300), "a.jpg"),
        (hostile.picture("BMP"), "a.jpg"),
        (hostile.picture("TIFF"), "a.png"),
        (hostile.picture("ICO"), "a.png"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n", "a.jpg"),
        (hostile.ZIP, "a.jpg"),
        (b"MZ" + b"\x00" * 200, "a.jpg"),
        (hostile.video(b"isom"), "a.mp4"),
        (hostile.video(b"qt  "), "a.mov"),
        (hostile.video(b"heic"), "a.heic"),
        (hostile.heic_header_then_garbage(), "a.heic"),
        (hostile.ftyp(b"avif"), "a.avif"),
        (b"\x00", "a.jpg"),
        (b"\xff\xd8\xff", "a.jpg"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", "a.webp"),
    ],
)
def test_what_is_no_allowed_picture_is_refused_by_content_whatever_its_name(data: bytes, name: str) -> None:
    refusal = refused(data, name, ("image",))
    assert refusal.code == "file_unreadable"
    assert name in str(refusal)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_off_on_the_way_is_refused(form: str) -> None:
    whole = hostile.picture(form, (600, 400))
    assert refused(whole[: len(whole) // 2]).code == "file_unreadable"


@pytest.mark.parametrize(
    "data",
    [
        hostile.png_claiming(60_000, 60_000),
        hostile.png_claiming(8_000, 8_000),
        hostile.png_claiming(10_000, 10_000),
        hostile.webp_claiming(16_383, 16_383),
    ],
)
def test_a_claim_of_more_than_fifty_million_pixels_is_refused_before_one_is_made(data: bytes) -> None:
    refusal = refused(data)
    assert refusal.code == "file_too_many_pixels"
    assert "50 triệu" in str(refusal)


def test_a_text_that_swells_inside_a_picture_is_refused() -> None:
    assert refused(hostile.png_text_bomb()).code == "file_unreadable"


def test_an_empty_file_is_called_empty() -> None:
    refusal = refused(b"", "anh lúa.jpg")
    assert (refusal.code, str(refusal)) == ("file_empty", "Tệp “anh lúa.jpg” rỗng. Chọn lại tệp.")


# --- PDF ---------------------------------------------------------------------------------------------------------


def everything_in(data: bytes) -> str:
    """All a PDF says, streams unpacked: what a viewer could ever get to see."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        out = io.BytesIO()
        pdf.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable,
                 stream_decode_level=pikepdf.StreamDecodeLevel.generalized)  # fmt: skip
    return out.getvalue().decode("latin-1")


@pytest.mark.parametrize("corner", sorted(hostile.armed_pdfs()))
def test_a_pdf_loses_scripts_programs_and_files_wherever_they_hide(corner: str) -> None:
    sent = hostile.armed_pdfs()[corner]
    assert any(word in everything_in(sent) for word in ("HIDDEN", "JavaScript", "Launch")), "the attack is none"
    kept = everything_in(look(sent, "giay.pdf").data)
    for word in ("HIDDEN", "JavaScript", "Launch", "EmbeddedFile", "Filespec", "OpenAction", "/AA", "/JS", "/XFA"):
        assert word not in kept
    assert "20 20 100 100 re" in kept, "the page itself must stay"


def test_a_pdf_forgets_who_made_it() -> None:
    assert b"PHONE-OF" not in look(hostile.plain_pdf(), "giay.pdf").data
    assert "Author" not in everything_in(look(hostile.plain_pdf(), "giay.pdf").data)


def test_every_page_stays_with_its_size_and_rotation() -> None:
    with pikepdf.open(io.BytesIO(look(hostile.plain_pdf(3), "giay.pdf").data)) as pdf:
        assert [list(map(int, page.mediabox)) for page in pdf.pages] == [[0, 0, 200, 300]] * 3
    with pikepdf.open(io.BytesIO(look(hostile.inherited_pdf(), "giay.pdf").data)) as pdf:
        assert (list(map(int, pdf.pages[0].mediabox)), int(pdf.pages[0].obj.Rotate)) == ([0, 0, 120, 240], 90)


def test_what_was_written_into_a_form_can_still_be_read_on_the_page() -> None:
    taken = look(hostile.filled_form(), "phieu.pdf")
    page = pypdfium2.PdfDocument(taken.data)[0]
    image = page.render(scale=1, may_draw_forms=False).to_pil().convert("RGB")
    assert image.getpixel((145, 300 - 210)) == (255, 0, 0)


def test_a_pdf_that_asks_for_a_password_is_refused_with_that_reason() -> None:
    refusal = refused(hostile.locked_pdf(to_open=True), "giay.pdf")
    assert refusal.code == "file_locked"
    assert "mật khẩu" in str(refusal)


def test_a_pdf_anybody_may_open_is_kept_without_its_lock() -> None:
    taken = look(hostile.locked_pdf(to_open=False), "giay.pdf")
    with pikepdf.open(io.BytesIO(taken.data)) as pdf:
        assert (pdf.is_encrypted, len(pdf.pages)) == (False, 1)


@pytest.mark.parametrize("payload", [hostile.HTML, hostile.ZIP, hostile.PHP])
def test_nothing_hidden_behind_or_before_a_pdf_is_kept(payload: bytes) -> None:
    whole = hostile.plain_pdf()
    for sent in (whole + hostile.MARK + payload, whole[:9] + b"%" + hostile.MARK + payload + b"\n" + whole[9:]):
        kept = look(sent, "giay.pdf").data
        assert hostile.MARK not in kept
        assert payload not in kept
        assert kept.startswith(b"%PDF-")


def test_a_pdf_may_begin_with_a_blank_line_as_some_scanners_write_it() -> None:
    for junk in (b"\r\n", b"\xef\xbb\xbf", b"  \n"):
        assert look(junk + hostile.plain_pdf(), "giay.pdf").data.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-",
        b"%PDF-1.7\n%%EOF",
        b"%PDF-1.7\n" + b"\xff" * 5_000,
        hostile.plain_pdf()[:120],
        b"%PDF-1.7\n" + hostile.HTML,
    ],
)
def test_a_broken_pdf_is_refused(data: bytes) -> None:
    assert refused(data, "giay.pdf").code == "file_unreadable"


def test_a_pdf_is_no_picture_where_only_pictures_are_taken() -> None:
    refusal = refused(hostile.plain_pdf(), "anh.jpg", ("image",))
    assert (refusal.code, "PDF" in str(refusal)) == ("file_unreadable", False)
    assert refused(hostile.picture(), "giay.pdf", ("pdf",)).code == "file_unreadable"


# --- limits and names --------------------------------------------------------------------------------------------


def test_weights_are_refused_above_ten_and_twenty_megabytes_and_said_as_they_are() -> None:
    picture, pdf = hostile.picture(), hostile.plain_pdf()
    fits = picture + b"\x00" * (intake.IMAGE_BYTES - len(picture))
    assert look(fits).content_type == "image/jpeg"
    over = refused(fits + b"\x00")
    assert (over.code, "nặng 11 MB, tối đa 10 MB" in str(over)) == ("file_too_large", True)
    heavy = refused(pdf + b"\x00" * intake.PDF_BYTES, "giay.pdf")
    assert "nặng 21 MB, tối đa 20 MB" in str(heavy)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\Users\\Lành\\anh lúa.jpg", "anh lúa.jpg"),
        ("../../../etc/passwd", "passwd"),
        ("/etc/", "tep"),
        ("", "tep"),
        ("..", "tep"),
        ("a\x00b.jpg", "ab.jpg"),
        ("a\r\nSet-Cookie: x=1.jpg", "a Set-Cookie: x=1.jpg"),
        ("\u202egpj.exe", "gpj.exe"),
        ("Đơn đăng ký.pdf".encode().decode(), "Đơn đăng ký.pdf"),
        ("Ðơn.pdf", "Đơn.pdf"),
    ],
)
def test_a_name_is_kept_without_folders_and_traps(sent: str, kept: str) -> None:
    assert intake.short_name(sent) == kept


@pytest.mark.parametrize("name", ["x" * 400 + ".pdf", "x" * 400, "é" * 400 + ".jpeg", "." * 400, "a." + "b" * 400])
def test_a_long_name_is_shortened_and_keeps_its_ending(name: str) -> None:
    short = intake.short_name(name)
    assert 0 < len(short) <= 160
    if name.endswith((".pdf", ".jpeg")):
        assert short.rpartition(".")[2] == name.rpartition(".")[2]


def test_a_sentence_about_a_file_names_it(settings: Any) -> None:
    assert "don.docx" in str(refused(b"PK\x03\x04word", "C:\\don.docx"))
