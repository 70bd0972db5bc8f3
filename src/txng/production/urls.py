from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from txng.production.views import diary, home, lots, sites

LAND, BUILDINGS = {"family": "land"}, {"family": "buildings"}

urlpatterns: list[URLPattern | URLResolver] = [
    path("quan-ly/", home.establishment_home, name="establishment-home"),
    path("quan-ly/vung-trong/", sites.site_list, LAND, name="site-list"),
    path("quan-ly/vung-trong/moi/", sites.site_new, LAND, name="site-new"),
    path("quan-ly/nha-xuong/", sites.site_list, BUILDINGS, name="workshop-list"),
    path("quan-ly/nha-xuong/moi/", sites.site_new, BUILDINGS, name="workshop-new"),
    path("quan-ly/doi-tac/", sites.partner_list, name="partner-list"),
    path("quan-ly/doi-tac/moi/", sites.partner_new, name="partner-new"),
    path("quan-ly/lo-hang/", lots.lot_list, name="lot-list"),
    path("quan-ly/lo-hang/moi/", lots.lot_new, name="lot-new"),
    path("quan-ly/lo-hang/<int:lot_id>/", lots.lot_detail, name="lot-detail"),
    path("quan-ly/lo-hang/<int:lot_id>/nhap/", lots.receipt_new, name="receipt-new"),
    path("quan-ly/lo-hang/<int:lot_id>/giao/", lots.shipment_new, name="shipment-new"),
    path("quan-ly/lo-hang/<int:lot_id>/dong/", lots.lot_close, name="lot-close"),
    path("quan-ly/lo-hang/<int:lot_id>/huy/", lots.lot_cancel, name="lot-cancel"),
    path("nhat-ky/", diary.home, name="diary-home"),
    path("nhat-ky/ghi/", diary.write, name="diary-write"),
    path("nhat-ky/<int:entry_id>/dinh-chinh/", diary.correct, name="diary-correct"),
]
