"""Counter, desk and case as one walk: each page leads to the other and offers the one step that comes next."""

from datetime import time

import pytest

from serambi.procedures.admit_visitor import admit_booked, admit_walk_in
from serambi.procedures.advance_case import advance_case
from serambi.procedures.open_case import open_case
from serambi.records.codec import to_json
from serambi.records.models import Case, ServiceRow, Visit
from serambi.rules.catalogue import Document, Text
from serambi.rules.states import CaseEvent
from serambi.rules.verdict import Verdict
from tests.factories import NOW, THE_DAY, applicant, save_slot, service

COUNTER = "/console/hall/counter/3/"
KTP = Document("ktp", Text("KTP", "Identity card"), None, frozenset(), "Permen 8/2014", "VERIFIED")
SAID = {f"said_{question}": "ya" for question in ("country", "places", "length", "companions", "date")}


@pytest.fixture
def code(serang, booked) -> str:
    """Ani, who is inside; her file is a single paper."""
    ServiceRow.objects.update(entry=to_json(service(documents=(KTP,))))
    (code,) = booked(save_slot(serang, on=THE_DAY, at=time(8)), applicant(name="Ani"))
    gate = {"companions": 0, "temperature_c": None, "gate": "utama", "now": NOW, "by": "gate"}
    admit_booked(office="serang", code=code, **gate)
    return code


@pytest.fixture
def clerk(sign_in_as, code):
    """A clerk at counter 3 who has called Ani and serves her."""
    client = sign_in_as()
    client.post(f"{COUNTER}call/")
    client.post(f"{COUNTER}steps/", {"step": "start", "ticket": "B-001"})
    return client


def accept(*events: str) -> str:
    number = open_case(code=Visit.objects.get().booking.code, verdict=Verdict((), (), ()), now=NOW, by="desk").number
    for event in events:
        advance_case(number=number, event=CaseEvent(event), now=NOW, by="desk")
    return number


def press_onward(client, ticket):
    sent = {"step": ticket.onward.step, "stage": ticket.onward.stage, "ticket": ticket.ticket}
    return client.post(f"{COUNTER}steps/", sent)


def test_the_counter_leads_to_the_desk_and_the_desk_back(clerk, code):
    counter = clerk.get(COUNTER)
    desk = clerk.get(f"/console/cases/desk/{code}/")

    file, ticket = counter.context["page"].present.file, desk.context["ticket"]
    assert (file.said, file.number, file.is_next) == ("belum diperiksa di meja dokumen", "", True)
    assert f'<a class="button" href="/console/cases/desk/{code}/">' in counter.content.decode()
    assert 'value="incomplete"' not in counter.content.decode()
    assert (ticket.ticket, ticket.said, ticket.counter, ticket.onward) == ("B-001", "di loket", "3", None)
    assert f'<a href="{COUNTER}">Kembali ke loket 3</a>' in desk.content.decode()


def test_an_accepted_file_offers_to_send_its_ticket_on_and_the_counter_is_free(clerk, code):
    clerk.post(f"/console/cases/desk/{code}/", {"do": "accept", "brought": "ktp", **SAID})
    number = Case.objects.get().number
    case, counter = clerk.get(f"/console/cases/{number}/"), clerk.get(COUNTER).context["page"]

    sent = press_onward(clerk, case.context["ticket"])

    file = counter.present.file
    assert (file.said, file.number, file.is_next) == ("Berkas diterima", number, False)
    page = case.content.decode()
    assert page.count('class="main"') == 1
    assert '<button class="main" name="step" value="finish">Kirim B-001 ke Foto dan wawancara</button>' in page
    assert (sent.status_code, sent["Location"]) == (302, COUNTER)
    visit = Visit.objects.get()
    assert (visit.state, visit.stage, visit.counter) == ("waiting", "interview", "")


def test_a_file_interviewed_at_the_first_desk_leaps_over_that_stage(clerk):
    number = accept("verify", "interview")

    press_onward(clerk, clerk.get(f"/console/cases/{number}/").context["ticket"])

    assert (Visit.objects.get().state, Visit.objects.get().stage) == ("waiting", "payment")


def test_somebody_only_called_is_sent_on_too(sign_in_as, code):
    client = sign_in_as()
    client.post(f"{COUNTER}call/")
    number = accept()

    press_onward(client, client.get(f"/console/cases/{number}/").context["ticket"])

    assert (Visit.objects.get().state, Visit.objects.get().stage) == ("waiting", "interview")


def test_at_the_stage_its_file_waits_for_the_case_is_the_next_thing_to_open(clerk):
    number = accept()
    Visit.objects.update(stage="interview")

    counter = clerk.get(COUNTER)
    case = clerk.get(f"/console/cases/{number}/")

    assert counter.context["page"].present.file.is_next
    assert f'<a class="button" href="/console/cases/{number}/">Buka berkasnya</a>' in counter.content.decode()
    assert case.context["ticket"].onward is None
    assert '<button class="main" type="submit">Berkas cocok dengan aslinya</button>' in case.content.decode()


def test_a_returned_file_frees_the_counter_and_leads_back_to_it(clerk, code):
    clerk.post(f"/console/cases/desk/{code}/", {"do": "return"})

    desk, counter = clerk.get(f"/console/cases/desk/{code}/"), clerk.get(COUNTER)

    ticket = desk.context["ticket"]
    assert (ticket.said, ticket.counter, ticket.is_over) == ("berkas belum lengkap", "3", True)
    assert f'<a class="button" href="{COUNTER}">Kembali ke loket 3: panggil berikutnya</a>' in desk.content.decode()
    assert counter.context["page"].present is None


def test_another_clerk_sees_where_the_person_is_and_does_not_send_them(clerk, sign_in_as):
    number = accept()
    clerk.post("/console/sign-out/")
    other = sign_in_as()  # a new session, which never sat at a counter

    ticket = other.get(f"/console/cases/{number}/").context["ticket"]

    assert (ticket.ticket, ticket.counter, ticket.onward) == ("B-001", "3", None)


def test_without_a_hall_the_pages_say_nothing_of_tickets(sign_in_as, serang, booked):
    (code,) = booked(save_slot(serang), applicant(7))
    number = open_case(code=code, verdict=Verdict((), (), ()), now=NOW, by="desk").number

    page = sign_in_as().get(f"/console/cases/{number}/")
    only_looking = sign_in_as(None).get(f"/console/cases/{number}/")

    assert 'class="ticket' not in page.content.decode()
    assert "ticket" not in only_looking.context
    assert '<button class="main" type="submit">Berkas cocok dengan aslinya</button>' in page.content.decode()


def test_who_came_without_a_booking_has_no_file_and_may_be_sent_home_at_the_counter(sign_in_as, serang):
    gate = {"companions": 0, "temperature_c": None, "gate": "utama", "now": NOW, "by": "gate"}
    admit_walk_in(office="serang", kind="lost", group="passport", **gate)
    client = sign_in_as()
    client.post(f"{COUNTER}call/")
    client.post(f"{COUNTER}steps/", {"step": "start", "ticket": "W-001"})

    counter = client.get(COUNTER)

    assert counter.context["page"].present.file is None
    assert 'value="incomplete"' in counter.content.decode()


def test_in_english_the_walk_reads_as_one(clerk, code):
    accept()

    counter = clerk.get(f"/en{COUNTER}").content.decode()
    case = clerk.get(f"/en/console/cases/{Case.objects.get().number}/").content.decode()

    assert "File: <strong>File received</strong>" in counter and "Open the file" in counter
    assert "Send B-001 to Photo and interview" in case and "Back to counter 3" in case
