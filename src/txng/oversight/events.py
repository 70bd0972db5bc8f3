from __future__ import annotations

from django.utils.translation import gettext_noop

from txng.ledger.events import EventKind


class OversightEvent(EventKind):
    COMPLAINT_FILED = (
        "oversight.complaint:filed",
        gettext_noop("{actor} filed complaint {subject}"),
        False,
        "agency",
    )
    DIFFICULTY_WRITTEN = (
        "oversight.difficulty:written",
        gettext_noop("{actor} reported the difficulty {subject} in writing"),
        False,
        "operator",
    )
    DIFFICULTY_ANSWERED = (
        "oversight.difficulty:answered",
        gettext_noop("{actor} answered the letter {subject}"),
        False,
        "establishment",
    )
    RECALL_OPENED = (
        "oversight.recall:opened",
        gettext_noop("{actor} recalled lot {subject}"),
        True,
        "establishment",
    )
    RECALL_LIFTED = (
        "oversight.recall:lifted",
        gettext_noop("{actor} lifted the recall of lot {subject}"),
        True,
        "establishment",
    )
    CERTIFICATE_PROPOSED = (
        "oversight.certificate:proposed",
        gettext_noop("{actor} proposed a participation certificate for {subject}"),
        False,
        "operator",
    )
    CERTIFICATE_DECLINED = (
        "oversight.certificate:declined",
        gettext_noop("{actor} did not issue a participation certificate for {subject}"),
        False,
        "establishment",
    )
    CERTIFICATE_ISSUED = (
        "oversight.certificate:issued",
        gettext_noop("{actor} issued participation certificate {subject}"),
        True,
        "establishment",
    )
    CERTIFICATE_SIGNED = (
        "oversight.certificate:signed",
        gettext_noop("{actor} put the digital signature on participation certificate {subject}"),
        True,
        "establishment",
    )
    CERTIFICATE_SUSPENDED = (
        "oversight.certificate:suspended",
        gettext_noop("{actor} suspended participation certificate {subject}"),
        True,
        "establishment",
    )
    CERTIFICATE_REINSTATED = (
        "oversight.certificate:reinstated",
        gettext_noop("{actor} reinstated participation certificate {subject}"),
        True,
        "establishment",
    )
    CERTIFICATE_REVOKED = (
        "oversight.certificate:revoked",
        gettext_noop("{actor} revoked participation certificate {subject}"),
        True,
        "establishment",
    )
    EXPLANATION_REQUESTED = (
        "oversight.display:explanation_requested",
        gettext_noop("{actor} asked for an explanation about {subject}"),
        False,
        "establishment",
    )
    DISPLAY_EXPLAINED = (
        "oversight.display:explained",
        gettext_noop("{actor} gave the explanation about {subject}"),
        False,
        "agency",
    )
    DISPLAY_SUSPENDED = (
        "oversight.display:suspended",
        gettext_noop("{actor} suspended the display of {subject}"),
        True,
        "establishment",
    )
    DISPLAY_RESTORED = (
        "oversight.display:restored",
        gettext_noop("{actor} let {subject} be shown again"),
        True,
        "establishment",
    )
    TAKEN_DOWN = (
        "oversight.display:taken_down",
        gettext_noop("{actor} took down the information on {subject}"),
        True,
        "establishment",
    )
    ALARM_RAISED = (
        "oversight.alarm:raised",
        gettext_noop("A code of {subject} was scanned in many places"),
        False,
        "agency",
    )
    ALARM_DISMISSED = (
        "oversight.alarm:dismissed",
        gettext_noop("{actor} found no copy of a code of {subject}"),
        False,
        "agency",
    )
    ALARM_CONFIRMED = (
        "oversight.alarm:confirmed",
        gettext_noop("{actor} found a code of {subject} probably copied"),
        False,
        "establishment",
    )
    BATCH_SEEN_OFTEN = (
        "oversight.alarm:batch",
        gettext_noop("Many codes of {subject} were scanned in many places within a day"),
        False,
        "agency",
    )
    INSPECTION_DRAFTED = (
        "oversight.inspection:drafted",
        gettext_noop("{actor} kept what was scanned at an inspection: {subject}"),
        False,
        "agency",
    )
    INSPECTION_PACK_TAKEN = (
        "oversight.inspection:pack_taken",
        gettext_noop("{actor} took codes of lots along for {subject}"),
        False,
        "agency",
    )
