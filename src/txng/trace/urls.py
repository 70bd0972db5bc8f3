from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from txng.trace.views import chain

urlpatterns: list[URLPattern | URLResolver] = [
    path("quan-ly/chuoi-cung-ung/", chain.of_establishment, name="chain"),
    path("co-quan/chuoi-cung-ung/", chain.of_agency, name="agency-chain"),
]
