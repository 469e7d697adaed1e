"""Published figures, and a decline with the data it comes from."""

from ninja import Schema

from serambi.counters.api.schemas.shapes import Text


class Figure(Schema):
    """`on` is the day, or the first of the month; `service` null is the total of the group. `count` null is kept back
    (`kept_back`): it, or what could be worked out from it, is under ten. `imported` where all or some was not counted
    from events here."""

    on: str
    group: str
    service: str | None
    measure: str
    count: int | None
    kept_back: bool
    imported: bool


class FiguresAnswer(Schema):
    """Figures of months that are over."""

    office: str
    by: str
    figures: list[Figure]


class Interval(Schema):
    """Between which two changes the truth lies with so much confidence; `high_pct` null: without bound."""

    low_pct: float
    high_pct: float | None
    confidence: float
    method: str


class Stretch(Schema):
    span: str
    count: int
    working_days: int
    quota: int


class DeclineData(Schema):
    """The counts a decline comes from."""

    period: Stretch
    baseline: list[Stretch]


class ClaimReading(Schema):
    """A printed percentage read one way: per `working-days`, `months` or `days`, or, null, as a plain change of the
    counts."""

    per: str | None
    recomputed_pct: float
    points_off: float
    agrees: bool


class Claim(Schema):
    """A printed percentage held against the recomputed one. `recomputed_pct` and `points_off` are those of the asked
    weighting; `agrees` where it is right in any of `readings`, with the asked weighting and with the other."""

    claimed_pct: float
    recomputed_pct: float
    points_off: float
    agrees: bool
    readings: list[ClaimReading]
    sentence: Text


class DeclineAnswer(Schema):
    """`change_pct` is the change per `unit` in percent of the baseline, −91 for a fall by 91 %. `quota_cut_pct` and
    `unused_quota_pct` add up to it. `page` works it out again for anybody to see."""

    office: str
    period: str
    baseline: str
    measure: str
    weighting: str
    group: str
    value: int
    baseline_value: float
    unit: str
    value_per_unit: float
    baseline_per_unit: float
    change_pct: float
    interval: Interval
    quota_cut_pct: float | None
    unused_quota_pct: float | None
    quota_is_example: bool
    data: DeclineData
    sentence: Text
    page: str
    claim: Claim | None = None
