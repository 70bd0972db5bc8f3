"""Lưu hồ sơ (CB 6.4, CT-REG 6.5): what becomes paper, when, for how long, and what nobody can take out of the file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import make
from tests.browser import paper
from tests.cast import every_province
from tests.registry.test_decisions import ADDRESS, BLURRED, send_back, supplement
from txng import provinces
from txng.access import Actor
from txng.access.actors import system
from txng.kernel.files import storage
from txng.ledger.models import Entry
from txng.registry import actions, keeping, tasks
from txng.registry.models import Dossier, DossierPaper, KeptPaper

pytestmark = pytest.mark.django_db

ELEVEN = timedelta(minutes=11)
KINDS = ["form", "receipt", "result"]


@pytest.fixture
def dossier(organisations: Any) -> Dossier:
    return make.dossier(organisations.commune)


def run(dossier: Dossier, at: Any) -> list[KeptPaper]:
    return actions.keep_papers(actor=system("Hệ thống"), dossier_id=dossier.pk, at=at)


def kinds(dossier: Dossier) -> list[str]:
    return list(dossier.kept_papers.order_by("dated", "id").values_list("kind", flat=True))


def lines() -> int:
    return Entry.objects.filter(kind="registry.dossier:papers_kept").count()


@every_province
def test_an_answer_is_put_on_paper_when_it_cannot_be_taken_back_any_more(
    province: str, dossier: Dossier, hanh: Actor, at: Any
) -> None:
    actions.approve_dossier(actor=hanh, dossier_id=dossier.pk, at=at)

    assert run(dossier, at + timedelta(minutes=10)) == []
    assert lines() == 0
    made = run(dossier, at + ELEVEN)
    assert [one.kind for one in made] == KINDS == kinds(dossier)
    article = {"can-tho": "Quy chế, Điều 6.5"}.get(province, "Quy chế, Điều 6.4")
    assert {(one.kept_until, one.retention_years, one.retention_article) for one in made} == {
        (date(2046, 12, 31), 20, article)
    }
    entry = Entry.objects.get(kind="registry.dossier:papers_kept")
    assert [one["sha256"] for one in entry.after["papers"]] == [one.file.sha256 for one in made]
    assert run(dossier, at + timedelta(days=1)) == []
    assert lines() == 1


def test_the_job_waits_for_the_ten_minutes(dossier: Dossier, hanh: Actor, at: Any) -> None:
    actions.approve_dossier(actor=hanh, dossier_id=dossier.pk, at=at)

    job = ProcrastinateJob.objects.get(task_name=keeping.TASK)
    assert job.args == {"dossier_id": dossier.pk}
    assert job.scheduled_at == at + timedelta(minutes=10, seconds=1)
    tasks.keep_papers.func(**job.args)
    assert kinds(dossier) == KINDS


def test_a_decision_taken_back_never_becomes_paper(dossier: Dossier, hanh: Actor, at: Any) -> None:
    actions.approve_dossier(actor=hanh, dossier_id=dossier.pk, at=at)
    actions.undo_decision(actor=hanh, dossier_id=dossier.pk, at=at + timedelta(minutes=1))
    assert run(dossier, at + ELEVEN) == []

    later = at + timedelta(minutes=5)
    actions.reject_dossier(
        actor=hanh, dossier_id=dossier.pk, at=later, reason="Giấy không thuộc cơ sở.", ground="Điều 5.2"
    )
    assert run(dossier, at + ELEVEN) == []  # the first job comes too early for the second answer
    *_, result = run(dossier, later + ELEVEN)
    said = paper.words(storage.read(result.file.path))
    assert "Kết quả Từ chối" in said and "Giấy không thuộc cơ sở. Căn cứ: Điều 5.2" in said
    assert "Phê duyệt" not in said


def test_a_request_for_supplements_becomes_one_notice_with_every_reason(
    dossier: Dossier, hanh: Actor, guest: Actor, at: Any, settings: Any
) -> None:
    send_back(hanh, dossier, BLURRED, ADDRESS, at=at)
    assert run(dossier, at + timedelta(minutes=1)) == []
    (notice,) = run(dossier, at + ELEVEN)
    said = paper.words(storage.read(notice.file.path))
    assert (notice.kind, notice.round, notice.number) == ("supplement", 1, f"{dossier.number}/BS-1")
    assert "1 Giấy tờ kinh doanh Ảnh giấy mờ hoặc thiếu trang." in said
    assert "2 Thông tin cơ sở Địa chỉ chưa rõ." in said

    supplement(dossier, guest, at + timedelta(days=1), settings)
    new_year = at + timedelta(days=120)
    actions.approve_dossier(actor=hanh, dossier_id=dossier.pk, at=new_year)
    assert [one.kind for one in run(dossier, new_year + ELEVEN)] == KINDS
    # One file, one term: the notice of 2026 is kept as long as the answer of 2027.
    assert set(dossier.kept_papers.values_list("kept_until", flat=True)) == {date(2047, 12, 31)}


def test_a_supplement_sent_at_once_does_not_lose_its_notice(
    dossier: Dossier, hanh: Actor, guest: Actor, at: Any, settings: Any
) -> None:
    send_back(hanh, dossier, at=at)
    supplement(dossier, guest, at + timedelta(minutes=2), settings)

    assert [one.kind for one in run(dossier, at + ELEVEN)] == ["supplement"]


def test_the_operator_lengthens_the_term_from_a_day_on(
    dossier: Dossier, hanh: Actor, mai: Actor, organisations: Any, at: Any
) -> None:
    from tests.registry.test_configuration import MONDAY, changed

    changed(mai, "retention.dossier", 30, on=MONDAY)
    assert provinces.in_force(MONDAY).dossier.retention_on("dossier", MONDAY).years == 30
    before = make.kept_paper(_decided(dossier, at))
    after = make.kept_paper(
        _decided(make.dossier(organisations.commune, tax_code="0100109106"), at + (MONDAY - make.TODAY))
    )
    assert (before.retention_years, before.kept_until) == (20, date(2046, 12, 31))
    assert (after.retention_years, after.kept_until) == (30, date(MONDAY.year + 30, 12, 31))


def _decided(dossier: Dossier, at: Any) -> Dossier:
    for state in ("received", "in_review", "approved"):
        Dossier.objects.filter(pk=dossier.pk).update(state=state)
    Dossier.objects.filter(pk=dossier.pk).update(decided_at=at, decided_by="Nguyễn Thị Hạnh")
    dossier.refresh_from_db()
    return dossier


def refused(act: Any, words: str) -> None:
    with pytest.raises((DatabaseError, IntegrityError), match=words), transaction.atomic():
        act()


@pytest.mark.unwatched
def test_the_database_lets_nothing_out_of_the_file(dossier: Dossier, organisations: Any, at: Any) -> None:
    sent = DossierPaper.objects.create(dossier=dossier, paper="business-paper", file=make.picture(), added_at=at)
    kept = make.kept_paper(_decided(dossier, at))
    rows = KeptPaper.objects.filter(pk=kept.pk)

    refused(lambda: rows._raw_delete("default"), "Cannot delete")
    refused(lambda: rows.update(pages=9), "Cannot update")
    refused(lambda: rows.update(kept_until=kept.kept_until - timedelta(days=1)), "Cannot update")
    refused(lambda: Dossier.objects.filter(pk=dossier.pk)._raw_delete("default"), "Cannot delete")
    refused(sent.delete, "a paper of a filed dossier stays")
    from txng.kernel.models import StoredFile

    for file in (kept.file, sent.file):  # a reference is judged when the transaction ends
        refused(lambda file=file: _now(StoredFile.objects.filter(pk=file.pk)), "foreign key")
    rows.update(kept_until=kept.kept_until + timedelta(days=365))  # a term may move away

    draft = make.dossier(organisations.commune, state="draft")
    DossierPaper.objects.create(dossier=draft, paper="business-paper", file=make.picture(), added_at=at).delete()
    draft.delete()


def _now(files: Any) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    files._raw_delete("default")


@pytest.mark.unwatched
def test_what_has_been_kept_long_enough_may_go(dossier: Dossier, at: Any) -> None:
    old = make.kept_paper(_decided(dossier, at.replace(year=2001)))
    assert old.kept_until == date(2021, 12, 31)
    assert KeptPaper.objects.filter(pk=old.pk)._raw_delete("default") == 1


def test_the_officer_finds_papers_term_form_and_cover_on_the_page(
    dossier: Dossier, hanh: Actor, hanh_client: Client, at: Any
) -> None:
    page = hanh_client.get(f"/co-quan/ho-so/{dossier.pk}/").content.decode()
    assert "Giấy tờ được lưu tại đây khi hồ sơ đã có kết quả." in page
    assert "Bìa hồ sơ lưu (PDF)" not in page
    form = hanh_client.get(f"/co-quan/ho-so/{dossier.pk}/phieu-dang-ky/")
    assert "Bản của cán bộ." in paper.words(form.content)
    early = hanh_client.get(f"/co-quan/ho-so/{dossier.pk}/bia-ho-so/", follow=True)
    assert "Bìa hồ sơ lưu có sau khi thông báo kết quả của hồ sơ đã được lập." in early.content.decode()

    result = make.kept_paper(_decided(dossier, at))
    page = hanh_client.get(f"/co-quan/ho-so/{dossier.pk}/").content.decode()
    assert "Hồ sơ đăng ký tham gia: 20 năm, đến hết ngày 31/12/2046" in page
    assert result.file.sha256[:16] in page and f"/giay-to/{result.code}/ban-luu/" in page
    cover = hanh_client.get(f"/co-quan/ho-so/{dossier.pk}/bia-ho-so/")
    assert "20 năm, đến hết ngày 31/12/2046" in paper.words(cover.content)


def test_the_record_shows_a_stranger_where_it_stands_and_an_officer_the_way(
    dossier: Dossier, hanh_client: Client, guest_client: Client, lanh_client: Client, at: Any
) -> None:
    make.kept_paper(_decided(dossier, at))
    address, desk = f"/ho-so-luu/{dossier.record_code}/", f"/co-quan/ho-so/{dossier.pk}/"
    for client in (guest_client, lanh_client):
        answer = client.get(address)
        page = answer.content.decode()
        assert "Đã phê duyệt" in page and "Thông báo kết quả" in page
        assert desk not in page and "/giay-to/" not in page
        for secret in (dossier.phone, dossier.tax_code, dossier.address, dossier.representative):
            assert secret not in page
        assert answer["Referrer-Policy"] == "no-referrer" and "noindex" in answer["X-Robots-Tag"]
    assert desk in hanh_client.get(address).content.decode()
    assert guest_client.get(f"/ho-so-luu/{dossier.number}/").status_code == 404


def test_a_draft_has_no_record(organisations: Any, guest_client: Client) -> None:
    draft = make.dossier(organisations.commune, state="draft")
    assert guest_client.get(f"/ho-so-luu/{draft.record_code}/").status_code == 404


def test_the_applicant_finds_the_answer_on_paper(dossier: Dossier, guest_client: Client, at: Any) -> None:
    address = f"/dang-ky/{dossier.token}/da-nop/"  # type: ignore[attr-defined]
    assert "Văn bản trả lời của cơ quan" not in guest_client.get(address).content.decode()
    result = make.kept_paper(_decided(dossier, at))

    page = guest_client.get(address).content.decode()
    assert f"/giay-to/{result.code}/ban-luu/" in page
    assert guest_client.get(f"/giay-to/{result.code}/ban-luu/").content == storage.read(result.file.path)
