"""The officer's boxes: why a dossier goes back, why it is rejected, what a list is narrowed to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from txng import provinces
from txng.registry import steps
from txng.registry.actions.return_dossier import Reason
from txng.registry.models import Agency, DossierReturn
from txng.registry.models.dossiers import DossierState
from txng.registry.models.establishments import EstablishmentKind
from txng.ui import fields
from txng.ui.forms import Form

_BLURRED = gettext_lazy("The photo is blurred or a page is missing.")
_EXPIRED = gettext_lazy("The paper has expired.")
_FOREIGN = gettext_lazy("The paper is of another establishment.")
_MISSING = gettext_lazy("The paper is missing.")

# What is mended most often, so that most requests are ticks.
READY: dict[str, tuple[Any, ...]] = {
    steps.ESTABLISHMENT: (
        gettext_lazy("The name does not match the business paper."),
        gettext_lazy("The tax code does not match the business paper."),
        gettext_lazy("The representative does not match the business paper."),
        gettext_lazy("The address is not clear enough to find the place."),
    ),
    steps.PRODUCTS: (
        gettext_lazy("The name of a product is too general."),
        gettext_lazy("The group of the products is not the right one."),
    ),
    steps.AGENCY: (gettext_lazy("Another agency manages this establishment."),),
    "business-paper": (_BLURRED, _EXPIRED, _FOREIGN, _MISSING),
    steps.INFORMATION: (
        gettext_lazy("The stages of production are not described clearly."),
        gettext_lazy("The stages of distribution are not described clearly."),
    ),
    "product-papers": (
        _BLURRED,
        _EXPIRED,
        gettext_lazy("The paper does not belong to the products registered."),
    ),
    steps.COMMITMENT: (gettext_lazy("The form is not signed by the representative or a person with a mandate."),),
}


class ReturnForm(Form):
    """Every reason at once: ready ones to tick, others in the officer's own words, each under its step.

    In a later round the reasons named before come first; new ones are offered to the supervisor only.
    """

    def __init__(self, data: Any = None, *, earlier: Sequence[DossierReturn], may_add: bool) -> None:
        super().__init__(data)
        self.earlier = earlier
        self.steps = steps.steps_of(provinces.current()) if may_add else []
        self.named = {
            f"{asked.round}.{number}": Reason(step=item["step"], reason=item["reason"])
            for asked in earlier
            for number, item in enumerate(asked.items)
        }
        if self.named:
            self.fields["again"] = fields.ManyChoiceField(
                label=_("Asked for before and still not mended"),
                choices=[(key, reason.reason) for key, reason in self.named.items()],
                required=False,
            )
        for step in self.steps:
            ready = READY.get(step.code, ())
            if ready:
                self.fields[f"ready-{step.code}"] = fields.ManyChoiceField(
                    label=step.title, choices=[(str(n), text) for n, text in enumerate(ready)], required=False
                )
            self.fields[f"own-{step.code}"] = fields.TextField(
                label=_("Another reason"), max_length=500, required=False
            )
        self.fields["note"] = fields.LongTextField(
            label=_("Guidance for the establishment"), max_length=1000, rows=2, required=False
        )
        self.fields["complete"] = fields.TickField(
            label=_("I have named everything that has to be mended"),
            missing=_("Confirm that you have named everything that has to be mended."),
        )

    @property
    def step_groups(self) -> list[dict[str, Any]]:
        return [
            {
                "title": step.title,
                "ready": self[f"ready-{step.code}"] if f"ready-{step.code}" in self.fields else None,
                "own": self[f"own-{step.code}"],
            }
            for step in self.steps
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.reasons():
            self.add_error(None, _("State the reason and what has to be supplemented."))
        return cleaned

    def reasons(self) -> list[Reason]:
        """In Vietnamese whatever the officer's page speaks: the applicant reads them."""
        cleaned = self.cleaned_data
        found = [self.named[key] for key in cleaned.get("again", [])]
        with override("vi"):
            for step in self.steps:
                ready = READY.get(step.code, ())
                found += [
                    Reason(step=step.code, reason=str(ready[int(n)])) for n in cleaned.get(f"ready-{step.code}", [])
                ]
                if cleaned.get(f"own-{step.code}"):
                    found.append(Reason(step=step.code, reason=cleaned[f"own-{step.code}"]))
        return found


