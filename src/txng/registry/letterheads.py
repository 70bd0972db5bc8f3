"""Who issues a paper and where, as its head says (NĐ30/2020), and the codes that lead back to it."""

from __future__ import annotations

import io

import segno
from django.urls import reverse
from django.utils.translation import override

from txng import provinces
from txng.registry.models import Agency, Dossier, KeptPaper


def heading_of(agency: Agency) -> list[str]:
    """The body above it, then the body itself; a commune's committee stands alone."""
    identity = provinces.current().identity
    if agency.kind in (Agency.Kind.OPERATOR, Agency.Kind.UNIT):
        return list(identity.heading)
    return [agency.name] if agency.kind == Agency.Kind.COMMUNE else [identity.heading[0], agency.name]


def seat_of(agency: Agency) -> str:
    """The place before the day: the commune's own name for a commune, the province's for everybody else."""
    if agency.kind != Agency.Kind.COMMUNE:
        return provinces.current().identity.name
    return agency.unit.name.partition(" ")[2] or agency.unit.name


def address_of_paper(code: str) -> str:
    """Vietnamese and on the province's own host, whatever it is made from: it is printed."""
    return _printed("kept-paper", code)


def address_of_record(dossier: Dossier) -> str:
    return _printed("dossier-record", dossier.record_code)


def address_of(paper: KeptPaper) -> str:
    return address_of_paper(paper.code)


def _printed(name: str, code: str) -> str:
    with override("vi"):
        path = reverse(name, args=[code])
    return f"https://{provinces.current().identity.host}{path}"


def qr_of(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, border=4, dark="#000", light="#fff"
    )
    return out.getvalue().decode()
