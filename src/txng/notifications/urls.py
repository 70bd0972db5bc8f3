from __future__ import annotations

from django.urls import path

from txng.notifications.views import addresses, inbox, messages, preferences

urlpatterns = [
    path("tai-khoan/e-mail/", addresses.own, name="own-email"),
    path("thong-bao/xac-nhan/<str:token>/", addresses.confirm, name="address-confirm"),
    path("thong-bao/thoi-nhan/<str:key>/", addresses.stop, name="letters-stop"),
    path("co-quan/thu-gui-di/", messages.message_list, name="message-list"),
    path("co-quan/thu-gui-di/<int:message_id>/", messages.message_detail, name="message-detail"),
    path("co-quan/thu-gui-di/<int:message_id>/gui-lai/", messages.message_again, name="message-again"),
]
for prefix, place in (("", "quan-ly"), ("agency-", "co-quan")):
    own = inbox.AGENCY if prefix else inbox.ESTABLISHMENT
    gated = preferences.AGENCY if prefix else preferences.ESTABLISHMENT
    urlpatterns += [
        path(f"{place}/thong-bao/", own.notice_list, name=f"{prefix}notice-list"),
        path(f"{place}/thong-bao/da-doc-het/", own.read_all, name=f"{prefix}notices-read-all"),
        path(f"{place}/thong-bao/<int:notice_id>/mo/", own.open_notice, name=f"{prefix}notice-open"),
        path(f"{place}/thong-bao/cach-nhan/", gated.choose, name=f"{prefix}notice-preferences"),
        path(f"{place}/thong-bao/cach-nhan/dia-chi/", gated.ask, name=f"{prefix}notice-address"),
    ]
