"""What stands on an activation letter; how it looks is in documents/."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from txng import provinces
from txng.accounts.actions._people import Issued
from txng.accounts.duties import duties_of
from txng.accounts.hand_over_paper import address_of
from txng.registry.letterheads import qr_of
from txng.ui.documents import official, render_pdf
from txng.ui.formats import vn_datetime, vn_phone


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
            "address": address_of(account),
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
            "qr": qr_of(address),
            "duties": duties_of(account.kind),
        }
    return render_pdf("accounts/letter.typ", data, at=letter.made_at)
