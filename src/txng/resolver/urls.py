from __future__ import annotations

from django.urls import path, re_path

from txng.resolver import desk, inspection_phone, inspections, link_desk, pin_desk
from txng.resolver.views import phone, public

urlpatterns = [
    path("", public.home, name="home"),
    # On posters and in the scan page without a slash, as all addresses of codes.
    re_path(r"^quet/?$", public.enter, name="enter-code"),
    path("xac-nhan-ma-cao/", pin_desk.confirm, name="pin-confirm"),
    path("quet/sw.js", phone.worker, name="scan-worker"),
    path("quet/ung-dung.webmanifest", phone.manifest, name="scan-manifest"),
    path("quet/bieu-tuong-<slug:purpose>-<int:size>.png", phone.icon, name="scan-icon"),
    path("huong-dan/", public.guide, name="guide"),
    path("du-lieu-ca-nhan/", public.privacy, name="privacy"),
    path("tiep-can/", public.accessibility, name="accessibility"),
    path("co-quan/kiem-tra/", inspections.inspection_list, name="inspection-list"),
    path("co-quan/kiem-tra/<int:draft_id>/", inspections.inspection_detail, name="inspection-detail"),
    path("co-quan/kiem-tra/quet/", inspections.inspection_scan, name="inspection-scan"),
    path("co-quan/kiem-tra/ma/", inspection_phone.inspection_ask, name="inspection-ask"),
    path("co-quan/kiem-tra/gui/", inspection_phone.inspection_send, name="inspection-send"),
    path("co-quan/kiem-tra/bo-ma/", inspection_phone.inspection_pack, name="inspection-pack"),
    path("co-quan/kiem-tra/vo/", inspection_phone.inspection_shell, name="inspection-shell"),
    path("co-quan/kiem-tra/sw.js", inspection_phone.inspection_worker, name="inspection-worker"),
    path("quan-ly/luot-quet/", desk.scan_list, name="scan-list"),
    path("quan-ly/san-pham/<int:product_id>/lien-ket/", link_desk.product_links, name="product-links"),
    path(
        "quan-ly/san-pham/<int:product_id>/lien-ket/<int:link_id>/bo/",
        link_desk.link_remove,
        name="product-link-remove",
    ),
    path("quan-ly/lien-ket/", link_desk.all_links, name="link-list"),
]
