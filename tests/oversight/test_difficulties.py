"""Khó khăn, vướng mắc bằng văn bản (CB-44, CT-34): written by whoever takes part, answered by the operator in time."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import make
from tests.cast import every_province, run_jobs
from txng.access import Actor
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.notifications.models import Notice
from txng.oversight.actions import answer_difficulty, write_difficulty
from txng.oversight.models import Complaint
from txng.oversight.queries import complaints_of, difficulties_of, tray

TITLE, TEXT = "Không gửi được ảnh giấy", "Từ đầu tuần ảnh giấy chứng nhận gửi lên bị báo lỗi."


def write(actor: Actor, **given: Any) -> Complaint:
    return write_difficulty(
        **{"actor": actor, "client_id": uuid.uuid4(), "title": TITLE, "text": TEXT, "at": make.AT, **given}
    )


@every_province
def test_the_whole_road(
    lanh_client: Client, mai_client: Client, hanh_client: Client, mai: Actor, province: str
) -> None:
    paper = SimpleUploadedFile("cong-van.jpg", make._picture(), "image/jpeg")
    sent = {"client_id": str(uuid.uuid4()), "title": TITLE, "text": TEXT, "papers": paper}
    answer = lanh_client.post("/quan-ly/vuong-mac/moi/", sent)
    letter = Complaint.objects.get()
    assert answer["Location"] == f"/quan-ly/vuong-mac/{letter.pk}/"
    assert letter.photos.count() == 1 and letter.state == "received"
    page = lanh_client.get(answer["Location"]).content.decode()
    assert TITLE in page and letter.number in page and "Hạn trả lời" in page
    lanh_client.post("/quan-ly/vuong-mac/moi/", {**sent, "papers": ""})
    assert Complaint.objects.count() == 1, "sent twice, filed once"

    run_jobs()
    assert Notice.objects.filter(template="difficulty-written").values_list("user__login", flat=True).get() == "mai"
    assert [task.title for task in tray(mai)] == [f"{letter.number} – {TITLE}"]
    assert TITLE in mai_client.get("/co-quan/vuong-mac/").content.decode()
    assert TITLE not in hanh_client.get("/co-quan/vuong-mac/").content.decode()

    there = f"/co-quan/vuong-mac/{letter.pk}/"
    assert mai_client.post(there, {"answer": ""}).status_code == 422
    assert mai_client.post(there, {"answer": "Đã sửa, mời thử lại."}).status_code == 302
    letter.refresh_from_db()
    assert (letter.state, letter.answered_by) == ("answered", mai.label)
    assert tray(mai) == []
    run_jobs()
    assert Notice.objects.filter(template="difficulty-answered").values_list("user__login", flat=True).get() == "lanh"
    assert "Đã sửa, mời thử lại." in lanh_client.get(answer["Location"]).content.decode()


def test_the_clock_counts_working_days(lanh: Actor) -> None:
    assert write(lanh).due_on == date(2026, 9, 28), "Monday and five working days"


def test_an_agency_writes_too_and_reads_its_own(dung: Actor, hanh_client: Client, hanh: Actor, nam: Actor) -> None:
    letter = write(dung)
    assert TITLE in hanh_client.get(f"/co-quan/vuong-mac/{letter.pk}/").content.decode()
    assert list(difficulties_of(hanh)) == list(complaints_of(hanh)) == [], "it is no complaint about goods"
    with pytest.raises(NotThere):
        answer_difficulty(actor=nam, complaint_id=letter.pk, answer="x", at=make.AT)


def test_the_operator_does_not_write_to_itself_and_a_guest_reports_goods(mai: Actor, guest: Actor) -> None:
    for actor in (mai, guest):
        with pytest.raises(NotThere):
            write(actor)


def test_a_letter_is_answered_once(lanh: Actor, mai: Actor) -> None:
    letter = write(lanh)
    with pytest.raises(RuleBroken):
        answer_difficulty(actor=mai, complaint_id=letter.pk, answer=" ", at=make.AT)
    answer_difficulty(actor=mai, complaint_id=letter.pk, answer="Đã sửa.", at=make.AT)
    with pytest.raises(RuleBroken, match="đã được"):
        answer_difficulty(actor=mai, complaint_id=letter.pk, answer="Lần nữa.", at=make.AT)
    assert Complaint.objects.get().answer == "Đã sửa."


def test_what_was_written_stands_in_no_ledger(lanh: Actor, mai: Actor) -> None:
    letter = write(lanh)
    answer_difficulty(actor=mai, complaint_id=letter.pk, answer="Đã sửa.", at=make.AT)
    told = Entry.objects.filter(kind__startswith="oversight.difficulty").order_by("id")
    assert [entry.kind for entry in told] == ["oversight.difficulty:written", "oversight.difficulty:answered"]
    assert TEXT not in str(list(told.values())) and "Đã sửa." not in str(list(told.values()))


@pytest.mark.parametrize("wrong", [{"title": " "}, {"text": " "}, {"papers": [1, 2, 3, 4]}])
def test_what_is_no_letter_is_refused(lanh: Actor, wrong: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken):
        write(lanh, **wrong)
    assert Complaint.objects.count() == 0


def test_the_look_up_of_complaints_does_not_open_it(lanh: Actor, guest_client: Client) -> None:
    letter = write(lanh)
    assert guest_client.get("/phan-anh/tra-cuu/", {"ma": letter.lookup_code}).status_code == 404
