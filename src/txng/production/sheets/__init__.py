"""Nhập, xuất Excel của các nhóm (ux.md 4.8): the lists of an establishment as workbooks that can be sent back.

The file that is taken along is the file that may come back: a hidden column says which record each row is. A row is
read as the screen would read it and goes through the verb the screen calls, one entry of the ledger each; so the file
can do nothing its sender could not do by hand.

A further list is one class like those below, with a line in `SHEETS`, in `sheet_rights.RIGHTS`, in `lists.GROUPS` and
in `views.sheets.LISTS`; nothing else knows which lists there are.
"""

from __future__ import annotations

from txng.kernel.errors import NotThere
from txng.production.sheets.base import Sheet
from txng.production.sheets.lots import LotSheet
from txng.production.sheets.materials import MaterialSheet
from txng.production.sheets.partners import PartnerSheet
from txng.production.sheets.products import ProductSheet
from txng.production.sheets.receipts import ReceiptSheet
from txng.production.sheets.sites import SiteSheet
from txng.production.sheets.uses import UseSheet
from txng.production.sheets.workers import WorkerSheet

SHEETS: dict[str, Sheet] = {
    sheet.slug: sheet
    for sheet in (
        WorkerSheet(),
        ProductSheet(),
        SiteSheet("land"),
        SiteSheet("buildings"),
        LotSheet(),
        MaterialSheet(),
        UseSheet(),
        ReceiptSheet(),
        PartnerSheet(),
    )
}


def sheet_of(slug: str) -> Sheet:
    if slug not in SHEETS:
        raise NotThere
    return SHEETS[slug]


__all__ = ["SHEETS", "Sheet", "sheet_of"]
