"""Which right an Excel file of each list asks for: the one that changes the list by hand."""

from __future__ import annotations

from txng.access import Permission

RIGHTS: dict[str, Permission] = {
    "nguoi-lam": Permission.WORKER_EDIT,
    "san-pham": Permission.PRODUCT_PROPOSE,
    "vung-trong": Permission.SITE_EDIT,
    "nha-xuong": Permission.SITE_EDIT,
    "lo-hang": Permission.LOT_EDIT,
    "vat-tu": Permission.MATERIAL_EDIT,
    "vat-tu-cho-lo": Permission.DIARY_WRITE,
    "kho": Permission.STOCK_EDIT,
    "doi-tac": Permission.PARTNER_EDIT,
}
