"""How people come and how long they take: the settings of a simulation, to be replaced by an office's own history."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Habits:
    """Every field is a setting of ours until an office has counted its own days.

    Samples, where given, are drawn from as they are and replace the shape beside them. Shares are 0..1 of the people
    booked; minutes are minutes.
    """

    early_minutes: float = 10
    """How long before the start of their slot people come, on average."""
    arrival_spread_minutes: float = 10
    """Standard deviation of the arrival around that (normal)."""
    arrival_samples: tuple[float, ...] = ()
    """Minutes from the start of the slot to the arrival, negative for early."""
    admit_early_minutes: float = 30
    """Who comes earlier than this before the slot waits outside until then."""
    late_after_minutes: float = 30
    """Who comes later than this after the start of the slot is called by the hour of arrival, not of the slot."""
    no_show_share: float = 0.08
    """Of 50 booked, 4 stay away (the day of issue 4)."""
    priority_per_booked: float = 0.16
    """Priority visitors without a booking, a mean: 8 beside 50 booked (the day of issue 4)."""
    walk_ins_per_booked: float = 0.04
    """Other visitors without a booking where the regime lets them in, a mean."""
    last_ticket_minutes: float = 30
    """Who comes without a booking comes until so long before the end of service."""
    companion_share: float = 0.1
    """Share of visitors with one companion, who takes a seat as well."""
    service_spread: float = 0.4
    """Standard deviation of the service time as a share of its mean (lognormal around the planned minutes)."""
    service_samples: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Service times in minutes from history, by service group."""
    closing_grace_minutes: float = 30
    """The plan holds when the last visitor is served no later than this after the end of service."""
