"""Numbers that are names: telephone, tax code, paper numbers, barcodes."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.gs1 import keys
from txng.ui.fields.text import TextField
from txng.ui.formats import vn_phone

_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def digits_of(value: str) -> str | None:
    """The digits, if blanks, dots, dashes and brackets are all there is beside them."""
    bare = re.sub(r"[\s.\-\u2010-\u2015()/]", "", value)
    return bare if re.fullmatch(r"[0-9]+", bare) else None


class PhoneField(TextField):
    """`0912345678`; +84, blanks and dots are read. Fixed lines have eleven digits and begin with 02."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("suggest", "tel")
        super().__init__(max_length=40, mode="tel", width=16, **kwargs)

    def to_python(self, value: Any) -> str:
        typed = str(super().to_python(value))
        if not typed:
            return ""
        bare = re.sub(r"^(?:\+|00)", "+", re.sub(r"[\s.\-()]", "", typed))
        digits = digits_of(re.sub(r"^\+84", "0", bare)) or ""
        if len(digits) == 11 and digits.startswith("84"):
            digits = "0" + digits[2:]
        if not re.fullmatch(r"0[0-9]{9}|02[0-9]{9}", digits):
            raise ValidationError(_("A phone number has 10 digits and begins with 0."), code="invalid")
        return digits

    def prepare_value(self, value: Any) -> Any:
        return vn_phone(value) if isinstance(value, str) and re.fullmatch(r"0[0-9]{9,10}", value) else value


def tax_code_complaint(digits: str) -> str:
    """What is wrong with a tax code, "" for a right one (names.md 5). Twelve digits have no check digit."""
    if len(digits) not in (10, 12, 13) or not digits.isascii() or not digits.isdigit():
        return "length"  # of rows that came past the form
    if len(digits) == 12:
        return ""
    if len(digits) == 13 and digits[10:] == "000":
        return "branch"
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return "" if int(digits[9]) == 10 - total % 11 else "check"


class TaxCodeField(TextField):
    """Digits only: 10 (checked), 13 = 10 + branch, or the 12 of a household's personal number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, mode="numeric", width=16, **kwargs)

    def to_python(self, value: Any) -> str:
        typed = str(super().to_python(value))
        if not typed:
            return ""
        digits = digits_of(typed) or ""
        if len(digits) not in (10, 12, 13):
            raise ValidationError(_("A tax code has 10, 12 or 13 digits."), code="invalid")
        if tax_code_complaint(digits):
            raise ValidationError(
                _("One digit of the tax code is wrong. Compare it with your registration paper."),
                code="check_digit",
            )
        return digits

    def prepare_value(self, value: Any) -> Any:
        return show_tax_code(value) if isinstance(value, str) else value


def show_tax_code(value: str) -> str:
    return f"{value[:10]}-{value[10:]}" if re.fullmatch(r"[0-9]{13}", value or "") else value


class CodeField(TextField):
    """A number on a paper: upper case, no blanks."""

    default_complaint = gettext_lazy("%(label)s has only letters, digits, dots, dashes and slashes.")

    def __init__(self, *, max_length: int = 40, pattern: str = r"[0-9A-ZĐƠƯĂÂÊÔ./\-&_]+", **kwargs: Any) -> None:
        self.pattern = re.compile(pattern)
        kwargs.setdefault("width", 24)
        super().__init__(max_length=max_length, **kwargs)

    def widget_attrs(self, widget: Any) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocapitalize": "characters", "spellcheck": "false"}

    def to_python(self, value: Any) -> str:
        code = re.sub(r"\s", "", str(super().to_python(value)).upper())
        if code and not self.pattern.fullmatch(code):
            raise ValidationError(str(self.default_complaint) % {"label": self.label}, code="invalid")
        return code


class GtinField(TextField):
    """Fourteen digits as text; 8, 12 or 13 are filled up with zeros, as on the barcode."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, mode="numeric", width=16, **kwargs)

    def to_python(self, value: Any) -> str:
        typed = str(super().to_python(value))
        if not typed:
            return ""
        try:
            return keys.normalise_gtin(typed)
        except keys.WrongCheckDigit as error:
            raise ValidationError(
                _("One digit of the product code (GTIN) is wrong. Compare it with the number under the barcode."),
                code="check_digit",
            ) from error
        except keys.RestrictedPrefix as error:
            raise ValidationError(
                _("This number was made by a shop for itself and is unique nowhere else. Leave the box empty."),
                code="restricted",
            ) from error
        except keys.GS1Error as error:
            raise ValidationError(_("A product code (GTIN) has 8, 12, 13 or 14 digits."), code="invalid") from error
