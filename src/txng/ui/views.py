"""The province's colours, and the pages on which every component can be seen in all its states."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET, require_http_methods

from txng.access.doors import for_everybody
from txng.ui import samples
from txng.ui.theme import fingerprint, style_sheet


@for_everybody
@require_GET
def theme(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(style_sheet(), content_type="text/css; charset=utf-8")
    if request.GET.get("v") == fingerprint():
        patch_cache_control(response, public=True, max_age=31_536_000, immutable=True)
    else:
        patch_cache_control(response, public=True, max_age=300)
    return response


@for_everybody
@require_GET
def styles(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/styles/public.html", samples.public())


@for_everybody
@require_http_methods(["GET", "POST"])
def style_forms(request: HttpRequest) -> HttpResponse:
    """Nothing is kept: the form comes back as it would with its errors."""
    data = request.POST if request.method == "POST" else None
    form = samples.SampleForm(data, request.FILES or None)
    good = form.is_valid() if form.is_bound else False
    return render(request, "ui/styles/forms.html", {"form": form, "good": good}, status=422 if form.errors else 200)


@for_everybody
@require_GET
def style_desk(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/styles/desk.html", samples.desk(request.GET.get("trang", "5")))
