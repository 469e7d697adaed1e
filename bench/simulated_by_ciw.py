"""The same people played by Ciw (ciw.readthedocs.io): what the simulation is checked and measured against."""

import ciw
import numpy as np

from serambi.rules.simulation.people import CLASSES, NEVER, People


def waits_by_ciw(people: People, *, counters: int) -> np.ndarray:
    """The waiting minutes of everybody admitted, by day, class and arrival, for one group at counters always open.

    Within a class Ciw calls by arrival, so the people must be drawn with every arrival "late". The day of Ciw starts
    at midnight.
    """
    return np.concatenate([_day(people, day, counters) for day in range(len(people.admitted_at))])


def _day(people: People, day: int, counters: int) -> np.ndarray:
    arrivals, services = {}, {}
    for number, name in enumerate(CLASSES):
        mine = np.flatnonzero((people.classes == number) & (people.admitted_at[day] < NEVER))
        # Several wait for the door to open: who came first goes first.
        mine = mine[np.lexsort((people.arrives_at[day, mine], people.admitted_at[day, mine]))]
        gaps = np.diff(people.admitted_at[day, mine], prepend=0.0)
        arrivals[str(name)] = [ciw.dists.Sequential([*gaps.tolist(), float("inf")])]
        services[str(name)] = [ciw.dists.Sequential([*people.service_minutes[day, mine].tolist(), 1.0])]
    network = ciw.create_network(
        arrival_distributions=arrivals,
        service_distributions=services,
        number_of_servers=[counters],
        priority_classes={str(name): number for number, name in enumerate(CLASSES)},
    )
    ciw.seed(0)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(10_000)
    records = sorted(simulation.get_all_records(), key=lambda record: record.arrival_date)
    return np.array([record.waiting_time for record in records])
