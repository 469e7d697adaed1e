"""An office's own settings of the visit day."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VisitDay:
    """How an office treats arrivals; each is a setting of the office, with these defaults.

    Somebody who comes up to `early_minutes` before the slot and `grace_minutes` after it is on time (30 minutes early
    was asked in 2017, docs/sources.md; the grace is ours). After `no_show_minutes` without arrival the visit counts as
    missed and its place is free. `priority_per_day` bounds visitors of priority kinds without a booking, None: not at
    all. For `rebook_after_days` after a missed visit the person cannot book at that office, only wait in line; 0 is no
    penalty, which is what was found (docs/sources.md). `paper_block` ticket numbers of a day are kept on a sheet for
    who comes without a booking, beyond one for each who has one.
    """

    early_minutes: int = 30
    grace_minutes: int = 15
    no_show_minutes: int = 60
    priority_per_day: int | None = None
    rebook_after_days: int = 0
    paper_block: int = 50


OUR_SETTINGS = VisitDay()
