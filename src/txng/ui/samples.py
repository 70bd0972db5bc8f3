"""What the style page shows; the words are in samples.toml."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.core.paginator import Paginator

from txng.kernel.clock import today
from txng.kernel.text import fold
from txng.ui import fields
from txng.ui.forms import Form


@cache
def words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "samples.toml").read_text("utf-8"))


def public() -> dict[str, Any]:
    return {"words": words()}


def desk(page: str) -> dict[str, Any]:
    queue = [{**row, "due": today() + timedelta(days=row["days"])} for row in words()["queue"]]
    return {
        "words": words(),
        "queue": queue,
        "page": Paginator(range(500), 25).get_page(page),
        "menu": words()["menu"],
        "bar": words()["bar"],
        "desk": words()["desk"],
    }


def _units() -> list[Any]:
    return [
        SimpleNamespace(
            unit=SimpleNamespace(code=unit["code"], name=unit["name"], province_code=""),
            place=unit["place"],
            label=unit["label"],
            must_choose=False,
        )
        for unit in words()["units"]
    ]


def _search(text: str, **_where: Any) -> list[Any]:
    return [one for one in _units() if fold(text) in fold(one.label)]


def _find(code: str) -> Any:
    return next((one.unit for one in _units() if one.unit.code == code), None)


def _spoken(name: str) -> dict[str, Any]:
    return {"label": words()["labels"][name], "help_text": words()["hints"].get(name, "")}


_KINDS = [(kind["value"], kind["label"]) for kind in words()["kinds"]]
_KIND_HINTS = {kind["value"]: kind["hint"] for kind in words()["kinds"]}


class SampleForm(Form):
    groups = [
        (words()["groups"]["who"], ["person", "phone", "email", "tax", "kind", "sector", "unit", "secret"]),
        (
            words()["groups"]["what"],
            [
                "name",
                "about",
                "gtin",
                "paper",
                "harvested",
                "packed",
                "amount",
                "boxes",
                "purposes",
                "photos",
            ],
        ),
    ]
    person = fields.PersonNameField(**_spoken("person"))
    phone = fields.PhoneField(**_spoken("phone"))
    email = fields.EmailField(required=False, **_spoken("email"))
    tax = fields.TaxCodeField(**_spoken("tax"))
    kind = fields.ChoiceField(choices=_KINDS, hints=_KIND_HINTS, look="tiles", **_spoken("kind"))
    sector = fields.ChoiceField(choices=_KINDS, look="select", required=False, **_spoken("sector"))
    unit = fields.UnitField(search=_search, find=_find, show=lambda unit: unit.name, **_spoken("unit"))
    secret = fields.SecretField(new=True, **_spoken("secret"))
    name = fields.TextField(max_length=120, **_spoken("name"))
    about = fields.LongTextField(required=False, **_spoken("about"))
    gtin = fields.GtinField(required=False, **_spoken("gtin"))
    paper = fields.CodeField(required=False, **_spoken("paper"))
    harvested = fields.DateField(latest="today", **_spoken("harvested"))
    packed = fields.OneBoxDateField(required=False, **_spoken("packed"))
    amount = fields.DecimalField(above=0, unit="kg", **_spoken("amount"))
    boxes = fields.WholeField(required=False, **_spoken("boxes"))
    purposes = fields.ManyChoiceField(choices=_KINDS, required=False, **_spoken("purposes"))
    photos = fields.FilesField(kinds=("image",), minimum=1, maximum=5, **_spoken("photos"))
    agree = fields.TickField(**_spoken("agree"))
