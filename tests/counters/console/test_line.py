"""The line of an office and its triage desk: who sees it, what it shows, what a verdict does."""

from datetime import time, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from serambi.procedures.ensure_staff import ensure_staff
from serambi.procedures.invite_waiting import invite_waiting
from serambi.procedures.judge_urgency import accept_urgency
from serambi.procedures.postpone_booking import postpone_booking
from serambi.records.models import Booking, LedgerRow, UrgencyVerdict
from serambi.rules.sampling import is_sampled
from tests.factories import NOW, applicant, save_office, save_slot


@pytest.fixture
def as_staff(serang):
    def sign_in(username: str = "ani", role: str = "clerk", office: str | None = "serang") -> Client:
        ensure_staff(username=username, password="x", office_code=office, role=role, now=NOW, by="test")
        client = Client()
        client.force_login(get_user_model().objects.get(username=username))
        return client

    return sign_in


@pytest.fixture
def claims(serang, booked) -> list[str]:
    """Thirty claims of urgency; some of them are sampled for audit."""
    slot = save_slot(serang, 30)
    return [code for _ in range(30) for code in booked(slot, urgency="medical")]


def test_the_line_shows_who_is_invited_and_who_waits_in_order(serang, booked, as_staff):
    slot = save_slot(serang, 3)
    codes = [booked(slot, applicant(email=email))[0] for email in (None, "a@example.org", "b@example.org")]
    for minutes, code in enumerate(codes):
        Booking.objects.filter(code=code).update(booked_at=NOW - timedelta(minutes=10 - minutes))
        postpone_booking(code=code, key="k", now=NOW, by="test")
    save_slot(serang, 1, at=time(10, 0))
    invite_waiting(office="serang", now=NOW, by="test")

    response = as_staff().get("/console/serang/line/")

    passport, permit = response.context["page"]
    assert [
        (place.code, place.position, bool(place.invited_until), place.is_reachable) for place in passport.places
    ] == [
        (codes[0], 0, True, False),
        (codes[1], 1, False, True),
        (codes[2], 2, False, True),
    ]
    assert (passport.waiting, passport.invited, permit.places) == (2, 1, ())
    assert passport.places[0].invited_until == "Sabtu, 12 September 2020 pukul 08.45 WIB"
    assert passport.places[1].since == "10 September 2020"


def test_the_line_shows_no_name(serang, booked, as_staff):
    (code,) = booked(save_slot(serang), applicant(name="Citra Dewi"))
    postpone_booking(code=code, key="k", now=NOW, by="test")

    page = as_staff().get("/console/serang/line/").content.decode()

    assert code in page
    assert "Citra" not in page
    assert LedgerRow.objects.filter(action="person.viewed").count() == 0


def test_another_offices_line_and_claims_are_not_there(claims, as_staff):
    save_office("bandung")
    client = as_staff("budi", "clerk", "bandung")

    assert [client.get(f"/console/serang/{page}/").status_code for page in ("line", "triage")] == [404, 404]
    verdict = {"verdict": "accepted", "reason": "surat rujukan"}
    assert client.post(f"/console/bookings/{claims[0]}/urgency/", verdict).status_code == 404
    assert client.post(f"/console/bookings/{claims[0]}/urgency/audit/", verdict).status_code == 404
    assert UrgencyVerdict.objects.count() == 0


def test_accepting_a_claim_takes_it_off_the_desk(claims, as_staff):
    client = as_staff()

    desk = client.get("/console/serang/triage/")
    done = client.post(
        f"/console/bookings/{claims[0].lower()}/urgency/", {"verdict": "accepted", "reason": "surat rujukan"}
    )

    assert sorted(claim.code for claim in desk.context["page"].claims) == sorted(claims)
    assert (done.status_code, done["Location"]) == (302, "/console/serang/triage/")
    assert UrgencyVerdict.objects.values_list("booking__code", "is_accepted", "reason", "by").get() == (
        *(claims[0], True),
        *("surat rujukan", "ani"),
    )
    left = client.get("/console/serang/triage/").context["page"].claims
    assert claims[0] not in [claim.code for claim in left]


def test_rejecting_a_claim_puts_the_person_in_line(claims, as_staff):
    client = as_staff()

    client.post(f"/console/bookings/{claims[0]}/urgency/", {"verdict": "rejected", "reason": "tanpa bukti"})
    again = client.post(f"/console/bookings/{claims[0]}/urgency/", {"verdict": "rejected", "reason": "tanpa bukti"})

    assert Booking.objects.get(code=claims[0]).state == "postponed"
    assert (again.status_code, again.context["refusal"]) == (409, "Pemesanan ini tidak menyebut keperluan mendesak.")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"verdict": "accepted", "reason": ""}, "Isi alasannya."),
        ({"reason": "surat"}, "Pilih diterima atau ditolak."),
        ({"verdict": "perhaps", "reason": "surat"}, "Pilih diterima atau ditolak."),
    ],
)
def test_a_verdict_without_reason_or_choice_is_named_at_its_claim(claims, as_staff, data, said):
    response = as_staff().post(f"/console/bookings/{claims[0]}/urgency/", data)

    assert (response.status_code, response.context["wrong"].first_error()) == (422, said)
    assert f'id="reason-{claims[0]}_error"' in response.content.decode()
    assert UrgencyVerdict.objects.count() == 0


def test_an_auditor_judges_nothing(claims, as_staff):
    client = as_staff("eka", "auditor", None)

    page = client.get("/console/serang/triage/")
    sent = client.post(f"/console/bookings/{claims[0]}/urgency/", {"verdict": "accepted", "reason": "x"})

    assert (page.status_code, page.context["page"].may_judge, sent.status_code) == (200, False, 404)


def test_sampled_verdicts_are_audited_by_somebody_else(claims, as_staff):
    for code in claims:
        accept_urgency(code=code, reason="surat rujukan", now=NOW, by="ani")
    sampled, other = (next(code for code in claims if is_sampled(code) is wanted) for wanted in (True, False))
    address, verdict = f"/console/bookings/{sampled}/urgency/audit/", {"verdict": "rejected", "reason": "tidak cocok"}
    own = as_staff("ani")

    assert all(row.is_own for row in own.get("/console/serang/triage/").context["page"].verdicts)
    refused = own.post(address, verdict)
    done = as_staff("eka", "auditor", None).post(address, verdict)
    twice = as_staff("budi").post(address, verdict)

    assert refused.status_code == 409
    assert (done.status_code, done["Location"]) == (302, "/console/serang/triage/")
    assert twice.status_code == 404
    assert as_staff("budi").post(f"/console/bookings/{other}/urgency/audit/", verdict).status_code == 404
    audits = UrgencyVerdict.objects.filter(is_audit=True).values_list("booking__code", "is_accepted", "by")
    assert list(audits) == [(sampled, False, "eka")]
    assert Booking.objects.get(code=sampled).state == "confirmed"
