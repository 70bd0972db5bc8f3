"""Every address says who may come to it, or the site does not start (G1)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from txng.access.doors import Door, door_of, for_everybody, for_holders
from txng.access.gate import for_agencies, signed_in
from txng.project import doors, urls


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


class Forgotten:
    urlpatterns = [*urls.urlpatterns, path("quen/", _page, name="forgotten")]


def test_every_address_says_who_may_come() -> None:
    assert [name for name, door in doors.doors().items() if door is None] == []
    doors.require_all()


def test_a_forgotten_one_is_named() -> None:
    with override_settings(ROOT_URLCONF=Forgotten), pytest.raises(ImproperlyConfigured, match=r"come to: forgotten \("):
        doors.require_all()


def test_the_outermost_word_counts() -> None:
    assert door_of(for_agencies(for_everybody(lambda request: HttpResponse("")))) is Door.AGENCIES
    assert door_of(for_holders(signed_in(lambda request: HttpResponse("")))) is Door.HOLDERS


def test_the_site_does_not_start_with_one(tmp_path: Path) -> None:
    (tmp_path / "spoiled.py").write_text(
        "from django.http import HttpResponse\nfrom django.urls import path\nfrom txng.project.urls import *\n"
        "urlpatterns = [*urlpatterns, path('quen/', lambda request: HttpResponse(), name='forgotten')]\n"
    )
    start = "from django.conf import settings; settings.ROOT_URLCONF = {!r}; import txng.project.wsgi"
    for urlconf, starts in (("txng.project.urls", True), ("spoiled", False)):
        done = subprocess.run(
            [sys.executable, "-c", start.format(urlconf)],
            env={
                "PYTHONPATH": f"{tmp_path}:src",
                "DJANGO_SETTINGS_MODULE": "txng.project.settings",
                "TXNG_STATE": str(tmp_path),
            },
            capture_output=True,
            text=True,
        )
        assert (done.returncode == 0) is starts, done.stderr[-600:]
        assert starts or "come to: forgotten" in done.stderr
