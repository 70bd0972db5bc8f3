from __future__ import annotations

from django.urls import path, re_path

from txng.oversight.views import (
    agency,
    alarms,
    certificate_check,
    certificates,
    difficulties,
    displays,
    own_certificate,
    public,
)

urlpatterns = [
    path("phan-anh/", public.complaint_new, name="complaint-new"),
    path("phan-anh/da-gui/<str:receipt>/", public.complaint_filed, name="complaint-filed"),
    re_path(r"^phan-anh/tra-cuu/?$", public.complaint_status, name="complaint-status"),
    path("co-quan/phan-anh/", agency.complaint_list, name="complaint-list"),
    path("co-quan/phan-anh/<int:complaint_id>/", agency.complaint_detail, name="complaint-detail"),
    path("quan-ly/vuong-mac/", difficulties.own_list, name="own-difficulty-list"),
    path("quan-ly/vuong-mac/moi/", difficulties.own_new, name="own-difficulty-new"),
    path("quan-ly/vuong-mac/<int:complaint_id>/", difficulties.own_detail, name="own-difficulty"),
    path("co-quan/vuong-mac/", difficulties.register, name="difficulty-list"),
    path("co-quan/vuong-mac/moi/", difficulties.agency_new, name="difficulty-new"),
    path("co-quan/vuong-mac/<int:complaint_id>/", difficulties.detail, name="difficulty-detail"),
    path("co-quan/thu-hoi/", agency.recall_list, name="recall-list"),
    path("co-quan/thu-hoi/moi/", agency.recall_new, name="recall-new"),
    path("co-quan/thu-hoi/<int:recall_id>/", agency.recall_detail, name="recall-detail"),
    path("co-quan/thu-hoi/<int:recall_id>/bai-bo/", agency.recall_lift, name="recall-lift"),
    path("co-quan/tam-ngung/", displays.display_list, name="display-list"),
    path("co-quan/tam-ngung/moi/", displays.display_new, name="display-new"),
    path("co-quan/tam-ngung/<int:display_id>/", displays.display_detail, name="display-detail"),
    path("co-quan/tam-ngung/<int:display_id>/<slug:step>/", displays.display_step, name="display-step"),
    path("quan-ly/giai-trinh/<int:display_id>/", displays.own_display, name="own-display"),
    path("co-quan/ma-can-kiem-tra/", alarms.alarm_list, name="alarm-list"),
    path("co-quan/ma-can-kiem-tra/<int:alarm_id>/", alarms.alarm_detail, name="alarm-detail"),
    path("co-quan/ma-can-kiem-tra/<int:alarm_id>/<slug:step>/", alarms.alarm_judge, name="alarm-judge"),
    path("giay-xac-nhan/<str:code>/", certificate_check.certificate_check, name="certificate-check"),
    path("quan-ly/giay-xac-nhan/", own_certificate.own_certificate, name="own-certificate"),
    path("co-quan/giay-xac-nhan/", certificates.certificate_list, name="certificate-list"),
    path("co-quan/giay-xac-nhan/moi/", certificates.certificate_new, name="certificate-new"),
    path(
        "co-quan/co-so/<int:establishment_id>/giay-xac-nhan/",
        certificates.certificate_of_establishment,
        name="certificate-of-establishment",
    ),
    path("co-quan/giay-xac-nhan/<int:certificate_id>/", certificates.certificate_detail, name="certificate-detail"),
    path(
        "co-quan/giay-xac-nhan/<int:certificate_id>/ky-lai/",
        certificates.certificate_sign_again,
        name="certificate-sign-again",
    ),
    path(
        "co-quan/giay-xac-nhan/<int:certificate_id>/<slug:step>/",
        certificates.certificate_step,
        name="certificate-step",
    ),
]
