from txng.resolver.actions.delete_old_scans import delete_old_scans
from txng.resolver.actions.destroy_day_keys import destroy_day_keys
from txng.resolver.actions.fold_scans import fold_scans

__all__ = ["delete_old_scans", "destroy_day_keys", "fold_scans"]
