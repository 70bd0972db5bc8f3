"""Labels: the printed stamp in every format, and the symbols on it (lệnh in tem mã QR, CB Điều 11.6).

Text and numbers come in, bytes go out; no row is read here. A hundred thousand labels are ordinary.
"""

from txng.stamps.labels.carriers import Carrier, LabelTooSmall, NoGtin
from txng.stamps.labels.roll import write_roll
from txng.stamps.labels.sheet import write_sheet
from txng.stamps.labels.templates import T2, TEMPLATES, Template
from txng.stamps.labels.text import LabelText
from txng.stamps.labels.urls import calibration_url, product_url, serial_url, serial_urls

__all__ = [
    "T2",
    "TEMPLATES",
    "Carrier",
    "LabelText",
    "LabelTooSmall",
    "NoGtin",
    "Template",
    "calibration_url",
    "product_url",
    "serial_url",
    "serial_urls",
    "write_roll",
    "write_sheet",
]
