"""Products: an establishment's own pages, and the desk that approves what it asks to publish."""

ROWS = {
    #                                        lanh tu   khai hanh dung nam  mai  guest
    ("GET", "product-list"):                 (200, 404, 200, 404, 404, 404, 404, 302),
    ("GET", "product-new"):                  (200, 404, 200, 404, 404, 404, 404, 302),
    ("POST", "product-new"):                 (422, 404, 422, 404, 404, 404, 404, 302),
    ("GET", "product-detail"):               (200, 404, 404, 404, 404, 404, 404, 302),
    ("POST", "product-detail"):              (405, 405, 405, 405, 405, 405, 405, 405),
    ("GET", "product-change"):               (200, 404, 404, 404, 404, 404, 404, 302),
    ("POST", "product-change"):              (422, 404, 404, 404, 404, 404, 404, 302),
    ("GET", "product-change-withdraw"):      (405, 405, 405, 405, 405, 405, 405, 405),
    ("POST", "product-change-withdraw"):     (302, 404, 404, 404, 404, 404, 404, 302),
    ("GET", "change-queue"):                 (404, 404, 404, 200, 200, 200, 200, 302),
    ("GET", "product-change-review"):        (404, 404, 404, 200, 200, 404, 200, 302),
    ("GET", "product-change-check"):         (405, 405, 405, 405, 405, 405, 405, 405),
    # The operator reads it, but the first check is the commune's (CT-REG Điều 7.3).
    ("POST", "product-change-check"):        (404, 404, 404, 302, 302, 404, 403, 302),
    ("GET", "product-change-approve"):       (405, 405, 405, 405, 405, 405, 405, 405),
    ("POST", "product-change-approve"):      (404, 404, 404, 302, 302, 404, 302, 302),
    ("GET", "product-change-return"):        (404, 404, 404, 200, 200, 404, 200, 302),
    ("POST", "product-change-return"):       (404, 404, 404, 422, 422, 404, 422, 302),
    ("GET", "product-change-reject"):        (404, 404, 404, 200, 200, 404, 200, 302),
    ("POST", "product-change-reject"):       (404, 404, 404, 422, 422, 404, 422, 302),
    ("GET", "agency-product-list"):          (404, 404, 404, 200, 200, 200, 200, 302),
    ("GET", "agency-product-detail"):        (404, 404, 404, 200, 200, 404, 200, 302),
}  # fmt: skip

_PRODUCT = lambda world: {"product_id": world.product.pk}  # noqa: E731 – one line a row reads better here
_CHANGE = lambda world: {"change_id": world.change.pk}  # noqa: E731 – as above

KWARGS = {
    "product-detail": _PRODUCT,
    "product-change": _PRODUCT,
    "agency-product-detail": _PRODUCT,
    "product-change-withdraw": _CHANGE,
    "product-change-review": _CHANGE,
    "product-change-check": _CHANGE,
    "product-change-approve": _CHANGE,
    "product-change-return": _CHANGE,
    "product-change-reject": _CHANGE,
}
