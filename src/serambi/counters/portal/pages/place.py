"""Where and when a page speaks: the office, its zone and its day."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404

from serambi.counters.common import clock
from serambi.counters.common.dates import day_at, moment_text
from serambi.records.queries.offices import office_profile
from serambi.rules.offices import OfficeProfile

CLASS_IN_NAME = re.compile(r"^Kantor Imigrasi( Kelas I{1,3})?( Khusus)?( Non)?( TPI)? ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AtOffice:
    """An office at the instant of the request."""

    profile: OfficeProfile
    now: datetime

    @property
    def code(self) -> str:
        return self.profile.code

    @property
    def name(self) -> str:
        return self.profile.name

    @property
    def city(self) -> str:
        return short_name(self.profile.name)

    @property
    def zone(self) -> str:
        return self.profile.time_zone

    @property
    def today(self) -> date:
        return day_at(self.now, self.zone)

    @property
    def is_example(self) -> bool:
        return self.profile.means.is_example

    def moment(self, instant: datetime) -> str:
        return moment_text(instant, self.zone)


def short_name(name: str) -> str:
    """ "Kantor Imigrasi Kelas I Non TPI Serang" → "Serang"."""
    return CLASS_IN_NAME.sub("", name)


def office_or_404(code: str) -> AtOffice:
    profile = office_profile(code=code)
    if profile is None:
        raise Http404
    return AtOffice(profile, clock.now())
