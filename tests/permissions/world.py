"""What the addresses of the table open: bà Lành's things, each made when first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests import make


@dataclass
class World:
    people: dict[str, Any]
    organisations: Any

    @cached_property
    def product(self) -> Any:
        return make.product(self.organisations.lanh, gtin="08938505974002")

    @cached_property
    def change(self) -> Any:
        return make.change(self.product)

    @cached_property
    def lot(self) -> Any:
        return make.lot(self.product, "L26A0917", complete=True)

    @cached_property
    def site(self) -> Any:
        return self.lot.site

    @cached_property
    def dossier(self) -> Any:
        return make.dossier(self.organisations.commune)

    @cached_property
    def approved_dossier(self) -> Any:
        return make.dossier(self.organisations.commune, state="approved")

    @cached_property
    def draft(self) -> Any:
        return make.dossier(self.organisations.commune, state="draft")

    @cached_property
    def account(self) -> Any:
        return self.people["lanh"].account

    @cached_property
    def file(self) -> Any:
        return make.picture()

    @cached_property
    def batch(self) -> Any:
        return make.batch(self.product)

    @cached_property
    def order(self) -> Any:
        return self.batch.print_order

    @cached_property
    def complaint(self) -> Any:
        return make.complaint(self.lot)

    @cached_property
    def recall(self) -> Any:
        return make.recall(self.lot)
