"""What an agency may do about a row on its desk: each step with a page of its own, which says what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from txng.kernel.clock import now
from txng.kernel.errors import NotThere, RuleBroken
from txng.ui.forms import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    slug: str
    label: str | Promise
    told: str | Promise
    done: str | Promise
    form: type[Form]
    act: Callable[..., Any]
    states: tuple[str, ...]
    kind: str = "secondary"


class Steps:
    """Those of one kind of row, in the order of their buttons."""

    def __init__(self, *steps: Step) -> None:
        self._steps = {step.slug: step for step in steps}

    def __getitem__(self, slug: str) -> Step:
        if slug not in self._steps:
            raise NotThere
        return self._steps[slug]

    def out_of(self, state: str) -> list[Step]:
        return [step for step in self._steps.values() if state in step.states]


def take(request: HttpRequest, step: Step, *, back: str, about: str, screen: str, **what: Any) -> HttpResponse:
    """The step's page; `back` at the row once it is taken. `what` is whom and which row the verb asks for."""
    form = step.form(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            step.act(at=now(), **what, **form.cleaned_data)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(step.done))
            return redirect(back)
    context = {"step": step, "form": form, "back": back, "about": about, "screen": screen}
    return render(request, "oversight/agency/step.html", context, status=422 if form.is_bound else 200)
