from __future__ import annotations

from txng.ledger.events import EventKind


class OversightEvent(EventKind):
    COMPLAINT_FILED = "oversight.complaint:filed", "{actor} filed complaint {subject}", False, "agency"
    RECALL_OPENED = "oversight.recall:opened", "{actor} recalled lot {subject}", True, "establishment"
    RECALL_LIFTED = "oversight.recall:lifted", "{actor} lifted the recall of lot {subject}", True, "establishment"
