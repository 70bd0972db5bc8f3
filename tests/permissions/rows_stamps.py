"""Stamps: ordered and activated by the establishment, decided at the agencies' desk."""

ROWS = {
    #                              lanh tu   khai hanh dung nam  mai  guest
    ("GET", "batch-list"): (200, 200, 200, 404, 404, 404, 404, 302),
    ("GET", "order-new"): (200, 200, 200, 404, 404, 404, 404, 302),
    ("GET", "batch-detail"): (200, 404, 404, 404, 404, 404, 404, 302),
    ("POST", "batch-detail"): (405, 405, 405, 405, 405, 405, 405, 405),
    ("POST", "print-file"): (200, 404, 404, 404, 404, 404, 404, 302),
    ("GET", "print-file"): (405, 405, 405, 405, 405, 405, 405, 405),
    ("POST", "codes-activate"): (422, 404, 404, 404, 404, 404, 404, 302),
    ("POST", "codes-void"): (422, 404, 404, 404, 404, 404, 404, 302),
    ("GET", "print-order-queue"): (404, 404, 404, 200, 200, 200, 200, 302),
    ("GET", "print-order-review"): (404, 404, 404, 200, 200, 404, 200, 302),
}

KWARGS = {
    "batch-detail": lambda world: {"batch_id": world.batch.pk},
    "print-file": lambda world: {"batch_id": world.batch.pk},
    "codes-activate": lambda world: {"batch_id": world.batch.pk},
    "codes-void": lambda world: {"batch_id": world.batch.pk},
    "print-order-review": lambda world: {"order_id": world.order.pk},
}
