"""How dates, hours, numbers and sizes are written, everywhere the same (ux.md 3.4)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from txng.kernel.clock import VIETNAM

NARROW = "\u00a0"


Moment = TypeVar("Moment", date, datetime)


def local(value: Moment) -> Moment:
    """The same moment on Vietnamese clocks; a day stays a day."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return value.astimezone(VIETNAM)
    return value


def vn_date(value: date | datetime | None) -> str:
    return f"{local(value):%d/%m/%Y}" if isinstance(value, date) else ""


def vn_time(value: datetime | None) -> str:
    return f"{local(value):%H:%M}" if isinstance(value, datetime) else ""


def vn_datetime(value: date | datetime | None) -> str:
    """“09:05, 17/09/2026”; a day without an hour stays a day."""
    if isinstance(value, datetime):
        return f"{vn_time(value)}, {vn_date(value)}"
    return vn_date(value)


def vn_long_date(value: date | datetime | None) -> str:
    """“ngày 17 tháng 9 năm 2026”; papers put a zero before days under 10 and months 1 and 2 (NĐ30/2020)."""
    if not isinstance(value, date):
        return ""
    day = local(value)
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày{NARROW}{day.day:02d} tháng{NARROW}{month} năm{NARROW}{day.year}"


def vn_number(value: Any, places: int | str = 3) -> str:
    """1.234,5: at most so many decimals, none that say nothing."""
    if value is None or value == "" or isinstance(value, bool):
        return ""
    try:
        number = Decimal(str(value))
        if not number.is_finite():
            return ""
        number = number.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)
    except (InvalidOperation, ValueError):
        return str(value)
    whole, _dot, fraction = f"{number:,f}".partition(".")
    fraction = fraction.rstrip("0")
    text = whole.replace(",", ".") + (f",{fraction}" if fraction else "")
    return "0" if text == "-0" else text


def vn_bytes(value: int | None) -> str:
    if not isinstance(value, int):
        return ""
    if value < 1024 * 1024:
        return f"{max(1, round(value / 1024))}{NARROW}KB"
    return f"{vn_number(value / 1024 / 1024, 1)}{NARROW}MB"


def vn_phone(value: str | None) -> str:
    digits = "".join(char for char in value or "" if char.isdigit())
    if len(digits) == 10:
        return f"{digits[:4]}{NARROW}{digits[4:7]}{NARROW}{digits[7:]}"
    if len(digits) == 11 and digits.startswith("02"):
        return f"{digits[:4]}{NARROW}{digits[4:8]}{NARROW}{digits[8:]}"
    return value or ""


def relative(value: date | datetime | None, now: datetime | None = None) -> str:
    """“5 phút trước”, “Hôm qua 14:30”; anything older or still to come is written out."""
    if not isinstance(value, datetime):
        return vn_date(value)
    now = now or timezone.now()
    then, here = local(value), local(now)
    seconds = (now - value).total_seconds()
    if seconds < 0:
        return vn_datetime(value)
    if seconds < 60:
        return _("just now")
    if seconds < 3600:
        minutes = int(seconds // 60)
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}
    if then.date() == here.date():
        hours = int(seconds // 3600)
        return ngettext("%(n)s hour ago", "%(n)s hours ago", hours) % {"n": hours}
    if then.date() == here.date() - timedelta(days=1):
        return _("Yesterday %(time)s") % {"time": vn_time(value)}
    return vn_datetime(value)
