"""Components: one colour a state, nothing unescaped, no script, style or foreign host in any template."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

import txng.ui
from txng.kernel.clock import VIETNAM, today
from txng.ui import formats, tones
from txng.ui.numerals import whole_in_words
from txng.ui.templatetags.ui import due_words, icon_names

ROOT = Path(txng.ui.__path__[0])
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def draw(template: str, **context) -> str:
    return engines["django"].from_string("{% load ui %}" + template).render(context, RequestFactory().get("/x?a=1"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_inline_script_or_style_or_a_foreign_address(path):
    text = path.read_text("utf-8")
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:|\|\s*safe\b|autoescape off", text)
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", text)


def test_every_icon_named_in_a_template_is_in_the_sprite():
    used = {
        name
        for path in TEMPLATES
        for name in re.findall(r"""\{% icon (?:[\w.|]*default:)?["']([\w-]+)["']""", path.read_text("utf-8"))
    }
    assert used
    assert used <= icon_names()
    assert set(tones.ICONS.values()) <= icon_names()


@pytest.mark.parametrize(
    ("state", "machine", "tone"),
    [
        ("draft", "", "neutral"),
        ("withdrawn", "", "neutral"),
        ("in_review", "", "info"),
        ("returned", "", "warn"),
        ("expiring", "", "warn"),
        ("approved", "", "plain"),
        ("rejected", "", "danger"),
        ("locked", "", "danger"),
        ("issued", "account", "info"),
        ("issued", "certificate", "plain"),
        ("open", "", "info"),
        ("open", "recall", "danger"),
        ("no_such_state", "", "neutral"),
    ],
)
def test_the_colour_of_a_state_is_fixed(state, machine, tone):
    assert tones.tone(state, machine) == tone


def test_what_an_area_puts_into_a_component_is_escaped():
    evil = '"><script>alert(1)</script>'
    row = {"label": evil, "before": evil, "after": [evil], "changed": True, "evidence": evil}
    for template in (
        '{% cotton notice title="{{ x }}" %}{{ x }}{% endcotton %}',
        '{% cotton sheet :title="x" id="{{ x }}" data-x="{{ x }}" %}{{ x }}{% endcotton %}',
        '{% cotton row title="{{ x }}" href="{{ x }}" meta="{{ x }}" :due="x" /%}',
        '{% cotton badge state="{{ x }}" label="{{ x }}" /%}{% badge x x %}',
        '{% cotton compare :rows="rows" /%}',
        '{% cotton files :files="files" /%}',
        '{% cotton button href="{{ x }}" %}{{ x }}{% endcotton %}',
        '{% cotton task title="{{ x }}" href="{{ x }}" :hint="x" /%}',
    ):
        html = draw(template, x=evil, rows=[row], files=[{"url": evil, "name": evil, "note": evil}])
        assert "<script" not in html, template


def test_a_component_does_not_pick_up_words_of_the_page_around_it():
    page = {
        "title": "WRONG",
        "label": "WRONG",
        "actions": "WRONG",
        "href": "WRONG",
        "tone": "WRONG",
        "state": "WRONG",
    }
    for name in (
        "notice",
        "sheet",
        "empty",
        "fact",
        "task",
        "row",
        "tile",
        "kpi",
        "details",
        "button",
        "event",
    ):
        assert "WRONG" not in draw(f"{{% cotton {name} %}}x{{% endcotton %}}", **page), name


def test_a_comparison_shows_the_changed_fields_and_folds_the_others():
    rows = [
        {"label": "Khối lượng", "before": "5 kg", "after": "10 kg", "changed": True},
        {"label": "Tên", "before": "Cam", "after": "Cam", "changed": False},
    ]
    html = draw('{% cotton compare :rows="rows" /%}', rows=rows)
    shown, _details, folded = html.partition("<details")
    assert "10 kg" in shown
    assert "Cam" not in shown
    assert "Hiện cả 1 mục không đổi" in folded
    assert "Cam" in folded


def test_pages_keep_the_filters():
    html = draw('{% cotton pagination :page="page" /%}', page=Paginator(range(200), 10).get_page(3))
    assert '<a href="?a=1&amp;trang=4"' in html
    assert 'aria-current="page"' in html


def test_a_single_page_needs_no_numbers():
    assert "<nav" not in draw('{% cotton pagination :page="page" /%}', page=Paginator(range(3), 10).get_page(1))


# formats


def moment(hour: int, minute: int, day: int = 17) -> datetime:
    return datetime(2026, 9, day, hour, minute, tzinfo=VIETNAM)


def test_dates_and_hours_are_vietnamese_wherever_the_server_stands():
    from datetime import UTC

    at = moment(0, 5).astimezone(UTC)
    assert formats.vn_date(at) == "17/09/2026"
    assert formats.vn_datetime(at) == "00:05, 17/09/2026"
    assert formats.vn_long_date(date(2026, 2, 7)) == "ngày\u00a007 tháng\u00a002 năm\u00a02026"
    assert formats.vn_long_date(date(2026, 9, 17)) == "ngày\u00a017 tháng\u00a09 năm\u00a02026"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.5, "1.234,5"),
        (1000, "1.000"),
        ("0.50", "0,5"),
        (-0.0004, "0"),
        (1234567, "1.234.567"),
        (None, ""),
        ("x", "x"),
    ],
)
def test_numbers_have_a_decimal_comma(value, text):
    assert formats.vn_number(value) == text


def test_recent_moments_are_said_as_people_say_them():
    now = moment(14, 35)
    assert formats.relative(moment(14, 34) + timedelta(seconds=30), now) == "vừa xong"
    assert formats.relative(moment(14, 30), now) == "5 phút trước"
    assert formats.relative(moment(9, 30), now) == "5 giờ trước"
    assert formats.relative(moment(14, 30, day=16), now) == "Hôm qua 14:30"
    assert formats.relative(moment(9, 5, day=1), now) == "09:05, 01/09/2026"
    assert formats.relative(moment(15, 0), now) == "15:00, 17/09/2026"


@pytest.mark.django_db  # the operator's own days off
def test_deadlines_are_counted_in_words():
    assert due_words(today()) == "Đến hạn hôm nay"
    assert due_words(today() - timedelta(days=2)) == "Quá hạn 2 ngày"
    assert due_words(today() + timedelta(days=14)).endswith(f"(hạn {formats.vn_date(today() + timedelta(days=14))})")
    assert due_words("Hạn cuối tuần") == "Hạn cuối tuần"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (105, "một trăm linh năm"),
        (1500, "một nghìn năm trăm"),
        (1005, "một nghìn không trăm linh năm"),
        (2_000_000, "hai triệu"),
        (1_250_000, "một triệu hai trăm năm mươi nghìn"),
        (110, "một trăm mười"),
    ],
)
def test_numbers_in_words(number, words):
    assert whole_in_words(number) == words
