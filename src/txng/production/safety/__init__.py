"""An toàn của lô: what was used against what the label, the lists and the law of that day say (names.md 7.14).

Recording is never refused. What may be a mistake is a caution; what cannot be left as it is is a conflict, and stamps
of the lot wait until it is corrected away or the owner or a manager has said why.
"""

from txng.production.safety.cautions import Caution, cautions_of, warnings_for
from txng.production.safety.conflicts import Conflict, conflicts_of, open_conflicts

__all__ = ["Caution", "Conflict", "cautions_of", "conflicts_of", "open_conflicts", "warnings_for"]
