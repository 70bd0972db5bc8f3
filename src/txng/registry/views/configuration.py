"""Danh mục và cấu hình (CT-REG 11.2): every setting with the value in force, and a change of one by a document."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng import provinces
from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_operator
from txng.kernel.clock import now, today
from txng.kernel.errors import BadInput, RuleBroken
from txng.provinces import changeable
from txng.provinces.changeable import Setting
from txng.provinces.models import Override
from txng.registry import configuration
from txng.registry.actions import change_configuration
from txng.registry.actions._configuration import require_change
from txng.registry.actions.change_configuration import require_possible
from txng.registry.forms.configuration import FIELD_OF, ChangeForm, ValueForm
from txng.ui.formats import vn_date


@require_safe
@for_operator
def overview(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.CONFIGURATION_READ)
    context = {
        "article": configuration.duty_article(),
        "upcoming": configuration.upcoming(today()),
        "may_merge": actor.holds(Permission.UNIT_MERGE),
    }
    return render(request, "registry/configuration/overview.html", context)


@require_safe
@for_operator
def setting_list(request: HttpRequest) -> HttpResponse:
    actor_of(request).require_verb(Permission.CONFIGURATION_READ)
    context = {"groups": configuration.grouped(today()), "article": configuration.duty_article()}
    return render(request, "registry/configuration/settings.html", context)


@for_operator
@require_http_methods(["GET", "HEAD", "POST"])
def setting(request: HttpRequest, slug: str) -> HttpResponse:
    """One setting. A change has two steps: the days and the value in the address, then the document."""
    actor = actor_of(request)
    actor.require_verb(Permission.CONFIGURATION_READ)
    wanted = changeable.setting_at(slug)
    if wanted is None:
        raise Http404
    if request.method == "POST":
        return _record(request, actor, wanted)
    asks = "value" in request.GET
    initial = {"valid_from": provinces.working_days_after(today(), 1)}
    form = ValueForm(request.GET if asks else None, setting=wanted, initial=initial)
    planned = _planned(form, wanted) if asks and actor.holds(Permission.CONFIGURATION_CHANGE) else None
    if planned is None:
        return _page(request, actor, wanted, form=form, status=422 if asks and form.errors else 200)
    document = ChangeForm(setting=wanted, initial={"once": uuid.uuid4()})
    return _preview(request, wanted, planned, document)


def _planned(form: ValueForm, wanted: Setting) -> Override | None:
    """The change asked for, if it could be recorded."""
    if not form.is_valid():
        return None
    planned = Override(
        key=wanted.key, **{name: form.cleaned_data[name] for name in ("value", "valid_from", "valid_to")}
    )
    try:
        require_possible(wanted, planned, today())
    except RuleBroken as refusal:
        form.refuse(refusal, FIELD_OF.get(refusal.code))
        return None
    return planned


def _record(request: HttpRequest, actor: Actor, wanted: Setting) -> HttpResponse:
    require_change(actor)
    form = ChangeForm(request.POST, request.FILES, setting=wanted)
    if form.is_valid():
        given = dict(form.cleaned_data)
        try:
            made = change_configuration(actor=actor, key=wanted.key, client_id=given.pop("once"), at=now(), **given)
        except (RuleBroken, BadInput) as refusal:
            form.refuse(refusal, FIELD_OF.get(refusal.code))
        else:
            words = {"name": wanted.shown, "amount": configuration.amount(wanted, made.value)}
            on = {"date": vn_date(made.valid_from)}
            messages.success(request, _("From %(date)s “%(name)s” is %(amount)s.") % (words | on))
            return redirect("setting", wanted.slug)
    if {"value", "valid_from", "valid_to"} & form.errors.keys():
        # What was carried along cannot be recorded: back to the first step, with what it said.
        again = ValueForm(request.POST, setting=wanted)
        _planned(again, wanted)
        return _page(request, actor, wanted, form=again, status=422)
    names = ("value", "valid_from", "valid_to")
    planned = Override(key=wanted.key, **{name: form.cleaned_data.get(name) for name in names})
    return _preview(request, wanted, planned, form, status=422)


def _preview(
    request: HttpRequest, wanted: Setting, planned: Override, form: ChangeForm, status: int = 200
) -> HttpResponse:
    context = {
        "setting": wanted,
        "planned": planned,
        "amount": configuration.amount(wanted, planned.value),
        "held": configuration.held(wanted, today()),
        "timeline": configuration.timeline(wanted, today(), planned),
        "form": form,
    }
    return render(request, "registry/configuration/preview.html", context, status=status)


def _page(request: HttpRequest, actor: Actor, wanted: Setting, *, form: ValueForm, status: int = 200) -> HttpResponse:
    profile = provinces.current()
    context: dict[str, Any] = {
        "setting": wanted,
        "held": configuration.held(wanted, today()),
        "shipped": configuration.amount(wanted, changeable.value_of(profile, wanted.key)),
        "article": configuration.article_of(wanted),
        "least": configuration.amount(wanted, changeable.least(wanted, profile)),
        "most": configuration.amount(wanted, wanted.maximum),
        "timeline": configuration.timeline(wanted, today()),
        "history": configuration.history(wanted),
        "form": form,
        "may_change": actor.holds(Permission.CONFIGURATION_CHANGE),
    }
    return render(request, "registry/configuration/setting.html", context, status=status)
