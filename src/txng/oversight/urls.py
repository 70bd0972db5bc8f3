from __future__ import annotations

from django.urls import path, re_path

from txng.oversight.views import agency, public

urlpatterns = [
    path("phan-anh/", public.complaint_new, name="complaint-new"),
    path("phan-anh/da-gui/<str:receipt>/", public.complaint_filed, name="complaint-filed"),
    re_path(r"^phan-anh/tra-cuu/?$", public.complaint_status, name="complaint-status"),
    path("co-quan/phan-anh/", agency.complaint_list, name="complaint-list"),
    path("co-quan/phan-anh/<int:complaint_id>/", agency.complaint_detail, name="complaint-detail"),
    path("co-quan/thu-hoi/", agency.recall_list, name="recall-list"),
    path("co-quan/thu-hoi/moi/", agency.recall_new, name="recall-new"),
    path("co-quan/thu-hoi/<int:recall_id>/", agency.recall_detail, name="recall-detail"),
    path("co-quan/thu-hoi/<int:recall_id>/bai-bo/", agency.recall_lift, name="recall-lift"),
]
