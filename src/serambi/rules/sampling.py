"""Which judged claims of urgency are looked at a second time."""

from hashlib import sha256

ONE_IN = 10
"""Share of claims that another person audits (a setting of ours)."""


def is_sampled(code: str) -> bool:
    """Whether the claim of a booking is audited: one in ten, by the hash of its code, so that nobody chooses which."""
    return int.from_bytes(sha256(code.encode()).digest()[:4]) % ONE_IN == 0
