"""What may be typed, and what is said when it may not (ux.md 3.4, 4.9; names.md 5)."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from txng.kernel import clock
from txng.ui import fields
from txng.ui.fields.codes import show_tax_code
from txng.ui.fields.dates import Parts, order_complaint, read_date
from txng.ui.fields.numbers import read_number
from txng.ui.formats import vn_number
from txng.ui.forms import Form


def message(field, value) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return " ".join(caught.value.messages)


ANYTHING = st.text(alphabet=st.characters(), max_size=400) | st.sampled_from(
    [
        "\x00",
        "a\x00b",
        "\ud800",
        "٣٤",
        "1e5",
        "NaN",
        "Infinity",
        "--1",
        ".",
        ",",
        "0x1F",
        "<b>",
        "' OR 1=1 --",
        "\u202e",
    ]
)
EVERY_FIELD = [
    fields.TextField(label="Tên"),
    fields.LongTextField(label="Mô tả"),
    fields.PersonNameField(label="Họ và tên"),
    fields.PhoneField(label="Số điện thoại"),
    fields.EmailField(label="Thư"),
    fields.TaxCodeField(label="Mã số thuế"),
    fields.CodeField(label="Số giấy"),
    fields.GtinField(label="GTIN"),
    fields.SecretField(label="Mật khẩu"),
    fields.DateField(label="Ngày"),
    fields.OneBoxDateField(label="Ngày"),
    fields.DecimalField(label="Số lượng"),
    fields.WholeField(label="Số hộp"),
    fields.ChoiceField(label="Loại", choices=[("a", "A")]),
    fields.UnitField(label="Xã", search=lambda text, **_: [], find=lambda code: None),
]


@pytest.mark.parametrize("field", EVERY_FIELD, ids=lambda field: type(field).__name__)
@given(typed=ANYTHING)
def test_whatever_arrives_is_either_clean_or_refused_with_a_sentence(field, typed):
    cleaned, sentences = "", ["."]
    try:
        cleaned = field.clean(typed)
    except ValidationError as refusal:
        sentences = refusal.messages
    assert all(sentence.endswith((".", "?")) for sentence in sentences)
    assert "\x00" not in str(cleaned)
    str(cleaned).encode("utf-8")  # can be stored


@pytest.mark.parametrize("field", EVERY_FIELD, ids=lambda field: type(field).__name__)
def test_ten_million_characters_are_refused_before_anybody_reads_them(field):
    assert message(field, "9" * 10_000_000)


@given(st.text(max_size=80))
def test_text_is_stored_in_one_form_only(typed):
    field = fields.TextField(label="Tên", required=False, max_length=400)
    assert field.clean(unicodedata.normalize("NFD", typed)) == field.clean(unicodedata.normalize("NFC", typed))


def test_the_empty_box_is_named():
    assert message(fields.TextField(label="Tên sản phẩm"), "  ") == "Nhập tên sản phẩm."
    assert message(fields.ChoiceField(label="Xã, phường", choices=[("a", "A")]), "") == "Chọn xã, phường."
    assert message(fields.GtinField(label="GTIN"), "") == "Nhập GTIN."
    assert message(fields.FilesField(label="Ảnh", minimum=1, missing="Chụp hoặc chọn ít nhất một ảnh sản phẩm."), [])
    assert message(fields.TextField(label="Tên", max_length=3), "abcd") == "Tên dài tối đa 3 ký tự, bạn đã nhập 4."


def test_the_lookalike_of_d_becomes_the_vietnamese_letter():
    assert fields.PersonNameField(label="Tên").clean("  Ðỗ\u200b  Văn\nÐức ") == "Đỗ Văn Đức"


# dates


@pytest.mark.parametrize(
    "typed",
    [
        "17/9/26",
        "17-09-2026",
        "17092026",
        "17.9.2026",
        "17 9 2026",
        "170926",
        "2026-09-17",
        " 17 / 09 / 2026 ",
    ],
)
def test_every_custom_of_writing_a_date_is_read(typed):
    assert fields.OneBoxDateField(label="Ngày").clean(typed) == date(2026, 9, 17)
    assert fields.DateField(label="Ngày").clean(Parts(day=typed)) == date(2026, 9, 17)


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 12, 31)))
def test_a_date_is_read_back_in_every_notation(day):
    for notation in (
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%Y}",
        f"{day:%d%m%Y}",
        f"{day.day}/{day.month}/{day.year}",
    ):
        assert read_date(notation) == day
    assert fields.DateField(label="Ngày").clean(Parts(str(day.day), str(day.month), str(day.year))) == day


@pytest.mark.parametrize("typed", ["31/02/2026", "00/01/2026", "09/17/2026", "1/1/1", "17/9", "hôm nay", "32132026"])
def test_an_impossible_date_is_told_with_an_example(typed):
    sentence = "Ngày thu hoạch phải là ngày có thật, ví dụ 17/09/2026."
    assert message(fields.OneBoxDateField(label="Ngày thu hoạch"), typed) == sentence


def test_a_half_filled_date_says_which_box_is_empty():
    assert message(fields.DateField(label="Ngày thu hoạch"), Parts(day="17", year="2026")) == (
        "Ngày thu hoạch còn thiếu: tháng."
    )


def test_limits_of_a_date_are_told():
    field = fields.DateField(label="Ngày thực hiện", earliest=date(2026, 1, 1), latest="today")
    tomorrow = clock.today() + timedelta(days=1)
    assert message(field, Parts(str(tomorrow.day), str(tomorrow.month), str(tomorrow.year))) == (
        "Ngày thực hiện không thể sau hôm nay."
    )
    assert message(field, Parts("31", "12", "2025")) == "Ngày thực hiện không thể trước ngày 01/01/2026."


def test_two_dates_in_the_wrong_order_are_both_named():
    assert order_complaint(("Ngày thu hoạch", date(2026, 9, 17)), ("Ngày đóng gói", date(2026, 9, 15))) == (
        "Ngày đóng gói (15/09/2026) không thể trước ngày thu hoạch (17/09/2026)."
    )


# numbers


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("1,25", "1.25"),
        ("1.25", "1.25"),
        ("20", "20"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1 234,5", "1234.5"),
        ("0,125", "0.125"),
        ("0.5", "0.5"),
        ("20 kg", "20"),
        ("20,5kg", "20.5"),
        (",5", "0.5"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed, value):
    field = fields.DecimalField(label="Số lượng", unit="kg", places=3)
    assert field.clean(typed) == Decimal(value)


def test_an_ambiguous_number_is_asked_back_once_and_then_believed():
    class Weigh(Form):
        amount = fields.DecimalField(label="Số lượng", unit="kg")

    first = Weigh(QueryDict("amount=1.500"))
    assert first.errors["amount"] == [
        "1.500\u00a0kg (một nghìn năm trăm)? Nếu đúng, bấm gửi lần nữa; nếu không, sửa lại."
    ]
    assert '<input type="hidden" name="amount_hoi" value="1.500">' in str(first["amount"])
    assert Weigh(QueryDict("amount=1.500&amount_hoi=1.500")).is_valid()
    assert not Weigh(QueryDict("amount=2.500&amount_hoi=1.500")).is_valid()
    assert "một phẩy năm" in str(Weigh(QueryDict("amount=1,500")).errors)


def test_a_number_the_page_wrote_itself_is_not_doubted_when_it_comes_back():
    class Weigh(Form):
        amount = fields.DecimalField(label="Số lượng", unit="kg")

    shown = str(Weigh(initial={"amount": Decimal("1500.00")})["amount"])
    assert 'value="1.500"' in shown
    assert 'name="amount_hoi" value="1.500"' in shown


def test_a_count_has_no_decimals_so_nothing_is_doubtful():
    field = fields.WholeField(label="Số hộp")
    assert field.clean("1.500") == 1500 == field.clean("1,500")
    assert message(field, "1,5") == "Số hộp phải là số nguyên."
    assert message(field, "-3") == "Số hộp phải từ 0 trở lên."
    assert message(field, "9" * 12).startswith("Số hộp không được quá")


@pytest.mark.parametrize("typed", ["0", "-3", "abc", "1,2,3", "1..5", "1.2345.678", "12,34.5.6"])
def test_an_amount_that_is_none_is_told_with_examples(typed):
    field = fields.DecimalField(label="Số lượng", above=0)
    assert message(field, typed) == "Số lượng phải lớn hơn 0, ví dụ 20 hoặc 20,5."


@given(st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False))
def test_a_shown_number_reads_back_as_itself(number):
    reading = read_number(vn_number(number))
    assert reading is not None
    assert reading.value == number


# codes


@pytest.mark.parametrize(
    "typed", ["0912 345 678", "0912.345.678", "+84 912 345 678", "84912345678", "0084-912-345-678"]
)
def test_a_phone_number_is_read_in_every_notation(typed):
    assert fields.PhoneField(label="Số điện thoại").clean(typed) == "0912345678"


@pytest.mark.parametrize("typed", ["12", "09123456789", "912345678", "+1 415 555 2671", "09x2345678"])
def test_a_wrong_phone_number_is_told(typed):
    assert message(fields.PhoneField(label="Số điện thoại"), typed) == "Số điện thoại gồm 10 chữ số, bắt đầu bằng 0."


def test_a_fixed_line_is_a_phone_number_too():
    assert fields.PhoneField(label="Số điện thoại").clean("0292 3820 674") == "02923820674"


def test_tax_codes():
    field = fields.TaxCodeField(label="Mã số thuế")
    assert field.clean("0123 456 787") == "0123456787"
    assert field.clean("0123456787-001") == "0123456787001"
    assert field.clean("079 085 001234") == "079085001234"
    assert show_tax_code("0123456787001") == "0123456787-001"
    for typed in ("012345678", "01234567890123", "MST0123456787"):
        assert message(field, typed) == "Mã số thuế gồm 10, 12 hoặc 13 chữ số."
    for typed in ("0123456788", "0123456787-000"):
        assert message(field, typed) == "Mã số thuế sai một chữ số. Kiểm tra lại dãy số trên giấy đăng ký."


@given(st.text("0123456789", min_size=9, max_size=9), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_of_a_tax_code_never_passes(nine, place, shift):
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
    check = 10 - sum(weight * int(digit) for weight, digit in zip(weights, nine, strict=True)) % 11
    if check == 10:
        return
    field = fields.TaxCodeField(label="Mã số thuế")
    assert field.clean(f"{nine}{check}") == f"{nine}{check}"
    wrong = nine[:place] + str((int(nine[place]) + shift) % 10) + nine[place + 1 :]
    assert "sai một chữ số" in message(field, f"{wrong}{check}")


def test_product_codes_are_filled_up_to_fourteen_digits():
    field = fields.GtinField(label="GTIN")
    assert field.clean("893 4567 89012 0") == "08934567890120"
    assert message(field, "8934567890121") == ("Mã sản phẩm (GTIN) sai một chữ số. Kiểm tra lại dãy số dưới mã vạch.")
    assert message(field, "12345") == "Mã sản phẩm (GTIN) gồm 8, 12, 13 hoặc 14 chữ số."


def test_numbers_of_papers_are_upper_case_without_blanks():
    assert fields.CodeField(label="Số").clean(" vg - 1207/2026-đk ") == "VG-1207/2026-ĐK"
    assert "chỉ gồm" in message(fields.CodeField(label="Số"), "VG<1>")


def test_a_name_has_letters_of_any_people_but_no_digits():
    field = fields.PersonNameField(label="Họ và tên")
    assert field.clean("H'Hen Niê") == "H'Hen Niê"
    assert message(field, "Nguyễn 2") == "Họ và tên chỉ gồm chữ cái."


# files


def photo(name: str, size: int = 100) -> SimpleUploadedFile:
    upload = SimpleUploadedFile(name, b"x")
    upload.size = size
    return upload


def test_files_are_refused_by_kind_number_and_weight_all_at_once():
    field = fields.FilesField(label="Ảnh", maximum=3)
    sent = [photo("a.jpg"), photo("phim.mov"), photo("b.JPG", 18 * 1024 * 1024)]
    with pytest.raises(ValidationError) as caught:
        field.clean(sent)
    assert caught.value.messages == [
        "Không đọc được tệp .mov. Hãy gửi ảnh hoặc PDF.",
        "Ảnh nặng 18 MB, tối đa 10 MB. Chọn ảnh nhẹ hơn hoặc chụp lại.",
    ]
    assert message(field, [photo(f"{n}.jpg") for n in range(4)]) == "Chọn tối đa 3 tệp, bạn đã chọn 4."
    assert "rỗng" in message(field, [photo("a.jpg", 0)])


def test_several_files_of_one_box_arrive_together():
    class Send(Form):
        photos = fields.FilesField(label="Ảnh", kinds=("image",))

    form = Send({}, MultiValueDict({"photos": [photo("a.heic"), photo("b.png")]}))
    assert form.is_valid(), form.errors
    assert [upload.name for upload in form.cleaned_data["photos"]] == ["a.heic", "b.png"]
    assert form.is_multipart()
    assert "multiple" in str(form["photos"])


# places


def place(code: str, name: str, **more):
    unit = SimpleNamespace(code=code, name=name, province_code="92")
    return SimpleNamespace(**{"unit": unit, "place": f"{name}, tỉnh", "label": name, "must_choose": False} | more)


PLACES = [
    place("31258", "Xã Trường Thành"),
    place("31261", "Xã Trường Xuân"),
    place("31300", "Xã Trường Long"),
]


def unit_form(data: str, places=PLACES):
    from txng.kernel.text import fold

    class Where(Form):
        unit = fields.UnitField(
            label="Xã, phường",
            search=lambda text, **_: [one for one in places if fold(text) in fold(one.label)],
            find=lambda code: next((one.unit for one in places if one.unit.code == code), None),
            show=lambda unit: unit.name,
        )

    return Where(QueryDict(data))


def test_a_place_is_found_without_accents_and_by_code():
    for typed in ("truong xuan", "Xã Trường Xuân", "31261"):
        form = unit_form(f"unit={typed}")
        assert form.is_valid(), form.errors
        assert form.cleaned_data["unit"].code == "31261"


def test_several_places_are_offered_and_the_choice_is_taken():
    form = unit_form("unit=truong")
    assert form.errors["unit"] == ["Có 3 nơi khớp với “truong”. Chọn nơi của bạn ở dưới."]
    assert str(form["unit"]).count('type="radio"') == 3
    chosen = unit_form("unit=truong&unit_cho=truong&unit_ma=31300")
    assert chosen.is_valid()
    assert chosen.cleaned_data["unit"].code == "31300"


def test_a_choice_made_for_other_words_is_not_taken():
    form = unit_form("unit=xuan&unit_cho=truong&unit_ma=31300")
    assert form.is_valid()
    assert form.cleaned_data["unit"].code == "31261"


def test_a_split_commune_is_never_moved_without_a_person():
    form = unit_form("unit=truong thanh", [place("31258", "Xã Trường Thành", must_choose=True)])
    assert form.errors["unit"] == ["Có 1 nơi khớp với “truong thanh”. Chọn nơi của bạn ở dưới."]


def test_an_unknown_place_is_told_with_the_next_step():
    assert unit_form("unit=Atlantis").errors["unit"] == [
        "Không tìm thấy xã, phường “Atlantis”. Kiểm tra lại chính tả, hoặc gõ tên trước khi sáp nhập."
    ]
