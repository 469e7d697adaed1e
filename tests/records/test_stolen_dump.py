"""Who steals the database or the logs learns nobody's name, number or address: neither in clear nor guessable."""

import base64
import hashlib
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from psycopg.conninfo import make_conninfo

from serambi.config import postgres
from serambi.procedures.book_visits import book_visits
from serambi.procedures.cancel_booking import cancel_booking
from serambi.procedures.give_stay import give_stay
from serambi.procedures.move_booking import move_booking
from serambi.records.codec import to_json
from serambi.records.models import ApplicantRow, Booking, LedgerRow, PurposeRow, RequestKey, ServiceRow
from serambi.records.sealing import SealBroken, pseudonym, seal, unseal
from serambi.rules.booking import Applicant
from serambi.rules.catalogue import Who
from serambi.rules.identity import Identity, IdentityKind
from serambi.rules.permit import Stay
from serambi.rules.stay import Holder
from tests.factories import NOW, nik, request, save_office, save_slot, service
from tests.realserver import booking_body, get, post, serving

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ("Ratnawulan Prihatiningsih", "Budiwaskita Hadiprana", "Citralekha Wiraatmadja", "Dewaruci Sastrowardoyo")
BORN_ON = date(1990, 5, 17)
FOREIGN = {"service": "permit-limited-stay", "group": "stay-permit"}


@dataclass(frozen=True)
class Person:
    name: str
    kind: str
    number: str
    phone: str
    email: str

    def secrets(self) -> Iterator[str]:
        """Everything that must not be found, in the spellings in which it may have been kept."""
        yield from (self.name, *self.name.split(), self.number, self.email, self.phone, self.phone.removeprefix("+62"))
        country = "ID" if self.kind == "nik" else "NL"
        yield f"{self.kind}|{country}|{self.number}"


def person(serial: int, kind: str = "nik") -> Person:
    number = nik(serial) if kind == "nik" else f"NXR{serial:06d}"
    return Person(NAMES[serial % 4], kind, number, f"+628127734{serial:04d}", f"kotak.surat{serial}@pos.example")


def applicant_of(who: Person) -> Applicant:
    identity = Identity(IdentityKind(who.kind), who.number, None if who.kind == "nik" else "NL")
    return Applicant(who.name, identity, BORN_ON, who.phone, who.email)


def body_of(who: Person) -> dict[str, object]:
    identity = {"kind": who.kind, "number": who.number}
    if who.kind == "passport":
        identity["nationality"] = "NL"
    return {"name": who.name, "identity": identity, "born_on": str(BORN_ON), "phone": who.phone, "email": who.email}


@pytest.fixture
def office():
    office = save_office()
    ServiceRow.objects.create(
        code=FOREIGN["service"],
        group=FOREIGN["group"],
        position=1,
        entry=to_json(service(FOREIGN["service"], group=FOREIGN["group"], who=Who.FOREIGNER)),
    )
    PurposeRow.objects.create(
        code="tourism",
        position=0,
        entry={"code": "tourism", "name": {"id": "Wisata", "en": "Tourism"}, "needs": []},
    )
    return office


def dump(database_url: str) -> str:
    done = subprocess.run(
        [postgres.binary("pg_dump"), make_conninfo(database_url)], capture_output=True, text=True, check=True, cwd="/"
    )
    return done.stdout


def opened(text: str) -> str:
    """A text with what lies packed in it: every hexadecimal column of a dump, and base64 within that."""
    columns = [bytes.fromhex(found) for found in re.findall(r"\\\\x((?:[0-9a-f]{2})+)", text)]
    inside = [base64.urlsafe_b64decode(column) for column in columns if re.fullmatch(rb"[\w-]+=*", column)]
    return "\n".join([text, *(each.decode("latin-1") for each in columns + inside)])


def found_in(text: str, people: Iterable[Person]) -> list[str]:
    """What of these people stands in a text: in clear, backwards, encoded, or as a hash that anyone can compute."""
    small = text.lower()
    found = []
    for secret in {secret for who in people for secret in who.secrets()}:
        for form, shape in forms(secret):
            if (shape.lower() in small) if form != "base64" else (shape in text):
                found.append(f"{form} of {secret}")
    return found


