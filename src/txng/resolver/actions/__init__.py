from txng.resolver.actions.add_link import add_link
from txng.resolver.actions.delete_old_scans import delete_old_scans
from txng.resolver.actions.destroy_day_keys import destroy_day_keys
from txng.resolver.actions.fold_scans import fold_scans
from txng.resolver.actions.load_linkset import load_linkset
from txng.resolver.actions.remove_link import remove_link

__all__ = ["add_link", "delete_old_scans", "destroy_day_keys", "fold_scans", "load_linkset", "remove_link"]
