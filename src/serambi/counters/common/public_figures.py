"""Published figures of some days, by day or by month, as the API, the pages and the files show them."""

from datetime import date, datetime

from serambi.records.queries.public_figures import PublicCell, public_days, public_months
from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.spans import FIRST_YEAR, LAST_YEAR

FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 1)


def published(
    *, office: str, by: str, from_on: date | None, until_on: date | None, now: datetime
) -> tuple[PublicCell, ...]:
    """What of [from_on, until_on) is published, None without bound; months lie in it wholly. Raises Refused:
    `office.unknown`, `period.empty`."""
    first, until = from_on or FIRST_DAY, until_on or LAST_DAY
    if until <= first:
        raise Refused(Refusal("period.empty", "until"))
    if by == "day":
        return public_days(office=office, now=now, within=DayPeriod(first, until))
    return public_months(office=office, now=now, from_on=from_on, until_on=until_on)