def forms(secret: str) -> Iterator[tuple[str, str]]:
    yield "clear", secret
    yield "reverse", secret[::-1]
    raw = secret.encode()
    yield "hex", raw.hex()
    for skipped in range(3):  # base64 looks different at each of three places in a longer text
        yield "base64", base64.b64encode(b"x" * skipped + raw).decode()[4 if skipped else 0 : -4]
    for name in ("md5", "sha1", "sha256"):
        for spelling in {secret, secret.lower(), secret.upper()}:
            digest = hashlib.new(name, spelling.encode()).digest()
            yield name, digest.hex()
            yield "base64", base64.b64encode(digest).decode().rstrip("=")
            yield "base64", base64.urlsafe_b64encode(digest).decode().rstrip("=")


def test_dump_and_logs_of_a_day_hold_nobody(office, database_url, tmp_path, monkeypatch):
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str((NOW - datetime.now(UTC)).total_seconds()))
    url = make_conninfo(database_url, dbname=connection.settings_dict["NAME"])
    day = [save_slot(office, 50, on=date(2020, 9, 14) + timedelta(days=at)) for at in range(3)]
    permits = save_slot(office, 50, group=FOREIGN["group"])
    citizens, foreigners = [person(serial) for serial in range(1, 25)], [person(30 + at, "passport") for at in range(6)]

    by_procedure(day, permits, citizens[:8], foreigners[:3])
    with serving(url, tmp_path) as server:
        by_api(server.port, day[0].code, permits.code, citizens[8:16], foreigners[3:])
        by_portal_left_half_done(day[1].code, citizens[20])
        server.stop()

    assert Booking.objects.count() >= 8 + 3 + 6 + 3
    everybody = [*citizens, *foreigners]
    assert found_in(opened(dump(url)), everybody) == []
    log = server.log.read_text()
    assert "bookings" in log, "the server logged nothing, so nothing was looked at"
    assert found_in(log, everybody) == []
    # Django packs a session; unpacked, it holds the half-made booking, and still nobody in the clear.
    (session,) = [session.get_decoded() for session in Session.objects.all()]
    assert unseal(session["draft serang"].encode())["people"][0]["name"] == citizens[20].name
    assert found_in(opened(str(session)), everybody) == []


def by_procedure(day, permits, citizens: list[Person], foreigners: list[Person]) -> None:
    book_visits(requests=[request(day[0].code, *map(applicant_of, citizens[:5]))], now=NOW, by="test")
    answers = book_visits(
        requests=[request(day[0].code, applicant_of(who)) for who in citizens[5:]]
        + [request(permits.code, applicant_of(who), service=FOREIGN["service"]) for who in foreigners]
        # Refused: has a booking already.
        + [request(day[1].code, applicant_of(citizens[0]))],
        now=NOW,
        by="test",
    )
    first, second = answers[0].visits[0], answers[1].visits[0]
    for who in foreigners:
        holder = Holder(applicant_of(who).identity, who.email, "en")
        give_stay(stay=Stay("itk", date(2020, 12, 1)), holder=holder, address="192.0.2.7", now=NOW, by="test")
    move_booking(code=first.code, slot=day[1].code, key="move", now=NOW, by="test")
    cancel_booking(code=second.code, key="cancel", now=NOW, by="test")


def by_api(port: int, slot: str, permits: str, citizens: list[Person], foreigners: list[Person]) -> None:
    """What goes well, and what does not: refused, malformed, repeated with another content, in the wrong place."""
    path = "/api/v1/bookings"
    for number, who in enumerate(citizens[:6]):
        status, _ = post(port, path, booking_body(slot, body_of(who)), Idempotency_Key=f"dump-{number}")
        assert status == 201
    for number, who in enumerate(foreigners):
        body = booking_body(permits, body_of(who), service=FOREIGN["service"])
        assert post(port, path, body, Idempotency_Key=f"dump-f-{number}")[0] == 201
    wrong = citizens[6]
    assert post(port, path, booking_body(slot, body_of(citizens[0])), Idempotency_Key="dump-again")[0] == 409
    assert post(port, path, booking_body(slot, body_of(wrong)), Idempotency_Key="dump-1")[0] == 422
    assert post(port, path, booking_body(slot, body_of(wrong) | {"name": 7}), Idempotency_Key="dump-7")[0] == 422
    assert post(port, path, booking_body(slot, body_of(wrong) | {wrong.name: 1}), Idempotency_Key="dump-8")[0] == 422
    assert post(port, path, booking_body("nowhere", body_of(wrong)), Idempotency_Key="dump-9")[0] in (404, 422)
    assert get(port, f"{path}/{wrong.number}", Booking_Secret=wrong.number)[0] in (404, 422)
    assert get(port, f"/api/v1/offices/{wrong.number}")[0] in (404, 422)
    assert get(port, f"/api/v1/offices/serang/slots?service={wrong.number}&from={wrong.email}")[0] in (404, 422)


