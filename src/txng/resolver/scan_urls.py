"""Addresses that QR codes carry. No language, no slash at the end asked for, never a redirect (names.md 4)."""

from __future__ import annotations

from django.urls import path, re_path

from txng.resolver.views import phone, photo, scan

urlpatterns = [
    re_path(r"^(?P<link>(?:00|01|414|417)/.*)$", scan.scan, name="scan"),
    re_path(r"^(?P<link>[tT]/.+)$", scan.scan, name="scan-own"),
    re_path(r"^[qQ]/?$", scan.typed, name="scan-typed"),
    path(".well-known/assetlinks.json", phone.asset_links, name="asset-links"),
    path("anh/<slug:name>.webp", photo.small, name="card-photo"),
]
