"""A counter: call, serve, set aside, send on; and two names for whoever goes first."""

from datetime import time

import pytest

from serambi.procedures.admit_visitor import admit_booked, admit_walk_in
from serambi.procedures.ensure_staff import ensure_staff
from serambi.records.models import LedgerRow, QueueOverride, Visit
from tests.counters.console.conftest import PASSWORD
from tests.factories import NOW, THE_DAY, applicant, save_office, save_slot

COUNTER = "/console/hall/counter/3/"


@pytest.fixture
def code(serang, booked) -> str:
    """Ani, who is inside."""
    (code,) = booked(save_slot(serang, on=THE_DAY, at=time(8)), applicant(name="Ani"))
    common = {"companions": 0, "temperature_c": None, "gate": "utama", "now": NOW, "by": "gate"}
    admit_booked(office="serang", code=code, **common)
    return code


def walk_in(kind: str = "lost") -> str:
    answer = admit_walk_in(
        office="serang", kind=kind, group="passport", companions=0, temperature_c=None, gate="utama", now=NOW, by="gate"
    )
    return answer.ticket


def step(client, step: str, ticket: str = "B-001", **more: str):
    return client.post(f"{COUNTER}steps/", {"step": step, "ticket": ticket} | more, follow=True)


def call(client):
    return client.post(f"{COUNTER}call/", follow=True)


def test_calling_shows_the_person_with_their_documents_and_notes_the_view(sign_in_as, code):
    page = call(sign_in_as()).context["page"]

    assert (page.present.ticket, page.present.booking.visitor.name, page.viewed) == ("B-001", "Ani", code)
    viewed = LedgerRow.objects.filter(action="person.viewed").values_list("subject", "facts")
    assert list(viewed) == [(code, {"reason": "counter 3"})]


def test_the_line_alone_opens_nobody_and_notes_nothing(sign_in_as, code):
    walk_in()
    client = sign_in_as()
    call(client)
    before = LedgerRow.objects.count()

    answer = client.get(f"{COUNTER}line/")

    assert "Ani" not in answer.content.decode()
    assert [each.ticket for each in answer.context["line"].first] == ["W-002"]
    assert LedgerRow.objects.count() == before


def test_a_visit_through_the_counters_of_one_day(sign_in_as, code):
    client = sign_in_as()
    for stage in ("documents", "interview", "payment"):
        call(client)
        assert Visit.objects.get().stage == stage
        step(client, "start")
        step(client, "finish")

    assert Visit.objects.get().state == "done"


def test_set_aside_back_in_line_and_sent_on(sign_in_as, code):
    client = sign_in_as()
    call(client)
    step(client, "recall")
    parked = step(client, "park").context["page"]
    step(client, "resume")
    call(client)
    step(client, "send", stage="payment")

    assert [each.ticket for each in parked.line.parked] == ["B-001"]
    visit = Visit.objects.get()
    assert (visit.state, visit.stage, visit.calls) == ("waiting", "payment", 3)


def test_a_step_that_comes_too_late_says_where_the_visitor_is(sign_in_as, code):
    answer = step(sign_in_as(), "finish")

    assert answer.status_code == 409
    assert answer.context["told"] == "Pengunjung ini sekarang: menunggu. Langkah itu tidak dapat dilakukan."


def test_nobody_to_call_and_a_counter_that_is_busy_are_told(sign_in_as, serang):
    client = sign_in_as()
    nobody = call(client)
    walk_in()
    call(client)
    busy = call(client)

    assert nobody.context["told"] == "Tidak ada yang menunggu untuk loket ini."
    assert busy.context["told"].startswith("Loket ini masih memanggil atau melayani W-001.")


def test_what_a_counter_serves_is_kept_for_the_session(sign_in_as, code):
    client = sign_in_as()
    client.post(f"{COUNTER}duty/", {"stages": ["payment"], "groups": ["passport", "permit"]})

    assert call(client).context["told"] == "Tidak ada yang menunggu untuk loket ini."
    wrong = client.post(f"{COUNTER}duty/", {"stages": ["nonsense"]})
    assert (wrong.status_code, sorted(wrong.context["form"].errors)) == (422, ["groups", "stages"])


