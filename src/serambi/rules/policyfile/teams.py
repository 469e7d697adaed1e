"""Reads a file of teams: the skills an office needs every day, and its staff in teams under codes instead of names."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from serambi.rules.catalogue import SERVICE_GROUPS
from serambi.rules.period import DayPeriod
from serambi.rules.policyfile.faults import Fault, PolicyFaults
from serambi.rules.policyfile.fields import Fields, open_fields
from serambi.rules.rota.staff import Person, Team

FILE_KEYS = ("source", "confidence", "skills", "team", "away", "isolated")
TEAM_KEYS = ("code", "group", "counters", "exempt", "days_before", "people")
PERIOD_KEYS = ("team", "from", "until")


@dataclass(frozen=True, slots=True)
class TeamPeriod:
    """A team and the days it cannot come."""

    team: str
    period: DayPeriod


@dataclass(frozen=True, slots=True)
class TeamFile:
    """What a file of teams says. `away` is known before the rota is made; `isolated` comes over a rota already made.

    `is_example` is True where the file says that its staff is made up.
    """

    is_example: bool
    teams: tuple[Team, ...]
    skills_needed: dict[str, int]
    days_before: dict[str, int]
    away: tuple[TeamPeriod, ...]
    isolated: tuple[TeamPeriod, ...]


def parse_teams(text: str, file: str) -> TeamFile:
    """Read a file of teams.

    Raises PolicyFaults with every fault of the file, each at its line.
    """
    faults: list[Fault] = []
    fields = open_fields(text, file, faults)
    fields.refuse_unknown(FILE_KEYS)
    fields.required_text("source")
    confidence = fields.required_text("confidence")
    tables = fields.tables("team")
    teams = tuple(_team(table) for table in tables)
    if not teams:
        fields.refuse(None, "team is missing")
    _refuse_twins(fields, [team.code for team in teams], "team")
    _refuse_twins(fields, [person.code for team in teams for person in team.people], "person")
    codes = frozenset(team.code for team in teams)
    read = TeamFile(
        is_example=confidence == "EXAMPLE",
        teams=teams,
        skills_needed=_skills(fields.subtable("skills"), teams),
        days_before={table.table.get("code", ""): table.optional("days_before", int) or 0 for table in tables},
        away=_periods(fields, "away", codes),
        isolated=_periods(fields, "isolated", codes),
    )
    if faults:
        raise PolicyFaults(faults)
    return read


def _team(fields: Fields) -> Team:
    fields.refuse_unknown(TEAM_KEYS)
    code = fields.required_text("code")
    group = fields.optional("group", str) or ""
    if group and group not in SERVICE_GROUPS:
        fields.refuse("group", f"unknown service group {group}")
    counters = fields.required_count("counters") if group else 0
    people = fields.subtable("people")
    people.ordinal = fields.ordinal  # each team has its own table of people
    exempt = fields.texts("exempt", people.table)
    members = tuple(Person(who, frozenset(people.texts(who)), who in exempt) for who in people.table)
    return Team(code, members, group, counters)


def _skills(fields: Fields, teams: tuple[Team, ...]) -> dict[str, int]:
    """People needed by skill; a skill nobody has is most likely a slip of the pen."""
    known = {skill for team in teams for person in team.people for skill in person.skills}
    for skill in fields.table.keys() - known:
        fields.refuse(skill, f"nobody has the skill {skill}")
    return {skill: fields.required_count(skill) for skill in fields.table}


def _periods(fields: Fields, key: str, codes: frozenset[str]) -> tuple[TeamPeriod, ...]:
    return tuple(found for table in fields.tables(key) if (found := _period(table, codes)) is not None)


def _period(fields: Fields, codes: frozenset[str]) -> TeamPeriod | None:
    fields.refuse_unknown(PERIOD_KEYS)
    team = fields.required_text("team")
    if team and team not in codes:
        fields.refuse("team", f"unknown team {team}")
    from_on, until_on = fields.required("from", date), fields.required("until", date)
    if from_on is None or until_on is None:
        return None
    if until_on <= from_on:
        fields.refuse("until", "until must lie after from")
        return None
    return TeamPeriod(team, DayPeriod(from_on, until_on))


def _refuse_twins(fields: Fields, codes: list[str], kind: str) -> None:
    for code, times in Counter(codes).items():
        if times > 1:
            fields.refuse(None, f"{kind} {code} is named {times} times")
