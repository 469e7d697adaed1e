"""Reading an order, whom it concerns, and on which days; and keeping it on record. In the caller's transaction."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max

from serambi.records.models import InstrumentRow, OfficeDay
from serambi.records.queries.offices import all_profiles
from serambi.records.queries.orders import all_assessments, all_instruments, known_places, seat_of
from serambi.rules.authority import why_not_sign
from serambi.rules.emptied import Emptied
from serambi.rules.instrument import Instrument
from serambi.rules.offices import OfficeProfile
from serambi.rules.policyfile.instruments import read_instrument
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.regime import Regime, orders_for, regime_on
from serambi.rules.revocation import standing
from serambi.rules.signing import why_not_order, why_not_signed
from serambi.rules.territory import covers

CAPITAL = ZoneInfo("Asia/Jakarta")
"""Where the directorate signs."""


def read_order(text: str, file: str, now: datetime) -> Instrument:
    """The order in a TOML text, recorded now.

    Raises PolicyFaults with each fault at its line, and Refused: `instrument.already_recorded`,
    `instrument.revokes_unknown`.
    """
    instrument = read_instrument(text, file, known_places(), recorded_at=now)
    recorded = {each.number for each in all_instruments()}
    if instrument.number in recorded:
        raise Refused(Refusal("instrument.already_recorded", "number", {"number": instrument.number}))
    for number in instrument.revokes:
        if number not in recorded:
            raise Refused(Refusal("instrument.revokes_unknown", "revokes", {"number": number}))
    return instrument


def concerned(instrument: Instrument) -> tuple[OfficeProfile, ...]:
    """The offices that an instrument, or one that it revokes, speaks for; sorted by code."""
    areas = set(instrument.areas)
    for other in all_instruments():
        if other.number in instrument.revokes:
            areas.update(other.areas)
    return tuple(p for p in all_profiles() if any(covers(area, seat_of(p)) for area in areas))


def refuse_if_incompetent(
    instrument: Instrument, offices: Sequence[OfficeProfile], emptied: Sequence[Emptied], now: datetime
) -> None:
    """`emptied` are the offices that it leaves without a place. Raises Refused: `instrument.not_competent`."""
    standings, assessments = standing([*all_instruments(), instrument], now), all_assessments()
    regimes: list[Regime] = []
    for profile in offices:
        orders = orders_for(seat_of(profile), now, standings=standings, assessments=assessments)
        first = max(instrument.in_force.from_on, local_day(profile, now))
        regimes.append(regime_on(orders, first))
    refusal = why_not_order(instrument, regimes, emptied)
    if refusal is not None:
        raise Refused(refusal)


def refuse_if_not_theirs(instrument: Instrument, head_of: str | None) -> None:
    """`head_of` is the office whose head signs, None for the directorate. Raises: `instrument.signer_not_competent`."""
    revoked = [each for each in all_instruments() if each.number in instrument.revokes]
    refusal = why_not_sign(instrument, head_of, revoked)
    if refusal is not None:
        raise Refused(refusal)


def refuse_if_signed_later(instrument: Instrument, offices: Sequence[OfficeProfile], now: datetime) -> None:
    """Raises Refused: `instrument.signed_later`, a day that has come neither in the capital nor at those offices."""
    today = max([now.astimezone(CAPITAL).date(), *(local_day(profile, now) for profile in offices)])
    refusal = why_not_signed(instrument, today)
    if refusal is not None:
        raise Refused(refusal)


def record(instrument: Instrument, text: str, file: str) -> None:
    """Keep an instrument in its own words."""
    InstrumentRow.objects.create(
        number=instrument.number,
        file=file,
        text=text,
        signed_on=instrument.signed_on,
        from_on=instrument.in_force.from_on,
        until_on=instrument.in_force.until_on,
        known_at=instrument.known_at,
    )


def planned_until(offices: Iterable[OfficeProfile]) -> dict[str, date]:
    """The first day not yet planned, by office code; an office without a plan is missing."""
    codes = [profile.code for profile in offices]
    rows = OfficeDay.objects.filter(office__code__in=codes).values("office__code").annotate(last=Max("on"))
    return {code: last + timedelta(days=1) for code, last in rows.values_list("office__code", "last").order_by()}


def local_day(profile: OfficeProfile, now: datetime) -> date:
    """The day at the office."""
    return now.astimezone(ZoneInfo(profile.time_zone)).date()
