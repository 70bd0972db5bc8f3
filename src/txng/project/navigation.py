"""Menus: the function groups of the regulation, in its words and order, as soon as one has a screen (names.md 1)."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from txng import provinces
from txng.access import Actor, Permission
from txng.accounts.acting import membership_for
from txng.accounts.sessions import left_of
from txng.kernel.clock import now
from txng.notifications.queries import unread_of
from txng.provinces.words import AccountKind

# (audience, code of the group or duty in the profile) → the screen that answers it. A group without a screen is
# not shown: a menu line that opens nothing teaches people that menus lie.
SCREENS: dict[tuple[str, str], tuple[str, str]] = {
    ("agency", "dossiers"): ("dossier-queue", "file-text"),
    ("agency", "establishments"): ("establishment-list", "building-store"),
    ("agency", "publishing"): ("change-queue", "checklist"),
    ("agency", "first-check"): ("change-queue", "checklist"),
    ("agency", "products"): ("agency-product-list", "package"),
    ("agency", "code-batches"): ("print-order-queue", "qrcode"),
    ("agency", "print-orders"): ("print-order-queue", "qrcode"),
    ("agency", "accounts"): ("account-list", "users"),
    ("agency", "complaints"): ("complaint-list", "message-report"),
    ("agency", "notices"): ("agency-notice-list", "bell"),
    ("agency", "difficulties"): ("difficulty-list", "mail"),
    ("agency", "messages"): ("message-list", "send"),
    ("establishment", "difficulties"): ("own-difficulty-list", "mail"),
    ("agency", "processes"): ("process-list", "list-check"),
    ("agency", "recalls"): ("recall-list", "alert-octagon"),
    ("agency", "displays"): ("display-list", "eye-off"),
    ("agency", "copied-codes"): ("alarm-list", "copy"),
    ("agency", "configuration"): ("configuration", "adjustments"),
    ("agency", "inspections"): ("inspection-list", "shield-check"),
    ("agency", "certificates"): ("certificate-list", "certificate"),
    ("establishment", "certificates"): ("own-certificate", "certificate"),
    ("establishment", "member-dossiers"): ("import-list", "upload"),
    ("establishment", "own-information"): ("profile", "building-store"),
    ("establishment", "workers"): ("worker-list", "users"),
    ("establishment", "products"): ("product-list", "package"),
    ("establishment", "plots"): ("site-list", "map-pin"),
    ("establishment", "workshops"): ("workshop-list", "building-factory-2"),
    ("establishment", "lots"): ("lot-list", "stack-2"),
    ("establishment", "materials"): ("material-list", "flask"),
    ("establishment", "material-use"): ("material-use-list", "spray"),
    ("establishment", "stock"): ("stock-list", "building-warehouse"),
    ("establishment", "partners"): ("partner-list", "users-group"),
    ("establishment", "code-batches"): ("batch-list", "qrcode"),
    ("establishment", "reports"): ("statistics", "chart-bar"),
    ("establishment", "scans"): ("scan-list", "scan"),
}


_DESKS = ("/co-quan/", "/quan-ly/", "/nhat-ky/", "/tai-khoan/", "/nhap-tu-excel/", "/viec/")


def context(request: HttpRequest) -> dict[str, Any]:
    """What the base pages read: `menu`, `bar` and `desk`. Nothing for a page nobody signed in to."""
    desk = request.path.removeprefix("/en").startswith(_DESKS)
    actor: Actor | None = getattr(request, "actor", None) if desk else None
    if actor is None or not actor.is_known or actor.kind in ("visitor", "system"):
        return {}
    audience = "agency" if actor.is_agency else "establishment"
    menu = _menu(actor, audience, request.path)
    seat = membership_for(request)
    desk_of = _desk(actor, audience, has_choice=getattr(seat, "has_choice", False))
    if seat is not None:
        unread = unread_of(seat.user_id, seat.account_id, now())
        inbox = reverse("agency-notice-list" if audience == "agency" else "notice-list")
        desk_of["notices"] = {"url": inbox, "count": min(unread, 99) and (f"{unread}" if unread < 100 else "99+")}
    if (left := left_of(request)) is not None:
        desk_of["ending"] = {"template": "accounts/parts/session_end.html", "idle": left.idle, "longest": left.longest}
    return {"menu": menu, "bar": _bar(actor, audience, request.path), "desk": desk_of}


def _line(label: str, name: str, icon: str, path: str) -> dict[str, Any]:
    url = reverse(name)
    home = name in ("my-work", "establishment-home")
    return {"label": label, "url": url, "icon": icon, "current": path == url or (not home and path.startswith(url))}


def _menu(actor: Actor, audience: str, path: str) -> list[dict[str, Any]]:
    profile = provinces.current()
    kind = cast(AccountKind, actor.kind)
    first = (
        _line(_("My work"), "my-work", "inbox", path)
        if audience == "agency"
        else _line(pgettext("menu", "Home"), "establishment-home", "home", path)
    )
    lines = [first]
    if audience == "establishment":
        lines.append(_line(_("Diary"), "diary-home", "notebook", path))
    for duty in profile.duties_of(kind):
        # Work outside the regulation's groups goes by the short word of ux.md 3.5.
        label = {
            "dossiers": _("Dossiers"),
            "publishing": _("Approvals"),
            "complaints": _("Complaints"),
            "recalls": _("Product recalls"),
            "displays": _("Information withheld"),
            "copied-codes": _("Codes to be looked at"),
            "configuration": _("Reference lists"),
            "certificates": _("Participation certificate"),
            "difficulties": _("Difficulties"),
            "messages": _("Letters sent"),
            "inspections": _("Inspections"),
        }.get(duty.code, duty.shown)
        lines += _screen(actor, audience, duty.code, duty.permissions, label, path)
    groups: list[dict[str, Any]] = []
    for group in profile.groups_of(kind):
        groups += _screen(actor, audience, group.code, group.permissions, group.shown, path)
    if groups:
        lines.append({"title": _("Function groups")})
    menu = lines + groups
    for line in [line for line in menu if line.get("current")][1:]:
        line["current"] = False  # two groups may share a screen; the person is in one place
    return menu


def _screen(
    actor: Actor, audience: str, code: str, permissions: tuple[Any, ...], label: str, path: str
) -> list[dict[str, Any]]:
    screen = SCREENS.get((audience, code))
    if screen is None or (permissions and not any(actor.holds(permission) for permission in permissions)):
        return []
    return [_line(label, screen[0], screen[1], path)]


def _bar(actor: Actor, audience: str, path: str) -> list[dict[str, Any]]:
    """The phone's bottom bar: four things at most, the ones done daily (ux.md W6)."""
    if audience == "agency":
        wanted = [
            (_("My work"), "my-work", "inbox"),
            (_("Dossiers"), "dossier-queue", "file-text"),
            (_("Approvals"), "change-queue", "checklist"),
        ]
    else:
        wanted = [
            (pgettext("menu", "Home"), "establishment-home", "home"),
            (_("Diary"), "diary-home", "notebook"),
            (_("Lots"), "lot-list", "stack-2"),
            (_("QR stamps"), "batch-list", "qrcode"),
        ]
        if actor.role in ("worker", "recorder"):
            wanted = [line for line in wanted if line[1] in ("diary-home", "establishment-home")]
    return [_line(label, name, icon, path) for label, name, icon in wanted]


