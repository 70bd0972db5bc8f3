from txng.places.actions.merge_units import merge_units

__all__ = ["merge_units"]
