"""Khó khăn, vướng mắc bằng văn bản: written by whoever takes part, answered by the operator (CB-44, CT-34)."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_agencies, for_establishments
from txng.kernel.clock import now, today
from txng.kernel.errors import BadInput, NotAllowed, NotThere, RuleBroken
from txng.kernel.files.links import file_url
from txng.ledger.queries import history_of
from txng.oversight import actions, queries
from txng.oversight.forms import AnswerForm, DifficultyForm
from txng.oversight.models import Complaint

A_PAGE = 25


@require_safe
@for_establishments
def own_list(request: HttpRequest) -> HttpResponse:
    return _list(request, queries.own_difficulties_of(actor_of(request)), new="own-difficulty-new")


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def own_new(request: HttpRequest) -> HttpResponse:
    return _new(request, back="own-difficulty-list", then="own-difficulty")


@require_safe
@for_establishments
def own_detail(request: HttpRequest, complaint_id: int) -> HttpResponse:
    letter = get_object_or_404(queries.own_difficulties_of(actor_of(request)), id=complaint_id)
    return _show(request, letter, None, back="own-difficulty-list")


@require_safe
@for_agencies
def register(request: HttpRequest) -> HttpResponse:
    """The operator's register; to another agency, what it wrote itself."""
    actor = actor_of(request)
    if actor.holds(Permission.DIFFICULTY_READ):
        return _list(request, queries.difficulties_of(actor), new="")
    return _list(request, queries.own_difficulties_of(actor), new="difficulty-new")


@require_http_methods(["GET", "HEAD", "POST"])
@for_agencies
def agency_new(request: HttpRequest) -> HttpResponse:
    if actor_of(request).kind == "operator":
        raise NotThere(_("Not found."))
    return _new(request, back="difficulty-list", then="difficulty-detail")


@require_http_methods(["GET", "HEAD", "POST"])
@for_agencies
def detail(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """The letter, and for the operator the answer to write."""
    actor = actor_of(request)
    letter = _readable(actor, complaint_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not actor.may(Permission.DIFFICULTY_ANSWER, letter):
            # Its writers see the letter without the verb to read others': the register is the operator's.
            raise NotAllowed(_("The operator answers this letter."), code=f"missing:{Permission.DIFFICULTY_ANSWER}")
        if form.is_valid():
            try:
                actions.answer_difficulty(
                    actor=actor, complaint_id=letter.pk, answer=form.cleaned_data["answer"], at=now()
                )
            except RuleBroken as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Answered. The writer has been told."))
                return redirect("difficulty-detail", complaint_id=letter.pk)
    may_answer = actor.may(Permission.DIFFICULTY_ANSWER, letter) and not letter.answered_at
    shown = form if may_answer or form.is_bound else None
    return _show(request, letter, shown, back="difficulty-list")


def _readable(actor: Actor, complaint_id: int) -> Complaint:
    """To an agency that neither wrote nor answers it, it is not there; to its writer the answer is somebody else's."""
    for letters in (queries.difficulties_of(actor), queries.own_difficulties_of(actor)):
        if letter := letters.filter(id=complaint_id).first():
            return letter
    raise NotThere(_("Not found."))


def _list(request: HttpRequest, letters: QuerySet[Complaint], *, new: str) -> HttpResponse:
    everything = request.GET.get("xem") == "tat-ca" or bool(new)
    if not everything:
        letters = letters.filter(answered_at=None).order_by("due_on", "id")
    page = Paginator(letters, A_PAGE).get_page(request.GET.get("trang"))
    context = {"page": page, "new": new, "everything": everything, "today": today()}
    return render(request, "oversight/difficulty_list.html", context)


def _new(request: HttpRequest, *, back: str, then: str) -> HttpResponse:
    sent = request.method == "POST"
    form = DifficultyForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        data = form.cleaned_data
        try:
            letter = actions.write_difficulty(
                actor=actor_of(request),
                client_id=data["client_id"],
                title=data["title"],
                text=data["text"],
                papers=data["papers"] or (),
                at=now(),
            )
        except BadInput as refusal:
            form.refuse(refusal, "papers")
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Sent. You will be told when it is answered."))
            return redirect(then, complaint_id=letter.pk)
    status = 422 if form.is_bound else 200
    return render(request, "oversight/difficulty_new.html", {"form": form, "back": back}, status=status)


def _show(request: HttpRequest, letter: Complaint, form: AnswerForm | None, *, back: str) -> HttpResponse:
    stored = [photo.file for photo in letter.photos.select_related("file")]
    files = [
        {
            "url": file_url(file),
            "name": file.name,
            "size": file.size,
            **({"thumb": file_url(file)} if file.kind == "image" else {"kind": "pdf"}),
        }
        for file in stored
    ]
    context = {
        "letter": letter,
        "files": files,
        "form": form,
        "back": back,
        "late": letter.due_on is not None and letter.answered_at is None and letter.due_on < today(),
        "history": history_of(letter),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "oversight/difficulty_detail.html", context, status=status)