def _desk(actor: Actor, audience: str, *, has_choice: bool) -> dict[str, Any]:
    other = {"label": _("Work for another organisation"), "url": reverse("switch-account"), "icon": "arrows-exchange"}
    agency = audience == "agency"
    # What no function group of the regulation names, under the person's own menu.
    more = [
        (Permission.HISTORY_READ, _("History"), "agency-history" if agency else "own-history"),
        (Permission.CLIENT_MANAGE, _("Connection keys"), "agency-key-list" if agency else "key-list"),
        (Permission.TRACE_READ, _("Supply chain"), "agency-chain" if agency else "chain"),
        (Permission.FLAG_LOOK, _("Diaries to look at"), "flagged-list"),
        (Permission.EMERGENCY_OPEN, _("Emergency access"), "emergency-list"),
        *([] if agency else [(Permission.PRACTICE_OPEN, _("Practice"), "practice")]),
    ]
    return {
        "organisation": actor.organisation,
        "person": actor.label,
        "practice": actor.practice,
        "home": reverse("my-work" if audience == "agency" else "establishment-home"),
        "account_links": [
            *([other] if has_choice else []),
            {"label": _("My account"), "url": reverse("own-account")},
            *({"label": label, "url": reverse(name)} for permission, label, name in more if actor.holds(permission)),
            {"label": _("Sign out"), "url": reverse("sign-out"), "post": True},
        ],
    }
