"""Four days on which an order came to Serang, with the real orders: what it was going to do, what it did, and to whom.

Each is told through the API and through the console, in Indonesian and in English. The office knows what was known
the day before; the order arrives in its own words on its day.
"""

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.procedures.book_visits import book_visits
from serambi.procedures.ensure_staff import ensure_staff
from serambi.procedures.invite_waiting import invite_waiting
from serambi.procedures.issue_staff_token import issue_staff_token
from serambi.procedures.load_policy import load_policy
from serambi.procedures.plan_slots import plan_slots
from serambi.procedures.steps.booking_rows import BookedVisit
from serambi.records.models import Booking, InstrumentRow, Message, Obligation, Slot
from serambi.rules.policyset import Policy
from tests.factories import JAKARTA, applicant, request
from tests.procedures.orders import consistent

pytestmark = pytest.mark.django_db(transaction=True)

PLANNED_DAYS = 60
SIGNERS = ("direktur", "sekretaris")
LOST = {"id": re.compile(r"(\d+) orang kehilangan tempat"), "en": re.compile(r"(\d+) people lose their place")}


@pytest.fixture(scope="module")
def policy() -> Policy:
    """The real policy, with the offices of Banten only."""
    whole = read_policy(POLICY_FOLDER)
    return replace(whole, offices=tuple(office for office in whole.offices if office.seat_region.startswith("36.")))


def morning(on: date, hour: int = 6) -> datetime:
    return datetime.combine(on, time(hour), JAKARTA).astimezone(UTC)


class Story:
    """Serang on a day: what it knows, its plan, its people, and the directorate at one of its counters."""

    def __init__(self, policy: Policy, counter: str, language: str) -> None:
        self.policy, self.counter, self.language = policy, counter, language
        self.client = Client()

    def knows_what_was_known_before(self, on: date, *orders: str) -> None:
        """Load the real policy as of the eve; `orders` are those that are still to come."""
        eve = morning(on - timedelta(days=1), 17)
        known = [
            f for f in self.policy.instruments if f.instrument.known_at <= eve and f.instrument.number not in orders
        ]
        maps = [each for each in self.policy.assessments if each.known_at <= eve]
        load_policy(policy=replace(self.policy, instruments=tuple(known), assessments=tuple(maps)), now=eve, by="test")
        with time_machine.travel(eve, tick=False):
            until = on + timedelta(days=PLANNED_DAYS)
            plan_slots(office="serang", from_on=eve.date(), until_on=until, now=eve, by="test")
        for signer in SIGNERS:
            ensure_staff(username=signer, password="x", office_code=None, role="directorate", now=eve, by="test")

    def text_of(self, number: str) -> str:
        (found,) = [f.text for f in self.policy.instruments if f.instrument.number == number]
        return found

    def books(self, on: date, people: int, at: datetime) -> list[BookedVisit]:
        """Some people book into the general slots of a day."""
        asked = []
        slots = Slot.objects.for_office("serang").filter(office_day__on=on, group="passport", contingent="general")
        for slot in slots.order_by("start_at"):
            for _ in range(slot.free):
                if len(asked) < people:
                    person = applicant(email="ani@example.org")
                    asked.append(request(slot.code, person, language=self.language, purpose="tourism"))
        answers = book_visits(requests=asked, now=at, by="test")
        assert [answer.refusal for answer in answers] == [None] * people
        return [visit for answer in answers for visit in answer.visits]

    def foresees(self, number: str) -> int:
        """How many people would lose their place, as the counter says."""
        self._is(SIGNERS[0])  # signed in today: days lie between the orders
        if self.counter == "api":
            answer = json.loads(self._post("/instruments?dry_run=true", self.text_of(number)).getvalue())
            return sum(answer["totals"]["people"].values())
        page = b"".join(self.client.post(self._console("preview"), {"text": self.text_of(number)})).decode()
        assert f'<html lang="{self.language}">' in page
        return int(LOST[self.language].findall(page)[-1])

    def enacts(self, number: str, *, signatures: int = 1) -> None:
        """So many members of the directorate sign, one after the other; only the last signature enacts."""
        for signed, signer in enumerate(SIGNERS[:signatures], start=1):
            self._is(signer)
            self._signs(number, is_last=signed == signatures)

    def _signs(self, number: str, *, is_last: bool) -> None:
        if self.counter == "api":
            answer = self._post("/instruments", self.text_of(number))
            assert (answer.status_code, answer.json()["state"]) == ((201, "enacted") if is_last else (202, "proposed"))
            return
        answer = self.client.post(self._console("enactment"), {"text": self.text_of(number)})
        assert (answer.status_code, answer["Location"].endswith(f"/{number}/")) == (302, True)
        assert ("/proposed/" in answer["Location"]) is not is_last
        assert InstrumentRow.objects.filter(number=number).exists() is is_last

    def _is(self, signer: str) -> None:
        self.signer = signer
        self.client.force_login(get_user_model().objects.get(username=signer))

    def booking(self, visit: BookedVisit, path: str = "", **body: str) -> dict:
        """A booking as its holder's program sees it, or after an answer."""
        headers = {"Booking-Secret": visit.secret, "Accept-Language": self.language}
        address = f"/api/v1/bookings/{visit.code}{path}"
        send = self.client.post if path else self.client.get
        more = {"data": body, "content_type": "application/json"} if path else {}
        return send(address, headers=headers, **more).json()

    def regime(self, on: date) -> dict:
        return self.client.get(f"/api/v1/offices/serang/regime?on={on}").json()

    def refusal(self, slot: Slot) -> tuple[str, str]:
        """The code and the words with which the office turns down somebody who can wait."""
        person = {"name": "Budi", "identity": {"kind": "nik", "number": "3673011705900999"}, "born_on": "1990-05-17"}
        body = {
            "office": "serang",
            "service": "passport-new",
            "slot": slot.code,
            "purpose": "tourism",
            "people": [person],
        }
        headers = {"Idempotency-Key": f"late {slot.code}", "Accept-Language": self.language}
        answer = self.client.post("/api/v1/bookings", body, content_type="application/json", headers=headers).json()
        return answer["code"], answer["detail"]

    def office_page(self) -> str:
        return self.client.get(f"{self._prefix}/serang/").content.decode()

    def _post(self, path: str, text: str):
        now = datetime.now(UTC)
        key = issue_staff_token(username=self.signer, label="story", days=1, now=now, by="test")
        headers = {"Authorization": f"Bearer {key}", "Accept-Language": self.language}
        return self.client.post(f"/api/v1{path}", text, content_type="application/toml", headers=headers)

    def _console(self, page: str) -> str:
        return f"{self._prefix}/console/orders/{page}/"

    @property
    def _prefix(self) -> str:
        return "/en" if self.language == "en" else ""