def ask(client, **changes: str):
    sent = {"ticket": "w2", "reason": "kursi roda", "second": "penyelia", "password": PASSWORD}
    return client.post(f"{COUNTER}override/", sent | changes, follow=True)


@pytest.fixture
def with_supervisor(sign_in_as, code):
    """A clerk at a counter; a supervisor of the office, and a clerk of another one, know a password each."""
    walk_in()
    save_office("bandung")
    for username, office, role in (("penyelia", "serang", "supervisor"), ("orang lain", "bandung", "clerk")):
        ensure_staff(username=username, password=PASSWORD, office_code=office, role=role, now=NOW, by="test")
    return sign_in_as()


def test_out_of_order_needs_the_second_person_themselves(with_supervisor):
    refused = [
        ask(with_supervisor, **changes)
        for changes in (
            {"password": "wrong"},
            {"second": "orang lain"},
            {"second": "clerk of serang"},
            {"second": "nobody"},
            {"reason": ""},
        )
    ]
    assert [answer.status_code for answer in refused] == [422] * 5
    assert [list(answer.context["form"].errors) for answer in refused] == [["second"]] * 4 + [["reason"]]
    assert QueueOverride.objects.count() == 0

    page = ask(with_supervisor).context["page"]

    assert page.present.ticket == "W-002"
    assert list(QueueOverride.objects.values_list("by", "second_by")) == [("clerk of serang", "penyelia")]
    assert with_supervisor.get(COUNTER).wsgi_request.user.get_username() == "clerk of serang"


def test_guessing_the_second_persons_password_ends_after_five_tries(with_supervisor):
    for _ in range(5):
        ask(with_supervisor, password="wrong")

    answer = ask(with_supervisor)

    assert "Terlalu banyak percobaan" in answer.context["form"].non_field_errors()[0]
    assert QueueOverride.objects.count() == 0


def test_behind_a_proxy_the_second_persons_tries_are_counted_by_forwarded_address(with_supervisor, settings):
    settings.PROXIES = 1
    for _ in range(5):
        ask(with_supervisor, password="wrong")
    sent = {"ticket": "w2", "reason": "kursi roda", "second": "penyelia", "password": PASSWORD}

    with_supervisor.post(f"{COUNTER}override/", sent, HTTP_X_FORWARDED_FOR="203.0.113.10")

    assert QueueOverride.objects.count() == 1


def test_a_name_longer_than_a_counters_is_nowhere(sign_in_as, serang):
    assert sign_in_as().get(f"/console/hall/counter/{'9' * 21}/").status_code == 404


def test_who_does_not_come_is_ended_also_from_those_set_aside(sign_in_as, code):
    client = sign_in_as()
    walk_in()
    call(client)
    step(client, "give_up")
    call(client)
    step(client, "park", "W-002")
    after = step(client, "give_up", "W-002").context["page"]

    assert dict(Visit.objects.values_list("ticket", "state")) == {"B-001": "absent", "W-002": "absent"}
    assert (after.present, after.line.parked) == (None, ())


def test_sent_to_one_counter_the_others_do_not_see_them(sign_in_as, code):
    client = sign_in_as()
    walk_in()
    client.post("/console/hall/counter/7/call/")
    page = call(client).context["page"]
    step(client, "send", "W-002", stage="documents", counter="7")

    here, there = (client.get(f"/console/hall/counter/{name}/").context["line"] for name in ("3", "7"))
    whole = client.get("/console/hall/").context["page"]

    assert page.present.counters == ("7",)
    assert (here.number, [each.ticket for each in there.first]) == (0, ["W-002"])
    assert [(each.ticket, each.wanted_counter) for each in whole.line] == [("W-002", "7")]
    assert call(client).context["told"] == "Tidak ada yang menunggu untuk loket ini."
