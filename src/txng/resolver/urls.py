from __future__ import annotations

from django.urls import path, re_path

from txng.resolver import desk, link_desk, pin_desk
from txng.resolver.views import public

urlpatterns = [
    path("", public.home, name="home"),
    # On posters and in the scan page without a slash, as all addresses of codes.
    re_path(r"^quet/?$", public.enter, name="enter-code"),
    path("xac-nhan-ma-cao/", pin_desk.confirm, name="pin-confirm"),
    path("huong-dan/", public.guide, name="guide"),
    path("du-lieu-ca-nhan/", public.privacy, name="privacy"),
    path("tiep-can/", public.accessibility, name="accessibility"),
    path("quan-ly/luot-quet/", desk.scan_list, name="scan-list"),
    path("quan-ly/san-pham/<int:product_id>/lien-ket/", link_desk.product_links, name="product-links"),
    path(
        "quan-ly/san-pham/<int:product_id>/lien-ket/<int:link_id>/bo/",
        link_desk.link_remove,
        name="product-link-remove",
    ),
    path("quan-ly/lien-ket/", link_desk.all_links, name="link-list"),
]
