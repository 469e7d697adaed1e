"""The visit day under load (issue 4), as lines of the table: the boards, the gates, and the simulation beside Ciw."""

from bench import live, simulation
from bench.figures import Figure, Steps


def measure(steps: Steps) -> list[Figure]:
    hall = steps.do("Boards and gates", live.measure)
    played = steps.do("Simulated days", simulation.measure)
    return [
        Figure(
            f"A change of the hall heard by {hall['listeners']:.0f} listeners ({hall['heard']:.0%} of all)",
            f"p95 {hall['p95_seconds']:.2f} s",
            f"p50 {hall['p50_seconds']:.2f} s",
            aim="p95 < 1 s",
        ),
        Figure("Scans at five gates", f"{hall['scans_per_second']:,.0f}/s", aim="≥ 100/s"),
        Figure("Most people inside / limit", f"{hall['most_inside']:.0f} / {hall['limit']:.0f}", aim="never over"),
        Figure(f"Simulation of {played['days']:,.0f} days", f"{played['seconds']:.2f} s", aim="< 10 s"),
        Figure("The same in a new process, compiled first", f"{played['seconds_with_compiling']:.1f} s"),
        Figure(
            "Simulation as many times as fast as Ciw",
            f"{played['times_ciw']:.0f}",
            f"{played['days_a_second']:,.0f} / {played['ciw_days_a_second']:,.0f} days/s",
            aim="≥ 20",
        ),
        Figure("p95 of waiting apart from Ciw's", f"{played['p95_apart']:.1%}", aim="< 3 %"),
    ]
