"""The staff of an office in teams, under codes instead of names, and the question and answer of a rota."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Person:
    """One member of staff. `code` is a pseudonym; `is_exempt` says that they are never on site, never why: the reason
    is a matter of health (older than 50 with an illness, pregnant; docs/rules.md, rota)."""

    code: str
    skills: frozenset[str] = frozenset()
    is_exempt: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """People who share a counter or a room, and so come and stay away together. `counters` of `group` are manned when
    the team is on site; a team of the back office has group "" and none."""

    code: str
    people: tuple[Person, ...]
    group: str = ""
    counters: int = 0

    @property
    def on_site(self) -> tuple[Person, ...]:
        """Those who come when the team comes."""
        return tuple(person for person in self.people if not person.is_exempt)

    def skilled(self, skill: str) -> int:
        """How many of those who come have a skill."""
        return sum(skill in person.skills for person in self.on_site)


@dataclass(frozen=True, slots=True)
class RotaRequest:
    """What a rota is asked for: the most people on site for each day that is worked, and the people each skill needs
    every day.

    `away` are periods in which a team cannot come; `days_before` counts the days each team has been on site before
    (a missing one none), so that a new rota goes on where the last one ended.
    """

    teams: tuple[Team, ...]
    most_people: Mapping[date, int]
    skills_needed: Mapping[str, int]
    away: Mapping[str, tuple[DayPeriod, ...]]
    days_before: Mapping[str, int]

    def is_away(self, team: str, on: date) -> bool:
        return any(period.covers(on) for period in self.away.get(team, ()))


@dataclass(frozen=True, slots=True)
class RotaDay:
    """The teams on site on a day, in the order of the request; `people` come, of at most `most_people`.

    `uncovered` says for each skill that lacks people which and how many: `rota.skill_uncovered`.
    """

    on: date
    teams: tuple[str, ...]
    people: int
    most_people: int
    counters: Mapping[str, int]
    uncovered: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Rota:
    """A rota by day, in order. `days_on_site` counts by team, those before included; `refusals` say what stands in
    the way of all days: `rota.team_too_large`."""

    days: tuple[RotaDay, ...]
    days_on_site: Mapping[str, int]
    refusals: tuple[Refusal, ...]


def most_people_on_site(staff_total: int, staff_share: Decimal) -> int:
    """Whole people under the share of the regime, rounded down: 25 % of 60 are 15. Source: docs/rules.md, rota."""
    return int(staff_total * staff_share)
