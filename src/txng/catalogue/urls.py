from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from txng.catalogue.views import agency, producer, record, running_out

urlpatterns: list[URLPattern | URLResolver] = [
    path("quan-ly/san-pham/", producer.product_list, name="product-list"),
    path("quan-ly/san-pham/moi/", producer.product_new, name="product-new"),
    path("quan-ly/san-pham/<int:product_id>/", producer.product_detail, name="product-detail"),
    path("quan-ly/san-pham/<int:product_id>/thay-doi/", producer.product_change, name="product-change"),
    path("quan-ly/san-pham/<int:product_id>/ho-so/", record.product_record, name="product-record"),
    path("quan-ly/san-pham/<int:product_id>/gui-duyet/", record.product_send, name="product-send"),
    path("quan-ly/san-pham/<int:product_id>/ho-so/anh/", record.product_photos, name="product-photos"),
    path("quan-ly/san-pham/<int:product_id>/ho-so/am-thanh/", record.product_sound, name="product-sound"),
    path("quan-ly/san-pham/<int:product_id>/ho-so/chi-tiet/", record.product_details, name="product-details"),
    path("quan-ly/san-pham/<int:product_id>/ho-so/bai-viet/", record.product_articles, name="product-articles"),
    path("quan-ly/san-pham/<int:product_id>/ho-so/<slug:papers>/", record.product_papers, name="product-papers"),
    path(
        "quan-ly/san-pham/<int:product_id>/ho-so/<slug:papers>/<int:document_id>/bo/",
        record.product_paper_drop,
        name="product-paper-drop",
    ),
    path("quan-ly/san-pham/<int:product_id>/cat/", producer.product_archive, name="product-archive"),
    path("quan-ly/san-pham/<int:product_id>/lay-lai/", producer.product_restore, name="product-restore"),
    path("quan-ly/yeu-cau/<int:change_id>/rut/", producer.change_withdraw, name="product-change-withdraw"),
    path("quan-ly/giay-to-sap-het-han/", running_out.of_establishment, name="papers-running-out"),
    path("co-quan/giay-to-sap-het-han/", running_out.of_agency, name="agency-papers-running-out"),
    path("co-quan/duyet/", agency.change_queue, name="change-queue"),
    path("co-quan/duyet/danh-sach.xlsx", agency.change_queue_sheet, name="change-queue-sheet"),
    path("co-quan/duyet/phe-duyet/", agency.approve_many, name="product-change-approve-many"),
    path("co-quan/duyet/san-pham/<int:change_id>/hoan-tac/", agency.change_undo, name="product-change-undo"),
    path("co-quan/duyet/san-pham/<int:change_id>/", agency.change_review, name="product-change-review"),
    path("co-quan/duyet/san-pham/<int:change_id>/kiem-tra/", agency.change_check, name="product-change-check"),
    path("co-quan/duyet/san-pham/<int:change_id>/phe-duyet/", agency.change_approve, name="product-change-approve"),
    path("co-quan/duyet/san-pham/<int:change_id>/bo-sung/", agency.change_return, name="product-change-return"),
    path("co-quan/duyet/san-pham/<int:change_id>/tu-choi/", agency.change_reject, name="product-change-reject"),
    path("co-quan/san-pham/", agency.product_list, name="agency-product-list"),
    path("co-quan/san-pham/<int:product_id>/", agency.product_detail, name="agency-product-detail"),
]
