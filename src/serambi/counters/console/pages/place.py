"""Where and when a page of the console speaks: the office, and the day and time it is there."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404

from serambi.counters.common.dates import day_at, moment_text, time_text
from serambi.records.queries.offices import office_profile


@dataclass(frozen=True, slots=True)
class AtOffice:
    """An office at the instant of a request."""

    code: str
    name: str
    zone: str
    now: datetime

    @property
    def today(self) -> date:
        return day_at(self.now, self.zone)

    @property
    def moment(self) -> str:
        return moment_text(self.now, self.zone)

    def time(self, at: datetime) -> str:
        return time_text(at, self.zone)


def at_office(code: str, now: datetime) -> AtOffice:
    """Raises Http404 where there is no such office."""
    profile = office_profile(code=code)
    if profile is None:
        raise Http404
    return AtOffice(profile.code, profile.name, profile.time_zone, now)
