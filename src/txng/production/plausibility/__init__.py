"""Quiet flags: what in a diary deserves a second look, and why (ux.md 1.6, domain.md 8.2).

A flag is worked out when somebody reads the lot, from what stands there that moment. It is never stored, refuses
nothing and is shown to nobody but those who write the diary and those who may read it in office. Thresholds are data
(`data/plausibility.toml`), each with its reason.
"""

from txng.production.plausibility.flags import Flag, flags_of, flags_of_lots

__all__ = ["Flag", "flags_of", "flags_of_lots"]
