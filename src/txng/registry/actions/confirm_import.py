from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.kernel.models import StoredFile
from txng.ledger.recording import record
from txng.registry.actions.importing import put_to_work, take_import, wrong_moment
from txng.registry.events import ImportEvent
from txng.registry.models import Import


@transaction.atomic
def confirm_import(*, actor: Actor, run_id: int, submit: bool, at: datetime, paper: StoredFile | None = None) -> Import:
    """Have the right rows entered: as drafts, or filed at once. Pressed twice, they are entered once.

    To file them the papers the regulation asks for have to be there; `paper` is one file that stands for all rows, as
    the certificate of a co-operative does for its members.
    """
    run = take_import(actor, run_id)
    if run.is_confirmed and run.state in (Import.State.WAITING, Import.State.RUNNING, Import.State.DONE):
        return run
    if run.state != Import.State.PREVIEWED:
        raise wrong_moment(run)
    if not run.good:
        raise RuleBroken(_("No row is without errors. Mend the file and send it again."), code="nothing_to_enter")
    needed = [one for one in provinces.current().dossier.papers if one.required]
    if submit and needed and paper is None:
        sentence = _("To file the dossiers at once, choose the file of: %(paper)s. Without it they are kept as drafts.")
        raise RuleBroken(sentence % {"paper": needed[0].shown}, code="paper_missing")
    run.submit, run.paper, run.confirmed_at = submit, paper, at
    run.state = Import.State.WAITING
    title = _("Enter the rows of “%(file)s”") % {"file": run.file_name}
    run.job = put_to_work(run, "registry.enter_import", title=title, total=run.good, at=at, user_id=actor.user_id or 0)
    run.by, run.by_organisation, run.by_kind = actor.label, actor.organisation, actor.kind
    run.by_user_id = actor.user_id or 0
    run.save()
    record(
        ImportEvent.CONFIRMED,
        actor=actor,
        subject=run,
        at=at,
        before={"state": Import.State.PREVIEWED},
        after={"rows": run.good, "left_out": run.wrong, "filed": submit},
    )
    return run
