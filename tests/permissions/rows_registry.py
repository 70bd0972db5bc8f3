"""Registration (the secret address is the right), dossiers of the commune, establishments."""

from __future__ import annotations

from typing import Any

from tests import make
from tests.permissions.world import World
from txng.registry.models import Document, Dossier, EstablishmentChange

ROWS = """
                                  lanh tu  khai hanh dung nam mai guest
GET  registration-start           200  200 200  200  200  200 200 200
GET  registration-lookup          200  200 200  200  200  200 200 200
POST registration-lookup          422  422 422  422  422  422 422 422
# Whoever holds the address is the applicant, an officer at the desk who helps included.
GET  registration-tasks           200  200 200  200  200  200 200 200
       cancelled                  302  302 302  302  302  302 302 302
       none                       404  404 404  404  404  404 404 404
GET  registration-tax-code        200  200 200  200  200  200 200 200
       cancelled                  302  302 302  302  302  302 302 302
       none                       404  404 404  404  404  404 404 404
POST registration-tax-code        422  422 422  422  422  422 422 422
       cancelled                  302  302 302  302  302  302 302 302
       none                       404  404 404  404  404  404 404 404
GET  registration-establishment   200  200 200  200  200  200 200 200
       cancelled                  302  302 302  302  302  302 302 302
       none                       404  404 404  404  404  404 404 404
POST registration-establishment   422  422 422  422  422  422 422 422
       cancelled                  302  302 302  302  302  302 302 302
       none                       404  404 404  404  404  404 404 404
GET  registration-products        200  200 200  200  200  200 200 200
       cancelled                  302  302 302  302  302  302 302 302
       none                       404  404 404  404  404  404 404 404
POST registration-products        422  422 422  422  422  422 422 422
       cancelled                  302  302 302  302  302  302 302 302
       none                       404  404 404  404  404  404 404 404
GET  registration-agency          200  200 200  200  200  200 200 200
       cancelled                  302  302 302  302  302  302 302 302
       none                       404  404 404  404  404  404 404 404
POST registration-agency          422  422 422  422  422  422 422 422
       cancelled                  302  302 302  302  302  302 302 302
       none                       404  404 404  404  404  404 404 404
GET  registration-papers          200  200 200  200  200  200 200 200
       cancelled                  302  302 302  302  302  302 302 302
       none                       404  404 404  404  404  404 404 404
POST registration-papers          422  422 422  422  422  422 422 422
       cancelled                  302  302 302  302  302  302 302 302
       none                       404  404 404  404  404  404 404 404
GET  registration-information     200  200 200  200  200  200 200 200
       cancelled                  302  302 302  302  302  302 302 302
       none                       404  404 404  404  404  404 404 404
POST registration-information     422  422 422  422  422  422 422 422
       cancelled                  302  302 302  302  302  302 302 302
       none                       404  404 404  404  404  404 404 404
GET  registration-commitment      200  200 200  200  200  200 200 200
       cancelled                  302  302 302  302  302  302 302 302
       none                       404  404 404  404  404  404 404 404
POST registration-commitment      422  422 422  422  422  422 422 422
       cancelled                  302  302 302  302  302  302 302 302
       none                       404  404 404  404  404  404 404 404
GET  registration-check           200  200 200  200  200  200 200 200
       cancelled                  302  302 302  302  302  302 302 302
       none                       404  404 404  404  404  404 404 404
POST registration-check           409  409 409  409  409  409 409 409
       cancelled                  302  302 302  302  302  302 302 302
       none                       404  404 404  404  404  404 404 404
GET  registration-withdraw        200  200 200  200  200  200 200 200
       cancelled                  302  302 302  302  302  302 302 302
       none                       404  404 404  404  404  404 404 404
POST registration-withdraw        302  302 302  302  302  302 302 302
       cancelled                  302  302 302  302  302  302 302 302
       none                       404  404 404  404  404  404 404 404
GET  registration-receipt         200  200 200  200  200  200 200 200
       cancelled                  200  200 200  200  200  200 200 200
       none                       404  404 404  404  404  404 404 404
GET  registration-receipt-paper   200  200 200  200  200  200 200 200
       cancelled                  200  200 200  200  200  200 200 200
       none                       404  404 404  404  404  404 404 404
GET  registration-form-paper      200  200 200  200  200  200 200 200
       cancelled                  200  200 200  200  200  200 200 200
       none                       404  404 404  404  404  404 404 404
# Establishments and guests have no desk; another sector's department does not know of the dossier; the operator
# reads what a managing agency decides (CT-REG 6.2) and may not decide it.
GET  dossier-queue                404  404 404  200  200  200 200 302
GET  dossier-review               404  404 404  200  200  404 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
POST dossier-receive              404  404 404  302  302  404 403 302
       same-area                  404  404 404  403  403  302 403 302
       foreign                    404  404 404  404  404  404 403 302
       cancelled                  404  404 404  302  302  404 403 302
       none                       404  404 404  404  404  404 404 302
POST dossier-approve              404  404 404  302  302  404 403 302
       same-area                  404  404 404  403  403  302 403 302
       foreign                    404  404 404  404  404  404 403 302
       cancelled                  404  404 404  302  302  404 403 302
       none                       404  404 404  404  404  404 404 302
GET  dossier-return               404  404 404  200  200  404 403 302
       same-area                  404  404 404  403  403  200 403 302
       foreign                    404  404 404  404  404  404 403 302
       cancelled                  404  404 404  200  200  404 403 302
       none                       404  404 404  404  404  404 404 302
POST dossier-return               404  404 404  422  422  404 403 302
       same-area                  404  404 404  403  403  422 403 302
       foreign                    404  404 404  404  404  404 403 302
       cancelled                  404  404 404  422  422  404 403 302
       none                       404  404 404  404  404  404 404 302
GET  dossier-reject               404  404 404  200  200  404 403 302
       same-area                  404  404 404  403  403  200 403 302
       foreign                    404  404 404  404  404  404 403 302
       cancelled                  404  404 404  200  200  404 403 302
       none                       404  404 404  404  404  404 404 302
POST dossier-reject               404  404 404  422  422  404 403 302
       same-area                  404  404 404  403  403  422 403 302
       foreign                    404  404 404  404  404  404 403 302
       cancelled                  404  404 404  422  422  404 403 302
       none                       404  404 404  404  404  404 404 302
POST dossier-forward              404  404 404  302  302  404 403 302
       same-area                  404  404 404  403  403  302 403 302
       foreign                    404  404 404  404  404  404 403 302
       cancelled                  404  404 404  302  302  404 403 302
       none                       404  404 404  404  404  404 404 302
POST dossier-undo                 404  404 404  302  302  404 403 302
       same-area                  404  404 404  403  403  302 403 302
       foreign                    404  404 404  404  404  404 403 302
       cancelled                  404  404 404  302  302  404 403 302
       none                       404  404 404  404  404  404 404 302
GET  dossier-transfer             404  404 404  200  200  404 403 302
       same-area                  404  404 404  403  403  200 403 302
       foreign                    404  404 404  404  404  404 403 302
       cancelled                  404  404 404  200  200  404 403 302
       none                       404  404 404  404  404  404 404 302
POST dossier-transfer             404  404 404  422  422  404 403 302
       same-area                  404  404 404  403  403  422 403 302
       foreign                    404  404 404  404  404  404 403 302
       cancelled                  404  404 404  422  422  404 403 302
       none                       404  404 404  404  404  404 404 302
# The operator may let a new reason pass anywhere (names.md 5), the desk's own lead at the desk.
GET  dossier-new-reasons          404  404 404  200  200  404 200 302
       same-area                  404  404 404  403  403  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
POST dossier-new-reasons          404  404 404  422  422  404 422 302
       same-area                  404  404 404  403  403  422 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  404  404 404  422  422  404 422 302
       none                       404  404 404  404  404  404 404 302
GET  dossier-queue-sheet          404  404 404  200  200  200 200 302
POST dossier-receive-many         404  404 404  302  302  302 404 302
POST dossier-renew-link           404  404 404  200  200  404 403 302
       same-area                  404  404 404  403  403  200 403 302
       foreign                    404  404 404  404  404  404 403 302
       cancelled                  404  404 404  302  302  404 403 302
       none                       404  404 404  404  404  404 404 302
# Who manages an establishment is the operator's to say (NĐ46 art. 44).
GET  establishment-assign         404  404 404  403  403  404 200 302
       same-area                  404  404 404  403  403  403 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  403  403 404  403  403  404 200 302
       none                       404  404 404  404  404  404 404 302
POST establishment-assign         404  404 404  403  403  404 422 302
       same-area                  404  404 404  403  403  403 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  403  403 404  403  403  404 422 302
       none                       404  404 404  404  404  404 404 302
# Imports are their organisation's own: an agency that receives dossiers, a co-operative for its members.
GET  import-list                  200  404 200  200  200  200 404 302
POST import-list                  422  404 422  422  422  422 404 302
GET  import-template              200  404 200  200  200  200 404 302
GET  import-detail                404  404 404  200  200  404 404 302
       same-area                  404  404 404  404  404  200 404 302
       foreign                    404  404 404  404  404  404 404 302
       cancelled                  404  404 404  200  200  404 404 302
       none                       404  404 404  404  404  404 404 302
POST import-confirm               404  404 404  422  422  404 404 302
       same-area                  404  404 404  404  404  422 404 302
       foreign                    404  404 404  404  404  404 404 302
       cancelled                  404  404 404  422  422  404 404 302
       none                       404  404 404  404  404  404 404 302
POST import-cancel                404  404 404  302  302  404 404 302
       same-area                  404  404 404  404  404  302 404 302
       foreign                    404  404 404  404  404  404 404 302
       cancelled                  404  404 404  302  302  404 404 302
       none                       404  404 404  404  404  404 404 302
POST import-undo                  404  404 404  302  302  404 404 302
       same-area                  404  404 404  404  404  302 404 302
       foreign                    404  404 404  404  404  404 404 302
       cancelled                  404  404 404  302  302  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  import-refused-rows          404  404 404  200  200  404 404 302
       same-area                  404  404 404  404  404  200 404 302
       foreign                    404  404 404  404  404  404 404 302
       cancelled                  404  404 404  200  200  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  establishment-list           404  404 404  200  200  200 200 302
GET  establishment-detail         404  404 404  200  200  404 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  403  403 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
# Each its own: no address names another establishment.
GET  profile                      200  404 200  404  404  404 404 302
GET  profile-identity             200  404 200  404  404  404 404 302
POST profile-identity             422  404 422  404  404  404 404 302
GET  profile-business             200  404 200  404  404  404 404 302
POST profile-business             422  404 422  404  404  404 404 302
GET  profile-papers               200  404 200  404  404  404 404 302
POST profile-papers               422  404 422  404  404  404 404 302
POST profile-send                 302  404 302  404  404  404 404 302
POST profile-withdraw             302  404 302  404  404  404 404 302
POST profile-paper-drop           302  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       cancelled                  403  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  profile-change-review        404  404 404  200  200  404 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
POST profile-change-check         404  404 404  302  302  404 403 302
       same-area                  404  404 404  403  403  403 403 302
       foreign                    404  404 404  404  404  404 403 302
       cancelled                  404  404 404  302  302  404 403 302
       none                       404  404 404  404  404  404 404 302
POST profile-change-approve       404  404 404  302  302  404 302 302
       same-area                  404  404 404  403  403  302 302 302
       foreign                    404  404 404  404  404  404 302 302
       cancelled                  404  404 404  302  302  404 302 302
       none                       404  404 404  404  404  404 404 302
POST profile-change-undo          404  404 404  302  302  404 302 302
       same-area                  404  404 404  403  403  302 302 302
       foreign                    404  404 404  404  404  404 302 302
       cancelled                  404  404 404  302  302  404 302 302
       none                       404  404 404  404  404  404 404 302
GET  profile-change-return        404  404 404  200  200  404 200 302
       same-area                  404  404 404  403  403  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  302  302  404 302 302
       none                       404  404 404  404  404  404 404 302
POST profile-change-return        404  404 404  422  422  404 422 302
       same-area                  404  404 404  403  403  422 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  404  404 404  422  422  404 422 302
       none                       404  404 404  404  404  404 404 302
GET  profile-change-reject        404  404 404  200  200  404 200 302
       same-area                  404  404 404  403  403  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  302  302  404 302 302
       none                       404  404 404  404  404  404 404 302
POST profile-change-reject        404  404 404  422  422  404 422 302
       same-area                  404  404 404  403  403  422 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  404  404 404  422  422  404 422 302
       none                       404  404 404  404  404  404 404 302
# Who may read a dossier prints its papers; a cover is there once the dossier has its answer.
GET  dossier-form-paper           404  404 404  200  200  404 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
GET  dossier-cover                404  404 404  200  200  404 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       none                       404  404 404  404  404  404 404 302
# The code printed on a paper is the right to that paper; the record behind a cover shows no more than where it stands.
GET  kept-paper                   200  200 200  200  200  200 200 200
       none                       404  404 404  404  404  404 404 404
GET  kept-paper-file              200  200 200  200  200  200 200 200
       none                       404  404 404  404  404  404 404 404
GET  dossier-record               200  200 200  200  200  200 200 200
       cancelled                  200  200 200  200  200  200 200 200
       none                       404  404 404  404  404  404 404 404
GET  document-revoke              404  404 404  200  200  404 200 302
       same-area                  404  404 404  403  403  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST document-revoke              404  404 404  422  422  404 422 302
       same-area                  404  404 404  403  403  422 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  404  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
"""


