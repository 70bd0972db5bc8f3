"""The component checks (“linters”) the GS1 Syntax Dictionary names: a text in, the code of what is wrong out, or "".

A linter judges whatever text it gets: length and signs too, though the table has mostly settled those before.
"""

from __future__ import annotations

from collections.abc import Callable

from txng.gs1.linters import codes, coupons, dates, texts

Linter = Callable[[str], str]

LINTERS: dict[str, Linter] = {
    "couponcode": coupons.couponcode,
    "couponposoffer": coupons.couponposoffer,
    "cset39": texts.cset39,
    "cset64": texts.cset64,
    "cset82": texts.cset82,
    "csetnumeric": texts.csetnumeric,
    "csum": texts.csum,
    "csumalpha": texts.csumalpha,
    "gcppos1": texts.gcppos1,
    "gcppos2": texts.gcppos2,
    "hasnondigit": texts.hasnondigit,
    "hh": dates.hh,
    "hhmi": dates.hhmi,
    "hyphen": texts.hyphen,
    "iban": codes.iban,
    "importeridx": texts.importeridx,
    "iso3166": codes.iso3166,
    "iso3166999": codes.iso3166999,
    "iso3166alpha2": codes.iso3166alpha2,
    "iso4217": codes.iso4217,
    "iso5218": codes.iso5218,
    "latitude": texts.latitude,
    "longitude": texts.longitude,
    "mediatype": codes.mediatype,
    "mi": dates.mi,
    "nonzero": texts.nonzero,
    "nozeroprefix": texts.nozeroprefix,
    "packagetype": codes.packagetype,
    "pcenc": texts.pcenc,
    "pieceoftotal": texts.pieceoftotal,
    "posinseqslash": texts.posinseqslash,
    "ss": dates.ss,
    "winding": texts.winding,
    "yesno": texts.yesno,
    "yymmd0": dates.yymmd0,
    "yymmdd": dates.yymmdd,
    "yyyymmd0": dates.yyyymmd0,
    "yyyymmdd": dates.yyyymmdd,
    "zero": texts.zero,
}
