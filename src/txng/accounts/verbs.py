"""The verbs of access/permissions.py in words, for who chooses among them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.access.permissions import Permission

_WORDS = {
    Permission.DOSSIER_SUBMIT: _("File dossiers"),
    Permission.DOSSIER_IMPORT: _("Import dossiers from Excel"),
    Permission.DOSSIER_READ: _("See dossiers"),
    Permission.DOSSIER_RECEIVE: _("Receive dossiers"),
    Permission.DOSSIER_REVIEW: _("Review dossiers"),
    Permission.DOSSIER_APPROVE: _("Approve dossiers"),
    Permission.DOSSIER_FORWARD: _("Forward dossiers"),
    Permission.ESTABLISHMENT_READ: _("See establishments"),
    Permission.CONFIGURATION_READ: _("See reference lists and configuration"),
    Permission.DOSSIER_SUPERVISE: _("Let new reasons be named for dossiers"),
    Permission.ESTABLISHMENT_ASSIGN: _("Assign managing agencies"),
    Permission.DIFFICULTY_READ: _("See difficulties in writing"),
    Permission.DIFFICULTY_ANSWER: _("Answer difficulties in writing"),
    Permission.MESSAGE_READ: _("See letters sent"),
    Permission.MESSAGE_SEND_AGAIN: _("Send letters again"),
    Permission.ESTABLISHMENT_PROPOSE: _("Propose changes of the establishment's own information"),
    Permission.PRACTICE_OPEN: _("Open and reset practice"),
    Permission.ACCOUNT_READ: _("See accounts"),
    Permission.PRODUCT_READ: _("See products"),
    Permission.PRODUCT_PROPOSE: _("Propose changes of products"),
    Permission.CHANGE_CHECK: _("Check proposals"),
    Permission.CHANGE_DECIDE: _("Decide proposals"),
    Permission.PRODUCTION_READ: _("See sites, lots and diary"),
    Permission.STATISTICS_READ: _("See the establishment's statistics"),
    Permission.SITE_EDIT: _("Keep sites"),
    Permission.LOT_EDIT: _("Keep lots"),
    Permission.DIARY_WRITE: _("Write the diary"),
    Permission.FLAG_LOOK: _("Mark diaries as looked at"),
    Permission.PARTNER_EDIT: _("Keep customers and suppliers"),
    Permission.MATERIAL_EDIT: _("Keep the catalogue of materials"),
    Permission.STOCK_EDIT: _("Keep the stock"),
    Permission.PROCESS_PUBLISH: _("Publish production processes"),
    Permission.CONFLICT_EXPLAIN: _("State the reason for a safety conflict of a lot"),
    Permission.WORKER_READ: _("See the workers"),
    Permission.WORKER_EDIT: _("Keep the list of workers"),
    Permission.TRACE_READ: _("See events of goods (EPCIS)"),
    Permission.TRACE_CAPTURE: _("Send events of goods (EPCIS)"),
    Permission.TRACE_SHARE: _("Share events with partners"),
    Permission.STAMP_READ: _("See code batches and stamps"),
    Permission.BATCH_REQUEST: _("Ask for code batches"),
    Permission.PRINT_FILE_DOWNLOAD: _("Download print files"),
    Permission.CODES_ACTIVATE: _("Activate stamps"),
    Permission.CODES_VOID: _("Void codes"),
    Permission.KEY_WITHDRAW: _("Make and withdraw key versions"),
    Permission.PIN_CONFIRM: _("Confirm hidden numbers"),
    Permission.COMPLAINT_FILE: _("File complaints"),
    Permission.COMPLAINT_READ: _("See complaints"),
    Permission.RECALL_READ: pgettext_lazy("verb", "See product recalls"),
    Permission.DISPLAY_READ: _("See what is not shown to the public"),
    Permission.DISPLAY_DECIDE: _("Suspend and cancel the display of information"),
    Permission.ALARM_READ: _("See codes to be looked at"),
    Permission.ALARM_DECIDE: _("Judge codes to be looked at"),
    Permission.CERTIFICATE_READ: _("See participation certificates"),
    Permission.CERTIFICATE_PROPOSE: _("Ask for participation certificates"),
    Permission.INSPECTION_READ: _("See drafts of inspections"),
    Permission.INSPECTION_RECORD: _("Scan goods at inspections"),
    Permission.HISTORY_READ: _("See the history"),
}


def words_of(verb: Permission | str) -> str:
    """The words of a verb; the verb itself where it has none."""
    known = {str(p): words for p, words in _WORDS.items()}
    return str(known.get(str(verb), verb))
