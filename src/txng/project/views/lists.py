"""Danh mục: the lists of the system, each with its date and source (CT-REG 11.2). Read only."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_operator
from txng.kernel.clock import today
from txng.project import reference_lists
from txng.provinces.rulesets import all_rule_sets


@require_safe
@for_operator
def all_lists(request: HttpRequest) -> HttpResponse:
    actor_of(request).require_verb(Permission.CONFIGURATION_READ)
    return render(request, "project/lists.html", {"lists": reference_lists.all_lists()})


@require_safe
@for_operator
def one_list(request: HttpRequest, slug: str) -> HttpResponse:
    actor_of(request).require_verb(Permission.CONFIGURATION_READ)
    found = reference_lists.list_at(slug)
    if found is None:
        raise Http404
    return render(request, "project/list.html", {"list": found})


@require_safe
@for_operator
def rule_set(request: HttpRequest, code: str) -> HttpResponse:
    actor_of(request).require_verb(Permission.CONFIGURATION_READ)
    rules = all_rule_sets().get(code)
    if rules is None:
        raise Http404
    state, label = reference_lists.state_of(rules, today())
    context = {"rules": rules, "lines": reference_lists.rule_set_lines(rules), "state": state, "label": label}
    return render(request, "project/rule_set.html", context)
