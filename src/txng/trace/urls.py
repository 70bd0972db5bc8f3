from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from txng.trace.views import chain, sharing, sources

urlpatterns: list[URLPattern | URLResolver] = [
    path("quan-ly/chuoi-cung-ung/", chain.of_establishment, name="chain"),
    path("quan-ly/chuoi-cung-ung/chia-se/", sharing.sharing, name="sharing"),
    path("quan-ly/chuoi-cung-ung/chia-se/<int:client_id>/thoi/", sharing.sharing_end, name="sharing-end"),
    path("co-quan/chuoi-cung-ung/", chain.of_agency, name="agency-chain"),
    path("co-quan/muc-doc-su-kien/", sources.source_list, name="source-list"),
    path("co-quan/muc-doc-su-kien/<int:client_id>/", sources.source, name="source"),
]
