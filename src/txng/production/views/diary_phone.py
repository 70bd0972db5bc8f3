"""Nhật ký on a phone that may be out of reach: the shell it keeps, what it carries, and where it sends (ux.md W7)."""

from __future__ import annotations

import hashlib
import json
from functools import wraps
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from txng import provinces
from txng.access import Actor, Permission
from txng.access.doors import for_everybody
from txng.access.gate import View, actor_of, for_establishments
from txng.kernel.clock import local_date, now
from txng.kernel.errors import Refusal, RuleBroken
from txng.production.diary import phone, reading
from txng.production.models import DiaryEntry
from txng.production.views.diary import asked_for, carry_out, diary_form, told
from txng.production.work import WORK
from txng.ui.templatetags.ui import theme_url

_STATIC = Path(__file__).parents[1] / "static" / "production" / "diary"
SCRIPTS = ("start", "home", "form", "outbox", "store", "send", "photo", "voice", "words")
SHEETS = ("ui/base.css", "ui/parts.css", "ui/desk.css", "ui/print.css", "production/diary.css")
PICTURES = ("ui/icons.svg", "ui/img/mark.svg")
NINETY_DAYS = 90 * 24 * 3600


def for_phones(view: View) -> View:
    """The gate for a program in the page: it is told in JSON what a person would be told on a page."""
    guarded = for_establishments(view)

    @wraps(guarded)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not actor_of(request).is_known:
            sentence = _("The sign-in has ended. What waits stays on this phone: sign in again, and it is sent.")
            return JsonResponse(phone.refused("signed_out", sentence), status=401)
        try:
            response = guarded(request, *args, **kwargs)
        except Refusal as refusal:
            return JsonResponse(phone.refused(refusal.code, str(refusal)), status=refusal.status)
        except Http404:
            return JsonResponse(phone.refused("not_there", ""), status=404)
        if response.status_code == 302:  # a step of the account comes first
            sentence = _("Your account asks for something first. Open the page while connected.")
            return JsonResponse(phone.refused("first_step", sentence) | {"address": response["Location"]}, status=403)
        return response

    return answered


@require_safe
@for_everybody
def shell(request: HttpRequest) -> HttpResponse:
    """The page a phone keeps. Nobody's data stand in it."""
    return render(request, "production/diary/shell.html", {"menu": [], "bar": None, "desk": {}, "shell": True})


@require_safe
@for_everybody
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, told what to keep; a changed file is a changed worker, which keeps everything anew."""
    kept = {
        "version": _version(),
        "home": reverse("diary-home"),
        "page": reverse("diary-shell"),
        "write": reverse("diary-write"),
        "files": _files(),
    }
    text = f"const KEPT = {json.dumps(kept)};\n{(_STATIC / 'worker.js').read_text('utf-8')}"
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = reverse("diary-home")
    return response


def _files() -> list[str]:
    names = [*SHEETS, *PICTURES, *(f"production/diary/{name}.js" for name in SCRIPTS)]
    return [*map(static, names), theme_url()]


def _version() -> str:
    """Of everything kept: the page as it is drawn today, and each file."""
    told = hashlib.sha256(render_to_string("production/diary/shell.html", {"desk": {}, "shell": True}).encode())
    for name in (*SHEETS, *PICTURES):
        area = Path(__file__).parents[2] / ("production" if name.startswith("production/") else "ui")
        told.update((area / "static" / name).read_bytes())
    for script in sorted(_STATIC.glob("*.js")):
        told.update(script.read_bytes())
    told.update(theme_url().encode())
    return told.hexdigest()[:16]


@require_safe
@for_everybody
def manifest(request: HttpRequest) -> HttpResponse:
    identity, theme = provinces.current().identity, provinces.current().theme
    told = {
        "name": _("Production diary – %(place)s") % {"place": identity.shown_short_name},
        "short_name": _("Diary"),
        "lang": "vi",
        "start_url": reverse("diary-home"),
        "scope": reverse("diary-home"),
        "display": "standalone",
        "background_color": "#F4F6F7",
        "theme_color": theme.brand,
        "icons": [{"src": static("ui/img/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    return HttpResponse(json.dumps(told, ensure_ascii=False), content_type="application/manifest+json")


@require_safe
@for_phones
def data(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.DIARY_WRITE)
    response = JsonResponse(phone.data_for(actor, now()) | {"csrf": get_token(request)})
    response.set_cookie(
        phone.COOKIE,
        phone.key_of(actor),
        max_age=NINETY_DAYS,
        path=reverse("diary-home"),
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@require_POST
@for_phones
def send(request: HttpRequest) -> HttpResponse:
    """One entry out of a phone's queue. It leaves the queue when this has answered that it stands."""
    actor = actor_of(request)
    actor.require_verb(Permission.DIARY_WRITE)
    if request.POST.get("nguoi") != phone.key_of(actor):
        raise RuleBroken(
            _("Somebody else wrote this on this phone. It waits until that person signs in."), code="other_person"
        )
    try:
        client_id = UUID(request.POST.get("client_id", ""))
        done_at = phone.time_done(request.POST.get("done_at", ""), request.POST.get("clock", ""), now())
    except ValueError:
        return _unreadable(_("The entry cannot be read. Write it again."))
    if (earlier := DiaryEntry.objects.filter(client_id=client_id).first()) is not None:
        return _before(actor, earlier)
    lot, activity = asked_for(actor, request.POST)
    typed = request.POST.copy()
    if not any(typed.get(name) for name in ("done_on", "done_on_day", "done_on_month", "done_on_year")):
        typed["done_on"] = local_date(done_at).isoformat()
    if not typed.get("quantity_unit"):  # “Như hôm qua” of work without an amount
        typed["quantity_unit"] = WORK[activity].unit
    form = diary_form(actor, lot, activity, typed, request.FILES)
    if not form.is_valid():
        return _unreadable(_("Something is still wrong in this entry."), {f: str(e[0]) for f, e in form.errors.items()})
    try:
        entries = carry_out(actor, lot, form, done_at=done_at)
    except IntegrityError:
        # The same entry by another way at the same moment: it stands, and this is the second telling.
        return _before(actor, DiaryEntry.objects.get(client_id=client_id))
    return _stands(entries)


def _before(actor: Actor, earlier: DiaryEntry) -> HttpResponse:
    if not actor.may(Permission.DIARY_WRITE, earlier):
        raise RuleBroken(_("This form has been sent before. Open it again."), code="sent_before")
    return _stands(reading.group_of(earlier))


def _stands(entries: list[DiaryEntry]) -> HttpResponse:
    return JsonResponse(
        {
            "state": "recorded",
            "client_id": str(entries[0].client_id),
            "entries": [entry.pk for entry in entries],
            "sentence": told(entries),
            "address": reverse("diary-correct", args=[entries[0].pk]),
        }
    )


def _unreadable(sentence: str, fields: dict[str, str] | None = None) -> HttpResponse:
    return JsonResponse(phone.refused("unreadable", sentence, fields), status=422)
