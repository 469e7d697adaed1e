"""The days on which, as everybody knows, an office receives nobody: days off, and days closed by order."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from serambi.records.codec import from_json
from serambi.records.models import Office
from serambi.records.queries.orders import all_assessments, calendar_of, seat_of, standing_instruments
from serambi.rules.instrument import Topic
from serambi.rules.offices import OfficeProfile
from serambi.rules.regime import SeatOrders, orders_for, regime_on


class ClosedDays:
    """Answers for many offices and days as known at one instant; what it read and worked out once it keeps."""

    def __init__(self, now: datetime) -> None:
        self._now, self._calendar = now, calendar_of(known_at=now)
        self._standings, self._assessments = standing_instruments(known_at=now), all_assessments()
        self._profiles = dict(Office.objects.values_list("id", "profile"))
        self._orders: dict[int, SeatOrders] = {}
        self._is_closed: dict[tuple[int, date], bool] = {}

    def among(self, office: int, first: date, counts: Sequence[int]) -> frozenset[int]:
        """The places of the days from `first` on, of a count each, on which nobody was counted at an office (its id)
        that was closed."""
        empty = (place for place, count in enumerate(counts) if not count)
        return frozenset(place for place in empty if self._closed(office, first + timedelta(days=place)))

    def _closed(self, office: int, on: date) -> bool:
        if not self._calendar.is_working_day(on):
            return True
        key = (office, on)
        if key not in self._is_closed:
            orders = self._orders_of(office)
            speaking = (each for each in orders.rulings if each.clause.topic is Topic.OPEN)
            # Without a word on it the regime is open; to work it out for every day takes long.
            is_asked = any(each.in_force.covers(on) for each in speaking)
            self._is_closed[key] = is_asked and not regime_on(orders, on).open
        return self._is_closed[key]

    def _orders_of(self, office: int) -> SeatOrders:
        if office not in self._orders:
            seat = seat_of(from_json(OfficeProfile, self._profiles[office]))
            self._orders[office] = orders_for(seat, self._now, standings=self._standings, assessments=self._assessments)
        return self._orders[office]
