"""The pages of a day on paper: printing, entering by keyboard or as a pile, merging, and deciding."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from serambi.procedures.print_day_sheet import print_day_sheet
from serambi.records.models import DaySheetRow, LedgerRow, PaperLineRow, Visit
from tests.factories import THE_DAY
from tests.procedures.paper import EVENING, MORNING, PERSON, book, enter, merge, numbers, print_sheet, save_hall

PAPER = "/console/hall/paper/"
LINES = f"{PAPER}2020-09-10/"
ENGLISH = "/en/console/hall/paper/"


@pytest.fixture
def serang(transactional_db):
    with time_machine.travel(EVENING, tick=False):
        yield save_hall()


@pytest.fixture
def client(sign_in_as):
    return sign_in_as()


def shown(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_printing_gives_a_pdf_and_the_page_lists_it_with_the_one_it_replaces(client):
    book(2)

    first, second = (client.post(f"{PAPER}sheets/", {"on": "2020-09-10"}) for _ in range(2))
    page = client.get(PAPER)

    assert (first.status_code, first["Content-Type"], first["Cache-Control"]) == (200, "application/pdf", "no-store")
    assert second["Content-Disposition"] == 'inline; filename="daysheet-serang-2020-09-10-2.pdf"'
    assert second.content.startswith(b"%PDF")
    listed = [(each.number, each.replaces, each.replaced_by) for each in page.context["page"].sheets]
    assert listed == [(2, 1, None), (1, None, 2)]
    seen = LedgerRow.objects.filter(action="person.viewed", by="clerk of serang").values_list("subject", flat=True)
    assert sorted(set(seen)) == ["day 2020-09-10", "day 2020-09-11", "day 2020-09-14"]


@pytest.mark.parametrize(("on", "status"), [("2020-09-09", 409), ("31", 422)])
def test_a_day_past_or_no_day_is_not_printed(client, on, status):
    answer = client.post(f"{PAPER}sheets/", {"on": on})

    assert answer.status_code == status
    assert DaySheetRow.objects.count() == 0


def test_a_line_is_entered_merged_and_listed(client):
    (code,) = book()
    (number,) = numbers(print_sheet()).values()

    empty = client.get(LINES)
    entered = client.post(LINES, PERSON | {"ticket": number, "outcome": "finished", "received": "0812"}, follow=True)
    merged = client.post(f"{LINES}merge/", follow=True)
    afterwards = client.get(LINES)

    assert 'name="ticket"' in shown(empty) and "autofocus" in shown(empty)
    assert [(line.title, line.state) for line in entered.context["page"].last] == [(number, "entered")]
    assert merged.context["done"] == {"merged": 1, "open": 0, "left": 0}
    assert [(line.title, line.state) for line in afterwards.context["page"].last] == [(f"B-{number}", "merged")]
    assert Visit.objects.get().booking.code == code


def test_a_line_that_cannot_be_read_is_kept_in_the_form_with_the_field_named(client):
    answer = client.post(f"{ENGLISH}2020-09-10/", {"ticket": "501", "arrived": "2575", "outcome": "admitted"})

    form = answer.context["form"]
    assert answer.status_code == 422
    assert form.errors == {"arrived": ["Write the time as 0910, 9.10 or 09:10."]}
    assert [name for name in form.fields if "autofocus" in form.fields[name].widget.attrs] == ["arrived"]
    assert form["ticket"].value() == "501"
    assert PaperLineRow.objects.count() == 0


CSV = "ticket;arrived;left\n501;0755;0830\n\n502;0756;0831\n"


@pytest.mark.parametrize("way", ["pasted", "sent as a file"])
def test_a_pile_is_entered_once(client, way):
    def send():
        if way == "pasted":
            return client.post(f"{LINES}pile/", {"lines": CSV})
        return client.post(f"{LINES}pile/", {"file": SimpleUploadedFile("lines.csv", CSV.encode())})

    first, again = send(), send()

    assert [(each.context["kept"].new, each.context["kept"].known) for each in (first, again)] == [(2, 0), (0, 2)]
    assert list(PaperLineRow.objects.order_by("ticket_number").values_list("typed", flat=True)) == [
        {"ticket": "501", "arrived": "0755", "left": "0830"},
        {"ticket": "502", "arrived": "0756", "left": "0831"},
    ]


def test_a_pile_with_a_fault_names_its_line_and_enters_nothing(client):
    piles = {
        "ticket,arrived\n501,0755\n\n502,2575\n": [(4, "Arrived “2575”: Write the time as 0910, 9.10 or 09:10.")],
        "ticket,umur\n501,3\n": [(1, "umur “umur”: This column is not known.")],
        "ticket\n501,3\n": [(2, "This line has more columns than its heading.")],
        "": [(1, "This is no CSV in UTF-8.")],
    }

    answers = {lines: client.post(f"{ENGLISH}2020-09-10/pile/", {"lines": lines}) for lines in piles}

    assert {answer.status_code for answer in answers.values()} == {422}
    assert {lines: answer.context["faults"] for lines, answer in answers.items()} == piles
    assert PaperLineRow.objects.count() == 0


def test_an_open_line_is_corrected_or_set_aside(client):
    first, second = book(2)
    kept = numbers(print_sheet())
    enter(PERSON | {"ticket": kept[first], "left": "0750"}, PERSON | {"ticket": kept[second], "left": "0751"})
    merge()
    codes = dict(PaperLineRow.objects.values_list("booking__code", "code"))

    listed = client.get(f"{ENGLISH}2020-09-10/open/")
    page = client.get(f"{LINES}open/{codes[first]}/")
    same = client.post(f"{LINES}open/{codes[first]}/", PERSON | {"ticket": kept[first], "left": "7.50"})
    corrected = client.post(f"{LINES}open/{codes[first]}/", PERSON | {"ticket": kept[first]})
    silent = client.post(f"{LINES}open/{codes[second]}/setting-aside/", {"why": " "})
    aside = client.post(f"{LINES}open/{codes[second]}/setting-aside/", {"why": "bukan dari lembar ini"})
    client.post(f"{LINES}merge/")

    assert {line.why for line in listed.context["lines"]} == {"Left is earlier than Payment slip."}
    assert page.context["form"]["left"].value() == "0750"
    assert (same.status_code, corrected.status_code) == (409, 302)
    assert (silent.status_code, aside.status_code) == (422, 302)
    assert silent.context["aside"].errors == {"why": ["Tulis mengapa baris ini dikesampingkan."]}
    assert list(Visit.objects.values_list("booking__code", flat=True)) == [first]
    states = sorted(PaperLineRow.objects.values_list("state", "settled_by"))
    assert states == [("merged", ""), ("set_aside", "clerk of serang"), ("set_aside", "clerk of serang")]


@pytest.mark.parametrize("path", ["besok/", "2020-09-10/open/nothing/"])
def test_a_day_or_line_that_is_not_there_is_not_found(client, path):
    assert client.get(PAPER + path).status_code == 404


def test_a_print_line_is_checked_for_the_own_office_only(client):
    line = print_day_sheet(office="serang", on=THE_DAY, now=MORNING, by="penyelia").line.text
    save_hall("cilegon")
    other = print_day_sheet(office="cilegon", on=THE_DAY, now=MORNING, by="penyelia").line.text

    altered = line[:-2] + ("A" if line[-2] != "A" else "Q") + line[-1]
    own, foreign, forged = (client.post(f"{ENGLISH}check/", {"line": each}) for each in (line, other, altered))

    assert own.context["said"][0] == "Genuine: sheet 1, Kantor Imigrasi Serang, Thursday, 10 September 2020."
    assert foreign.context["form"].errors == {"line": ["This office printed no such sheet."]}
    assert forged.context["form"].errors["line"][0].startswith("The signature does not fit")


def test_days_with_unsettled_lines_are_named(client):
    enter({"ticket": "501", "arrived": "0755"})

    page = client.get(f"{PAPER}?on=2020-09-09").context["page"]

    assert (page.others, page.is_today_or_later) == ((THE_DAY,), False)
