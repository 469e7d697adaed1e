"""Plans who is on site, team by team and day by day."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from rich.table import Table

from serambi.counters.cli import terminal
from serambi.counters.common import words
from serambi.counters.common.clock import now
from serambi.counters.common.dates import day_text
from serambi.counters.common.plan_answers import rota_answer
from serambi.counters.common.refusals import sentence
from serambi.records.queries.day_plan import StaffDaysRow, staff_days
from serambi.rules.policyfile.faults import PolicyFaults
from serambi.rules.policyfile.teams import TeamFile, parse_teams
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.rota.planning import isolate, plan_rota
from serambi.rules.rota.staff import Rota, RotaDay, RotaRequest

MOST_DAYS = 366


class Command(BaseCommand):
    help = "Plan who is on site under the staff share: whole teams, fair over weeks, skills covered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("office", help="its code, such as serang")
        parser.add_argument("from", type=terminal.day, help="first day, such as 2020-09-10")
        parser.add_argument("until", type=terminal.day, help="the day after the last")
        parser.add_argument("file", type=Path, help="its teams, such as policy/offices/_example/serang-teams.toml")
        parser.add_argument("--json", action="store_true", help="print JSON only")

    def handle(self, *args: Any, office: str, until: date, file: Path, **options: Any) -> None:
        staff = self._read(file)
        days = _staff_days(office, options["from"], until)
        with terminal.progress_console().status("Planning …"):
            rota = _plan(staff, days)
        if options["json"]:
            self.stdout.write(terminal.as_json({"office": office, "is_example": staff.is_example} | rota_answer(rota)))
            return
        paper = terminal.paper(self.stdout)
        with translation.override(terminal.language()):
            paper.print(_table(days, rota))
            for refusal in rota.refusals:
                paper.print(sentence(refusal))
            counts = (f"{code} {count}" for code, count in rota.days_on_site.items())
            paper.print(_("Hari hadir per tim: %(counts)s") % {"counts": ", ".join(counts)})
            if staff.is_example:
                paper.print(_("Tim dan pegawai adalah contoh, bukan data kantor itu sendiri."))

    def _read(self, file: Path) -> TeamFile:
        try:
            return parse_teams(file.read_text(encoding="utf-8"), file.name)
        except (OSError, UnicodeDecodeError) as problem:
            raise CommandError(f"{file} cannot be read: {problem}") from problem
        except PolicyFaults as found:
            self.stderr.write(str(found), style_func=str)
            raise Refused(Refusal("policy.faults", None, {"faults": len(found.faults)})) from found


def _staff_days(office: str, from_on: date, until_on: date) -> StaffDaysRow:
    if until_on <= from_on:
        raise Refused(Refusal("period.empty", "until"))
    if (until_on - from_on).days > MOST_DAYS:
        raise Refused(Refusal("period.too_long", "until", {"most": MOST_DAYS}))
    days = staff_days(office=office, from_on=from_on, until_on=until_on, known_at=now())
    if days is None:
        raise Refused(Refusal("office.unknown", "office", {"office": office}))
    return days


def _plan(staff: TeamFile, days: StaffDaysRow) -> Rota:
    """The rota, and over it the isolations, which move nobody else."""
    away = {team.code: tuple(a.period for a in staff.away if a.team == team.code) for team in staff.teams}
    request = RotaRequest(staff.teams, days.most_people, staff.skills_needed, away, staff.days_before)
    rota = plan_rota(request)
    for each in staff.isolated:
        rota = isolate(rota, request, each.team, each.period)
    return rota


def _table(days: StaffDaysRow, rota: Rota) -> Table:
    table = Table(title=days.profile.name, title_justify="left")
    for heading in (_("Hari"), _("Tim yang hadir"), _("Orang"), _("Loket"), _("Yang kurang")):
        table.add_column(heading, overflow="fold")
    for day in rota.days:
        people = _("%(people)s dari %(most)s") % {"people": day.people, "most": day.most_people}
        lacking = "\n".join(sentence(refusal) for refusal in day.uncovered)
        table.add_row(day_text(day.on), ", ".join(day.teams), people, _counters(days, day), lacking)
    return table


def _counters(days: StaffDaysRow, day: RotaDay) -> str:
    """The counters manned, at most those the office has."""
    there = {group.code: group.counters for group in days.profile.means.groups}
    manned = {code: min(number, there.get(code, 0)) for code, number in day.counters.items()}
    return ", ".join(f"{words.word(words.SERVICE_GROUPS, code)} {number}" for code, number in manned.items())
