"""What may be typed about work that was done, and what is said when it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from txng.kernel.errors import BadInput
from txng.kernel.files.intake import store_upload
from txng.kernel.models import StoredFile
from txng.production import units
from txng.production.forms.key_data import add_key_data, typed_key_data
from txng.production.forms.use import UsedFields
from txng.production.models import Activity, Lot, Site
from txng.production.work import WORK
from txng.ui import fields


class NamesField(fields.PersonNameField):
    """Names of several people in one box, with commas between them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=1000, suggest="off", **kwargs)

    def to_python(self, value: Any) -> Any:
        one_line = str(fields.TextField.to_python(self, value) or "")
        return [super(NamesField, self).to_python(name) for name in re.split(r"[,;]", one_line) if name.strip()]

    def validate(self, value: Any) -> None:
        super().validate(value)
        for name in value or []:
            self.refuse_long_name(name)

    def refuse_long_name(self, name: str) -> None:
        if len(name) > 100:
            raise forms.ValidationError(gettext_lazy("A name has at most 100 letters."), code="too_long")


class DiaryForm(UsedFields):
    """One entry: what was done, where, when; all else may stay empty or is filled in already (ux.md 1.6)."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    what = fields.TextField(label=gettext_lazy("What was done"), required=False)
    quantity = fields.DecimalField(label=gettext_lazy("Quantity"), required=False, above=0, places=3, digits=14)
    quantity_unit = fields.ChoiceField(
        label=pgettext_lazy("quantity", "Unit"), look="select", choices=lambda: units.choices(units.all_units())
    )
    expires_on = fields.DateField(label=gettext_lazy("Expiry date"), required=False)
    photo = fields.FileField(label=gettext_lazy("Photo"), kinds=("image",), required=False)
    voice = fields.FileField(
        label=gettext_lazy("Spoken note"),
        kinds=("sound",),
        required=False,
        help_text=gettext_lazy("Say it instead of typing, at most 60 seconds."),
    )
    done_on = fields.DateField(
        label=gettext_lazy("The day of the work"), latest="today", missing=gettext_lazy("Enter the day of the work.")
    )
    site = fields.ModelChoiceField(
        label=gettext_lazy("Place"), look="select", queryset=Site.objects.none(), required=False, empty_label=None
    )
    note = fields.LongTextField(label=gettext_lazy("Note"), required=False, rows=2)
    others = fields.ManyChoiceField(label=gettext_lazy("The same for these lots"), required=False)
    households = fields.ManyChoiceField(label=gettext_lazy("Written for these households"), required=False)
    on_behalf_of = NamesField(
        label=gettext_lazy("Written for"),
        required=False,
        help_text=gettext_lazy("Names of those who did the work, with commas between them. Each gets an entry."),
    )
    # What a tile has filled in already and few people change; and whom else the act concerns.
    ASIDE: tuple[str, ...] = ("done_on", "site", "note", "dose_unit", "area_m2")
    MANY: tuple[str, ...] = ("others", "households", "on_behalf_of")
    any_work = False  # whether the work itself may be another than the address says
    field_order: Any = ("client_id", "material", "what", "quantity", "quantity_unit", "used_quantity", "dose", "target")

    def __init__(
        self,
        *args: Any,
        activity: str,
        sites: Any,
        lot: Lot | None = None,
        materials: Any = (),
        other_lots: Iterable[Lot] = (),
        known_households: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer_materials(materials, activity, any_work=self.any_work)
        self.key_data = add_key_data(self, lot, activity) if lot is not None else ()
        self.work = WORK[activity]
        what = self.fields["what"]
        what.label, what.help_text = self.work.asks, self.work.hint
        what.widget.attrs["list"] = "da-dung"
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        self._offer(
            "others", [(str(lot.pk), f"{lot.site.name} · {lot.product.name} · {lot.number}") for lot in other_lots]
        )
        self._offer("households", [(name, name) for name in known_households])
        if activity != Activity.PACK:
            del self.fields["expires_on"]

    def _offer(self, field: str, choices: list[tuple[str, str]]) -> None:
        """Where there is nothing to offer the field is not drawn; it stays, so that what is sent in it is refused."""
        if field in self.fields:
            self.fields[field].choices = choices  # type: ignore[attr-defined]

    def clean_photo(self) -> StoredFile | None:
        return self._kept("photo", "image")

    def clean_voice(self) -> StoredFile | None:
        return self._kept("voice", "sound")

    def _kept(self, field: str, kind: str) -> StoredFile | None:
        upload = self.cleaned_data.get(field)
        if upload is None:
            return None
        try:
            return store_upload(upload, accept=(kind,))
        except BadInput as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from refusal

    @property
    def key_boxes(self) -> list[Any]:
        return [self[name] for name in self.key_data]

    @property
    def key_data_open(self) -> bool:
        return any(name in self.errors for name in self.key_data)

    @property
    def front(self) -> list[forms.BoundField]:
        """Every field that is not put aside, in the order of the form: a field added to it appears by itself."""
        aside = {*self.ASIDE, *self.MANY, *self.key_data}
        return [field for field in self.visible_fields() if field.name not in aside]

    @property
    def aside(self) -> list[forms.BoundField]:
        return [self[name] for name in self.ASIDE if name in self.fields]

    @property
    def many(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MANY if getattr(self.fields[name], "choices", True)]

    @property
    def aside_open(self) -> bool:
        """The folded part opens by itself when a mistake lies in it."""
        return any(name in self.errors for name in self.ASIDE)

    @property
    def many_open(self) -> bool:
        return any(name in self.errors or self.data.get(name) for name in self.MANY)

    @property
    def written(self) -> dict[str, Any]:
        """What was done, as the actions take it."""
        values = {name: self.cleaned_data.get(name) for name in ("done_on", "quantity", "photo", "voice", "expires_on")}
        texts = {name: self.cleaned_data.get(name) or "" for name in ("what", "quantity_unit", "note")}
        site = self.cleaned_data.get("site")
        activity = self.cleaned_data.get("activity") or self.work.activity.value
        texts["what"], used = self.used_as_typed(texts["what"], activity)
        details = {"details": typed_key_data(self.cleaned_data)} if self.key_data else {}
        where = {"site_id": site.pk if site else None, "client_id": self.cleaned_data.get("client_id")}
        return values | texts | details | where | {"used": used}

    @property
    def concerns(self) -> dict[str, Any]:
        """Whom else: the other lots, and for whom it is written."""
        names = [*self.cleaned_data.get("households", []), *(self.cleaned_data.get("on_behalf_of") or [])]
        return {"others": [int(pk) for pk in self.cleaned_data.get("others", [])], "names": names}


class CorrectionForm(DiaryForm):
    """Đính chính: the entry once more, and why."""

    on_behalf_of = fields.PersonNameField(  # type: ignore[assignment]
        label=gettext_lazy("Written for"),
        required=False,
        help_text=gettext_lazy("Name of the person who did the work, if you write for somebody else."),
    )
    activity = fields.ChoiceField(label=gettext_lazy("Work"), look="select", choices=Activity.choices)
    reason = fields.TextField(
        label=gettext_lazy("Why the entry is corrected"),
        max_length=300,
        missing=gettext_lazy("Say why the entry is corrected."),
    )
    others = None  # type: ignore[assignment]  # one entry is corrected, not an act
    households = None  # type: ignore[assignment]
    ASIDE = ()
    any_work = True
    MANY = ()
    field_order = ("client_id", "reason", "activity", "done_on", "material", "what", "quantity", "quantity_unit",
                   "used_quantity", "dose", "dose_unit", "target", "area_m2", "expires_on", "site", "on_behalf_of",
                   "photo", "voice", "note")  # fmt: skip

    @property
    def key_data_open(self) -> bool:
        return bool(self.key_data)

    @property
    def written(self) -> dict[str, Any]:
        return super().written | {"on_behalf_of": self.cleaned_data.get("on_behalf_of") or ""}
