from __future__ import annotations

from django.utils.translation import gettext_noop as _

from txng.ledger.events import EventKind


class DossierEvent(EventKind):
    SUBMITTED = "registry.dossier:submitted", _("{actor} filed dossier {subject}"), False, "agency"
    RECEIVED = "registry.dossier:received", _("{actor} received dossier {subject}"), False, "applicant"
    APPRAISED = (
        "registry.dossier:appraised",
        _("{actor} began the review of dossier {subject}"),
        False,
        "applicant",
    )
    RETURNED = (
        "registry.dossier:returned",
        _("{actor} asked for supplements to dossier {subject}"),
        False,
        "applicant",
    )
    SUPPLEMENTED = (
        "registry.dossier:supplemented",
        _("{actor} supplemented dossier {subject}"),
        False,
        "agency",
    )
    APPROVED = "registry.dossier:approved", _("{actor} approved dossier {subject}"), False, "applicant"
    REJECTED = "registry.dossier:rejected", _("{actor} rejected dossier {subject}"), False, "applicant"
    DECISION_UNDONE = (
        "registry.dossier:decision_undone",
        _("{actor} took back the decision on dossier {subject}"),
        False,
        "agency",
    )
    TRANSFERRED = (
        "registry.dossier:transferred",
        _("{actor} transferred dossier {subject} to another agency"),
        False,
        "applicant",
    )
    NEW_REASONS_ALLOWED = (
        "registry.dossier:new_reasons_allowed",
        _("{actor} let new reasons be named for dossier {subject}"),
        False,
        "agency",
    )
    FORWARDED = (
        "registry.dossier:forwarded",
        _("{actor} forwarded dossier {subject} to the operator"),
        False,
        "operator",
    )
    LINK_RENEWED = (
        "registry.dossier:link_renewed",
        _("{actor} gave the applicant of dossier {subject} a new link"),
        False,
        "applicant",
    )
    PAPERS_KEPT = (
        "registry.dossier:papers_kept",
        _("The papers of dossier {subject} were put on record"),
        False,
        "agency",
    )
    WITHDRAWN = "registry.dossier:withdrawn", _("{actor} withdrew dossier {subject}"), False, "agency"
    AGENCY_TOLD = (
        "registry.dossier:agency_told",
        _("{actor} told the managing agency of dossier {subject}"),
        False,
        "agency",
    )


class EstablishmentEvent(EventKind):
    JOINED = "registry.establishment:joined", _("{subject} joined the system"), True, "establishment"
    ASSIGNED = (
        "registry.establishment:assigned",
        _("{actor} assigned the managing agency of {subject}"),
        True,
        "agency",
    )
    REASSIGNED = (
        "registry.establishment:reassigned",
        _("{actor} assigned {subject} to another managing agency"),
        True,
        "agency",
    )
    PAUSED = (
        "registry.establishment:paused",
        _("The pages of {subject} are marked as paused"),
        True,
        "establishment",
    )
    RESUMED = (
        "registry.establishment:resumed",
        _("The pages of {subject} are kept up to date again"),
        True,
        "establishment",
    )
    PRACTICE_OPENED = (
        "registry.establishment:practice_opened",
        _("{actor} opened the practice establishment {subject}"),
        False,
        "nobody",
    )
    PRACTICE_RESET = (
        "registry.establishment:practice_reset",
        _("{actor} began {subject} anew; what was practised before is put away"),
        False,
        "nobody",
    )
    CHANGE_PROPOSED = (
        "registry.establishment:change_proposed",
        _("{actor} proposed a change of the information on {subject}"),
        False,
        "agency",
    )
    CHANGE_CHECKED = (
        "registry.establishment:change_checked",
        _("{actor} checked the change of the information on {subject}"),
        False,
        "agency",
    )
    CHANGE_APPROVED = (
        "registry.establishment:change_approved",
        _("{actor} approved the change of the information on {subject}"),
        True,
        "establishment",
    )
    CHANGE_RETURNED = (
        "registry.establishment:change_returned",
        _("{actor} asked for supplements to the information on {subject}"),
        False,
        "establishment",
    )
    CHANGE_REJECTED = (
        "registry.establishment:change_rejected",
        _("{actor} rejected the change of the information on {subject}"),
        False,
        "establishment",
    )
    CHANGE_DECISION_UNDONE = (
        "registry.establishment:change_decision_undone",
        _("{actor} took back the decision on the information on {subject}"),
        True,
        "establishment",
    )
    CHANGE_WITHDRAWN = (
        "registry.establishment:change_withdrawn",
        _("{actor} withdrew the change of the information on {subject}"),
        False,
        "agency",
    )


class DocumentEvent(EventKind):
    EXPIRING = "registry.document:expiring", _("The paper {subject} runs out soon"), False, "establishment"
    EXPIRED = (
        "registry.document:expired",
        _("The paper {subject} has run out and is no longer shown"),
        False,
        "establishment",
    )
    REVOKED = "registry.document:revoked", _("{actor} marked the paper {subject} as revoked"), True, "establishment"


class ConfigurationEvent(EventKind):
    """What the operator settles for everybody; it rests on a document that was approved (CT-REG 11.2)."""

    SETTING_CHANGED = "registry.configuration:changed", _("{actor} changed the setting “{subject}”"), True, "agency"
    CALENDAR_CHANGED = "registry.calendar:changed", _("{actor} changed the working days: {subject}"), True, "agency"


class ImportEvent(EventKind):
    SENT = "registry.import:sent", _("{actor} sent the Excel file {subject}"), False, "nobody"
    CONFIRMED = "registry.import:confirmed", _("{actor} had the rows of {subject} entered"), False, "nobody"
    FINISHED = "registry.import:finished", _("The rows of {subject} are entered"), False, "nobody"
    CANCELLED = "registry.import:cancelled", _("{actor} stopped the import {subject}"), False, "nobody"
    UNDONE = "registry.import:undone", _("{actor} took back the import {subject}"), False, "nobody"
