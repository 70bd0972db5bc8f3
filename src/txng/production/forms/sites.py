"""What may be typed about a site."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from txng import provinces
from txng.kernel.clock import today
from txng.places import queries as places
from txng.production.models import Site, SiteKind
from txng.production.site_tree import LAND, MAY_STAND_IN
from txng.ui import fields
from txng.ui.forms import Form


def _area_units() -> list[tuple[str, str]]:
    return [(unit.code, unit.shown) for unit in provinces.current().area_units]


def area_hint() -> str:
    """“1 công = 1.000 m²”: what people think in, said once."""
    local = provinces.current().area_unit
    if local.square_metres == 1:
        return ""
    return _("1 %(unit)s = %(metres)s m²") % {
        "unit": local.name,
        "metres": f"{local.square_metres:,}".replace(",", "."),
    }


class SiteForm(Form):
    groups = [
        (gettext_lazy("The site"), ["kind", "name", "parent"]),
        (gettext_lazy("Where it is"), ["unit", "address"]),
        (gettext_lazy("How large it is"), ["area", "area_unit"]),
    ]

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = fields.ChoiceField(
        label=gettext_lazy("Kind of site"), missing=gettext_lazy("Choose what kind of site it is.")
    )
    name = fields.TextField(
        label=gettext_lazy("Name"),
        missing=gettext_lazy("Enter the name of the site."),
        help_text=gettext_lazy("As you call it, for example “Vườn 1” or “Ao số 3”."),
    )
    parent = fields.ModelChoiceField(
        label=gettext_lazy("Stands in"),
        queryset=Site.objects.none(),
        look="select",
        required=False,
        help_text=gettext_lazy("A plot in a growing area, a section in a workshop. Leave empty where it stands alone."),
    )
    unit = fields.UnitField(
        label=gettext_lazy("Commune or ward"),
        search=places.search,
        find=lambda code: places.unit_on(code, today()),
        missing=gettext_lazy("Choose the commune or ward."),
        help_text=gettext_lazy("Type the name; the name before the merger is found too."),
    )
    address = fields.TextField(label=gettext_lazy("Hamlet, road, house number"), max_length=300, required=False)
    area = fields.DecimalField(label=pgettext_lazy("land", "Area"), required=False, above=0, places=2)
    area_unit = fields.ChoiceField(label=gettext_lazy("Unit of area"), look="select", choices=_area_units)

    def __init__(
        self,
        *args: Any,
        kinds: tuple[SiteKind, ...] = LAND,
        parents: QuerySet[Site] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        roomy = {kind for child in kinds for kind in MAY_STAND_IN[child]}
        found = (Site.objects.none() if parents is None else parents).filter(kind__in=roomy)
        self.fields["parent"].queryset = found  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["unit"].province_code = provinces.current().identity.province_code  # type: ignore[attr-defined]
        self.fields["area"].help_text = area_hint()

    @property
    def parent_id(self) -> int | None:
        parent = self.cleaned_data.get("parent")
        return parent.pk if parent else None

    @property
    def area_m2(self) -> Decimal | None:
        area = self.cleaned_data.get("area")
        unit = next(
            (u for u in provinces.current().area_units if u.code == self.cleaned_data.get("area_unit")),
            provinces.current().area_unit,
        )
        return None if area is None else area * unit.square_metres
