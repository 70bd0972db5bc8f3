from __future__ import annotations

import re
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from txng.accounts.api.problems import problem
from txng.gs1 import MalformedLink, parse
from txng.kernel.requests import request_id
from txng.kernel.text import clean
from txng.project.middleware import API, TOO_LARGE

_TEMPLATES = {400: "400.html", 403: "403.html", 404: "404.html", 413: "413.html", 500: "500.html"}

# Said when even the page of a failure fails. Whole in itself: it asks for no file, no table, no catalogue.
_LAST_RESORT = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Có lỗi từ phía hệ thống</title></head>
<body><main><h1>Có lỗi từ phía hệ thống</h1>
<p>Lỗi không phải do bạn. Hãy thử lại sau ít phút.</p><p>Mã hỗ trợ: {support}.</p></main></body></html>
"""


def refusal_page(request: HttpRequest, *, status: int, sentence: str = "") -> HttpResponse:
    """A refusal as a page, in the words of ux.md 4.9."""
    if request.path_info.startswith(API):
        return problem(request, status=status, code=HTTPStatus(status).name.lower())
    template = _TEMPLATES.get(status, "400.html")
    context = {"sentence": sentence, "support_id": request_id(), "status": status}
    return render(request, template, context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal_page(request, status=413 if isinstance(exception, TOO_LARGE) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal_page(request, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if sentence := _compressed(request.path_info):
        return refusal_page(request, status=400, sentence=sentence)
    return refusal_page(request, status=404)


def _compressed(path: str) -> str:
    """A compressed GS1 link stands at no address of ours; it is malformed to us, and the reader is told why (DL-08)."""
    try:
        parse(path)
    except MalformedLink as wrong:
        if wrong.code == "compressed":
            return _("Compressed GS1 Digital Links are not read here; use the uncompressed form.")
    return ""


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request: who is signed in, messages and menus are read from the database, which may be the fault."""
    page: str
    try:
        page = render_to_string("500.html", {"support_id": request_id(), "status": 500})
    except Exception:  # whatever broke the page broke its failure page too
        page = _LAST_RESORT.format(support=request_id())
    return HttpResponse(page, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Mostly an old tab or blocked cookies: say so, and give back what was typed."""
    return render(request, "project/not_sent.html", {"support_id": request_id(), "typed": _typed(request)}, status=403)


_SECRET = re.compile("passw|again|token|otp|code|secret|client_id", re.IGNORECASE)


def _typed(request: HttpRequest) -> list[str]:
    """What somebody wrote in sentences; choices, numbers and secrets are quickly given again or must not be shown."""
    try:
        fields = list(request.POST.lists())
    except Exception:  # the body may be the very thing that is broken
        return []
    texts = [clean(value) for name, values in fields if not _SECRET.search(name) for value in values]
    return [text[:5_000] for text in texts if " " in text][:40]