@pytest.fixture(params=["api", "console"])
def counter(request) -> str:
    return request.param


@pytest.fixture(params=["id", "en"])
def story(request, transactional_db, policy, counter) -> Story:
    return Story(policy, counter, request.param)


def live(from_on: date, until_on: date) -> int:
    """How many people hold a place on days of [from_on, until_on)."""
    held = Booking.objects.live().filter(slot__office_day__on__gte=from_on, slot__office_day__on__lt=until_on)
    return held.count()


def states() -> Counter[str]:
    return Counter(Booking.objects.values_list("state", flat=True))


SE_2114, SE_0946 = "SE-IMI-GR.01.01-2114-2020", "SE-IMI-GR.01.01-0946-2020"


def test_24_march_2020_only_urgent_needs_and_bookings_are_kept_for_later(story):
    day = date(2020, 3, 24)
    story.knows_what_was_known_before(day, SE_2114)
    visits = story.books(day, 5, morning(day - timedelta(days=1))) + story.books(date(2020, 3, 30), 15, morning(day, 5))

    with time_machine.travel(morning(day), tick=False):
        foreseen = story.foresees(SE_2114)
        story.enacts(SE_2114)

        assert foreseen == len(visits) == 20
        assert states() == {"postponed": 20}
        assert Counter(Obligation.objects.values_list("kind", "outcome")) == {("told_cancelled", "open"): 20}
        assert Message.objects.filter(kind="called_off", is_critical=True).count() == 20
        first = story.booking(visits[0])
        assert (first["state"], first["slot"], first["start_at"]) == ("postponed", None, None)
        # Who booked before the others stands before them.
        assert sorted(story.booking(visit)["position"] for visit in visits[:5]) == [1, 2, 3, 4, 5]
        regime = story.regime(day)
        assert (regime["open"], regime["mode"], regime["quota_share"]) == (True, "urgent_only", 0.0)
        assert regime["because"]["mode"]["instrument"] == SE_2114
        slot = Slot.objects.filter(office_day__on=date(2020, 3, 30), contingent="general").first()
        assert story.refusal(slot) == (
            "service.urgent_only",
            {
                "id": "Pada hari itu kantor hanya melayani keperluan mendesak.",
                "en": "On that day the office serves urgent needs only.",
            }[story.language],
        )
        assert "SE 2114" in story.office_page()
    consistent()


def test_15_june_2020_reopening_at_half_invites_the_line(story):
    march, june = date(2020, 3, 24), date(2020, 6, 15)
    story.knows_what_was_known_before(march, SE_2114)
    visits = story.books(date(2020, 3, 30), 30, morning(march, 5))
    with time_machine.travel(morning(march), tick=False):
        story.enacts(SE_2114)
    story.knows_what_was_known_before(june, SE_0946)
    normal = 100

    with time_machine.travel(morning(june), tick=False):
        assert story.regime(june)["mode"] == "urgent_only"
        assert story.foresees(SE_0946) == 0
        story.enacts(SE_0946)
        regime = story.regime(june)
        invited = invite_waiting(office="serang", now=datetime.now(UTC), by="jobs")

        assert (regime["mode"], regime["quota_share"], regime["last_service_at"]) == ("all", 0.5, "14:00")
        assert regime["because"]["quota_share"]["instrument"] == SE_0946
        passport = Slot.objects.filter(office_day__on=date(2020, 6, 16), group="passport")
        assert sum(passport.values_list("planned_places", flat=True)) == normal // 2
        assert (invited, states()) == (30, {"invited": 30})
        assert Message.objects.filter(kind="invited").count() == 30
        first = story.booking(visits[0])
        assert (first["state"], first["offer"]["kind"], first["offer"]["slot"]) == ("invited", "invited", first["slot"])
        accepted = story.booking(visits[0], "/offer", answer="accept")
        assert (accepted["state"], accepted["slot"]) == ("confirmed", first["slot"])
        declined = story.booking(visits[1], "/offer", answer="decline")
        assert declined["state"] == "cancelled"
    consistent()


