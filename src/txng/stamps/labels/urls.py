"""The printed URL (names.md 4): upper case keeps QR in its alphanumeric mode, one version smaller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from txng.gs1 import build


def serial_url(host: str, serial: str, gtin: str = "", *, lower_case_host: bool = False) -> str:
    if gtin:
        return build("01", gtin, {"21": serial}, stem=_stem(host, lower_case_host))
    return f"{_stem(host, lower_case_host)}/{_t(lower_case_host)}/{serial}"


def serial_urls(host: str, serials: Iterable[str], gtin: str = "", *, lower_case_host: bool = False) -> Iterator[str]:
    """The same for a whole batch: the rules of Digital Link are asked once, for the part all share."""
    prefix = serial_url(host, "0", gtin, lower_case_host=lower_case_host)[:-1]
    return (prefix + serial for serial in serials)


def product_url(host: str, gtin_or_product_code: str, lot: str = "", *, lower_case_host: bool = False) -> str:
    """One address for a whole product, or for a lot of it."""
    if gtin_or_product_code.isdigit():
        lots = {"10": lot} if lot else {}
        return build("01", gtin_or_product_code, lots, stem=_stem(host, lower_case_host))
    path = f"{gtin_or_product_code}/{lot}" if lot else gtin_or_product_code
    return f"{_stem(host, lower_case_host)}/{_t(lower_case_host)}/{path}"


def calibration_url(host: str) -> str:
    """What the calibration page carries; its page says “Tem in thử đọc tốt”."""
    return f"{_stem(host, False)}/T/TEST"


def _stem(host: str, lower_case_host: bool) -> str:
    return f"https://{host.lower()}" if lower_case_host else f"HTTPS://{host.upper()}"


def _t(lower_case: bool) -> str:
    return "t" if lower_case else "T"
