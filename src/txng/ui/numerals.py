"""Numbers in Vietnamese words: to ask back an ambiguous figure, and for the sums on papers (“bằng chữ”)."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu", "tỷ", "nghìn tỷ", "triệu tỷ")


def _group(number: int, *, whole: bool) -> list[str]:
    """Three digits; `whole` says hundreds and tens even when nought (một nghìn không trăm linh năm)."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words: list[str] = []
    if hundreds or whole:
        words += [_DIGITS[hundreds], "trăm"]
    if tens == 0:
        if ones and words:
            words.append("linh")
    elif tens == 1:
        words.append("mười")
    else:
        words += [_DIGITS[tens], "mươi"]
    if ones == 1 and tens > 1:
        words.append("mốt")
    elif ones == 5 and tens > 0:
        words.append("lăm")
    elif ones:
        words.append(_DIGITS[ones])
    return words


def whole_in_words(number: int) -> str:
    if number == 0:
        return "không"
    if number < 0:
        return f"âm {whole_in_words(-number)}"
    groups: list[int] = []
    while number:
        groups.append(number % 1000)
        number //= 1000
    if len(groups) > len(_SCALES):
        return ""
    words: list[str] = []
    for place in reversed(range(len(groups))):
        if groups[place]:
            words += _group(groups[place], whole=place < len(groups) - 1)
            if _SCALES[place]:
                words.append(_SCALES[place])
    return " ".join(words)


def in_words(text: str) -> str:
    """A plain decimal (“1500”, “1.5”) in words: một nghìn năm trăm, một phẩy năm."""
    whole, _dot, fraction = text.partition(".")
    words = whole_in_words(int(whole or 0))
    fraction = fraction.rstrip("0")
    if not fraction:
        return words
    spoken = " ".join(_DIGITS[int(digit)] for digit in fraction)
    return f"{words} phẩy {spoken}"
