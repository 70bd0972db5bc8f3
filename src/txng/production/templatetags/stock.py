from __future__ import annotations

from django import template

from txng.production.models import StockLine
from txng.production.stock.booking import amount

register = template.Library()


@register.filter
def told(line: StockLine) -> str:
    """“− 20 kg Sầu riêng Ri6 L26A0917, Kho lạnh”."""
    if line.lot is not None:
        name = f"{line.lot.product.name} {line.lot.number}"
    else:
        assert line.material_lot is not None  # by constraint
        name = str(line.material_lot)
    sign = "+" if line.quantity > 0 else "\N{MINUS SIGN}"
    return f"{sign}\N{NO-BREAK SPACE}{amount(abs(line.quantity))}\N{NO-BREAK SPACE}{line.unit} {name}, {line.site.name}"