def _draft(world: Any) -> dict[str, Any]:
    return {"token": world.draft.token}


def _filed(world: Any) -> dict[str, Any]:
    return {"token": world.dossier.token}


def _dossier(world: Any) -> dict[str, Any]:
    return {"dossier_id": world.dossier.pk}


def _run(world: World) -> dict[str, Any]:
    return {"run_id": world.dossier_import.pk}


THINGS = {
    **{
        f"registration-{step}": _draft
        for step in (
            *("tasks", "tax-code", "establishment", "products", "agency", "information", "commitment"),
            *("check", "withdraw"),
        )
    },
    "registration-papers": lambda world: {**_draft(world), "paper": "business-paper"},
    "registration-receipt": _filed,
    "registration-receipt-paper": _filed,
    "registration-form-paper": _filed,
    **{
        f"dossier-{verb}": _dossier
        for verb in (
            "review",
            "receive",
            "approve",
            "return",
            "reject",
            "renew-link",
            "undo",
            "transfer",
            "new-reasons",
            "form-paper",
        )
    },
    "dossier-forward": lambda world: {"dossier_id": world.approved_dossier.pk},
    "dossier-cover": lambda world: {"dossier_id": world.kept_paper.dossier_id},
    **{name: lambda world: {"code": world.kept_paper.code} for name in ("kept-paper", "kept-paper-file")},
    "dossier-record": lambda world: {"code": world.dossier.record_code},
    **{f"import-{verb}": _run for verb in ("detail", "confirm", "cancel", "undo", "refused-rows")},
    "establishment-detail": lambda world: {"establishment_id": world.establishment.pk},
    "establishment-assign": lambda world: {"establishment_id": world.establishment.pk},
    **dict.fromkeys(("profile-paper-drop", "document-revoke"), lambda world: {"document_id": world.paper.pk}),
    **{
        f"profile-change-{verb}": lambda world: {"change_id": world.profile_change.pk}
        for verb in ("review", "check", "approve", "return", "reject", "undo")
    },
}


