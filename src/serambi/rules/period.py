"""Half-open periods of days: [from_on, until_on); an open end is None."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class DayPeriod:
    """Days from `from_on` up to, not including, `until_on`; `until_on` None means without end.

    Raises ValueError when it would be empty or turned around.
    """

    from_on: date
    until_on: date | None = None

    def __post_init__(self) -> None:
        if self.until_on is not None and self.until_on <= self.from_on:
            raise ValueError(f"period ends on {self.until_on}, not after its start {self.from_on}")

    def covers(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day < self.until_on)

    def overlaps(self, other: "DayPeriod") -> bool:
        starts_before_other_ends = other.until_on is None or self.from_on < other.until_on
        other_starts_before_end = self.until_on is None or other.from_on < self.until_on
        return starts_before_other_ends and other_starts_before_end

    def cut_at(self, end_on: date) -> "DayPeriod | None":
        """The part before `end_on`; None when nothing is left."""
        if end_on <= self.from_on:
            return None
        if self.until_on is not None and self.until_on <= end_on:
            return self
        return DayPeriod(self.from_on, end_on)


def days_between(from_on: date, until_on: date) -> Iterator[date]:
    """Each day of [from_on, until_on), in order; none when until_on is not after from_on."""
    for offset in range((until_on - from_on).days):
        yield from_on + timedelta(days=offset)
