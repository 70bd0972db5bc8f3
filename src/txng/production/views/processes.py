"""Quản lý quy trình sản xuất hàng hóa (CB Điều 7.2, 7.3): an agency's library, from a sample to a published version."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_agencies
from txng.kernel.clock import now, today
from txng.kernel.errors import NotAllowed, RuleBroken
from txng.ledger.queries import history_of
from txng.production import actions
from txng.production.forms.processes import ProcessForm, RetireForm, WorkForm
from txng.production.models import Nature, ProcessState, ProcessTask, ProcessTemplate
from txng.production.process import library
from txng.production.process.pages import task_rows

PAGE = 25
READING = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_agencies
def process_list(request: HttpRequest) -> HttpResponse:
    """One's own first, drafts among them; then what others published, and the platform's samples."""
    actor = actor_of(request)
    actor.require_verb(Permission.PRODUCTION_READ)
    text, nature = request.GET.get("q", "").strip(), request.GET.get("nganh", "")
    everything = request.GET.get("xem") == "da-thoi"
    processes = library.matching(library.processes_of(actor), text)
    if nature in Nature.values:
        processes = processes.filter(nature=nature)
    retired = processes.filter(state=ProcessState.RETIRED)
    processes = retired if everything else processes.exclude(state=ProcessState.RETIRED)
    own = [one for one in processes if one.agency_id is not None and one.agency_id == actor.agency_id]
    rest = [one for one in processes if one.agency_id is None or one.agency_id != actor.agency_id]
    context = {
        "own": own,
        "page": Paginator(sorted(rest, key=lambda one: one.is_starter), PAGE).get_page(request.GET.get("trang")),
        "q": text,
        "nature": nature,
        "natures": Nature.choices,
        "everything": everything,
        "may_publish": actor.holds(Permission.PROCESS_PUBLISH),
    }
    return render(request, "production/agency/processes.html", context)


@READING
@for_agencies
def process_new(request: HttpRequest) -> HttpResponse:
    """Empty, or as a copy (?tu=)."""
    actor = actor_of(request)
    actor.require_verb(Permission.PROCESS_PUBLISH)
    wanted = request.GET.get("tu", "")
    original = (
        get_object_or_404(library.processes_of(actor), id=wanted) if wanted.isdecimal() and len(wanted) < 18 else None
    )
    initial: dict[str, Any] = {"client_id": uuid4(), "valid_from": today()}
    if original is not None:
        initial |= {"title": original.title, "first_day_is": original.first_day_is, "source": original.source}
    form = ProcessForm(
        request.POST or None,
        nature=original.nature if original else "",
        copied=original is not None,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            process = actions.draft_process(
                actor=actor, based_on_id=original.pk if original else None, at=now(), **form.typed
            )
        except RuleBroken as refusal:
            form.refuse(refusal, _field(refusal, form))
        else:
            messages.success(request, _("A draft. Nobody else sees it until you publish it."))
            return redirect("process-detail", process.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "production/agency/process_new.html", {"form": form, "original": original}, status=status)


def _field(refusal: RuleBroken, form: Any) -> str | None:
    return refusal.code if refusal.code in form.fields else None


@require_safe
@for_agencies
def process_detail(request: HttpRequest, process_id: int) -> HttpResponse:
    process = _readable(request, process_id)
    own = _is_own(request, process)
    versions = library.processes_of(actor_of(request)).filter(family=process.family).order_by("-version")
    context = {
        "process": process,
        "rows": task_rows(process.tasks.all()),
        "own": own,
        "may_edit": own and process.state == ProcessState.DRAFT,
        "may_copy": actor_of(request).holds(Permission.PROCESS_PUBLISH),
        "versions": versions,
        "following": library.following(process).count(),
        "history": history_of(process) if own else [],
    }
    return render(request, "production/agency/process.html", context)


def _readable(request: HttpRequest, process_id: int) -> ProcessTemplate:
    return get_object_or_404(library.processes_of(actor_of(request)), id=process_id)


def _is_own(request: HttpRequest, process: ProcessTemplate) -> bool:
    actor = actor_of(request)
    return (
        process.agency_id is not None
        and process.agency_id == actor.agency_id
        and actor.holds(Permission.PROCESS_PUBLISH)
    )


def _own(request: HttpRequest, process_id: int) -> ProcessTemplate:
    process = _readable(request, process_id)
    if not _is_own(request, process):
        raise NotAllowed(_("Only who published a process may change it."), code="not_the_publisher")
    return process


@READING
@for_agencies
def process_edit(request: HttpRequest, process_id: int) -> HttpResponse:
    process = _own(request, process_id)
    form = ProcessForm(
        request.POST or None,
        nature=process.nature,
        initial={
            "title": process.title,
            "product_groups": process.groups,
            "first_day_is": process.first_day_is,
            "valid_from": process.valid_from,
            "source": process.source,
        },
    )
    if request.method == "POST" and form.is_valid():
        typed = form.typed
        typed.pop("client_id")
        try:
            actions.edit_process(actor=actor_of(request), process_id=process.pk, at=now(), **typed)
        except RuleBroken as refusal:
            form.refuse(refusal, _field(refusal, form))
        else:
            messages.success(request, _("Saved."))
            return redirect("process-detail", process.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "production/agency/process_edit.html", {"form": form, "process": process}, status=status)


@READING
@for_agencies
def process_task_new(request: HttpRequest, process_id: int) -> HttpResponse:
    return _task(request, _own(request, process_id), None)


@READING
@for_agencies
def process_task(request: HttpRequest, process_id: int, task_id: int) -> HttpResponse:
    process = _own(request, process_id)
    return _task(request, process, get_object_or_404(process.tasks, id=task_id))


def _task(request: HttpRequest, process: ProcessTemplate, task: ProcessTask | None) -> HttpResponse:
    initial = {name: getattr(task, name) for name in WorkForm.base_fields if hasattr(task, name)} if task else {}
    form = WorkForm(request.POST or None, nature=process.nature, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.put_process_task(
                actor=actor_of(request),
                process_id=process.pk,
                task_id=task.pk if task else None,
                work=form.cleaned_data,
                at=now(),
            )
        except RuleBroken as refusal:
            form.refuse(refusal, _field(refusal, form))
        else:
            messages.success(request, _("Saved."))
            return redirect("process-detail", process.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "process": process, "task": task}
    return render(request, "production/agency/process_task.html", context, status=status)


@require_POST
@for_agencies
def process_task_drop(request: HttpRequest, process_id: int, task_id: int) -> HttpResponse:
    return _act(request, process_id, actions.drop_process_task, _("The task has been struck out."), task_id=task_id)


@require_POST
@for_agencies
def process_publish(request: HttpRequest, process_id: int) -> HttpResponse:
    said = _("Published. Establishments may choose it from now on.")
    return _act(request, process_id, actions.publish_process, said)


@require_POST
@for_agencies
def process_version(request: HttpRequest, process_id: int) -> HttpResponse:
    """The page goes on with the draft of the new version."""
    said = _("This is a draft of the next version. The version in force stays until you publish.")
    return _act(request, process_id, actions.start_version, said)


def _act(request: HttpRequest, process_id: int, act: Any, said: str, **more: Any) -> HttpResponse:
    process = _own(request, process_id)
    try:
        process = act(actor=actor_of(request), process_id=process.pk, at=now(), **more)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("process-detail", process.pk)


@READING
@for_agencies
def process_retire(request: HttpRequest, process_id: int) -> HttpResponse:
    process = _own(request, process_id)
    form = RetireForm(request.POST or None)
    if process.state == ProcessState.DRAFT:
        form.fields["reason"].required = False
    if request.method == "POST" and form.is_valid():
        try:
            actions.retire_process(
                actor=actor_of(request), process_id=process.pk, reason=form.cleaned_data["reason"], at=now()
            )
        except RuleBroken as refusal:
            form.refuse(refusal, "reason")
        else:
            messages.success(request, _("“%(title)s” is out of use.") % {"title": process.title})
            return redirect("process-list")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "process": process, "following": library.following(process).count()}
    return render(request, "production/agency/process_retire.html", context, status=status)
