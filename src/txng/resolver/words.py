"""The words of the verdicts, exactly as names.md 3 has them. A word changed here is changed there first."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from txng.kernel.text import CROCKFORD, group4
from txng.resolver.verdict import Facts, Look, Verdict
from txng.ui.formats import vn_date, vn_number, vn_phone, vn_time

_SHORT: dict[str, str | Promise] = {
    "not_found": gettext_lazy("Not found"),
    "recalled": gettext_lazy("Product recall"),
    "void": pgettext_lazy("verdict", "Voided"),
    "not_activated": gettext_lazy("Not activated"),
    "suspended": pgettext_lazy("verdict", "Withheld"),
    "check": pgettext_lazy("verdict", "Needs checking"),
    "expired": pgettext_lazy("verdict", "Expired"),
    "paused": pgettext_lazy("verdict", "Paused"),
    "valid_shared": gettext_lazy("Valid, shared code"),
    "valid": pgettext_lazy("verdict", "Valid"),
    "unavailable": gettext_lazy("Could not be checked"),
    "test": gettext_lazy("Test print"),
}

_TITLE: dict[str, str | Promise] = {
    "not_found": gettext_lazy("This code was not found"),
    "recalled": gettext_lazy("Being recalled – do not use"),
    "void": gettext_lazy("This code has been voided"),
    "not_activated": gettext_lazy("This code is not activated"),
    "suspended": gettext_lazy("This information is not shown for the time being"),
    "suspended.taken_down": gettext_lazy("This information has been taken down"),
    "check": gettext_lazy("Needs a closer look"),
    "expired": gettext_lazy("Past its expiry date"),
    "paused": gettext_lazy("The establishment is paused"),
    "valid_shared.lot": gettext_lazy("Valid code – shared by the whole lot"),
    "valid_shared.product": gettext_lazy("Valid code – shared by all products of this kind"),
    "valid": gettext_lazy("Valid code"),
    "unavailable": gettext_lazy("Could not be checked just now"),
    "test": gettext_lazy("The test print reads well"),
}


def short(verdict: Verdict) -> str:
    return str(_SHORT[verdict.id])


def title(verdict: Verdict) -> str:
    return str(_TITLE.get(f"{verdict.id}.{verdict.variant}") or _TITLE[verdict.id])


def sentence(verdict: Verdict, facts: Facts, *, province: str = "", hotline: str = "", shown: str = "") -> SafeString:
    """The sentence under the title, as HTML; every value in it is escaped."""
    text, values = _sentence(verdict, facts, province=province, hotline=hotline, shown=shown)
    return format_html(text, **values) if values else SafeString(text)


def _sentence(verdict: Verdict, facts: Facts, *, province: str, hotline: str, shown: str) -> tuple[str, dict[str, Any]]:
    match verdict.id:
        case "not_found":
            return _(
                "The code was not issued by this system, or it was mistyped. Not found does not mean counterfeit: "
                "the stamp may belong to another system."
            ), {}
        case "recalled":
            return _recalled(facts)
        case "void":
            if verdict.variant == "by_operator":
                return _("This code is no longer good since {day}. Do not buy goods that carry this stamp."), {
                    "day": vn_date(facts.voided_on)
                }
            return _(
                "The establishment reported this stamp as spoiled or lost. Do not buy goods that carry this stamp."
            ), {}
        case "not_activated":
            return _(
                "The establishment has not put this stamp to use. If you see it on goods for sale, please tell us."
            ), {}
        case "suspended":
            return _withheld(facts)
        case "check":
            return _checked(facts)
        case "expired":
            return _("Expiry date: {day}."), {"day": vn_date(facts.expires_on)}
        case "paused":
            return _("The information below was kept until {day} and is no longer updated."), {
                "day": vn_date(facts.paused_on)
            }
        case "valid_shared" if verdict.variant == "lot":
            return _("This code is the same on every product of the lot; it does not help to detect copied stamps."), {}
        case "valid_shared":
            return _(
                "This code is the same on every product of this kind; it does not help to detect copied stamps."
            ), {}
        case "valid" if verdict.variant == "first":
            return _(
                "This code was issued by the traceability system of {province}. "
                "This is the <strong>first scan</strong>."
            ), {"province": province}
        case "valid" if verdict.variant == "uncounted":
            return _(
                "This code was issued by the traceability system of {province}. "
                "How often it was scanned cannot be told just now."
            ), {"province": province}
        case "valid":
            return _seen(facts)
        case "unavailable":
            return _("The system is busy. Your code: {code}. Try again in a few minutes or call {hotline}."), {
                "code": grouped(shown),
                "hotline": hotline,
            }
        case _:
            return _("Printer and paper size are right. This stamp is for testing only, not for goods."), {}


def _recalled(facts: Facts) -> tuple[str, dict[str, Any]]:
    recall = facts.recall
    assert recall is not None
    contact = ", ".join(part for part in (recall.return_to.strip(" ."), vn_phone(recall.return_phone)) if part)
    text = (
        _("Do not eat, drink or sell products of lot {lot}. Reason: {reason}. Contact {contact}.")
        if recall.eaten
        else _("Do not use or sell products of lot {lot}. Reason: {reason}. Contact {contact}.")
    )
    return text, {"lot": recall.lot, "reason": recall.reason.strip().rstrip("."), "contact": contact}


def _withheld(facts: Facts) -> tuple[str, dict[str, Any]]:
    withheld = facts.withheld
    assert withheld is not None
    values = {"agency": withheld.agency, "day": vn_date(withheld.on), "ground": withheld.ground.strip().rstrip(".")}
    if withheld.taken_down:
        return _("{agency} took this information down on {day}. Ground: {ground}."), values
    return _("{agency} has been checking this information since {day}. The result will be published here."), values


def _checked(facts: Facts) -> tuple[str, dict[str, Any]]:
    found = facts.suspicion
    assert found is not None
    text = _("This code was scanned {count} times in {places} within {days}. The stamp may have been copied.")
    return text, {
        "count": vn_number(found.sessions),
        "places": ngettext("{n} place", "{n} places", found.said_places).format(n=vn_number(found.said_places)),
        "days": ngettext("{n} day", "{n} days", found.days).format(n=vn_number(found.days)),
    }


def how_to_check() -> list[str]:
    """“Cách tự kiểm tra”: three things anybody can do with the goods in hand."""
    return [
        _("Compare the name of the product, the establishment and the lot number on the package with this page."),
        _("Look at the stamp: torn, stuck on again, blurred, or printed unlike the others beside it?"),
        _("Ask the seller where the goods come from. Keep the package and the receipt if you report it."),
    ]


def _seen(facts: Facts) -> tuple[str, dict[str, Any]]:
    values = {
        "count": vn_number(facts.sessions),
        "time": vn_time(facts.first_at),
        "day": vn_date(facts.first_at),
        "place": facts.first_province,
    }
    if facts.first_province:
        return _(
            "Scanned {count} times. First: {time}, {day}, in {place}. "
            "If you have just bought it and nobody has scanned it, please tell us."
        ), values
    return _(
        "Scanned {count} times. First: {time}, {day}. "
        "If you have just bought it and nobody has scanned it, please tell us."
    ), values


def for_blanks(province: str) -> dict[str, str]:
    """What stands in the blanks of a page made ahead, in the language of the moment: HTML with what the scan adds in
    braces, so that who fills them in needs no catalogue."""
    nothing = Facts(today=date.min)
    found = {}
    for variant in ("first", "uncounted"):
        verdict = Verdict(id="valid", status=200, look=Look.GREEN, variant=variant)
        found[variant] = str(sentence(verdict, nothing, province=province))
    return found | {
        "seen": _seen(nothing)[0],
        "seen_in": _seen(replace(nothing, first_province="–"))[0],
        "times_first": times(nothing),
        "times_uncounted": times(replace(nothing, counted=False)),
        "note": _note(),
    }


def times(facts: Facts) -> str:
    """“1 (lần này)”, or how many sessions there were, this one included."""
    if not facts.counted:
        return pgettext("number of scans", "cannot be told just now")
    if facts.sessions <= 1:
        return pgettext("number of scans", "1 (this time)")
    return str(vn_number(facts.sessions))


def note(as_of: datetime) -> SafeString:
    """Said under the sentence of a page that was made without the database, as HTML."""
    return format_html(_note(), time=vn_time(as_of), day=vn_date(as_of))


def _note() -> str:
    text = _("The database cannot be reached just now: this is what was known at {time}, {day}.")
    return f'<p class="dim">{text}</p>'


def grouped(shown: str) -> str:
    """A serial as it is printed beside the QR, anything else as it came."""
    return group4(shown) if len(shown) == 16 and set(shown) <= set(CROCKFORD) else shown


def known(read: str) -> str:
    """How people know a code: its serial as it is printed, else its address (scanner/words.js says the same)."""
    serial = re.search(r"(?:/(?:21|t)/|[?&]ma=)([^/?&]+)/?(?:\?|$)", read, re.IGNORECASE)
    return grouped(serial[1].upper() if serial else read.removeprefix("/"))
