"""The draw at its largest: 1,000,000 requests over 100,000 places (issue 3: at most 30 s, the worker below 400 MB)."""

import random
import resource
import subprocess
import sys
import time
from array import array
from datetime import date, timedelta

from serambi.rules.draw import NO_PLACE, DrawPlaces, Tickets, draw

REQUESTS, SLOTS, PLACES_PER_SLOT = 1_000_000, 2_000, 50
SLOTS_PER_DAY = 20
FIRST_DAY = date(2020, 9, 14)
PRESSING_SHARE = 0.05
"""How many requests in the measurement claim an urgent need."""


def measure() -> dict[str, float]:
    """Seconds of the draw itself, and the peak of a process of its own that also holds all requests.

    In a process of its own, because the peak of this one may stem from something else.
    """
    said = subprocess.run([sys.executable, "-m", "bench.draw"], check=True, capture_output=True, text=True).stdout
    seconds, peak_mb, placed = said.split()
    return {
        "requests": REQUESTS,
        "places": SLOTS * PLACES_PER_SLOT,
        "seconds": float(seconds),
        "peak_mb": float(peak_mb),
        "people_placed": int(placed),
    }


def made_up_places() -> list[DrawPlaces]:
    days = [FIRST_DAY + timedelta(days=number) for number in range(SLOTS // SLOTS_PER_DAY)]
    return [DrawPlaces(f"slot-{on}-{i:02d}", on, PLACES_PER_SLOT) for on in days for i in range(SLOTS_PER_DAY)]


def made_up_tickets(places: list[DrawPlaces]) -> Tickets:
    """Parties of one to five with one to five wishes, half of them days."""
    chance = random.Random(1)
    wishes = [each.slot for each in places] + [str(each.on) for each in places]
    return Tickets(
        codes=[f"{chance.getrandbits(60):015X}" for _ in range(REQUESTS)],
        people=array("B", chance.choices((1, 2, 3, 4, 5), (70, 15, 8, 5, 2), k=REQUESTS)),
        urgent=array("B", (chance.random() < PRESSING_SHARE for _ in range(REQUESTS))),
        wishes=[tuple(chance.choices(wishes, k=chance.randint(1, 5))) for _ in range(REQUESTS)],
    )


def main() -> None:
    places = made_up_places()
    tickets = made_up_tickets(places)
    started = time.perf_counter()
    drawn = draw("bench", tickets, places)
    seconds = time.perf_counter() - started
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    placed = sum(people for people, slot in zip(tickets.people, drawn.slots, strict=True) if slot != NO_PLACE)
    print(f"{seconds:.2f} {peak_mb:.0f} {placed}")


if __name__ == "__main__":
    main()
