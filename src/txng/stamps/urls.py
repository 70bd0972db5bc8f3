from __future__ import annotations

from django.urls import path

from txng.stamps.views import activation, agency, custody, keys, print_files, print_houses, producer

urlpatterns = [
    path("quan-ly/tem/", producer.batches, name="batch-list"),
    path("quan-ly/tem/lenh-in/moi/", producer.order_new, name="order-new"),
    path("quan-ly/tem/tem-thu.pdf", producer.trial_sheet, name="trial-sheet"),
    path("quan-ly/tem/kich-hoat/", activation.many, name="codes-activate-many"),
    path("quan-ly/tem/<int:batch_id>/", producer.batch, name="batch-detail"),
    path("quan-ly/tem/<int:batch_id>/tep-in/", producer.print_file, name="print-file"),
    path("quan-ly/tem/<int:batch_id>/kich-hoat/", activation.activate, name="codes-activate"),
    path("quan-ly/tem/<int:batch_id>/huy/", activation.void, name="codes-void"),
    path("quan-ly/tem/<int:batch_id>/da-in/", custody.printed, name="order-printed"),
    path("quan-ly/tem/<int:batch_id>/nhan-tem/", custody.received, name="order-received"),
    path("quan-ly/tem/<int:batch_id>/doi-soat/", custody.close, name="order-close"),
    path("quan-ly/tem/<int:batch_id>/huy-lenh-in/", custody.cancel, name="order-cancel"),
    path("quan-ly/tem/<int:batch_id>/in-lai/", custody.reprint, name="order-reprint"),
    path("co-quan/khoa-ma/", keys.key_list, name="serial-key-list"),
    path("co-quan/khoa-ma/<int:version>/thu-hoi/", keys.propose, name="serial-key-withdraw"),
    path("co-quan/khoa-ma/de-nghi/<int:withdrawal_id>/", keys.withdrawal, name="serial-key-withdrawal"),
    path("quan-ly/tem/<int:batch_id>/giao-tep/", print_files.print_files, name="print-files"),
    path("quan-ly/tem/giao-tep/<uuid:file_id>/mat-khau/", print_files.passphrase, name="print-file-passphrase"),
    path("quan-ly/tem/giao-tep/<uuid:file_id>/tai/", print_files.take, name="print-file-take"),
    path("quan-ly/tem/giao-tep/<uuid:file_id>/bo/", print_files.discard, name="print-file-discard"),
    path("quan-ly/nha-in/", print_houses.print_houses, name="print-houses"),
    path("quan-ly/nha-in/<int:house_id>/ngung/", print_houses.retire, name="print-house-retire"),
    path("co-quan/lenh-in/", agency.queue, name="print-order-queue"),
    path("co-quan/lenh-in/<int:order_id>/", agency.review, name="print-order-review"),
    path("co-quan/lenh-in/<int:order_id>/hoan-tac/", agency.undo, name="print-order-undo"),
]
