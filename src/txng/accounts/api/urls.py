"""Addresses for programs: no slash at the end, no language, no session (names.md 4)."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from txng.accounts.api import me

urlpatterns: list[URLPattern] = [
    path("v1/me", me.me, name="api-me"),
    re_path(r"^.*$", me.unknown, name="api-unknown"),
]
