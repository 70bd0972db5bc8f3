"""Units of UN/ECE Rec. 20 that say the same in other numbers (RE-19): 0.7 TNE is found where 700 KGM is asked for."""

from __future__ import annotations

from decimal import Context, Decimal

# Dimension → unit → (factor, offset) to the first unit of the dimension.
_TABLE: dict[str, dict[str, tuple[str, str]]] = {
    "mass": {
        "KGM": ("1", "0"), "GRM": ("0.001", "0"), "MGM": ("0.000001", "0"), "TNE": ("1000", "0"),
        "LBR": ("0.45359237", "0"), "ONZ": ("0.028349523125", "0"), "DTN": ("100", "0"),
    },
    "volume": {"LTR": ("1", "0"), "MLT": ("0.001", "0"), "CLT": ("0.01", "0"), "HLT": ("100", "0"),
               "MTQ": ("1000", "0"), "DMQ": ("1", "0"), "CMQ": ("0.001", "0")},
    "length": {"MTR": ("1", "0"), "MMT": ("0.001", "0"), "CMT": ("0.01", "0"), "KMT": ("1000", "0"),
               "FOT": ("0.3048", "0"), "INH": ("0.0254", "0")},
    "area": {"MTK": ("1", "0"), "HAR": ("10000", "0"), "KMK": ("1000000", "0"), "CMK": ("0.0001", "0")},
    "time": {"SEC": ("1", "0"), "MIN": ("60", "0"), "HUR": ("3600", "0"), "DAY": ("86400", "0")},
    "pressure": {"PAL": ("1", "0"), "HPA": ("100", "0"), "KPA": ("1000", "0"), "BAR": ("100000", "0"),
                 "MBR": ("100", "0")},
    # x °F = (x + 459.67) · 5/9 K: an offset before the factor.
    "temperature": {"KEL": ("1", "0"), "CEL": ("1", "273.15"), "FAH": ("0.5555555555555555555555555556", "459.67")},
    "number": {"": ("1", "0"), "EA": ("1", "0"), "H87": ("1", "0"), "C62": ("1", "0"), "DZN": ("12", "0")},
}  # fmt: skip
_BY_UNIT = {unit: units for units in _TABLE.values() for unit in units}
_EXACT = Context(prec=28)


def same(value: int | Decimal, unit: str) -> list[tuple[str, Decimal]]:
    """The value in every unit of its dimension, its own first and untouched."""
    given = Decimal(value)
    units = _BY_UNIT.get(unit, {})
    found = [(unit, given)]
    if not units or len(given.as_tuple().digits) > 20 or abs(given.adjusted()) > 20:
        return found
    factor, offset = map(Decimal, units[unit])
    base = _EXACT.multiply(given + offset, factor)
    for other, (other_factor, other_offset) in units.items():
        if other != unit:
            value_there = _EXACT.divide(base, Decimal(other_factor)) - Decimal(other_offset)
            found.append((other, round(value_there, 12)))
    return found
