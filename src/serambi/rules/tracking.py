"""Following a case by number and birth date: when somebody has guessed too often to be answered."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from serambi.rules.refusal import Refusal

MOST_WRONG_FACTS = 5
WRONG_FACTS_COUNT_MINUTES = 15
"""Per case number and per network: five wrong answers, then a quarter of an hour's rest (ASVS 6.3.1)."""

NETWORK_BITS = {IPv4Address: 32, IPv6Address: 64}
"""One household has one IPv4 address, or one /64 of IPv6 from which it can take any address it likes."""


def why_not_ask_case(wrong: int) -> Refusal | None:
    """Say why no case is looked up, after so many wrong facts in the window.

    Refusal code: `tracking.too_many` (fact `minutes`).
    """
    if wrong < MOST_WRONG_FACTS:
        return None
    return Refusal("tracking.too_many", None, {"minutes": WRONG_FACTS_COUNT_MINUTES})


def network_of(address: str) -> str:
    """The network an address belongs to, as text; what is no address stands for itself."""
    try:
        host = ip_address(address)
    except ValueError:
        return address
    if isinstance(host, IPv6Address) and host.ipv4_mapped is not None:
        host = host.ipv4_mapped
    return str(ip_network((host, NETWORK_BITS[type(host)]), strict=False))
