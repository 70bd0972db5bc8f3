"""Networks as throttles and scan sessions know people by them. No Django here."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv6Address, ip_address


@lru_cache(maxsize=8_192)
def network_of(address: str) -> str:
    """The IPv4 address, or the /64 an IPv6 customer owns whole: one device may have any number of addresses in it."""
    try:
        found = ip_address(address.strip().split("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return found.exploded[:19]
    return str(found)
