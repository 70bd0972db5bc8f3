from __future__ import annotations

from txng.ledger.events import EventKind


class DossierEvent(EventKind):
    SUBMITTED = "registry.dossier:submitted", "{actor} filed dossier {subject}", False, "agency"
    RECEIVED = "registry.dossier:received", "{actor} received dossier {subject}", False, "applicant"
    APPRAISED = "registry.dossier:appraised", "{actor} began the review of dossier {subject}", False, "applicant"
    RETURNED = "registry.dossier:returned", "{actor} asked for supplements to dossier {subject}", False, "applicant"
    SUPPLEMENTED = "registry.dossier:supplemented", "{actor} supplemented dossier {subject}", False, "agency"
    APPROVED = "registry.dossier:approved", "{actor} approved dossier {subject}", False, "applicant"
    REJECTED = "registry.dossier:rejected", "{actor} rejected dossier {subject}", False, "applicant"
    FORWARDED = "registry.dossier:forwarded", "{actor} forwarded dossier {subject} to the operator", False, "operator"
    WITHDRAWN = "registry.dossier:withdrawn", "{actor} withdrew dossier {subject}", False, "agency"
    AGENCY_TOLD = "registry.dossier:agency_told", "{actor} told the managing agency of dossier {subject}", False, "agency"


class EstablishmentEvent(EventKind):
    JOINED = "registry.establishment:joined", "{subject} joined the system", True, "establishment"
    ASSIGNED = "registry.establishment:assigned", "{actor} assigned the managing agency of {subject}", True, "agency"
    PAUSED = "registry.establishment:paused", "The pages of {subject} are marked as paused", True, "establishment"
    RESUMED = "registry.establishment:resumed", "The pages of {subject} are kept up to date again", True, "establishment"