def _state(dossier: Any, state: str) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(state=state)


ENDED = {
    **{name: lambda world: _state(world.draft, "withdrawn") for name, thing in THINGS.items() if thing is _draft},
    "registration-papers": lambda world: _state(world.draft, "withdrawn"),
    **{
        name: lambda world: _state(world.dossier, "withdrawn")
        for name, thing in THINGS.items()
        if thing in (_filed, _dossier)
    },
    "dossier-forward": lambda world: _state(world.approved_dossier, "forwarded"),
    "dossier-record": lambda world: _state(world.dossier, "withdrawn"),
    **{
        name: lambda world: (
            type(world.dossier_import).objects.filter(pk=world.dossier_import.pk).update(state="cancelled")
        )
        for name, thing in THINGS.items()
        if thing is _run
    },
    "establishment-detail": World.revoke,
    "establishment-assign": World.revoke,
    "profile-paper-drop": World.revoke,
    "document-revoke": lambda world: Document.objects.filter(pk=world.paper.pk).update(ended_at=make.AT),
    **{
        f"profile-change-{verb}": lambda world: EstablishmentChange.objects.filter(pk=world.profile_change.pk).update(
            state="withdrawn"
        )
        for verb in ("review", "check", "approve", "return", "reject", "undo")
    },
}
