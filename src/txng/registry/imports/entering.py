"""What the worker does once a person has said so: drafts first, then their filing, one verb each as for everybody."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from txng import provinces
from txng.kernel import jobs
from txng.kernel.clock import VIETNAM, local_date
from txng.kernel.codes import token_digest
from txng.kernel.errors import Refusal
from txng.kernel.text import fold
from txng.registry.actions.submit_dossier import submit_dossier
from txng.registry.actions.withdraw_dossier import withdraw_dossier
from txng.registry.imports import rows
from txng.registry.imports.acting import who
from txng.registry.imports.checking import AT_ONCE
from txng.registry.models import Dossier, DossierPaper, Import, ImportRow

State = ImportRow.State


def token_of(run: Import, row: ImportRow) -> str:
    """The secret of the draft's address: made from our key, so that it is written down nowhere."""
    return salted_hmac("txng.import.link", f"{run.client_id}:{row.number}", algorithm="sha256").hexdigest()[:32]


def enter_rows(run: Import, at: datetime) -> bool:
    """Each row once, whatever happens in between: what has its dossier is not entered again."""
    done = run.rows.exclude(dossier=None).count()
    while lines := list(run.rows.filter(state=State.GOOD).order_by("number")[:AT_ONCE]):
        with transaction.atomic():
            if not jobs.hold(run.job_id):
                return False
            _drafts(run, lines, at)
        if run.submit and not _file(run, lines, at):
            return False
        done += len(lines)
        if not jobs.note(run.job_id, done):
            return False
    if run.submit:  # a worker that was taken away between the two
        left = run.rows.filter(state=State.ENTERED, because="", dossier__state=Dossier.State.DRAFT)
        return _file(run, list(left.order_by("number")), at)
    return True


def _drafts(run: Import, lines: list[ImportRow], at: datetime) -> None:
    made = Dossier.objects.bulk_create([_dossier(run, line, at) for line in lines])
    if run.paper_id:
        for paper in _required_papers():
            DossierPaper.objects.bulk_create(
                DossierPaper(dossier=dossier, paper=paper, file_id=run.paper_id, added_at=at) for dossier in made
            )
    for line, dossier in zip(lines, made, strict=True):
        line.dossier, line.state = dossier, State.ENTERED
    rows.write(lines, "dossier_id", "state")


def _required_papers() -> list[str]:
    return [paper.code for paper in provinces.current().dossier.papers if paper.required]


_SAME = ("name", "kind", "tax_code", "address", "phone", "email", "representative", "business_kind", "capacity")


def _dossier(run: Import, line: ImportRow, at: datetime) -> Dossier:
    values: dict[str, Any] = line.values
    signed = datetime.combine(datetime.fromisoformat(values["signed_on"]).date(), time(12), tzinfo=VIETNAM)
    return Dossier(
        token_digest=token_digest(token_of(run, line)),
        managing_agency_id=values["managing_agency"],
        filed_with_id=values["filed_with"],
        unit_id=values["unit"],
        unit_path=values["unit_path"],
        sector=values["sector"],
        plain_name=fold(values["name"])[:300],
        products=values["products"],
        purposes=values["purposes"],
        information={
            code.removeprefix("information."): text for code, text in values.items() if code.startswith("information.")
        },
        committed_at=min(signed, at),
        signed_by=values["signed_by"],
        started_at=at,
        saved_at=at,
        **{name: values.get(name, "") for name in _SAME},
    )


def _file(run: Import, lines: list[ImportRow], at: datetime) -> bool:
    """By the verb everybody files with: it asks once more for everything and tells everybody it tells. False once the
    import was stopped; what is not filed by then stays a draft."""
    actor = who(run)
    stayed = []
    for line in lines:
        assert line.dossier_id is not None
        try:
            with transaction.atomic():
                if not jobs.hold(run.job_id):
                    break
                submit_dossier(actor=actor, dossier_id=line.dossier_id, at=at)
        except Refusal as refusal:
            line.because = str(refusal)[:300]
            stayed.append(line)
    else:
        rows.write(stayed, "because")
        return True
    rows.write(stayed, "because")
    return False


def undo_rows(run: Import, at: datetime) -> bool:
    """Take back what nobody has touched since; the rest stays, and says why."""
    actor, done = who(run), 0
    while lines := list(run.rows.filter(state=State.ENTERED).order_by("number")[:AT_ONCE]):
        with transaction.atomic():
            if not jobs.hold(run.job_id):
                return False
            numbers = [line.dossier_id or 0 for line in lines]
            found = Dossier.objects.select_for_update(no_key=True).filter(pk__in=numbers).in_bulk()
            papered = _with_own_papers(run, numbers)
            for line in lines:
                dossier = found[line.dossier_id or 0]
                line.because = _followed(dossier, dossier.pk in papered)[:300]
                line.state = State.KEPT if line.because else State.UNDONE
            drafts = {n for n in numbers if not found[n].number}
            back = [line.dossier_id or 0 for line in lines if line.state == State.UNDONE]
            Dossier.objects.filter(pk__in=drafts & set(back)).update(state=Dossier.State.WITHDRAWN)
            for number in back:
                if number not in drafts:
                    reason = _("The import %(number)s was taken back.") % {"number": run.number}
                    withdraw_dossier(actor=actor, dossier_id=number, at=at, reason=reason)
            rows.write(lines, "state", "because")
        done += len(lines)
        if not jobs.note(run.job_id, done):
            return False
    return True


def _with_own_papers(run: Import, numbers: list[Any]) -> set[int]:
    papers = DossierPaper.objects.filter(dossier__in=numbers)
    if run.paper_id:
        papers = papers.exclude(file=run.paper_id)
    return set(papers.values_list("dossier_id", flat=True))


def _followed(dossier: Dossier, papered: bool) -> str:
    """Why it cannot be taken back any more; "" when nothing followed."""
    if dossier.state not in (Dossier.State.DRAFT, Dossier.State.SUBMITTED):
        return _("The dossier is in the state “%(state)s”.") % {"state": dossier.get_state_display()}
    if papered:
        return _("Papers were added to the dossier.")
    if dossier.saved_at != dossier.started_at:
        return _("The dossier was changed on %(day)s.") % {"day": f"{local_date(dossier.saved_at):%d/%m/%Y}"}  # type: ignore[arg-type]
    return ""
