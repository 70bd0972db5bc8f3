"""What stands on the papers of this area; how they look is in documents/."""

from __future__ import annotations

import io

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from txng import provinces
from txng.accounts.actions._people import Issued
from txng.accounts.models import Account, HandOver
from txng.accounts.models.users import AccountKind
from txng.registry.models import Agency
from txng.ui.documents import official, render_pdf
from txng.ui.formats import vn_date, vn_datetime, vn_long_date, vn_phone


def duties_of(kind: str) -> list[dict[str, str]]:
    """What a user of this kind of account undertakes, in the regulation's words (CB 14, CT-REG 13)."""
    found = [
        {"text": duty.shown, "article": duty.article}
        for duty in provinces.current().accounts.undertakings
        if kind in duty.kinds
    ]
    return found or [
        {"text": _("Use the account for the work of your agency only, and let nobody else use it."), "article": ""},
        {"text": _("Keep the password and the second factor to yourself."), "article": ""},
    ]


def heading_of(agency: Agency) -> list[str]:
    """Who issues a paper (NĐ30/2020): the body above it, then the body itself; a commune's committee stands alone."""
    identity = provinces.current().identity
    if agency.kind in (Agency.Kind.OPERATOR, Agency.Kind.UNIT):
        return list(identity.heading)
    return [agency.name] if agency.kind == Agency.Kind.COMMUNE else [identity.heading[0], agency.name]


def activation_address(request: HttpRequest, token: str) -> str:
    """Vietnamese whatever language the officer works in."""
    with translation.override("vi"):
        return request.build_absolute_uri(reverse("account-activate", args=[token]))


def activation_letter(request: HttpRequest, issued: Issued) -> bytes:
    account, user, letter = issued.account, issued.user, issued.letter
    identity = provinces.current().identity
    address = activation_address(request, issued.token)
    with translation.override("vi"):
        sign_in = request.build_absolute_uri(reverse("account_login"))
        data = {
            "official": official(on=letter.made_at),
            "issuer": identity.operator_name,
            "organisation": account.organisation_name,
            "address": _address_of(account),
            "dossier": account.dossier.number if account.dossier else "",
            "person": user.name,
            "login": user.login,
            "phone": vn_phone(user.phone),
            "expires": vn_datetime(letter.expires_at),
            "made": vn_datetime(letter.made_at),
            "made_by": letter.made_by,
            "hotline": vn_phone(identity.hotline),
            "address_to_open": address,
            "shown_address": address,
            "sign_in": sign_in.partition("://")[2],
            "qr": _qr(address),
            "duties": duties_of(account.kind),
        }
    return render_pdf("accounts/letter.typ", data, at=letter.made_at)


def hand_over_record(hand_over: HandOver) -> bytes:
    account, agency = hand_over.account, hand_over.agency
    establishment = account.establishment
    profile = provinces.current()
    owner = account.memberships.select_related("user").filter(role="owner").order_by("id").first()
    with translation.override("vi"):
        data = {
            "official": official(on=hand_over.at, lines=heading_of(agency), place=_seat_of(agency)),
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
            "address": _address_of(account),
            "tax_code": establishment.tax_code if establishment else "",
            "phone": vn_phone(establishment.phone) if establishment else "",
            "login": owner.user.login if owner else "",
            "dossier": account.dossier.number if account.dossier else "",
            "issued_on": vn_date(account.issued_at),
            "duties": duties_of(AccountKind.ESTABLISHMENT),
        }
    return render_pdf("accounts/hand_over.typ", data, at=hand_over.at)


def _address_of(account: Account) -> str:
    if account.establishment is not None:
        return account.establishment.full_address
    return account.agency.address if account.agency is not None else ""


def _seat_of(agency: Agency) -> str:
    """The place before the day: the commune's own name for a commune, the province's for everybody else."""
    identity = provinces.current().identity
    if agency.kind != Agency.Kind.COMMUNE:
        return identity.name
    return agency.unit.name.partition(" ")[2] or agency.unit.name


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, border=4, dark="#000", light="#fff"
    )
    return out.getvalue().decode()