class RejectForm(Form):
    reason = fields.LongTextField(
        label=gettext_lazy("Why the dossier is rejected"),
        max_length=2000,
        missing=gettext_lazy("State why the dossier is rejected."),
        help_text=gettext_lazy("The applicant reads this. Say what would have to be different."),
    )
    ground = fields.TextField(
        label=gettext_lazy("Legal ground"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Article, decision or minutes."),
    )


class TransferForm(Form):
    agency = fields.ChoiceField(
        label=gettext_lazy("The agency that is responsible"),
        look="select",
        missing=gettext_lazy("Choose an agency from the list."),
    )
    reason = fields.LongTextField(
        label=gettext_lazy("Why another agency is responsible"),
        max_length=1000,
        rows=3,
        missing=gettext_lazy("State why another agency is responsible."),
        help_text=gettext_lazy("The applicant reads this."),
    )

    def __init__(self, data: Any, *, agencies: Sequence[Agency], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        choice: Any = self.fields["agency"]
        choice.choices = [("", _("Choose")), *((str(agency.pk), agency.name) for agency in agencies)]


class AssignForm(TransferForm):
    """Giao cơ quan chủ quản: with the paper it rests on. No applicant is there to read it any more."""

    reason = fields.LongTextField(
        label=gettext_lazy("Why another agency is responsible"),
        max_length=1000,
        rows=3,
        missing=gettext_lazy("State why another agency is responsible."),
        help_text=gettext_lazy("The establishment and both agencies read this."),
    )
    ground = fields.TextField(
        label=gettext_lazy("Document"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Number and date, if there is one."),
    )


class AllowForm(Form):
    reason = fields.LongTextField(
        label=gettext_lazy("Why something new has to be named"),
        max_length=1000,
        rows=3,
        missing=gettext_lazy("State the reason."),
    )


# What an officer looks for; the first is what lies on the desk.
SHOWN = {
    "waiting": gettext_lazy("To be handled"),
    "account": gettext_lazy("Waiting for the account"),
    "returned": DossierState.RETURNED.label,
    "done": gettext_lazy("Approved, account issued"),
    "closed": gettext_lazy("Rejected or withdrawn"),
    "told": gettext_lazy("Filed directly with the operator"),
    "all": gettext_lazy("All dossiers"),
}


class QueueForm(Form):
    tim = fields.TextField(
        label=gettext_lazy("Search"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Name, number or tax code; accents may be left out."),
    )
    trang_thai = fields.ChoiceField(
        label=gettext_lazy("State"), choices=list(SHOWN.items()), look="select", required=False
    )
    loai = fields.ChoiceField(
        label=gettext_lazy("Kind of establishment"),
        choices=[("", gettext_lazy("All kinds")), *EstablishmentKind.choices],
        look="select",
        required=False,
    )
    xa = fields.ChoiceField(label=gettext_lazy("Commune or ward"), look="select", required=False)

    def __init__(self, data: Any, *, communes: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        communes_field: Any = self.fields["xa"]
        communes_field.choices = [("", _("All communes")), *communes]


class EstablishmentListForm(Form):
    tim = fields.TextField(
        label=gettext_lazy("Search"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Name or tax code; accents may be left out."),
    )
    loai = fields.ChoiceField(
        label=gettext_lazy("Kind of establishment"),
        choices=[("", gettext_lazy("All kinds")), *EstablishmentKind.choices],
        look="select",
        required=False,
    )
    xa = fields.ChoiceField(label=gettext_lazy("Commune or ward"), look="select", required=False)

    def __init__(self, data: Any, *, communes: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        communes_field: Any = self.fields["xa"]
        communes_field.choices = [("", _("All communes")), *communes]
