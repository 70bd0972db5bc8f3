from txng.oversight.actions.file_complaint import file_complaint
from txng.oversight.actions.lift_recall import lift_recall
from txng.oversight.actions.open_recall import open_recall

__all__ = ["file_complaint", "lift_recall", "open_recall"]
