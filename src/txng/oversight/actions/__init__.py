from txng.oversight.actions.answer_difficulty import answer_difficulty
from txng.oversight.actions.confirm_alarm import confirm_alarm
from txng.oversight.actions.decline_certificate import decline_certificate
from txng.oversight.actions.dismiss_alarm import dismiss_alarm
from txng.oversight.actions.explain_display import explain_display
from txng.oversight.actions.file_complaint import file_complaint
from txng.oversight.actions.issue_certificate import issue_certificate
from txng.oversight.actions.lift_recall import lift_recall
from txng.oversight.actions.open_recall import open_recall
from txng.oversight.actions.propose_certificate import propose_certificate
from txng.oversight.actions.raise_alarm import SeenOften, raise_alarm
from txng.oversight.actions.reinstate_certificate import reinstate_certificate
from txng.oversight.actions.request_explanation import request_explanation
from txng.oversight.actions.restore_trace import restore_trace
from txng.oversight.actions.revoke_certificate import revoke_certificate
from txng.oversight.actions.save_inspection_draft import save_inspection_draft
from txng.oversight.actions.sign_certificate import sign_certificate
from txng.oversight.actions.suspend_certificate import suspend_certificate
from txng.oversight.actions.suspend_trace import suspend_trace
from txng.oversight.actions.suspend_trace_at_once import suspend_trace_at_once
from txng.oversight.actions.take_down import take_down
from txng.oversight.actions.take_inspection_pack import take_inspection_pack
from txng.oversight.actions.write_difficulty import write_difficulty

__all__ = [
    "SeenOften",
    "answer_difficulty",
    "confirm_alarm",
    "decline_certificate",
    "dismiss_alarm",
    "explain_display",
    "file_complaint",
    "issue_certificate",
    "lift_recall",
    "open_recall",
    "propose_certificate",
    "raise_alarm",
    "reinstate_certificate",
    "request_explanation",
    "restore_trace",
    "revoke_certificate",
    "save_inspection_draft",
    "sign_certificate",
    "suspend_certificate",
    "suspend_trace",
    "suspend_trace_at_once",
    "take_down",
    "take_inspection_pack",
    "write_difficulty",
]
