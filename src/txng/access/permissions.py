"""Every verb of the system that needs a right.

Grammar: `<area>.<thing>.<verb>`. A verb that changes something names the reading verb that makes the same thing
visible, so that a missing right on a visible thing can be told (403) from an invisible thing (404, names.md 7.20).
"""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    # registry: Điều 5, 6 of both regulations
    DOSSIER_SUBMIT = "registry.dossier.submit"
    DOSSIER_READ = "registry.dossier.read"
    DOSSIER_RECEIVE = "registry.dossier.receive"
    DOSSIER_REVIEW = "registry.dossier.review"
    DOSSIER_APPROVE = "registry.dossier.approve"
    DOSSIER_FORWARD = "registry.dossier.forward"
    DOSSIER_SUPERVISE = "registry.dossier.supervise"
    ESTABLISHMENT_ASSIGN = "registry.establishment.assign"
    DOSSIER_IMPORT = "registry.dossier.import"
    ESTABLISHMENT_READ = "registry.establishment.read"
    CONFIGURATION_READ = "registry.configuration.read"  # CT-REG Điều 11.2
    CONFIGURATION_CHANGE = "registry.configuration.change"
    ESTABLISHMENT_PROPOSE = "registry.establishment.propose"
    PRACTICE_OPEN = "registry.practice.open"  # CB, CT-REG Điều 11: hướng dẫn sử dụng
    # places: which units became which
    UNIT_MERGE = "places.unit.merge"
    # accounts: Điều 6, 7, 11, 12
    ACCOUNT_READ = "accounts.account.read"
    ACCOUNT_ISSUE = "accounts.account.issue"
    ACCOUNT_HAND_OVER = "accounts.account.hand_over"
    ACCOUNT_LOCK = "accounts.account.lock"
    ACCOUNT_PROPOSE = "accounts.account.propose"
    ACCOUNT_DECIDE = "accounts.account.decide"
    MEMBER_MANAGE = "accounts.member.manage"
    DELEGATION_MANAGE = "accounts.delegation.manage"
    CLIENT_MANAGE = "accounts.client.manage"
    EMERGENCY_OPEN = "accounts.emergency.open"
    # catalogue: Điều 9, 10
    PRODUCT_READ = "catalogue.product.read"
    PRODUCT_PROPOSE = "catalogue.product.propose"
    CHANGE_CHECK = "catalogue.change.check"
    CHANGE_DECIDE = "catalogue.change.decide"
    # production: CT-REG Điều 7.4, 8
    PRODUCTION_READ = "production.read"
    STATISTICS_READ = "production.statistics.read"
    SITE_EDIT = "production.site.edit"
    LOT_EDIT = "production.lot.edit"
    DIARY_WRITE = "production.diary.write"
    PARTNER_EDIT = "production.partner.edit"
    FLAG_LOOK = "production.flag.look"
    MATERIAL_EDIT = "production.material.edit"
    STOCK_EDIT = "production.stock.edit"
    CONFLICT_EXPLAIN = "production.conflict.explain"
    PROCESS_PUBLISH = "production.process.publish"  # CB Điều 7.2, 7.3: quản lý quy trình sản xuất hàng hóa
    # who works there: personal data, so that reading it is a right of its own
    WORKER_READ = "production.worker.read"
    WORKER_EDIT = "production.worker.edit"
    # trace: CB Điều 3.2, 11.3; CT-REG Điều 3, 8.2: events of goods, exchanged with other systems
    TRACE_READ = "trace.read"
    TRACE_CAPTURE = "trace.capture"
    TRACE_SHARE = "trace.share"
    # stamps: CB Điều 11.6
    STAMP_READ = "stamps.read"
    BATCH_REQUEST = "stamps.batch.request"
    PRINT_ORDER_CHECK = "stamps.print_order.check"  # the first of two persons (names.md 5)
    PRINT_ORDER_DECIDE = "stamps.print_order.decide"
    PRINT_FILE_DOWNLOAD = "stamps.print_file.download"
    CODES_ACTIVATE = "stamps.codes.activate"
    CODES_VOID = "stamps.codes.void"
    KEY_WITHDRAW = "stamps.key.withdraw"  # of all stamps there are: the operator's, by two persons
    PIN_CONFIRM = "stamps.pin.confirm"  # whoever bought the goods
    # oversight: CB Điều 11.7, CT-REG Điều 11.5
    COMPLAINT_FILE = "oversight.complaint.file"
    COMPLAINT_READ = "oversight.complaint.read"
    # CB Điều 14.4 and its last article, CT-REG Điều 13.3, 14.3: difficulties in writing go to the operator
    DIFFICULTY_READ = "oversight.difficulty.read"
    DIFFICULTY_ANSWER = "oversight.difficulty.answer"
    RECALL_READ = "oversight.recall.read"
    RECALL_OPEN = "oversight.recall.open"
    RECALL_LIFT = "oversight.recall.lift"
    # oversight: CB, CT-REG Điều 9.1, 10; TT31/2026 Điều 11: what the public is shown, and what it is not
    DISPLAY_READ = "oversight.display.read"
    DISPLAY_DECIDE = "oversight.display.decide"
    # oversight: codes that were seen in too many places
    ALARM_READ = "oversight.alarm.read"
    ALARM_DECIDE = "oversight.alarm.decide"
    # oversight: CB Điều 11.8, CT-REG Điều 11.7
    CERTIFICATE_READ = "oversight.certificate.read"
    CERTIFICATE_PROPOSE = "oversight.certificate.propose"
    CERTIFICATE_DECIDE = "oversight.certificate.decide"
    # oversight: CB Điều 11.1, 11.7, CT-REG Điều 11.4, 14.1, KH217 III.2c: what officers scan in the field
    INSPECTION_READ = "oversight.inspection.read"
    INSPECTION_RECORD = "oversight.inspection.record"
    # notifications: letters that left the system
    MESSAGE_READ = "notifications.message.read"
    MESSAGE_SEND_AGAIN = "notifications.message.send_again"
    # ledger
    HISTORY_READ = "ledger.history.read"

    @property
    def reading(self) -> Permission:
        """The verb under which the same thing is merely visible."""
        return _READING.get(self, self)

    @property
    def needs_managing_agency(self) -> bool:
        """Decisions are the managing agency's own (CB 6.2, 10; CT-REG 6.2, 10), wider reading is not."""
        return self in _DECIDED_BY_MANAGING_AGENCY


