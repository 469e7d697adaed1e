"""Plans who is on site, team by team and day by day."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from rich.table import Table

from serambi.counters.cli import terminal
from serambi.counters.cli.orders import counts_text
from serambi.counters.common import words
from serambi.counters.common.clock import now
from serambi.counters.common.dates import day_at, day_text
from serambi.counters.common.plan_answers import rota_answer
from serambi.counters.common.refusals import sentence
from serambi.procedures.isolate_team import isolate_team
from serambi.procedures.keep_rota import keep_rota
from serambi.records.queries.day_plan import StaffDaysRow, staff_days
from serambi.rules.policyfile.faults import PolicyFaults
from serambi.rules.policyfile.teams import TeamFile, parse_teams
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.rota.planning import isolate, plan_rota
from serambi.rules.rota.staff import Rota, RotaDay, RotaRequest
from serambi.rules.spans import end_of

MOST_DAYS = 366


class Command(BaseCommand):
    help = "Plan who is on site under the staff share: whole teams, fair over weeks, skills covered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("office", help="its code, such as serang")
        parser.add_argument("from", type=terminal.day, help="first day, such as 2020-09-10")
        parser.add_argument("until", type=terminal.day, help="the day after the last")
        parser.add_argument("file", type=Path, help="its teams, such as policy/offices/_example/serang-teams.toml")
        parser.add_argument("--keep", action="store_true", help="let capacity count with its counters from now on")
        parser.add_argument("--json", action="store_true", help="print JSON only")

    def handle(self, *args: Any, office: str, until: date, file: Path, **options: Any) -> None:
        staff = self._read(file)
        days = _staff_days(office, options["from"], until)
        with terminal.progress_console().status("Planning …"):
            request = _request(staff, days)
            planned = plan_rota(request)
            rota = _isolated(planned, request, staff)
        dues = _keep(staff, days, planned) if options["keep"] else None
        if options["json"]:
            kept = {} if dues is None else {"kept": {"displaced": dict(dues)}}
            answer = {"office": office, "is_example": staff.is_example} | rota_answer(rota) | kept
            self.stdout.write(terminal.as_json(answer))
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
        if dues is not None:
            self.stdout.write(
                f"rota kept; {dues.total()} people displaced" + (f": {counts_text(dues)}" if dues else "")
            )

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


def _request(staff: TeamFile, days: StaffDaysRow) -> RotaRequest:
    away = {team.code: tuple(a.period for a in staff.away if a.team == team.code) for team in staff.teams}
    return RotaRequest(staff.teams, days.most_people, staff.skills_needed, away, staff.days_before)


def _isolated(rota: Rota, request: RotaRequest, staff: TeamFile) -> Rota:
    """The rota with the isolations over it, which move nobody else."""
    for each in staff.isolated:
        rota = isolate(rota, request, each.team, each.period)
    return rota


def _keep(staff: TeamFile, days: StaffDaysRow, rota: Rota) -> Counter[str]:
    """Keep the rota and, over it, those isolations that take a team off its days from today; gives the dues by kind."""
    office, by = days.profile.code, "serambi rota"
    done = [keep_rota(office=office, rota=rota, teams=staff.teams, now=now(), by=by)]
    today = day_at(now(), days.profile.time_zone)
    for each in staff.isolated:
        team, period = each.team, each.period
        if any(team in day.teams and period.covers(day.on) and day.on >= today for day in rota.days):
            first, until = period.from_on, end_of(period)
            done.append(isolate_team(office=office, team=team, from_on=first, until_on=until, now=now(), by=by))
    return sum((Counter(each.obligations) for each in done), Counter[str]())


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
