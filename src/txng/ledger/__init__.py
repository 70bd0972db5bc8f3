"""The ledger (sổ ghi): one line for each thing that happened, and who hears of it.

It replaces signals, histories and audit tables: `record()` is the only way in, inside the transaction of the change;
consequences are listed on one screen, project/subscriptions.py. Nothing in it is ever altered (trigger and grants).
"""

from txng.ledger.events import EventKind

__all__ = ["EventKind"]
