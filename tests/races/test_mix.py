"""Booking, moving, cancelling, repeating, reading and releasing at once: every answer can be explained by one order.

Short in `make test`; `make prove` runs 30,000 operations of 64 clients in four processes.
"""

from collections import Counter

from serambi.records.models import LedgerRow
from tests import audit
from tests.elsewhere import call_each
from tests.races.histories import unexplained_people, unexplained_slots

DESIGNED = {
    "confirmed",
    "done",
    "same",
    "busy",
    "slot.full",
    "slot.same",
    "person.already_booked",
    "booking.changed",
    "booking.not_live",
}


def test_every_answer_of_64_clients_is_explained_by_one_order(race_slots, test_database_url, is_proving):
    operations, slot_count, places = (30_000, 200, 5) if is_proving else (2_560, 40, 3)
    slots = race_slots(slot_count, places)
    processes = 4 if is_proving else 2
    people = slot_count * places * 3 // 2
    shares = [(slots, people, 64 // processes, operations // processes, f"mix-{number}") for number in range(processes)]

    logs = call_each(test_database_url, "tests.races.clients:mixed", shares)
    events = [event for log in logs for event in log]

    answers = Counter((event.kind, event.answer) for event in events)
    print(f"\n{len(events)} operations of 64 clients on {slot_count} slots of {places}:")
    for (kind, answer), number in sorted(answers.items()):
        print(f"  {number:6} {kind} → {answer}")
    assert {answer for _, answer in answers} <= DESIGNED
    assert min(answers["book", "confirmed"], answers["book", "slot.full"], answers["move", "confirmed"]) > 0
    assert min(answers["book", "person.already_booked"], answers["cancel", "confirmed"], answers["repeat", "same"]) > 0
    confirmed = [code for event in events if event.kind == "book" for code in event.codes]
    assert audit.faults(confirmed) == audit.NONE
    ledger = dict(LedgerRow.objects.filter(action__startswith="booking.").values_list("by", "facts"))
    assert unexplained_slots(events, ledger, dict.fromkeys(slots, places)) == []
    assert unexplained_people(events) == []
