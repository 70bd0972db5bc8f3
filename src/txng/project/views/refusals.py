from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from txng.kernel.requests import request_id

_TEMPLATES = {400: "400.html", 403: "403.html", 404: "404.html", 413: "413.html", 500: "500.html"}


def refusal_page(request: HttpRequest, *, status: int, sentence: str = "") -> HttpResponse:
    """A refusal as a page, in the words of ux.md 4.9."""
    template = _TEMPLATES.get(status, "400.html")
    context = {"sentence": sentence, "support_id": request_id(), "status": status}
    return render(request, template, context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal_page(request, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal_page(request, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal_page(request, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return refusal_page(request, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Mostly an old tab or blocked cookies: say so, and that going back keeps what was typed."""
    return render(request, "403_csrf.html", {"support_id": request_id()}, status=403)
