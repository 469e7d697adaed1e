"""An office that holds a draw: two general slots on Monday the 14th, one on Tuesday, and an urgent one."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from serambi.procedures.close_and_draw import DrawSummary, close_and_draw
from serambi.procedures.enter_draw import DrawReceipt, enter_draw
from serambi.procedures.open_draw_window import open_draw_window
from serambi.records.models import Slot
from serambi.rules.booking import Applicant
from serambi.rules.capacity import Contingent
from serambi.rules.draw_window import DrawEntry, WindowFacts
from tests.factories import NOW, applicant, save_office, save_slot

MONDAY, TUESDAY = date(2020, 9, 14), date(2020, 9, 15)
CLOSES_AT = datetime(2020, 9, 12, 10, tzinfo=UTC)
DURING = NOW + timedelta(hours=1)
AFTER = CLOSES_AT + timedelta(minutes=1)
CODE = "serang-passport-draw-20200910T0730"
NINE, TEN, NEXT_DAY = (
    f"serang-passport-general-{start}" for start in ("20200914T0930", "20200914T1000", "20200915T0930")
)

_keys = count(1)


def window(**changes: object) -> WindowFacts:
    values: dict[str, object] = {
        "office": "serang",
        "group": "passport",
        "opens_at": NOW,
        "closes_at": CLOSES_AT,
        "from_on": MONDAY,
        "until_on": date(2020, 9, 19),
    }
    return WindowFacts(**(values | changes))  # type: ignore[arg-type]


def save_slots(*, holds_draws: bool = True) -> list[Slot]:
    office = save_office(holds_draws=holds_draws)
    return [
        save_slot(office, 2, at=time(9, 30)),
        save_slot(office, 1, at=time(10)),
        save_slot(office, 1, on=TUESDAY, at=time(9, 30)),
        save_slot(office, 1, at=time(10, 30), contingent=Contingent.URGENT),
    ]


def open_window(**changes: object) -> str:
    return open_draw_window(window=window(**changes), now=NOW, by="test")


def entry(*people: Applicant, **changes: object) -> DrawEntry:
    values: dict[str, object] = {
        "key": f"draw-key-{next(_keys)}",
        "window": CODE,
        "service": "passport-new",
        "purpose": "tourism",
        "people": people or (applicant(),),
        "wishes": (str(MONDAY),),
    }
    return DrawEntry(**(values | changes))  # type: ignore[arg-type]


def enter(*people: Applicant, now: datetime = DURING, **changes: object) -> DrawReceipt:
    return enter_draw(entry=entry(*people, **changes), now=now, by="test")


def make_draw(now: datetime = AFTER) -> DrawSummary:
    return close_and_draw(window=CODE, now=now, by="test")