_READING = {
    Permission.CONFIGURATION_CHANGE: Permission.CONFIGURATION_READ,
    Permission.UNIT_MERGE: Permission.CONFIGURATION_READ,
    Permission.ESTABLISHMENT_PROPOSE: Permission.ESTABLISHMENT_READ,
    Permission.DOSSIER_RECEIVE: Permission.DOSSIER_READ,
    Permission.DOSSIER_REVIEW: Permission.DOSSIER_READ,
    Permission.DOSSIER_APPROVE: Permission.DOSSIER_READ,
    Permission.DOSSIER_FORWARD: Permission.DOSSIER_READ,
    Permission.DOSSIER_SUPERVISE: Permission.DOSSIER_READ,
    Permission.ESTABLISHMENT_ASSIGN: Permission.ESTABLISHMENT_READ,
    Permission.ACCOUNT_ISSUE: Permission.DOSSIER_READ,
    Permission.ACCOUNT_HAND_OVER: Permission.ACCOUNT_READ,
    Permission.ACCOUNT_LOCK: Permission.ACCOUNT_READ,
    Permission.ACCOUNT_PROPOSE: Permission.ACCOUNT_READ,
    Permission.ACCOUNT_DECIDE: Permission.ACCOUNT_READ,
    Permission.MEMBER_MANAGE: Permission.ACCOUNT_READ,
    Permission.PRODUCT_PROPOSE: Permission.PRODUCT_READ,
    Permission.CHANGE_CHECK: Permission.PRODUCT_READ,
    Permission.CHANGE_DECIDE: Permission.PRODUCT_READ,
    Permission.SITE_EDIT: Permission.PRODUCTION_READ,
    Permission.LOT_EDIT: Permission.PRODUCTION_READ,
    Permission.MATERIAL_EDIT: Permission.PRODUCTION_READ,
    Permission.STOCK_EDIT: Permission.PRODUCTION_READ,
    Permission.CONFLICT_EXPLAIN: Permission.PRODUCTION_READ,
    Permission.PROCESS_PUBLISH: Permission.PRODUCTION_READ,
    Permission.WORKER_EDIT: Permission.WORKER_READ,
    Permission.DIARY_WRITE: Permission.PRODUCTION_READ,
    Permission.FLAG_LOOK: Permission.PRODUCTION_READ,
    Permission.PARTNER_EDIT: Permission.PRODUCTION_READ,
    Permission.TRACE_CAPTURE: Permission.TRACE_READ,
    Permission.TRACE_SHARE: Permission.TRACE_READ,
    Permission.BATCH_REQUEST: Permission.STAMP_READ,
    Permission.PRINT_ORDER_CHECK: Permission.STAMP_READ,
    Permission.PRINT_ORDER_DECIDE: Permission.STAMP_READ,
    Permission.PRINT_FILE_DOWNLOAD: Permission.STAMP_READ,
    Permission.CODES_ACTIVATE: Permission.STAMP_READ,
    Permission.CODES_VOID: Permission.STAMP_READ,
    Permission.KEY_WITHDRAW: Permission.STAMP_READ,
    Permission.RECALL_OPEN: Permission.PRODUCTION_READ,
    Permission.RECALL_LIFT: Permission.RECALL_READ,
    Permission.DISPLAY_DECIDE: Permission.DISPLAY_READ,
    Permission.ALARM_DECIDE: Permission.ALARM_READ,
    Permission.CERTIFICATE_PROPOSE: Permission.CERTIFICATE_READ,
    Permission.CERTIFICATE_DECIDE: Permission.CERTIFICATE_READ,
    Permission.DIFFICULTY_ANSWER: Permission.DIFFICULTY_READ,
    Permission.MESSAGE_SEND_AGAIN: Permission.MESSAGE_READ,
    Permission.INSPECTION_RECORD: Permission.INSPECTION_READ,
}

_DECIDED_BY_MANAGING_AGENCY = frozenset(
    {
        Permission.DOSSIER_RECEIVE,
        Permission.DOSSIER_REVIEW,
        Permission.DOSSIER_APPROVE,
        Permission.DOSSIER_FORWARD,
        Permission.ACCOUNT_HAND_OVER,
        Permission.ACCOUNT_LOCK,
        Permission.ACCOUNT_PROPOSE,
        Permission.CHANGE_CHECK,
        Permission.CHANGE_DECIDE,
        Permission.PRINT_ORDER_CHECK,
        Permission.PRINT_ORDER_DECIDE,
        Permission.DISPLAY_DECIDE,
        Permission.ALARM_DECIDE,
        Permission.CERTIFICATE_PROPOSE,
    }
)
