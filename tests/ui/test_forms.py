"""How a form is drawn: a screen reader ties label, hint and error to every box (ux.md 3.1)."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.http import QueryDict
from django.template import engines

from txng.ui import fields
from txng.ui.forms import Form

CHOICES = [("a", "Doanh nghiệp"), ("b", "Hợp tác xã")]


class Sample(Form):
    groups = [("Cơ sở", ["name", "kind"])]
    name = fields.TextField(label="Tên cơ sở", help_text="Như trên <giấy>.")
    nick = fields.TextField(label="Tên thường gọi", required=False)
    kind = fields.ChoiceField(label="Loại hình", choices=CHOICES, hints={"a": "Công ty"})
    founded = fields.DateField(label="Ngày thành lập")
    sector = fields.ChoiceField(label="Lĩnh vực", choices=CHOICES, look="select", required=False)
    agree = fields.TickField(label="Tôi cam kết")


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.all.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.all if name == tag]

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _tag, attrs in self.all if attrs.get("id")]


def page(form) -> str:
    template = engines["django"].from_string('{% cotton form :form="form" submit="Gửi" /%}')
    return template.render({"form": form})


@pytest.fixture
def wrong() -> Elements:
    return Elements(page(Sample(QueryDict("name=&founded_day=31&founded_month=2&founded_year=2026&kind=zzz"))))


def test_every_box_has_a_label_or_a_legend():
    html = Elements(page(Sample()))
    labelled = {attrs.get("for") for attrs in html.named("label")}
    for tag in ("input", "select", "textarea"):
        for attrs in html.named(tag):
            if attrs.get("type") not in ("hidden", "submit"):
                assert attrs["id"] in labelled, attrs


def test_ids_are_unique_and_every_reference_leads_somewhere(wrong):
    assert len(wrong.ids) == len(set(wrong.ids))
    for _tag, attrs in wrong.all:
        for name in ("aria-describedby", "aria-labelledby", "for"):
            for reference in (attrs.get(name) or "").split():
                assert reference in wrong.ids, (name, reference)
        if (attrs.get("href") or "").startswith("#"):
            assert attrs["href"][1:] in wrong.ids


def test_hint_and_error_are_read_with_the_box(wrong):
    box = next(attrs for attrs in wrong.named("input") if attrs.get("name") == "name")
    assert box["aria-describedby"] == "id_name_helptext id_name_error"
    assert box["aria-invalid"] == "true"
    right = next(attrs for attrs in wrong.named("input") if attrs.get("name") == "nick")
    assert "aria-invalid" not in right
    assert "aria-describedby" not in right


def test_the_error_stands_between_hint_and_box():
    html = page(Sample(QueryDict("")))
    assert html.index('id="id_name_helptext"') < html.index('id="id_name_error"') < html.index('id="id_name"')


def test_groups_of_boxes_are_fieldsets_with_their_error(wrong):
    described = [attrs.get("aria-describedby") for attrs in wrong.named("fieldset")]
    assert "id_kind_error" in described
    assert "id_founded_error" in described
    days = [attrs for attrs in wrong.named("input") if str(attrs.get("name")).startswith("founded_")]
    assert [attrs["aria-invalid"] for attrs in days] == ["true"] * 3
    assert [attrs["value"] for attrs in days] == ["31", "2", "2026"]


def test_the_summary_says_the_same_sentences_and_leads_to_the_boxes(wrong):
    html = page(Sample(QueryDict("")))
    links = re.findall(r'<a href="#(id_[a-z_0-9]+)">([^<]+)</a>', html)
    assert links == [
        ("id_name", "Nhập tên cơ sở."),
        ("id_kind_0", "Chọn loại hình."),
        ("id_founded_day", "Nhập ngày thành lập."),
        ("id_agree", "Đánh dấu vào ô để tiếp tục."),
    ]
    assert 'id="loi" role="alert" tabindex="-1"' in html
    assert html.count("Nhập tên cơ sở.") == 2


def test_only_optional_boxes_say_so():
    html = page(Sample())
    assert html.count("(không bắt buộc)") == 2
    assert "*" not in re.sub(r"<[^>]+>", "", html)


def test_the_browser_checks_nothing_itself():
    html = page(Sample())
    assert " novalidate" in html
    assert " required" not in html


def test_labels_hints_and_typed_words_are_escaped():
    html = page(Sample(QueryDict('name=<script>alert(1)</script>&nick="><b>')))
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;giấy&gt;" in html


def test_sections_hold_the_named_fields_and_the_rest_follows():
    form = Sample()
    assert [(legend, [field.name for field in section]) for legend, section in form.sections] == [
        ("Cơ sở", ["name", "kind"]),
        ("", ["nick", "founded", "sector", "agree"]),
    ]


def test_a_refused_action_is_shown_on_top_without_a_link():
    form = Sample(QueryDict(""))
    form.refuse("Hồ sơ này đã được xử lý.")
    assert "<li>Hồ sơ này đã được xử lý.</li>" in page(form)


def test_templates_of_boxes_are_compiled_once_for_all_forms(monkeypatch):
    page(Sample())
    monkeypatch.setattr("django.template.base.Template.compile_nodelist", None)  # calling it would fail
    Sample()["name"].as_field_group()
