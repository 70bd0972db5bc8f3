"""Addresses that QR codes carry. No language, no slash at the end asked for, never a redirect (names.md 4)."""

from __future__ import annotations

from django.urls import path, re_path

from txng.gs1.digital_link import SEQUENCES
from txng.resolver.views import phone, photo, scan, well_known

_KEYS = "|".join(sorted(SEQUENCES))

urlpatterns = [
    path(".well-known/gs1resolver", well_known.description, name="gs1-resolver"),
    re_path(rf"^(?P<link>(?:{_KEYS})/.*)$", scan.scan, name="scan"),
    re_path(r"^(?P<link>[tT]/.+)$", scan.scan, name="scan-own"),
    re_path(r"^[qQ]/?$", scan.typed, name="scan-typed"),
    path(".well-known/assetlinks.json", phone.asset_links, name="asset-links"),
    path("anh/<slug:name>.webp", photo.small, name="card-photo"),
]
