"""What a machine notices before a person reads: each hint names its rule."""

from __future__ import annotations

from typing import Any

import pytest

from tests import make
from txng.registry.hints import Hint, hints_for
from txng.registry.models import Dossier, DossierPaper

pytestmark = pytest.mark.django_db


def hints_of(dossier: Dossier) -> list[Hint]:
    return hints_for(dossier, list(dossier.papers.select_related("file")))


def said(dossier: Dossier, tone: str) -> str:
    return " | ".join(hint.text for hint in hints_of(dossier) if hint.tone == tone)


def test_every_hint_names_its_rule(organisations: Any) -> None:
    make.dossier(organisations.commune)
    dossier = make.dossier(organisations.commune, name="Hợp tác xã Nông nghiệp Nhơn Ái", signed_by="Người Khác")
    hints = hints_of(dossier)
    assert len(hints) >= 4
    assert all(hint.rule for hint in hints)
    assert [hint.tone for hint in hints] == sorted([h.tone for h in hints], key=["danger", "warn", "ok"].index)


def test_the_check_digit_of_the_tax_code(organisations: Any) -> None:
    assert "đúng chữ số kiểm tra" in said(make.dossier(organisations.commune), "ok")
    assert "sai chữ số kiểm tra" in said(make.dossier(organisations.commune, tax_code="0123456788"), "danger")
    assert "12 chữ số" in said(make.dossier(organisations.commune, tax_code="092088012345"), "ok")


def test_somebody_with_the_same_tax_code_takes_part(organisations: Any) -> None:
    known = make.establishment("Vườn Ba Láng", agency=organisations.commune, tax_code="0123456787")
    dossier = make.dossier(organisations.commune)
    (hint,) = [hint for hint in hints_of(dossier) if "Vườn Ba Láng" in hint.text]
    assert hint.tone == "danger"
    assert hint.href.endswith(f"/{known.pk}/")


def test_the_same_name_written_otherwise_is_noticed(organisations: Any) -> None:
    other = make.dossier(organisations.commune, tax_code="0100109106", name="HOP TAC XA NONG NGHIEP NHON AI")
    dossier = make.dossier(organisations.commune)
    assert f"Hồ sơ {other.number}" in said(dossier, "warn")
    assert "trùng tên" in said(dossier, "warn")


def test_closed_dossiers_are_no_duplicates(organisations: Any) -> None:
    for state in ("rejected", "withdrawn", "account_issued"):
        make.dossier(organisations.commune, state=state)
    assert "Hồ sơ HS" not in said(make.dossier(organisations.commune), "warn")


def test_letters_that_only_look_vietnamese(organisations: Any) -> None:
    dossier = make.dossier(organisations.commune, name="Hợp tác xã Phоng Điền")  # the о is Cyrillic
    assert "“о” (Cyrillic)" in said(dossier, "danger")
    assert "giống chữ Việt" not in said(make.dossier(organisations.commune), "danger")


def test_missing_papers_are_named_with_their_article(organisations: Any) -> None:
    dossier = make.dossier(organisations.commune)
    assert "Thiếu: Giấy tờ kinh doanh." in said(dossier, "danger")
    DossierPaper.objects.create(dossier=dossier, paper="business-paper", file=make.picture(), added_at=make.AT)
    assert "Thiếu" not in said(dossier, "danger")
    assert any(hint.rule == "Điều 5.3 của Quy chế." for hint in hints_of(dossier))


def test_the_officer_is_told_what_the_applicant_left_out_and_not_to_write_it(organisations: Any) -> None:
    told = said(make.dossier(organisations.commune, business_kind="", committed_at=None), "danger")
    assert "Người nộp chưa ghi: Loại hình sản xuất, kinh doanh." in told
    assert "Người nộp chưa ghi: Cam kết." in told
    assert "Nhập " not in told and "Đánh dấu" not in told


def test_another_signature_than_the_representatives(organisations: Any) -> None:
    assert "Người ký là Trần Văn X" in said(make.dossier(organisations.commune, signed_by="Trần Văn X"), "warn")


def test_another_agency_than_the_suggested_one(organisations: Any) -> None:
    dossier = make.dossier(organisations.commune)  # a co-operative of the sector of agriculture
    assert "quy tắc gợi ý Sở Nông nghiệp và Môi trường" in said(dossier, "warn")
    household = make.dossier(organisations.commune, kind="household")
    assert "quy tắc gợi ý" not in said(household, "warn")
