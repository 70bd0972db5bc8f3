"""The machine reads a dossier before a person does, and tells both sides the same."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from tests.registry import walking
from txng.kernel.clock import today
from txng.registry.duplicates import core
from txng.registry.hints import hints_for, hints_for_applicant
from txng.registry.lookalikes import is_composed, strange_letters
from txng.registry.models import Dossier
from txng.registry.paper_dates import complaints
from txng.ui.fields.codes import tax_code_complaint

NINE = st.text("0123456789", min_size=9, max_size=9)
WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)  # names.md 5, written here once more by hand


def check_digit(nine: str) -> int:
    return 10 - sum(w * int(d) for w, d in zip(WEIGHTS, nine, strict=True)) % 11


# --- tax code ---------------------------------------------------------------------------------------------------


@given(NINE)
def test_of_ten_last_digits_at_most_one_is_right_and_it_is_the_computed_one(nine: str) -> None:
    right = [d for d in "0123456789" if not tax_code_complaint(nine + d)]
    wanted = check_digit(nine)
    assert right == ([str(wanted)] if wanted < 10 else [])  # a remainder of nought leaves no number at all


@given(NINE, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(nine: str, place: int, shift: int) -> None:
    if check_digit(nine) > 9:
        return
    code = nine + str(check_digit(nine))
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    assert tax_code_complaint(wrong)


@given(NINE, st.integers(0, 999))
def test_a_branch_is_its_parent_and_a_number_from_001(nine: str, branch: int) -> None:
    if check_digit(nine) > 9:
        return
    parent = nine + str(check_digit(nine))
    assert bool(tax_code_complaint(f"{parent}{branch:03d}")) == (branch == 0)


@given(st.text("0123456789", min_size=12, max_size=12))
def test_a_personal_number_has_no_check_digit(code: str) -> None:
    assert not tax_code_complaint(code)


@given(st.text("0123456789", max_size=20).filter(lambda code: len(code) not in (0, 10, 12, 13)))
def test_no_other_length_is_a_tax_code(code: str) -> None:
    assert tax_code_complaint(code)


# --- letters ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "letters", "mixed", "meant"),
    [
        ("Phоng Điền", "о", True, "Phong Điền"),  # Cyrillic o
        ("Α Lành", "Α", False, "A Lành"),  # a Greek word of one letter
        ("Хоа", "Хоа", False, "Xoa"),
        ("榴莲 Ri6", "榴莲", False, ""),  # Chinese stands for nothing of ours
    ],
)
def test_look_alike_letters_are_named_with_what_is_meant(text: str, letters: str, mixed: bool, meant: str) -> None:
    found = strange_letters(text)
    assert found is not None
    assert ("".join(found.letters), found.mixed, found.meant) == (letters, mixed, meant)


@given(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạẮẰẲẴẶ 0123456789.-&"))
def test_vietnamese_is_never_strange(text: str) -> None:
    assert strange_letters(text) is None
    assert is_composed(text)


def test_a_decomposed_name_is_noticed() -> None:
    assert not is_composed("La\u0300nh")


# --- dates of papers --------------------------------------------------------------------------------------------

ON = date(2026, 9, 21)


@pytest.mark.parametrize(
    ("issued", "until", "said"),
    [
        ("2026-09-22", "", "danger: ngày cấp 22/09/2026 còn ở phía trước"),
        ("1900-01-01", "", "danger: ngày cấp 01/01/1900 không thể có"),
        ("2025-01-01", "2024-12-31", "danger: hết hạn ngày 31/12/2024, trước ngày cấp 01/01/2025"),
        ("2020-01-01", "2026-09-20", "danger: đã hết hạn ngày 20/09/2026"),
        ("2020-01-01", "2026-09-21", "warn: sắp hết hạn, ngày 21/09/2026"),
        ("2020-01-01", "2026-11-20", "warn: sắp hết hạn, ngày 20/11/2026"),
        ("2020-01-01", "2026-11-21", ""),
        ("2026-09-21", "", ""),
        ("khong-ro", "", ""),
    ],
)
def test_dates_that_cannot_stand(issued: str, until: str, said: str) -> None:
    found = complaints({"issued_on": issued, "valid_to": until}, on=ON)
    assert "; ".join(f"{tone}: {sentence}" for tone, sentence in found) == said


# --- the same establishment again -------------------------------------------------------------------------------


def test_generic_words_tell_no_two_names_apart() -> None:
    assert core("HTX Nông nghiệp Trường Thành") == core("Hợp tác xã Dịch vụ Nông nghiệp TRƯỜNG THÀNH") == "truong thanh"
    assert core("Hợp tác xã Nông nghiệp") == "hop tac xa nong nghiep", "a name of generic words alone is the whole name"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "which", "found"),
    [
        ("HTX Nông nghiệp Trường Thành", "home", True),  # the same in short words
        ("Hợp tác xã Nông nghiệp Trường Thanh", "home", True),  # a tone missing
        ("Hợp tác xã Nông nghiệp Trừơng Thành", "home", True),
        ("Hợp tác xã Nông nghiệp Trường Thanhh", "home", True),  # a slip of the finger
        ("Hợp tác xã Nông nghiệp Hòa Bình", "home", False),  # half the words are everybody's
        ("Hợp tác xã Nông nghiệp Trường Thanhh", "elsewhere", False),  # almost the same, in another commune
    ],
)
def test_names_almost_the_same_in_one_commune(organisations: Any, name: str, which: str, found: bool) -> None:
    known = make.establishment("Hợp tác xã Nông nghiệp Trường Thành", agency=organisations.commune, which=which)
    dossier = make.dossier(organisations.commune, name=name)
    told = [hint for hint in hints_for(dossier, []) if hint.href == reverse("establishment-detail", args=[known.pk])]
    assert bool(told) == found
    assert all(hint.rule and hint.step == "establishment" for hint in told)


# --- both sides -------------------------------------------------------------------------------------------------


def faulty(agency: Any) -> Dossier:
    return make.dossier(
        agency,
        name="Hợp tác xã Phоng Điền",
        signed_by="Trần Văn X",
        paper_facts={"business-paper": {"number": "57A8", "issued_on": str(today() + timedelta(days=1))}},
    )


@pytest.mark.django_db
def test_applicant_and_officer_are_told_the_same_each_with_its_rule_and_its_page(organisations: Any) -> None:
    dossier = faulty(organisations.commune)
    officer = {(hint.text, hint.rule) for hint in hints_for(dossier, [])}
    applicant = hints_for_applicant(dossier, [])
    assert {(hint.text, hint.rule) for hint in applicant} <= officer
    assert {hint.step for hint in applicant} == {"establishment", "business-paper", "commitment"}
    assert all(hint.rule for hint in applicant)


@pytest.mark.django_db
def test_an_applicant_never_learns_who_the_other_one_is(organisations: Any) -> None:
    make.dossier(organisations.commune, name="Hợp tác xã Nhơn Ái Một", tax_code="0100109106", phone="0909000111")
    dossier = make.dossier(organisations.commune, name="Hợp tác xã Nhơn Ái Mọt")
    told = " ".join(hint.text + hint.href for hint in hints_for_applicant(dossier, []))
    assert "Đã có cơ sở mang tên này" in told
    assert "HS-" not in told and "Một" not in told and "/co-quan/" not in told


@pytest.mark.django_db
def test_the_pages_link_each_hint_to_its_field(organisations: Any, hanh_client: Client) -> None:
    dossier = faulty(organisations.commune)
    page = hanh_client.get(reverse("dossier-review", args=[dossier.pk])).content.decode()
    assert 'href="#muc-establishment"' in page and 'id="muc-establishment"' in page
    assert 'href="#muc-business-paper"' in page and 'id="muc-business-paper"' in page
    assert "57A8" in page
    Dossier.objects.filter(pk=dossier.pk).update(state="received")
    Dossier.objects.filter(pk=dossier.pk).update(state="in_review")
    Dossier.objects.filter(pk=dossier.pk).update(state="returned")
    token = dossier.token  # type: ignore[attr-defined]
    page = Client().get(reverse("registration-check", args=[token])).content.decode()
    for name, more in (("registration-establishment", ()), ("registration-papers", ("business-paper",))):
        assert f'href="{reverse(name, args=[token, *more])}"' in page
    assert "giống chữ Việt" in page or "chỉ trông giống" in page


@pytest.mark.django_db
def test_number_and_dates_of_a_paper_are_kept_and_never_asked_twice(organisations: Any) -> None:
    client = Client()
    token = walking.start(client)
    walking.fill_in(client, token, agency=organisations.commune)
    sent = {"number": "57A8012345", "issued_on": "17/9/26", "valid_to": ""}
    answer = walking.send(client, "registration-papers", token, sent, "business-paper")
    assert answer.status_code == 302
    kept = walking.dossier_by_token(token).paper_facts
    assert kept == {"business-paper": {"number": "57A8012345", "issued_on": "2026-09-17"}}
    page = client.get(reverse("registration-papers", args=[token, "business-paper"])).content.decode()
    assert "57A8012345" in page and "17/09/2026" in page
