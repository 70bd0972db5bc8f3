"""What a phone asks for to keep /quet: its service worker, its manifest, its icons, and Android's word for the app."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from txng.access.doors import for_everybody
from txng.resolver import phone_app
from txng.resolver.scanner import READER, scanner_context
from txng.ui.templatetags.ui import theme_url

_FOLDER = "resolver/scanner"
SCRIPTS = ("page", "stage", "camera", "reader", "links", "history", "words")
SHEETS = ("ui/base.css", "ui/parts.css", "ui/public.css", "ui/print.css", "resolver/home.css", f"{_FOLDER}.css")
PICTURES = ("ui/icons.svg", "ui/img/mark.svg")
A_DAY = 24 * 3600


@require_safe
@for_everybody
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, told what to keep; a changed file is a changed worker, which keeps everything anew."""
    kept = {
        "version": _version(),
        "page": reverse("enter-code"),
        "files": [*map(static, _files()), theme_url()],
        "later": [static(name) for name in READER],
    }
    text = f"const KEPT = {json.dumps(kept)};\n{_read(f'{_FOLDER}/worker.js').decode()}"
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = reverse("enter-code")
    return response


def _files() -> list[str]:
    return [*SHEETS, *PICTURES, *(f"{_FOLDER}/{name}.js" for name in SCRIPTS)]


def _version() -> str:
    """Of everything kept: the page as it is drawn today, and each file."""
    told = hashlib.sha256(render_to_string("resolver/enter.html", scanner_context()).encode())
    for name in (*_files(), f"{_FOLDER}/worker.js"):
        told.update(_read(name))
    told.update("".join([theme_url(), *map(static, READER)]).encode())
    return told.hexdigest()[:16]


def _read(name: str) -> bytes:
    return Path(str(finders.find(name))).read_bytes()


@require_safe
@for_everybody
def manifest(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        json.dumps(phone_app.manifest(), ensure_ascii=False), content_type="application/manifest+json; charset=utf-8"
    )


@require_safe
@for_everybody
def icon(request: HttpRequest, purpose: str, size: int) -> HttpResponse:
    if size not in phone_app.SIZES or purpose not in ("any", "maskable"):
        raise Http404
    response = HttpResponse(phone_app.icon(size, purpose), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={A_DAY}"
    return response


@require_safe
@for_everybody
def asset_links(request: HttpRequest) -> HttpResponse:
    response = JsonResponse(phone_app.asset_links(), safe=False)
    response["Cache-Control"] = "public, max-age=3600"
    return response
