"""The groups of an establishment as lists, records and workbooks: who works there is told to nobody who only writes the
diary; everything else its workers read and do not change."""

from __future__ import annotations

ROWS = """
                                  lanh tu  khai hanh dung nam mai guest
GET  worker-list                  200 404 200 404 404 404 404 302
GET  worker-new                   200 404 200 404 404 404 404 302
POST worker-new                   422 404 422 404 404 404 404 302
GET  receipt-list                 200 200 200 404 404 404 404 302
GET  worker-change                200 404 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 200 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
POST worker-change                422 404 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 422 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
POST worker-archive               302 404 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 302 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
POST worker-restore               302 404 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 302 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
GET  site-change                  200 403 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 200 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
POST site-change                  422 403 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 422 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
POST site-archive                 302 403 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 302 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
POST site-restore                 302 403 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 302 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
GET  partner-change               200 403 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 200 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
POST partner-change               422 403 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 422 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
POST partner-archive              302 403 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 302 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
POST partner-restore              302 403 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 302 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
GET  material-change              200 403 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 200 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
POST material-change              422 403 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 422 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
POST material-archive             302 403 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 302 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
POST material-restore             302 403 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 302 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
GET  sheet-import                 200 404 200 404 404 404 404 302
       none                       200 404 200 404 404 404 404 302
POST sheet-import                 422 404 422 404 404 404 404 302
       none                       422 404 422 404 404 404 404 302
GET  sheet-template               200 404 200 404 404 404 404 302
       none                       200 404 200 404 404 404 404 302
GET  sheet-export                 200 404 200 404 404 404 404 302
       none                       200 404 200 404 404 404 404 302
GET  sheet-run                    200 404 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 200 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
GET  sheet-refused-rows           200 404 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 200 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
POST sheet-confirm                302 404 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 302 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
POST sheet-cancel                 302 404 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 302 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
POST sheet-undo                   302 404 404 404 404 404 404 302
       same-area                  404 404 404 404 404 404 404 302
       foreign                    404 404 302 404 404 404 404 302
       none                       404 404 404 404 404 404 404 302
"""

_WORKERS = lambda world: {"sheet": "nguoi-lam"}  # noqa: E731 – one line a row reads better here
_RUN = lambda world: {"run_id": world.sheet_run.pk}  # noqa: E731

THINGS = {
    "worker-change": lambda world: {"worker_id": world.helper.pk},
    "worker-archive": lambda world: {"pk": world.helper.pk},
    "worker-restore": lambda world: {"pk": world.helper.pk},
    "site-change": lambda world: {"site_id": world.store.pk},
    "site-archive": lambda world: {"pk": world.store.pk},
    "site-restore": lambda world: {"pk": world.store.pk},
    "partner-change": lambda world: {"partner_id": world.customer.pk},
    "partner-archive": lambda world: {"pk": world.customer.pk},
    "partner-restore": lambda world: {"pk": world.customer.pk},
    "material-change": lambda world: {"material_id": world.material.pk},
    "material-archive": lambda world: {"pk": world.material.pk},
    "material-restore": lambda world: {"pk": world.material.pk},
    "sheet-import": _WORKERS,
    "sheet-template": _WORKERS,
    "sheet-export": _WORKERS,
    "sheet-run": _RUN,
    "sheet-refused-rows": _RUN,
    "sheet-confirm": _RUN,
    "sheet-cancel": _RUN,
    "sheet-undo": _RUN,
}