def by_portal_left_half_done(slot: str, who: Person) -> None:
    """A visitor answers all questions, and never presses the button."""
    visitor, book = Client(), "/serang/book/"
    for question, answer in (
        ("service", {"choice": "passport-new"}),
        ("purpose", {"choice": "tourism"}),
        ("wait", {"choice": "yes"}),
        ("day", {"choice": "2020-09-15"}),
        ("time", {"choice": slot}),
    ):
        assert visitor.post(f"{book}{question}/", answer).status_code == 302, question
    born = {"born_day": "17", "born_month": "5", "born_year": "1990"}
    typed = {"name": who.name, "number": who.number, "phone": who.phone, "email": who.email} | born
    assert visitor.post(f"{book}people/1/", typed).status_code == 302
    visitor.post(f"{book}people/2/", typed | {"number": "1", "name": f"{who.name} 7"})


@pytest.mark.parametrize("form", ["clear", "reverse", "hex", "base64", "md5", "sha1", "sha256"])
def test_search_finds_what_was_planted(office, database_url, form):
    """The control: a leak of each form in some column is found."""
    who = person(1)
    shapes = [shape for name, shape in forms(who.number) if name == form]
    LedgerRow.objects.create(at=NOW, by="test", action="leak", subject=shapes[0], facts={"also": shapes[-1]})
    RequestKey.objects.create(key_hash=shapes[0].encode(), fingerprint=b"", at=NOW)

    text = opened(dump(make_conninfo(database_url, dbname=connection.settings_dict["NAME"])))

    assert f"{form} of {who.number}" in found_in(text, [who])


def test_without_the_keys_nothing_opens_and_nobody_is_found(office, settings):
    slot = save_slot(office, 50)
    people = [person(serial) for serial in range(1, 6)]
    book_visits(requests=[request(slot.code, *map(applicant_of, people))], now=NOW, by="test")
    settings.IDENTITY_KEYS = (Fernet.generate_key().decode(),)
    settings.PSEUDONYM_KEY = bytes(32)

    applicants = [row.sealed for row in ApplicantRow.objects.all()]
    answers = [row.sealed_answer for row in RequestKey.objects.all()]

    assert [opens(sealed) for sealed in (*applicants, *answers)] == [False] * 6
    canonical = [pseudonym(applicant_of(who).identity.canonical) for who in people]
    assert not Booking.objects.filter(identity_hash__in=canonical).exists()


def test_rotated_key_opens_old_rows_and_seals_new_ones(office, settings):
    slot = save_slot(office, 50)
    old, new = settings.IDENTITY_KEYS, (Fernet.generate_key().decode(),)
    first, second = person(1), person(2)
    book_visits(requests=[request(slot.code, applicant_of(first))], now=NOW, by="test")
    settings.IDENTITY_KEYS = new + old
    book_visits(requests=[request(slot.code, applicant_of(second))], now=NOW, by="test")
    rows = list(ApplicantRow.objects.order_by("booking_id"))

    assert [unseal(row.sealed)["name"] for row in rows] == [first.name, second.name]
    settings.IDENTITY_KEYS = new
    assert [opens(row.sealed) for row in rows] == [False, True]
    settings.IDENTITY_KEYS = old
    assert [opens(row.sealed) for row in rows] == [True, False]


def test_sealed_twice_looks_different(settings):
    assert seal("Ani") != seal("Ani")
    assert unseal(seal("Ani")) == "Ani"


def opens(sealed) -> bool:
    try:
        unseal(sealed)
    except SealBroken:
        return False
    return True
