"""Filters and tags every page may use."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from txng import provinces
from txng.kernel import text
from txng.kernel.clock import local_date, today
from txng.ui import formats, tones

register = template.Library()
for name in (
    "vn_date",
    "vn_time",
    "vn_datetime",
    "vn_long_date",
    "vn_number",
    "vn_bytes",
    "vn_phone",
    "relative",
):
    register.filter(name, getattr(formats, name))


@register.filter
def group4(code: str) -> str:
    return text.group4(str(code or ""))


@register.filter
def tone(state: Any) -> str:
    return tones.tone(state)


@register.filter
def tone_icon(name: str) -> str:
    return tones.ICONS.get(name, "info-circle")


@register.filter
def level_tone(message: Any) -> str:
    return tones.LEVELS.get(getattr(message, "level_tag", ""), "info")


@register.filter
def is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple))


@register.filter
def is_mapping(value: Any) -> bool:
    return isinstance(value, dict)


@cache
def icon_names() -> frozenset[str]:
    sprite = (Path(__file__).parent.parent / "static" / "ui" / "icons.svg").read_text("utf-8")
    return frozenset(part.split('"', 1)[0] for part in sprite.split('<symbol id="')[1:])


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A picture beside a word; `label` only where no word stands beside it."""
    if name not in icon_names():
        if settings.DEBUG:
            raise template.TemplateSyntaxError(f"no icon {name!r} in the sprite (static/ui/vendor/manifest.toml)")
        return SafeString("")
    speech = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="tx-icon" {} focusable="false"><use href="{}#{}"></use></svg>',
        speech,
        static("ui/icons.svg"),
        name,
    )


@register.simple_tag
def badge(state: Any, label: Any = "", machine: str = "") -> SafeString:
    """The word of a state in its fixed colour; the word alone must be enough to understand it."""
    return format_html('<span class="tx-badge is-{}">{}</span>', tones.tone(state, machine), label or state)


@register.simple_tag
def when(value: date | datetime | None, style: str = "relative") -> SafeString:
    """A moment: machine-readable, shown kindly, its full form on hovering."""
    if value is None:
        return SafeString("")
    shown = {"relative": formats.relative, "date": formats.vn_date, "time": formats.vn_time}.get(
        style, formats.vn_datetime
    )(value)  # type: ignore[arg-type]
    local = formats.local(value)
    machine = local.isoformat(timespec="minutes") if isinstance(local, datetime) else local.isoformat()
    full = formats.vn_datetime(value)
    if full == shown:
        return format_html('<time datetime="{}">{}</time>', machine, shown)
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, full, shown)


@register.filter
def due_words(due: Any) -> str:
    """“Còn 2 ngày làm việc (hạn 24/09/2026)”, “Quá hạn 1 ngày”; a sentence already made is left alone."""
    if not isinstance(due, date):
        return str(due or "")
    day, here = local_date(due) if isinstance(due, datetime) else due, today()
    if day < here:
        late = (here - day).days
        return ngettext("%(n)s day overdue", "%(n)s days overdue", late) % {"n": late}
    if day == here:
        return _("Due today")
    left = provinces.working_days_between(here, day)
    words = ngettext("%(n)s working day left (due %(date)s)", "%(n)s working days left (due %(date)s)", left)
    return words % {"n": left, "date": formats.vn_date(day)}


@register.filter
def due_tone(due: Any) -> str:
    """Overdue is red, today amber, the rest without colour."""
    if not isinstance(due, date):
        return ""
    day = local_date(due) if isinstance(due, datetime) else due
    return "danger" if day < today() else "warn" if day == today() else ""


@register.simple_tag
def province() -> Any:
    """Who speaks on this page: the identity of the province in force."""
    return provinces.current().identity


@register.simple_tag
def theme_url() -> str:
    """The province's colours; the mark at the end lets browsers keep them for a year."""
    from txng.ui.theme import fingerprint

    return f"{reverse('ui:theme')}?v={fingerprint()}"


@register.simple_tag(takes_context=True)
def other_language(context: template.Context) -> dict[str, str]:
    """The same page in the other language, where it has an address of its own (under /en/)."""
    request = context.get("request")
    code, label = ("vi", "Tiếng Việt") if (get_language() or "vi").startswith("en") else ("en", "English")
    if request is None or request.method != "GET":
        return {}
    here = request.get_full_path()
    there = translate_url(here, code)
    return {"code": code, "label": label, "url": there} if there != here else {}


@register.simple_tag(takes_context=True)
def turned(context: template.Context, number: int, param: str = "trang") -> str:
    """This page's address with another page number, everything else kept."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None
    if query is None:
        return f"?{param}={number}"
    query[param] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def has_errors(context: template.Context) -> bool:
    """Whether a form on this page came back with errors; then the page's title says so first."""
    candidates = [context.get("form"), *(context.get("forms") or [])]
    return any(getattr(form, "is_bound", False) and form.errors for form in candidates if form is not None)


@register.simple_tag
def same_rows(rows: Any) -> list[Any]:
    """The rows of a comparison in which nothing changes."""
    return [row for row in rows or [] if not (row.get("changed") if isinstance(row, dict) else row.changed)]


@register.filter
def percent(value: Any) -> str:
    """A share between 0 and 100, written for SVG (never with a comma)."""
    return f"{min(100.0, max(0.0, float(value))):.1f}"


@register.simple_tag
def page_numbers(page: Any) -> list[int]:
    """1 … 4 5 6 … 20, with 0 for a gap."""
    numbers: list[int] = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        numbers.append(number if isinstance(number, int) else 0)
    return numbers


@register.simple_tag
def error_links(form: Any, forms: Any = None) -> list[dict[str, str]]:
    """Each error once, with the box it belongs to: the same sentence as beside the field (ux.md 4.9)."""
    links: list[dict[str, str]] = []
    for one in [form, *(forms or [])]:
        if one is None or not getattr(one, "is_bound", False):
            continue
        links += [{"text": str(error), "target": ""} for error in one.non_field_errors()]
        for field in one:
            links += [
                {"text": str(error), "target": getattr(field, "first_id", field.id_for_label)} for error in field.errors
            ]
    return links
