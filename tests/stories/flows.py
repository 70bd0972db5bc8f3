"""Who decides in which province (names.md 6), as the story expects to find it on the screens.

Written down here once more and by hand: a profile that changed by accident must not change its own test.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Flow:
    former_commune: str  # as people still call the place, before 01/07/2025
    commune: str
    product: str
    host: str  # printed in the QR codes
    group: str  # of products, as in the list
    # the differences
    information_form: bool  # two forms, or one
    product_papers: bool  # with the dossier, or later with the product
    direct_filing: bool  # at the operator, if the producer wishes
    first_check: bool  # one person checks, another approves what is published
    orders_wait: bool  # print orders wait for the operator


FLOWS = {
    "can-tho": Flow(
        former_commune="Giai Xuân",
        commune="Phong Điền",
        product="Sầu riêng Ri6",
        host="CHECK.CANTHO.GOV.VN",
        group="Trái cây tươi",
        information_form=True,
        product_papers=True,
        direct_filing=False,
        first_check=True,
        orders_wait=False,
    ),
    "cao-bang": Flow(
        former_commune="Lăng Hiếu",
        commune="Trùng Khánh",
        product="Hạt dẻ Trùng Khánh",
        host="TRUYXUATNGUONGOC.CAOBANG.GOV.VN",
        group="Hạt, quả khô (dẻ, điều, mắc ca …)",
        information_form=False,
        product_papers=False,
        direct_filing=True,
        first_check=False,
        orders_wait=True,
    ),
    "dak-nong": Flow(
        former_commune="Đức Minh",
        commune="Đức Lập",
        product="Cà phê Đức Lập",
        host="TXNG.DAKNONG.GOV.VN",
        group="Cà phê, ca cao",
        information_form=False,
        product_papers=False,
        direct_filing=True,
        first_check=False,
        orders_wait=False,
    ),
}
