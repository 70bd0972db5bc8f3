"""Labels: the printed stamp as a PDF sheet, and the QR symbols on it (lệnh in tem mã QR, CB Điều 11.6).

Text and numbers come in, bytes go out; no row is read here. A hundred thousand labels are ordinary.
"""

from txng.stamps.labels.sheet import LabelText, write_sheet
from txng.stamps.labels.templates import T2, TEMPLATES, Template
from txng.stamps.labels.urls import calibration_url, product_url, serial_url, serial_urls

__all__ = [
    "T2",
    "TEMPLATES",
    "LabelText",
    "Template",
    "calibration_url",
    "product_url",
    "serial_url",
    "serial_urls",
    "write_sheet",
]
