"""Every refusal of this package is a GS1Error: a code for programs, a plain sentence for people.

The codes of value checks are those of the GS1 Syntax Dictionary in lower case, so that a finding can be looked
up at GS1; areas that show Vietnamese pick their own sentence by the code.
"""

from __future__ import annotations

SENTENCES = {
    "not_digits": "Only digits may stand here",
    "wrong_length": "Another number of digits is needed",
    "wrong_check_digit": "The last digit does not fit; right would be",
    "restricted_prefix": "Numbers with this prefix are for use inside one shop only",
    "unknown_key": "There is no GS1 key of that name",
    "unknown_ai": "There is no such application identifier",
    "too_short": "The value is too short",
    "too_long": "The value is too long; a separator may have been lost",
    "no_value": "An application identifier stands there without a value",
    "no_fnc1": "An element string begins with FNC1; without it the text is no GS1 data",
    "empty_element": "Two separators stand side by side",
    "unclosed_bracket": "A bracket around an application identifier is not closed",
    "no_bracket": "Bracketed data begins with an application identifier in brackets",
    "repeated": "Given twice with different values",
    "excluded": "These application identifiers must not stand together",
    "missing_companion": "The application identifier needs another one beside it",
    "not_serialised": "A digital signature needs a key with a serial number",
    "no_symbology": "Scan data begins with a symbology identifier, such as ]Q1",
    "unknown_symbology": "No symbology of GS1 is announced like that",
    "wrong_content": "The symbol does not hold what its kind must hold",
    "characters": "Signs stand in the address that must be percent-encoded",
    "value": "The value does not fit its application identifier",
    "order": "Key and qualifiers do not stand in an order the standard knows",
    "attribute": "This application identifier may not stand in the query",
    "compressed": "Compressed GS1 Digital Links are not read; use the uncompressed form",
    "half_compressed": "Half of this GS1 Digital Link is compressed; use the uncompressed form",
    "not_gs1": "No GS1 identifier; it is kept as it is",
    "unknown_scheme": "GS1 keys have no EPC scheme of that name",
    "parts": "Another number of parts is needed between the dots",
    "company_prefix": "A GS1 company prefix has 4 to 12 digits",
    "total_digits": "Company prefix and reference together have another number of digits",
    "reference": "The reference does not fit its scheme",
    "serial": "The serial does not fit its scheme",
    "escape": "A percent escape is broken, or a sign is not escaped that must be",
    "pattern": "The pattern names no single class of goods, so it has no Digital Link",
    "no_urn": "This identifier has no EPC URN; its Digital Link is its only form",
    "stage": "A stage code needs a lot or a serial beside product and place",
    "no_trace_code": "TCVN 13274 knows no trace code made of these application identifiers",
}


class GS1Error(Exception):
    """A value that is not what GS1 calls it: `code` picks the sentence, `detail` is what it names."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    @property
    def message(self) -> str:
        sentence = SENTENCES.get(self.code) or self.code.replace("_", " ").capitalize()
        return f"{sentence}: {self.detail}" if self.detail else f"{sentence}."

    def __str__(self) -> str:
        return self.message


class WrongValue(GS1Error):
    """A value its application identifier does not allow: the AI, the part that is wrong and why."""

    def __init__(self, code: str, ai: str, part: str) -> None:
        super().__init__(code, f"({ai}) “{part[:40]}”")
        self.ai = ai
        self.part = part


class NotDigits(GS1Error):
    """Letters or other signs in a number; `detail` is the first of them."""

    def __init__(self, sign: str) -> None:
        super().__init__("not_digits", sign)


class WrongLength(GS1Error):
    """`detail` is the number of digits found."""

    def __init__(self, found: int) -> None:
        super().__init__("wrong_length", str(found))


class WrongCheckDigit(GS1Error):
    """Usually one mistyped digit: the person sees which last digit would fit (`detail`, `right_digit`)."""

    def __init__(self, digits: str, right_digit: str) -> None:
        super().__init__("wrong_check_digit", right_digit)
        self.right_digit = right_digit
        self.corrected = digits[:-1] + right_digit


class RestrictedPrefix(GS1Error):
    """A number some shop gave itself (scales, in-house goods); `detail` is the prefix."""

    def __init__(self, prefix: str) -> None:
        super().__init__("restricted_prefix", prefix)
