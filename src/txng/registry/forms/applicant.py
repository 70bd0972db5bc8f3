"""The pages of the registration. Labels and which questions must be answered come from the province's profile."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng import provinces
from txng.kernel.clock import today
from txng.places import queries as places
from txng.provinces.language import said
from txng.registry import facts, paper_dates, queries, steps
from txng.registry.actions.submit_dossier import already_joined
from txng.registry.models import Dossier
from txng.registry.models.establishments import EstablishmentKind
from txng.ui import fields
from txng.ui.forms import Form

ROWS = 30


class TaxCodeForm(Form):
    """Asked first, because our own register may fill in the rest (names.md 7.18)."""

    tax_code = fields.TaxCodeField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profile = provinces.current()
        field: Any = self.fields["tax_code"]
        field.label = facts.label_of("tax_code", profile)
        field.required = "tax_code" in steps.required_codes(profile)
        field.help_text = _("10 digits, 13 for a branch, or the 12-digit personal number of a household.")
        field.missing = _("Enter the tax code.")

    def clean_tax_code(self) -> str:
        code: str = self.cleaned_data["tax_code"]
        joined = queries.establishment_with(code)
        if joined is not None and joined.paused_on is None:
            self.add_error("tax_code", already_joined(joined))
        return code


def _find_unit(code: str) -> Any:
    return places.unit_on(code, today())


class EstablishmentForm(Form):
    name = fields.TextField(max_length=300, suggest="organization")
    kind = fields.ChoiceField(
        label=gettext_lazy("Kind of establishment"),
        choices=EstablishmentKind.choices,
        missing=gettext_lazy("Choose the kind of establishment."),
    )
    representative = fields.PersonNameField()
    phone = fields.PhoneField()
    email = fields.EmailField(label=gettext_lazy("E-mail"), required=False)
    unit = fields.UnitField(
        label=gettext_lazy("Commune or ward"),
        search=places.search,
        find=_find_unit,
        missing=gettext_lazy("Choose the commune or ward."),
        help_text=gettext_lazy("Type the name. The name before the merger of 2025 is understood, too."),
    )
    address = fields.TextField(
        max_length=300,
        suggest="street-address",
        help_text=gettext_lazy("Hamlet, house number, street; without commune and province."),
    )
    business_kind = fields.TextField(
        max_length=300, help_text=gettext_lazy("For example: growing and packing fruit; making fish sauce.")
    )
    capacity = fields.TextField(max_length=300, help_text=gettext_lazy("For example: 12 ha; 500 tonnes a year."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profile = provinces.current()
        required = steps.required_codes(profile)
        for name in ("name", "representative", "phone", "address", "business_kind", "capacity"):
            self.fields[name].label = facts.label_of(name, profile)
            self.fields[name].required = name in required or name != "capacity"
        self.fields["capacity"].required = "capacity" in required
        unit: Any = self.fields["unit"]
        unit.province_code = profile.identity.province_code


class FilledLaterField(fields.TextField):
    """Wanted, yet an empty row among filled ones is no mistake; the form as a whole asks for at least one."""

    def validate(self, value: Any) -> None:
        pass


class ProductsForm(Form):
    """Rows of products. Rows are added and taken away by buttons that send the page, so no script is needed."""

    def __init__(self, data: Any = None, *, products: list[dict[str, str]], sector: str) -> None:
        self.count = self._rows(data, len(products))
        initial: dict[str, Any] = {"sector": sector, "rows": self.count}
        for number, product in enumerate(products):
            initial[f"name_{number}"], initial[f"note_{number}"] = product["name"], product.get("note", "")
        super().__init__(data, initial=initial)
        profile = provinces.current()
        for number in range(self.count):
            self.fields[f"name_{number}"] = FilledLaterField(label=_("Name of the product"))
            self.fields[f"note_{number}"] = fields.TextField(
                label=_("Note"), required=False, help_text=_("For example: kind of pack, variety.")
            )
        self.fields["sector"] = fields.ChoiceField(
            label=_("The products belong to"),
            choices=[(sector.code, sector.shown) for sector in profile.sectors],
            missing=_("Choose the group the products belong to."),
            help_text=_("It decides which agency is suggested to you. For several, choose the main one."),
        )

    @staticmethod
    def _rows(data: Any, there: int) -> int:
        sent = str((data or {}).get("rows", ""))
        return min(ROWS, max(1, int(sent) if re.fullmatch(r"[0-9]{1,3}", sent) else there))

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "number": number + 1,
                "index": number,
                "name": self[f"name_{number}"],
                "note": self[f"note_{number}"],
            }
            for number in range(self.count)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        products = []
        for number in range(self.count):
            name, note = cleaned.get(f"name_{number}", ""), cleaned.get(f"note_{number}", "")
            if name:
                products.append({"name": name, "note": note})
            elif note:
                self.add_error(f"name_{number}", _("Enter the name of the product."))
        if not products and not self.errors:
            self.add_error("name_0", _("Enter at least one product."))
        cleaned["products"] = products
        return cleaned

    def typed(self) -> list[dict[str, str]]:
        """What stands in the boxes, right or wrong: kept when a row is added or taken away."""
        return [
            {
                "name": str(self.data.get(f"name_{n}", ""))[:400],
                "note": str(self.data.get(f"note_{n}", ""))[:400],
            }
            for n in range(self.count)
        ]


class AgencyForm(Form):
    """Where the dossier goes: who manages the establishment and, where the profile allows both, which desk gets it."""

    def __init__(self, data: Any = None, *, dossier: Dossier, choices: list[queries.AgencyChoice]) -> None:
        self.choices = choices
        first = choices[0].agency.pk if choices and choices[0].reason else ""
        channel = "operator" if dossier.filed_with_operator else "managing-agency"
        super().__init__(data, initial={"managing_agency": dossier.managing_agency_id or first, "channel": channel})
        profile = provinces.current()
        self.fields["managing_agency"] = fields.ChoiceField(
            label=_("Managing agency"),
            choices=[(str(choice.agency.pk), choice.agency.name) for choice in choices],
            hints={
                str(choice.agency.pk): _("Suggested, %(reason)s") % {"reason": choice.reason}
                for choice in choices
                if choice.reason
            },
            missing=_("Choose the managing agency."),
            help_text=_("The department, or the commune or ward, that manages your establishment directly."),
        )
        if "operator" in profile.dossier.filing_channels:
            operator = profile.identity.shown_operator_short
            self.fields["channel"] = fields.ChoiceField(
                label=_("Where do you file the dossier?"),
                choices=[
                    ("managing-agency", _("With the managing agency")),
                    ("operator", _("Directly with %(operator)s") % {"operator": operator}),
                ],
                missing=_("Choose where to file the dossier."),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = cleaned.get("managing_agency")
        agency = next((choice.agency for choice in self.choices if str(choice.agency.pk) == chosen), None)
        cleaned["managing_agency"] = cleaned["filed_with"] = agency
        if agency is not None and cleaned.get("channel") == "operator":
            operator = queries.operator_on(today())
            if operator is None:
                self.add_error("channel", _("Nobody receives dossiers there yet. File with the managing agency."))
            cleaned["filed_with"] = operator
        return cleaned


class GoodFilesField(fields.FilesField):
    """Takes the files that are fine and complains about the others: a browser cannot put them back into the box."""

    complaints: list[ValidationError]

    def to_python(self, value: Any) -> list[Any]:
        self.complaints, good = [], []
        for upload in [upload for upload in value or [] if upload][: self.maximum]:
            try:
                good.append(self.look_at(upload))
            except ValidationError as error:
                self.complaints.append(error)
        if len(value or []) > self.maximum:
            self.complaints.append(
                ValidationError(_("Choose at most %(limit)s files at a time.") % {"limit": self.maximum})
            )
        return good

    def validate(self, value: Any) -> None:
        """Whether any are needed depends on those stored already; the view knows them."""


class PapersForm(Form):
    files = GoodFilesField()  # type: ignore[assignment]  # the declared field, not the files sent
    remove = fields.ManyChoiceField(required=False)

    number = fields.TextField(label=gettext_lazy("Number"), max_length=60, required=False, width=24)
    issued_on = fields.OneBoxDateField(label=gettext_lazy("Issued on"), required=False)
    valid_to = fields.OneBoxDateField(
        label=gettext_lazy("Valid until"),
        required=False,
        help_text=gettext_lazy("Leave it empty if the paper has no last day."),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, there: dict[int, str], optional: bool, said: dict[str, str]
    ) -> None:
        super().__init__(
            data,
            files,
            initial={
                "number": said.get("number", ""),
                **{name: paper_dates.day_of(said, name) for name in ("issued_on", "valid_to")},
            },
        )
        if optional:  # several papers under one heading: their dates come with the products
            for name in paper_dates.FACTS:
                del self.fields[name]
        self.fields["files"].required = not optional
        self.fields["files"].label = _("Photos or PDF")
        self.fields["files"].help_text = _(
            "Photos from a phone are fine (JPG, PNG, WebP or HEIC up to 10 MB); PDF up to 20 MB. "
            "You may choose several."
        )
        remove: Any = self.fields["remove"]
        remove.choices = [(str(pk), name) for pk, name in there.items()]
        self.good: list[Any] = []

    @property
    def said(self) -> dict[str, str]:
        """Number and dates as they are kept; nothing where the page does not ask for them."""
        written = {name: self.cleaned_data.get(name) for name in paper_dates.FACTS if name in self.fields}
        return {name: value if name == "number" else value.isoformat() for name, value in written.items() if value}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.good = cleaned.get("files") or []
        field: Any = self.fields["files"]
        for complaint in field.complaints:
            self.add_error("files", complaint)
        return cleaned


class InformationForm(Form):
    """Phiếu cung cấp thông tin: its questions are data of the profile."""

    def __init__(self, data: Any = None, *, dossier: Dossier) -> None:
        asked = provinces.current().dossier.fields_of("information-form")
        initial = {field.code: dossier.information.get(field.code, "") for field in asked}
        # The person who keeps the account is mostly the one already named; nobody types a name twice.
        if "account_keeper" in initial:
            initial["account_keeper"] = initial["account_keeper"] or dossier.representative
        super().__init__(data, initial=initial)
        for field in asked:
            self.fields[field.code] = fields.LongTextField(
                label=field.shown,
                required=field.required,
                rows=2,
                help_text=_HELP.get(field.code, ""),
            )


_HELP = {
    "eligibility_paper": gettext_lazy("Number, date and issuer, if you have one."),
    "quality_schemes": gettext_lazy("Name, number and date of each, if you have any."),
    "primary_production": gettext_lazy(
        "Where and by whom it is grown, raised or caught; where seed and feed come from."
    ),
    "processing": gettext_lazy("Where and by whom it is cleaned, processed and packed."),
    "distribution": gettext_lazy("Where it is sold and who carries it there."),
    "diaries": gettext_lazy("For example: sowing, fertilising, spraying, harvest."),
    "account_keeper": gettext_lazy("Full name of the person who will keep the account up to date."),
}


class PurposesField(fields.ManyChoiceField):
    """One of these or one's own purpose: which of the two is empty only the form can judge."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class CommitmentForm(Form):
    def __init__(self, data: Any = None, *, dossier: Dossier) -> None:
        super().__init__(
            data,
            initial={
                "purposes": dossier.purposes,
                "other_purpose": dossier.other_purpose,
                "commitment": dossier.committed_at is not None,
                "signed_by": dossier.signed_by or dossier.representative,
            },
        )
        rules = provinces.current().dossier
        self.fields["purposes"] = PurposesField(
            label=_("Purposes of registration"),
            choices=[(purpose.code, purpose.shown) for purpose in rules.purposes],
        )
        self.fields["other_purpose"] = fields.TextField(label=_("Another purpose"), max_length=300, required=False)
        self.fields["commitment"] = fields.TickField(
            label=said(rules, "commitment"), missing=_("Tick the undertaking to go on.")
        )
        self.fields["signed_by"] = fields.PersonNameField(
            label=_("Full name of the person who signs"),
            missing=_("Enter the full name of the person who signs."),
            help_text=_("The representative, or a person with a mandate. Your typed name stands for your signature."),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("purposes") and not cleaned.get("other_purpose") and "purposes" not in self.errors:
            self.add_error("purposes", _("Choose at least one purpose."))
        return cleaned


class ReplyForm(Form):
    reply = fields.LongTextField(label=gettext_lazy("Message to the agency"), required=False, max_length=1000, rows=3)


class LookupForm(Form):
    code = fields.CodeField(
        label=gettext_lazy("Look-up code"),
        max_length=30,
        pattern=r"[0-9A-Z\-]+",
        missing=gettext_lazy("Enter the look-up code."),
        help_text=gettext_lazy("Ten characters, on the receipt. Capitals, blanks and dashes do not matter."),
    )
