from __future__ import annotations

from django.urls import path

from txng.stamps.views import agency, print_files, print_houses, producer

urlpatterns = [
    path("quan-ly/tem/", producer.batches, name="batch-list"),
    path("quan-ly/tem/lenh-in/moi/", producer.order_new, name="order-new"),
    path("quan-ly/tem/tem-thu.pdf", producer.trial_sheet, name="trial-sheet"),
    path("quan-ly/tem/<int:batch_id>/", producer.batch, name="batch-detail"),
    path("quan-ly/tem/<int:batch_id>/tep-in/", producer.print_file, name="print-file"),
    path("quan-ly/tem/<int:batch_id>/giao-tep/", print_files.print_files, name="print-files"),
    path("quan-ly/tem/giao-tep/<uuid:file_id>/mat-khau/", print_files.passphrase, name="print-file-passphrase"),
    path("quan-ly/tem/giao-tep/<uuid:file_id>/tai/", print_files.take, name="print-file-take"),
    path("quan-ly/tem/giao-tep/<uuid:file_id>/bo/", print_files.discard, name="print-file-discard"),
    path("quan-ly/nha-in/", print_houses.print_houses, name="print-houses"),
    path("quan-ly/nha-in/<int:house_id>/ngung/", print_houses.retire, name="print-house-retire"),
    path("quan-ly/tem/<int:batch_id>/kich-hoat/", producer.activate, name="codes-activate"),
    path("quan-ly/tem/<int:batch_id>/huy/", producer.void, name="codes-void"),
    path("co-quan/lenh-in/", agency.queue, name="print-order-queue"),
    path("co-quan/lenh-in/<int:order_id>/", agency.review, name="print-order-review"),
    path("co-quan/lenh-in/<int:order_id>/hoan-tac/", agency.undo, name="print-order-undo"),
]
