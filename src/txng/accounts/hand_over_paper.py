"""Biên bản bàn giao: what stands on it, and its keeping (CB 6.3 Bước 3, CT-REG 6.3.c)."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.utils import translation

from txng import provinces
from txng.accounts.duties import duties_of
from txng.accounts.models import Account, HandOver
from txng.accounts.models.users import AccountKind
from txng.kernel.clock import local_date
from txng.registry.facts import tax_code_shown
from txng.registry.keeping import keep
from txng.registry.letterheads import heading_of, qr_of, seat_of
from txng.registry.models import KeptPaper
from txng.ui.documents import official, render_pdf
from txng.ui.formats import vn_date, vn_long_date, vn_phone

TITLE = "Biên bản bàn giao tài khoản"


def hand_over_record(hand_over: HandOver, address: str = "") -> bytes:
    """`address` is the page of this very paper; a record older than the keeping of papers has none and no code."""
    account, agency = hand_over.account, hand_over.agency
    establishment = account.establishment
    profile = provinces.current()
    owner = account.memberships.select_related("user").filter(role="owner").order_by("id").first()
    with translation.override("vi"):
        data = {
            "official": official(on=hand_over.at, lines=heading_of(agency), place=seat_of(agency)),
            "regulation": profile.regulation,
            "day": vn_long_date(hand_over.at),
            "place": hand_over.place,
            "agency": agency.name,
            "handed_by": hand_over.handed_by,
            "received_by": hand_over.received_by,
            "instructed_by": hand_over.instructed_by,
            "instructed_whom": hand_over.instructed_whom,
            "instructed_on": vn_date(hand_over.instructed_on),
            "note": hand_over.note,
            "establishment": account.organisation_name,
            "representative": establishment.representative if establishment else "",
            "address": address_of(account),
            "tax_code": tax_code_shown(establishment.tax_code) if establishment else "",
            "phone": vn_phone(establishment.phone) if establishment else "",
            "login": owner.user.login if owner else "",
            "dossier": account.dossier.number if account.dossier else "",
            "issued_on": vn_date(account.issued_at),
            "duties": duties_of(AccountKind.ESTABLISHMENT),
            "qr": qr_of(address) if address else "",
        }
    return render_pdf("accounts/hand_over.typ", data, at=hand_over.at)


def keep_hand_over(hand_over: HandOver, *, at: datetime) -> KeptPaper:
    """Lưu biên bản: as both sides sign it, with its term (CB 6.4, CT-REG 6.5)."""
    account, agency = hand_over.account, hand_over.agency
    number = account.dossier.number if account.dossier else ""
    return keep(
        partial(hand_over_record, hand_over),
        kind=KeptPaper.Kind.HAND_OVER,
        title=TITLE,
        number=number or "",
        organisation=account.organisation_name,
        agency=agency.name,
        dossier=account.dossier,
        dated=hand_over.at,
        closed_on=local_date(hand_over.at),
        retention="hand-over",
        file_name=f"bien-ban-ban-giao-{number or account.pk}-{local_date(hand_over.at):%d%m%Y}",
        at=at,
    )


def address_of(account: Account) -> str:
    if account.establishment is not None:
        return account.establishment.full_address
    return account.agency.address if account.agency is not None else ""
