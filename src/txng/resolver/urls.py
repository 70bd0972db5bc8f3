from __future__ import annotations

from django.urls import path, re_path

from txng.resolver import desk
from txng.resolver.views import phone, public

urlpatterns = [
    path("", public.home, name="home"),
    # On posters and in the scan page without a slash, as all addresses of codes.
    re_path(r"^quet/?$", public.enter, name="enter-code"),
    path("quet/sw.js", phone.worker, name="scan-worker"),
    path("quet/ung-dung.webmanifest", phone.manifest, name="scan-manifest"),
    path("quet/bieu-tuong-<slug:purpose>-<int:size>.png", phone.icon, name="scan-icon"),
    path("huong-dan/", public.guide, name="guide"),
    path("du-lieu-ca-nhan/", public.privacy, name="privacy"),
    path("tiep-can/", public.accessibility, name="accessibility"),
    path("quan-ly/luot-quet/", desk.scan_list, name="scan-list"),
]
