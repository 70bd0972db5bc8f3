"""Seats the cast does not sit in, each declared against the person of the cast who sits in the same organisation.

Who may only look is shown what that person is shown and may do nothing: a verb on a thing that is seen is refused
(403), a verb without a thing is not there (404, names.md 7.20). The lines below say where it is otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.permissions.table import OWN, PERSONS, Table, rows_of_statuses

# What everybody does for himself, whatever his seat, or because he holds its secret address.
PERSONAL = frozenset(
    """
    account_login mfa_authenticate second-factor-enrol passkey-enrol passkey-sign-in passkey-second-step enter
    sign-out own-account own-email change-password recovery-codes authenticator authenticator-remove passkeys passkey-add
    passkey-rename passkey-remove devices session-end sessions-end-others confirm-again confirm-passkey
    session-keep late-form password-forgotten password-reset account-activate accept-duties account-reconfirm join
    switch-account registration-withdraw absences absence-end job
    notice-open notices-read-all notice-preferences notice-address
    agency-notice-open agency-notices-read-all agency-notice-preferences agency-notice-address
    """.split()  # noqa: SIM905 - read as a text
)


# A page that is read carries its form for who may send it; keys of programs, emergency and delegation are the lead's.
LOOKS = """
GET  account-change       200
GET  print-order-review   200
GET  flagged-lot          200
GET  change-queue         404  # nothing waits for who decides nothing
GET  change-queue-sheet   404
GET  difficulty-detail    200
GET  difficulty-new       200  # whoever is in the organisation may write of a difficulty
POST difficulty-new       422
GET  import-template      404  # imports are of those who may file
GET  import-detail        404
POST import-confirm       404
POST import-cancel        404
POST import-undo          404
GET  import-refused-rows  404
GET  agency-key-list      404
GET  agency-key-new       404
GET  agency-key-token     404
GET  agency-key-detail    404
POST agency-key-rotate    404
POST agency-key-revoke    404
GET  certificate-new      404
GET  certificate-of-establishment 200
"""
LOOKS_AT_ALL = """
GET  serial-key-list       404  # keys concern every stamp: whoever may make them sees them
GET  serial-key-withdraw   404
POST serial-key-withdraw   404
GET  serial-key-withdrawal 404
POST serial-key-withdrawal 404
GET  account-people        403  # the page of who issues seats
GET  delegation-end        404
POST delegation-end        404
GET  agency-account-create 404
POST agency-account-create 404
POST emergency-grant       404
POST emergency-end         404
GET  setting               200
GET  source                200  # and so are the reading levels
GET  work-calendar-change  403  # the calendar and the mergers are read by who looks
POST work-calendar-change  403
GET  unit-merger-new       403
POST unit-merger-new       403
"""
# What stands in the way of a certificate is read by all who keep the books.
KEEPS_BOOKS = """
GET  own-certificate    200
GET  own-display        200  # read; answered by the owner and the manager
POST own-certificate    403
POST practice-leave     302  # whoever is there may go back
GET  own-difficulty-new 200
POST own-difficulty-new 422
GET  own-difficulty     404  # the owner's letter
GET  import-template    404
GET  product-links      200  # who may read a product reads where it links to
GET  product-record     403  # the product is seen, its drafts are its owner's and manager's
GET  profile-identity   403  # and so is the establishment
POST profile-identity   403
GET  profile-business   403
POST profile-business   403
GET  profile-papers     403
POST profile-papers     403
POST profile-send       403
POST profile-withdraw   403
POST sharing-end        404  # the list is the owner's and the manager's
"""

PEOPLE_AND_KEYS = """
GET person-list 404
GET person-invite 404
POST person-invite 404
POST invite-withdraw 404
GET person 404
POST person-role 404
POST person-end 404
GET key-list 404
GET key-new 404
POST key-new 404
GET key-token 404
GET key-detail 404
POST key-rotate 404
POST key-revoke 404
"""
RECORDED = frozenset(
    """
    site-new workshop-new partner-new lot-new receipt-new shipment-new lot-close lot-cancel diary-write
    diary-correct material-new stock-receive stock-transfer stock-count stock-loss stock-take-back lot-split
    lot-merge lot-process lot-plan lot-plan-move lot-plan-keep lot-task-new lot-task-drop own-process-retire
    lot-merge lot-process worker-new worker-change worker-archive worker-restore site-change site-archive site-restore
    partner-change partner-archive partner-restore material-change material-archive material-restore
    sheet-import sheet-confirm sheet-cancel sheet-undo outgoing
    site-boundary area-code-new area-code-status give-to handover handover-withdraw
    diary-again diary-typing diary-send
    """.split()  # noqa: SIM905 - read as a text
)


@dataclass(frozen=True)
class Seat:
    beside: str  # the person of the cast in the same account
    role: str
    does: frozenset[str] | None = None  # the addresses where they act as that person does; None: all
    otherwise: str = ""  # lines of a method, an address, a status

    def answers(self, table: Table) -> dict[tuple[str, str], int]:
        """Of every address of the organisation's own, about what is its own. What anybody is answered, and what the
        whole kind of account does not find, says nothing about a seat."""
        declared = rows_of_statuses(self.otherwise)
        assert declared.keys() <= table.rows.keys(), declared.keys() - table.rows.keys()
        return {key: declared.get(key, self._answer(table, *key)) for key in table.rows if self._tells(table, *key)}

    def _tells(self, table: Table, method: str, name: str) -> bool:
        row = table.rows[method, name][OWN]
        beside, guest = row[PERSONS.index(self.beside)], row[-1]
        return name not in PERSONAL and beside != 404 and (beside != guest or beside == 302)

    def _answer(self, table: Table, method: str, name: str) -> int:
        beside = table.rows[method, name][OWN][PERSONS.index(self.beside)]
        verb = method != "GET" or ("POST", name) in table.rows
        if self.does is None or name in self.does or not verb or beside == 403:
            return beside
        return 403 if name in table.things else 404


SEATS = {
    "commune viewer": Seat("hanh", "viewer", does=frozenset(), otherwise=LOOKS),
    "operator viewer": Seat("mai", "viewer", does=frozenset(), otherwise=LOOKS + LOOKS_AT_ALL),
    "manager": Seat("lanh", "manager", otherwise=PEOPLE_AND_KEYS),
    "recorder": Seat("lanh", "recorder", does=RECORDED, otherwise=PEOPLE_AND_KEYS + KEEPS_BOOKS),
}
