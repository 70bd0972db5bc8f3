from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from txng.registry.views import calendar, configuration, decisions, establishments, filing, queue, review, start, steps

urlpatterns: list[URLPattern | URLResolver] = [
    path("dang-ky/", start.start, name="registration-start"),
    path("dang-ky/tra-cuu/", start.lookup, name="registration-lookup"),
    path("dang-ky/<str:token>/", steps.tasks, name="registration-tasks"),
    path("dang-ky/<str:token>/ma-so-thue/", steps.tax_code, name="registration-tax-code"),
    path("dang-ky/<str:token>/co-so/", steps.establishment, name="registration-establishment"),
    path("dang-ky/<str:token>/san-pham/", steps.products, name="registration-products"),
    path("dang-ky/<str:token>/noi-nop/", steps.agency, name="registration-agency"),
    path("dang-ky/<str:token>/giay-to/<slug:paper>/", steps.papers, name="registration-papers"),
    path("dang-ky/<str:token>/thong-tin/", steps.information, name="registration-information"),
    path("dang-ky/<str:token>/cam-ket/", steps.commitment, name="registration-commitment"),
    path("dang-ky/<str:token>/kiem-tra/", filing.check, name="registration-check"),
    path("dang-ky/<str:token>/da-nop/", filing.receipt, name="registration-receipt"),
    path("dang-ky/<str:token>/giay-tiep-nhan/", filing.receipt_paper, name="registration-receipt-paper"),
    path("dang-ky/<str:token>/phieu-dang-ky/", filing.form_paper, name="registration-form-paper"),
    path("dang-ky/<str:token>/rut/", filing.withdraw, name="registration-withdraw"),
    path("co-quan/ho-so/", queue.queue, name="dossier-queue"),
    path("co-quan/ho-so/danh-sach.xlsx", queue.queue_sheet, name="dossier-queue-sheet"),
    path("co-quan/ho-so/tiep-nhan/", decisions.receive_many, name="dossier-receive-many"),
    path("co-quan/ho-so/<int:dossier_id>/", review.review, name="dossier-review"),
    path("co-quan/ho-so/<int:dossier_id>/tiep-nhan/", decisions.receive, name="dossier-receive"),
    path("co-quan/ho-so/<int:dossier_id>/phe-duyet/", decisions.approve, name="dossier-approve"),
    path("co-quan/ho-so/<int:dossier_id>/yeu-cau-bo-sung/", decisions.send_back, name="dossier-return"),
    path("co-quan/ho-so/<int:dossier_id>/tu-choi/", decisions.reject, name="dossier-reject"),
    path("co-quan/ho-so/<int:dossier_id>/chuyen/", decisions.forward, name="dossier-forward"),
    path("co-quan/ho-so/<int:dossier_id>/hoan-tac/", decisions.undo, name="dossier-undo"),
    path("co-quan/ho-so/<int:dossier_id>/chuyen-co-quan/", decisions.transfer, name="dossier-transfer"),
    path("co-quan/ho-so/<int:dossier_id>/ly-do-moi/", decisions.new_reasons, name="dossier-new-reasons"),
    path("co-quan/ho-so/<int:dossier_id>/duong-dan/", decisions.renew_link, name="dossier-renew-link"),
    path("co-quan/danh-muc/", configuration.overview, name="configuration"),
    path("co-quan/danh-muc/thong-so/", configuration.setting_list, name="setting-list"),
    path("co-quan/danh-muc/thong-so/<slug:slug>/", configuration.setting, name="setting"),
    path("co-quan/danh-muc/ngay-nghi/", calendar.calendar, name="work-calendar"),
    path("co-quan/danh-muc/ngay-nghi/ghi/", calendar.record_day, name="work-calendar-change"),
    path("co-quan/co-so/<int:establishment_id>/co-quan-chu-quan/", establishments.assign, name="establishment-assign"),
    path("co-quan/co-so/", establishments.establishment_list, name="establishment-list"),
    path(
        "co-quan/co-so/<int:establishment_id>/",
        establishments.establishment_detail,
        name="establishment-detail",
    ),
]
