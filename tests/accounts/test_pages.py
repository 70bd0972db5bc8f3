"""The pages: what they show, keep and refuse; and the whole way from a dossier to somebody who works."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import make
from tests.accounts.test_signing_in import text_of
from tests.cast import Organisations, every_province
from txng.accounts.models import Account, AccountLetter, Membership, User

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]
PASSWORD = "cay-gao-dau-lang-no-hoa"
GIVEN = {
    "login": "htx-nhon-ai",
    "owner_name": "Nguyễn Thị Út",
    "owner_phone": "0987 654 321",
    "owner_email": "",
}
HANDED = {
    "handed_by": "Nguyễn Thị Hạnh",
    "received_by": "Nguyễn Thị Út",
    "place": "UBND xã",
    "instructed_by": "Phạm Tiến Dũng",
    "instructed_whom": "Nguyễn Thị Út",
    "instructed_on_day": "1",
    "instructed_on_month": "9",
    "instructed_on_year": "2026",
    "note": "",
}


def sealed_in(page: Any) -> str:
    return re.search(r'name="thu" value="([^"]+)"', page.content.decode()).group(1)  # type: ignore[union-attr]


def issue(client: Client, dossier: Any, **fields: str) -> Any:
    return client.post(reverse("account-issue", args=[dossier.pk]), GIVEN | fields)


def letter_text(pdf: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\r", "")


@every_province
def test_from_a_dossier_to_a_person_who_works(
    province: str, mai_client: Client, hanh_client: Client, ready: Any, organisations: Organisations
) -> None:
    listed = mai_client.get(reverse("account-list"))
    assert reverse("account-issue", args=[ready.pk]) in listed.content.decode()
    asked = mai_client.get(reverse("account-issue", args=[ready.pk])).content.decode()
    assert 'value="htx-nhon-ai"' in asked
    assert 'value="Nguyễn Thị Lành"' in asked
    page = issue(mai_client, ready)
    assert page.status_code == 200
    account = Account.objects.get(dossier=ready)
    pdf = mai_client.post(reverse("account-letter-file", args=[account.pk]), {"thu": sealed_in(page)})
    assert (pdf.status_code, pdf["Content-Type"]) == (200, "application/pdf")
    text = letter_text(pdf.content)
    assert "Nguyễn Thị Út" in text
    address = re.search(r"/tai-khoan/kich-hoat/[\w-]+/", text.replace("\n", "")).group()  # type: ignore[union-attr]

    phone = Client()
    shown = phone.get(address)
    assert account.organisation_name in text_of(shown)
    assert "Ít nhất 12 ký tự" in text_of(shown)
    entered = phone.post(address, {"password": PASSWORD, "again": PASSWORD, "accepts": "on"})
    assert entered["Location"] == "/vao/"
    assert phone.get("/vao/")["Location"] == reverse("establishment-home")
    assert Account.objects.get(pk=account.pk).state == "active"
    assert "Thư này đã được dùng" in text_of(Client().get(address))

    done = hanh_client.post(reverse("account-hand-over", args=[account.pk]), HANDED)
    assert done.status_code == 302
    detail = hanh_client.get(done["Location"]).content.decode()
    record = re.search(r'href="([^"]*/ban-giao/\d+/)"', detail).group(1)  # type: ignore[union-attr]
    minutes = letter_text(hanh_client.get(record).content)
    for words in ("Biên bản bàn giao tài khoản", "Phạm Tiến Dũng", "01/09/2026", ready.number):
        assert words in minutes


def test_the_letter_can_be_made_from_its_page_only_and_for_fifteen_minutes(
    mai_client: Client, ready: Any, monkeypatch: Any
) -> None:
    page = issue(mai_client, ready)
    account = Account.objects.get(dossier=ready)
    address = reverse("account-letter-file", args=[account.pk])
    for bad in ("", "made-up", sealed_in(page)[:-3] + "AAA"):
        assert mai_client.post(address, {"thu": bad})["Location"] == reverse("account-detail", args=[account.pk])
    import time

    later = time.time() + 16 * 60
    monkeypatch.setattr("cryptography.fernet.time.time", lambda: later)
    assert mai_client.post(address, {"thu": sealed_in(page)}).status_code == 302


def test_the_token_stands_in_no_page(mai_client: Client, ready: Any) -> None:
    from txng.kernel.codes import token_digest

    page = issue(mai_client, ready)
    digest = AccountLetter.objects.get(account__dossier=ready).token_digest
    words = re.findall(r"[\w-]{22,}", page.content.decode())
    assert digest not in {token_digest(word) for word in words}


def test_a_second_press_leads_to_the_account_and_makes_nothing(mai_client: Client, ready: Any) -> None:
    issue(mai_client, ready)
    again = issue(mai_client, ready)
    account = Account.objects.get(dossier=ready)
    assert again["Location"] == reverse("account-detail", args=[account.pk])
    assert "vừa cấp tài khoản cho hồ sơ này" in text_of(mai_client.get(again["Location"]))
    assert AccountLetter.objects.filter(account=account).count() == 1
    assert mai_client.get(reverse("account-issue", args=[ready.pk]))["Location"] == again["Location"]


def test_one_click_makes_another_letter_and_the_first_one_stops(mai_client: Client, ready: Any) -> None:
    first = issue(mai_client, ready)
    account = Account.objects.get(dossier=ready)
    seat = Membership.objects.get(account=account)
    second = mai_client.post(reverse("account-letter", args=[account.pk, seat.pk]))
    assert second.status_code == 200
    file = reverse("account-letter-file", args=[account.pk])
    assert mai_client.post(file, {"thu": sealed_in(first)}).status_code == 302
    assert mai_client.post(file, {"thu": sealed_in(second)})["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"login": ""}, "Nhập tên tài khoản."),
        ({"login": "Tên có dấu"}, "Tên tài khoản gồm 3 đến 40 chữ thường"),
        ({"login": "lanh"}, "đã có người dùng"),
        ({"owner_name": ""}, "Nhập người quản lý tài khoản."),
        ({"owner_name": "<script>alert(1)</script>"}, "chỉ gồm chữ"),
        ({"owner_phone": "12"}, "Số điện thoại gồm 10 chữ số"),
        ({"owner_phone": "0900000001"}, "Số điện thoại này đã là số đăng nhập của người dùng khác."),
        ({"owner_email": "not an address"}, "Địa chỉ thư điện tử có dạng"),
        ({"owner_name": "x" * 5000}, "ký tự"),
        ({"login": "'; DROP TABLE accounts_user; --"}, "Tên tài khoản gồm 3 đến 40"),
    ],
)
def test_a_wrong_issue_form_keeps_what_was_typed(
    mai_client: Client, people: Any, ready: Any, fields: dict[str, str], sentence: str
) -> None:
    page = issue(mai_client, ready, **fields)
    assert page.status_code == 422
    assert sentence in text_of(page)
    html = page.content.decode()
    assert "<script>alert" not in html
    for name, typed in (GIVEN | fields).items():
        if name != "owner_phone" and 0 < len(typed) < 200 and "<" not in typed and "'" not in typed:
            assert f'value="{typed}"' in html or f'value="{typed.lower()}"' in html
    assert "<title>Lỗi: " in html
    assert not Account.objects.filter(dossier=ready).exists()


def test_an_unapproved_dossier_says_why_not(mai_client: Client, organisations: Organisations) -> None:
    dossier = make.dossier(organisations.commune, state="in_review")
    assert "Chỉ cấp tài khoản cho hồ sơ đã phê duyệt" in text_of(issue(mai_client, dossier))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"handed_by": ""}, "Nhập người giao tài khoản."),
        ({"instructed_whom": ""}, "Nhập người được hướng dẫn."),
        ({"instructed_on_day": "31", "instructed_on_month": "2"}, "Ngày hướng dẫn phải là ngày có thật"),
        ({"instructed_on_year": "2199"}, "Ngày hướng dẫn không thể sau hôm nay."),
        ({"instructed_on_day": "", "instructed_on_month": "", "instructed_on_year": ""}, "Nhập ngày hướng dẫn."),
        ({"place": ""}, "Nhập địa điểm bàn giao."),
        ({"note": "x" * 3000}, "ký tự"),
    ],
)
def test_a_wrong_hand_over_form_keeps_what_was_typed(
    hanh_client: Client, issued: Any, fields: dict[str, str], sentence: str
) -> None:
    page = hanh_client.post(reverse("account-hand-over", args=[issued.account.pk]), HANDED | fields)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert 'value="Phạm Tiến Dũng"' in page.content.decode()
    assert not issued.account.hand_overs.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Nhập lý do."),
        ({"reason": "Vi phạm"}, "Nhập căn cứ: số quyết định hoặc điều khoản."),
        ({"reason": "x" * 5000, "ground": "QĐ 1"}, "ký tự"),
    ],
)
def test_a_wrong_lock_form_keeps_what_was_typed(
    mai_client: Client, people: Any, fields: dict[str, str], sentence: str
) -> None:
    account = people["lanh"].account
    page = mai_client.post(reverse("account-lock", args=[account.pk]), fields)
    assert page.status_code == 422
    assert sentence in text_of(page)
    if fields.get("reason", "x" * 999) == "Vi phạm":
        assert ">\nVi phạm</textarea>" in page.content.decode() or ">Vi phạm</textarea>" in page.content.decode()
    assert Account.objects.get(pk=account.pk).state == "active"


def test_locking_and_unlocking_by_the_pages(mai_client: Client, lanh_client: Client, people: Any) -> None:
    account = people["lanh"].account
    why = {"reason": "Đưa thông tin sai lệch.", "ground": "Quyết định 12/QĐ-SKHCN"}
    assert mai_client.post(reverse("account-lock", args=[account.pk]), why).status_code == 302
    shown = text_of(mai_client.get(reverse("account-detail", args=[account.pk])))
    assert "Quyết định 12/QĐ-SKHCN" in shown
    assert "Đặng Thị Mai khóa tài khoản của Hợp tác xã Trái cây Lành" in shown
    assert lanh_client.get("/vao/")["Location"] == reverse("own-account")
    assert mai_client.post(reverse("account-unlock", args=[account.pk]), why).status_code == 302
    assert lanh_client.get("/vao/")["Location"] == reverse("establishment-home")


def test_a_commune_sees_the_accounts_of_its_territory_only(
    hanh_client: Client, people: Any, organisations: Organisations
) -> None:
    shown = text_of(hanh_client.get(reverse("account-list")))
    assert "Hợp tác xã Trái cây Lành" in shown
    assert "Cơ sở Khải" not in shown
    assert "Hồ sơ chờ cấp tài khoản" not in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=trai+cay", True), ("q=LÀNH", True), ("q=0900+000+001", True), ("q=khai-khong-co", False),
     ("kind=commune", False),
     ("state=active", True), ("state=locked", False), ("kind=<script>", True),
     ("trang=99", True)],
)  # fmt: skip
def test_the_list_of_accounts_can_be_searched(mai_client: Client, people: Any, query: str, found: bool) -> None:
    page = mai_client.get(f"{reverse('account-list')}?{query}")
    assert page.status_code == 200
    assert ("Hợp tác xã Trái cây Lành" in text_of(page)) is found


def test_the_list_costs_the_same_for_three_more_accounts(
    mai_client: Client, people: Any, organisations: Organisations, django_assert_max_num_queries: Any, at: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as before:
        mai_client.get(reverse("account-list"))
    for number in range(3):
        establishment = make.establishment(agency=organisations.commune)
        account = Account(kind="establishment", establishment=establishment, issued_at=at, issued_by="Mai")
        account.stand_with(establishment)
        account.save()
        user = User.objects.create_user(f"more-{number}", name=f"Người {number}", kind="establishment")
        Membership.objects.create(account=account, user=user, role="owner", since=at)
    with CaptureQueriesContext(connection) as after:
        mai_client.get(reverse("account-list"))
    assert len(after) == len(before)


# --- activation -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Đánh dấu đồng ý với trách nhiệm"),
        ({"password": PASSWORD, "again": PASSWORD}, "Đánh dấu đồng ý với trách nhiệm"),
        ({"accepts": "on"}, "Nhập mật khẩu mới."),
        ({"accepts": "on", "password": "ngan", "again": "ngan"}, "Mật khẩu cần ít nhất 12 ký tự."),
        ({"accepts": "on", "password": PASSWORD, "again": "khac"}, "Hai mật khẩu không giống nhau."),
        ({"accepts": "on", "password": "y" * 9000, "again": "y" * 9000}, "ký tự"),
    ],
)
def test_a_wrong_activation_form_leaves_the_letter_good(issued: Any, data: dict[str, str], sentence: str) -> None:
    AccountLetter.objects.update(expires_at=timezone.now() + timezone.timedelta(hours=1))
    client = Client()
    page = client.post(reverse("account-activate", args=[issued.token]), data)
    assert page.status_code == 422
    assert sentence in text_of(page)
    if "accepts" in data:
        assert "checked" in page.content.decode()
    assert AccountLetter.objects.get().used_at is None


def test_spent_letters_say_what_to_do_and_unknown_ones_are_not_there(issued: Any) -> None:
    address = reverse("account-activate", args=[issued.token])
    for change, sentence in (
        ({"expires_at": timezone.now() - timezone.timedelta(minutes=1)}, "đã quá hạn"),
        ({"replaced_at": timezone.now()}, "được thay bằng thư mới hơn"),
        ({"used_at": timezone.now()}, "đã được dùng"),
    ):
        AccountLetter.objects.update(**change)
        for answer in (Client().get(address), Client().post(address, {"password": PASSWORD})):
            assert answer.status_code == 409
            assert sentence in text_of(answer)
    assert Client().get(reverse("account-activate", args=["khong-co-thu-nay"])).status_code == 404


def test_a_letter_opened_in_somebody_elses_session_asks_to_sign_out_first(issued: Any, khai_client: Client) -> None:
    AccountLetter.objects.update(expires_at=timezone.now() + timezone.timedelta(hours=1))
    page = khai_client.get(reverse("account-activate", args=[issued.token]))
    assert "Bạn đang đăng nhập với tên Lê Quang Khải" in text_of(page)


def test_the_duties_are_those_of_the_regulation(province: str, issued: Any) -> None:
    from txng import provinces

    AccountLetter.objects.update(expires_at=timezone.now() + timezone.timedelta(hours=1))
    shown = text_of(Client().get(reverse("account-activate", args=[issued.token])))
    duties = provinces.current().accounts.undertakings
    assert len(duties) == 3
    for duty in duties:
        assert duty.name in shown
        assert f"Điều {duty.article}" in shown


# --- all pages ------------------------------------------------------------------------------------------------------


def test_no_page_of_this_area_needs_a_script_an_inline_style_or_a_foreign_host(
    mai_client: Client, guest_client: Client, people: Any, ready: Any, issued: Any
) -> None:
    AccountLetter.objects.update(expires_at=timezone.now() + timezone.timedelta(hours=1))
    other = make.dossier(people["hanh"].account.agency, state="forwarded")
    pages = [
        guest_client.get(reverse("account_login")),
        guest_client.get(reverse("account-activate", args=[issued.token])),
        mai_client.get(reverse("sign-out")),
        *(mai_client.get(reverse(name)) for name in ("own-account", "change-password", "account-list")),
        mai_client.get(reverse("account-issue", args=[other.pk])),
        mai_client.get(reverse("account-detail", args=[issued.account.pk])),
        mai_client.get(reverse("account-detail", args=[people["hanh"].account.pk])),
    ]
    for page in pages:
        html = page.content.decode()
        assert page.status_code == 200, page.request["PATH_INFO"]
        assert not re.search(
            r"<script(?! type=\"module\" src=\"/tinh/accounts/passkeys\.js\">)|<style|\sstyle=|\son\w+=", html
        ), page.request["PATH_INFO"]
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', html)
        assert len(re.findall("<h1", html)) == 1
        assert re.search(r"TK-\d\d", html)