PSBB = "WALIKOTA-SERANG-PSBB-2020"


def test_10_september_2020_psbb_of_the_city_cuts_the_staff_and_closes_nothing(story):
    day = date(2020, 9, 10)
    story.knows_what_was_known_before(day, PSBB)
    visits = story.books(day, 20, morning(day - timedelta(days=1)))

    with time_machine.travel(morning(day), tick=False):
        before = story.regime(day)
        foreseen = story.foresees(PSBB)
        story.enacts(PSBB)
        after = story.regime(day)

        assert (before["restrictions"], before["staff_share"]) == ([], 0.5)
        assert (after["restrictions"], after["staff_share"]) == (["psbb"], 0.25)
        assert after["because"]["staff_share"]["short_name"] == "SE 58"
        assert (after["open"], after["mode"], after["quota_share"], after["zone"]) == (True, "all", 0.5, "orange")
        assert Obligation.objects.count() == foreseen
        assert live(day, day + timedelta(days=60)) == len(visits)
        assert Counter(story.booking(visit)["state"] for visit in visits) == states()
        page = story.office_page()
        assert "PSBB" in page
    consistent()


CLOSURE, PROLONGED, PROLONGED_AGAIN = (
    "IMIGRASI-PPKM-DARURAT-2021",
    "IMIGRASI-PPKM-PERPANJANGAN-1-2021",
    "IMIGRASI-PPKM-PERPANJANGAN-2-2021",
)


def test_5_july_2021_face_to_face_is_closed_and_twice_prolonged(story):
    day = date(2021, 7, 5)
    later = ("IMIGRASI-PPKM-PERPANJANGAN-3-2021",)
    story.knows_what_was_known_before(day, CLOSURE, PROLONGED, PROLONGED_AGAIN, *later)
    visits = story.books(date(2021, 7, 6), 10, morning(day - timedelta(days=1)))
    visits += story.books(date(2021, 7, 22), 5, morning(day - timedelta(days=1)))

    with time_machine.travel(morning(day), tick=False):
        foreseen = story.foresees(CLOSURE)
        story.enacts(CLOSURE, signatures=2)
        assert foreseen == Obligation.objects.count() == 10
        assert live(day, date(2021, 7, 21)) == 0
        first = story.booking(visits[0])
        assert (first["state"], first["offer"]["order"]) == ("offered", CLOSURE)
        assert story.booking(visits[0], "/offer", answer="accept")["state"] == "confirmed"
        assert story.booking(visits[1], "/offer", answer="decline")["state"] == "cancelled"
        assert story.booking(visits[2], "/postponement")["state"] == "postponed"
    with time_machine.travel(morning(date(2021, 7, 20)), tick=False):
        held = live(date(2021, 7, 21), date(2021, 7, 26))
        assert story.foresees(PROLONGED) == held > 0
        story.enacts(PROLONGED, signatures=2)
        assert live(day, date(2021, 7, 26)) == 0
    with time_machine.travel(morning(date(2021, 7, 25)), tick=False):
        story.enacts(PROLONGED_AGAIN, signatures=2)
        assert live(day, date(2021, 8, 3)) == 0
        regime = story.regime(date(2021, 8, 2))
        assert (regime["open"], regime["mode"]) == (True, "urgent_only")
        assert regime["because"]["mode"]["instrument"] == PROLONGED_AGAIN

        # Nobody is lost: each has one open due, or has settled it.
        open_ones = Counter(Obligation.objects.filter(outcome="open").values_list("booking__code", flat=True))
        assert set(open_ones.values()) == {1}
        seen = {visit.code: story.booking(visit)["state"] for visit in visits}
        assert Counter(seen.values()) == states()
        assert (seen[visits[1].code], seen[visits[2].code]) == ("cancelled", "postponed")
        assert {code for code, state in seen.items() if state == "offered"} <= set(open_ones)
        assert InstrumentRow.objects.filter(number__startswith="IMIGRASI-PPKM").count() == 3
    with time_machine.travel(morning(date(2021, 7, 26)), tick=False):
        assert {"id": "Selasa, 3 Agustus 2021", "en": "Tuesday, 3 August 2021"}[story.language] in story.office_page()
    consistent()
