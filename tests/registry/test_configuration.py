"""Cập nhật danh mục, thông tin cấu hình theo nội dung đã được phê duyệt (CT-REG 11.2): chị Mai changes what the system
counts with, by a document and from a day on; what began before keeps what it was promised."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, connection, transaction
from django.test import Client
from django.urls import reverse

from tests import make
from tests.accounts.test_signing_in import text_of
from tests.cast import every_province
from txng import provinces
from txng.access import Actor, Permission
from txng.accounts.models import Membership
from txng.kernel.clock import VIETNAM, today
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.provinces import changeable
from txng.provinces.changes import spans
from txng.provinces.models import Holiday, Override
from txng.registry import clocks
from txng.registry.actions import change_calendar, change_configuration

pytestmark = pytest.mark.django_db
NUMBER = "27/QĐ-SKHCN"
MONDAY = date(2026, 9, 28)  # the next one after make.AT
DAY = timedelta(days=1)


def paper(name: str = "quyet-dinh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make._picture(), content_type="image/jpeg")


def changed(mai: Actor, key: str = "clocks.review", value: int = 2, on: date = MONDAY, **more: Any) -> Override:
    given = {
        "document_number": NUMBER,
        "document_date": make.TODAY,
        "paper": paper(),
        "reason": "Rút ngắn thời gian chờ của cơ sở",
        "at": make.AT,
        **more,
    }
    return change_configuration(actor=mai, key=key, value=value, valid_from=on, **given)


def day_off(mai: Actor, first: date, kind: str = "free", **more: Any) -> Holiday:
    given = {
        "name": "Nghỉ theo thông báo của UBND",
        "document_number": "88/TB-UBND",
        "document_date": make.TODAY,
        "paper": paper(),
        "reason": "Theo thông báo của UBND thành phố",
        "at": make.AT,
        **more,
    }
    return change_calendar(actor=mai, kind=kind, first=first, **given)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=VIETNAM)


# --- the value of a day -----------------------------------------------------------------------------------------


@every_province
def test_a_change_holds_from_its_day_on_and_what_began_before_keeps_its_clock(mai: Actor, province: str) -> None:
    changed(mai)
    friday = date(2026, 9, 25)
    assert clocks.review_by(noon(friday)) == date(2026, 9, 30)  # three working days, as promised
    assert clocks.review_by(noon(MONDAY)) == date(2026, 9, 30)  # two, by itself from its day on
    # What an applicant of that Friday is told later stays what the receipt said.
    assert clocks.answer_expected(noon(friday)) == date(2026, 10, 1)
    assert provinces.in_force(MONDAY - DAY).clocks.review == 3
    assert provinces.in_force(MONDAY).clocks.review == 2
    assert provinces.current().clocks.review == 3  # the regulation's file is never touched


def test_the_ledger_tells_before_after_reason_and_document(mai: Actor) -> None:
    made = changed(mai)
    entry = Entry.objects.get(kind="registry.configuration:changed")
    assert (entry.before["value"], entry.after["value"]) == (3, 2)
    assert entry.after["valid_from"] == MONDAY.isoformat()
    assert entry.ground == f"{NUMBER} ngày 21/09/2026"
    assert entry.reason == "Rút ngắn thời gian chờ của cơ sở"
    assert entry.after["paper_sha256"] == made.paper.sha256
    assert entry.subject_label == "Xem xét, trả lời hồ sơ đăng ký tham gia"


def test_a_wrong_one_is_followed_by_another_and_stays_in_the_history(mai: Actor) -> None:
    changed(mai, value=1)
    changed(mai, value=2)
    assert provinces.in_force(MONDAY).clocks.review == 2
    assert Override.objects.count() == 2


def test_of_two_the_one_that_takes_effect_later_holds_whichever_was_recorded_first(mai: Actor) -> None:
    changed(mai, value=5, on=MONDAY + 14 * DAY)
    changed(mai, value=2)
    assert [span.value for span in spans("clocks.review", make.TODAY)] == [3, 2, 5]


def test_one_with_a_last_day_gives_way_to_what_held_before(mai: Actor) -> None:
    changed(mai, value=2)
    changed(mai, value=4, on=MONDAY + 7 * DAY, valid_to=MONDAY + 11 * DAY)
    assert [(span.value, span.first, span.last) for span in spans("clocks.review", MONDAY)] == [
        (2, MONDAY, MONDAY + 6 * DAY),
        (4, MONDAY + 7 * DAY, MONDAY + 11 * DAY),
        (2, MONDAY + 12 * DAY, None),
    ]


@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = 'khác'", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["provinces_override", "provinces_holiday"])
def test_the_database_lets_nobody_edit_a_record(mai: Actor, statement: str, table: str) -> None:
    changed(mai)
    day_off(mai, MONDAY)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"on": make.TODAY - DAY}, "begins_before_today"),
        ({"valid_to": MONDAY - DAY}, "ends_before"),
        ({"valid_to": date(9999, 12, 31)}, "too_far"),
        ({"value": 0}, "out_of_limits"),
        ({"value": 21}, "out_of_limits"),
        ({"value": 3}, "nothing_changes"),
        ({"document_number": " "}, "number_missing"),
        ({"document_date": make.TODAY + DAY}, "signed_later"),
        ({"reason": " "}, "reason_missing"),
        ({"paper": None}, "paper_missing"),
    ],
)
def test_what_no_document_could_have_approved_is_refused(mai: Actor, more: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        changed(mai, **more)
    assert refused.value.code == code
    assert not Override.objects.exists() and not Entry.objects.filter(kind__startswith="registry.").exists()


def test_a_form_sent_twice_records_once(mai: Actor) -> None:
    once = uuid.uuid4()
    assert changed(mai, client_id=once).pk == changed(mai, client_id=once).pk
    assert Entry.objects.filter(kind="registry.configuration:changed").count() == 1


def test_where_the_regulation_names_check_and_approval_a_commune_keeps_two_persons(mai: Actor) -> None:
    """CT-REG 7.3."""
    with pytest.raises(RuleBroken) as refused:
        changed(mai, "seats.commune", 1)
    assert refused.value.code == "out_of_limits"


@pytest.mark.parametrize("province", ["cao-bang"], indirect=True)
def test_where_it_names_approval_alone_one_person_is_enough(mai: Actor, province: str) -> None:
    """CB 7.2."""
    changed(mai, "seats.commune", 2)
    assert provinces.in_force(MONDAY).seats("commune") == 2
    assert changeable.least(changeable.setting("seats.commune"), provinces.current()) == 1  # type: ignore[arg-type]


def test_it_is_the_operators(hanh: Actor, nam: Actor, lanh: Actor, mai: Actor, people: Any) -> None:
    for somebody in (hanh, nam, lanh):
        with pytest.raises(NotThere):
            changed(somebody)
    with pytest.raises(NotAllowed):
        changed(viewer(people))
    assert not Override.objects.exists()


def viewer(people: Any) -> Actor:
    from txng.accounts.acting import actor_of, memberships

    Membership.objects.filter(pk=people["mai"].pk).update(role="viewer")
    return actor_of(memberships().select_related("user").get(pk=people["mai"].pk))


def test_every_setting_has_its_place_in_the_profile_and_somebody_who_reads_it() -> None:
    """A setting that nothing reads would be a promise to nobody."""
    from pathlib import Path

    import txng

    code = "\n".join(
        path.read_text("utf-8")
        for path in Path(txng.__path__[0]).rglob("*.py")
        if "in_force(" in path.read_text("utf-8")
    )
    for setting in changeable.settings():
        assert setting.minimum <= changeable.value_of(provinces.current(), setting.key) <= setting.maximum
        read = {"seats": ".seats(", "retention": ".retention_on("}
        assert read.get(setting.group, f".{setting.key.partition('.')[2]}") in code, setting.key


# --- what reads it ----------------------------------------------------------------------------------------------


def test_the_limits_hold_where_they_are_read(mai: Actor, lanh: Actor, organisations: Any) -> None:
    from txng.stamps.actions import order_stamps

    product = make.product(organisations.lanh)
    changed(mai, "limits.codes_an_order", 500, on=make.TODAY)
    assert order_stamps(actor=lanh, product_id=product.pk, quantity=501, at=make.AT).needs_check, "two persons"
    assert not order_stamps(actor=lanh, product_id=product.pk, quantity=500, at=make.AT).needs_check


def test_the_next_sign_in_of_an_agency_is_shorter(mai: Actor, people: Any, rf: Any) -> None:
    from txng.accounts import sessions

    changed(mai, "limits.agency_idle_minutes", 10, on=today(), at=noon(today()), document_date=today())
    client = Client()
    request = rf.get("/")
    request.session = client.session
    sessions.begin(request, people["hanh"].user)
    assert request.session["limits"]["idle"] == 600


# --- working days -----------------------------------------------------------------------------------------------


def test_a_day_off_moves_what_is_counted_from_now_on(mai: Actor) -> None:
    friday = date(2026, 9, 25)
    assert provinces.working_days_after(friday, 1) == MONDAY
    day_off(mai, MONDAY)
    assert provinces.working_days_after(friday, 1) == MONDAY + DAY
    day_off(mai, MONDAY, kind="worked", reason="Thông báo đã được thu hồi")
    assert provinces.working_days_after(friday, 1) == MONDAY
    assert Entry.objects.filter(kind="registry.calendar:changed").count() == 2


def test_a_saturday_is_worked_in_exchange_and_a_national_holiday_can_be_given_up(mai: Actor) -> None:
    saturday, national = date(2026, 9, 26), date(2027, 1, 1)
    assert not provinces.is_working_day(saturday) and not provinces.is_working_day(national)
    day_off(mai, saturday, kind="worked")
    day_off(mai, national, kind="worked")
    assert provinces.is_working_day(saturday) and provinces.is_working_day(national)
    assert provinces.working_days_between(date(2026, 9, 25), MONDAY) == 2


@pytest.mark.parametrize(
    ("first", "more", "code"),
    [
        (make.TODAY - DAY, {}, "begins_before_today"),
        (MONDAY, {"last": MONDAY - DAY}, "ends_before"),
        (MONDAY, {"last": MONDAY + 40 * DAY}, "too_long"),
        (date(9999, 12, 31), {}, "too_far"),
        (MONDAY, {"kind": "worked"}, "nothing_changes"),
        (MONDAY, {"kind": "half"}, "kind_missing"),
        (MONDAY, {"name": ""}, "name_missing"),
        (MONDAY, {"paper": None}, "paper_missing"),
    ],
)
def test_what_is_no_day_off_is_refused(mai: Actor, first: date, more: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        day_off(mai, first, **more)
    assert refused.value.code == code


# --- the pages --------------------------------------------------------------------------------------------------


def next_monday() -> date:
    day = today()
    return day + timedelta(days=7 - day.weekday())


def test_chi_mai_changes_the_review_clock_in_two_steps(mai_client: Client, people: Any) -> None:
    address, monday = reverse("setting", args=["xem-xet-ho-so"]), next_monday()
    assert "3 ngày làm việc" in text_of(mai_client.get(reverse("setting-list")))
    preview = mai_client.get(address, {"value": "2", "valid_from": monday.isoformat()})
    assert f"Từ ngày {monday:%d/%m/%Y} sẽ là 2 ngày làm việc" in text_of(preview)
    assert not Override.objects.exists()
    sent = {
        "value": "2",
        "valid_from": monday.isoformat(),
        "once": str(preview.context["form"].initial["once"]),
        "document_number": NUMBER,
        "document_date": today().isoformat(),
        "reason": "Rút ngắn thời gian chờ",
    }
    missing = mai_client.post(address, sent)
    assert missing.status_code == 422 and NUMBER in missing.content.decode()
    for _twice in range(2):
        done = mai_client.post(address, {**sent, "paper": paper()}, follow=True)
    assert Override.objects.count() == 1
    page = text_of(done)
    assert "3 ngày làm việc" in page and f"từ {monday:%d/%m/%Y}" in page and NUMBER in page
    assert "2 ngày làm việc" in text_of(mai_client.get(reverse("configuration")))


@pytest.mark.parametrize(
    ("value", "said"),
    [("40", "chỉ được đặt từ 1 đến 20"), ("", "Nhập giá trị mới"), ("hai", "số"), ("3", "áp dụng đúng giá trị đó")],
)
def test_what_cannot_be_recorded_is_said_at_the_first_step(mai_client: Client, value: str, said: str) -> None:
    address = reverse("setting", args=["xem-xet-ho-so"])
    page = mai_client.get(address, {"value": value, "valid_from": next_monday().isoformat()})
    assert page.status_code == 422 and said in text_of(page)


def test_a_day_that_passed_between_the_two_steps_leads_back_to_the_first(mai_client: Client) -> None:
    sent = {"value": "2", "valid_from": (today() - DAY).isoformat(), "document_number": NUMBER, "reason": "Rút ngắn"}
    sent |= {"document_date": today().isoformat(), "paper": paper()}  # type: ignore[dict-item]
    page = mai_client.post(reverse("setting", args=["xem-xet-ho-so"]), sent)
    assert page.status_code == 422 and "sớm nhất từ hôm nay" in text_of(page)
    assert not Override.objects.exists()


def test_a_change_counts_in_the_very_next_request(
    mai: Actor, hanh_client: Client, organisations: Any, django_assert_max_num_queries: Any
) -> None:
    """No worker keeps a value of its own: the page of cô Hạnh counts the day off as soon as it is committed."""
    due = provinces.working_days_after(today(), 3)
    make.dossier(organisations.commune, due_on=due)
    assert "Còn 3 ngày làm việc" in text_of(hanh_client.get(reverse("dossier-queue")))
    day_off(mai, provinces.working_days_after(today(), 1), at=noon(today()), document_date=today())
    for _n in range(5):
        make.dossier(organisations.commune, due_on=due)
    with django_assert_max_num_queries(10):  # read once for a whole page
        page = hanh_client.get(reverse("dossier-queue"))
    assert text_of(page).count("Còn 2 ngày làm việc") == 6


def test_a_dossier_of_co_hanh_gets_the_clock_of_the_day_she_receives_it(
    mai: Actor, hanh: Actor, hanh_client: Client, organisations: Any
) -> None:
    from txng.registry.actions import begin_review

    old, new = (make.dossier(organisations.commune, state="submitted") for _n in range(2))
    changed(mai, on=MONDAY)
    begin_review(actor=hanh, dossier_id=old.pk, at=noon(MONDAY - 3 * DAY))
    begin_review(actor=hanh, dossier_id=new.pk, at=noon(MONDAY + DAY))
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.due_on, new.due_on) == (date(2026, 9, 30), date(2026, 10, 1))
    page = text_of(hanh_client.get(reverse("dossier-queue")))  # weeks later: each by its own date
    assert all(f"Quá hạn {(today() - dossier.due_on).days} ngày" in page for dossier in (old, new))


def test_a_viewer_of_the_operator_looks_and_no_more(mai_client: Client, people: Any) -> None:
    viewer(people)
    for name in ("configuration", "setting-list", "work-calendar", "reference-lists", "unit-mergers"):
        page = mai_client.get(reverse(name)).content.decode()
        assert "Danh mục" in page
        assert reverse("work-calendar-change") not in page and reverse("unit-merger-new") not in page
    page = mai_client.get(reverse("setting", args=["xem-xet-ho-so"]))
    assert "không được thay đổi" in text_of(page) and "Xem trước" not in text_of(page)
    for name in ("work-calendar-change", "unit-merger-new"):
        assert mai_client.get(reverse(name)).status_code == 403
    assert mai_client.post(reverse("setting", args=["xem-xet-ho-so"]), {}).status_code == 403


@every_province
def test_every_list_can_be_read_with_its_date_and_source(province: str, mai_client: Client) -> None:
    index = mai_client.get(reverse("reference-lists"))
    lists = index.context["lists"]
    assert len(lists) >= 9
    for one in lists:
        page = text_of(mai_client.get(reverse("reference-list", args=[one.slug])))
        assert one.version.source in page and f"{one.since:%d/%m/%Y}" in page
        assert one.rows and all(str(row[0]) in page for row in one.rows[:3])
    page = text_of(mai_client.get(reverse("rule-set", args=["ND37-2026"])))
    assert "37/2026/NĐ-CP" in page and "bắt buộc" in page
    assert mai_client.get(reverse("reference-list", args=["khong-co"])).status_code == 404


def test_the_menu_of_the_operator_has_the_lists(mai: Actor, mai_client: Client, nam_client: Client) -> None:
    assert mai.holds(Permission.CONFIGURATION_CHANGE)
    link = f'href="{reverse("configuration")}"'
    assert link in mai_client.get(reverse("my-work")).content.decode()
    assert link not in nam_client.get(reverse("my-work")).content.decode()
    assert nam_client.get(reverse("setting-list")).status_code == 404
