"""Writing, publishing, correcting and withdrawing notices: rows, ledger, and every refusal."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from serambi.procedures.draft_notice import draft_notice, edit_notice
from serambi.procedures.publish_notice import publish_notice
from serambi.procedures.undo_instrument import undo_instrument
from serambi.procedures.withdraw_notice import withdraw_notice
from serambi.records.models import LedgerRow, Notice, NoticeVersion, NoticeWithdrawal
from serambi.records.queries.notices import desk_notice, newest_notices, public_notice, public_notices, slug_about_order
from serambi.records.queries.replies import replied_to
from serambi.rules.catalogue import Text
from serambi.rules.notice import About, NoticeKind, NoticeState, Words
from serambi.rules.refusal import Refused
from tests.factories import NOW, QUARTER, order_text, save_office, save_regions
from tests.notices import WORDS, about_order, draft, publish, published
from tests.procedures.orders import enact

pytestmark = pytest.mark.django_db(transaction=True)

DAY = About(NoticeKind.DAY, on=date(2020, 9, 14))
OTHER = Words(Text("Judul lain", "Another title"), WORDS.body)
RIGHT, REASON = Text("Judulnya", "The title"), Text("Keliru", "A mistake")
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def order(transactional_db):
    save_regions()
    save_office()
    enact(order_text("SE-1", QUARTER, areas='["office:serang"]', until="2020-09-20"))


def edit(slug: str, words: Words = OTHER, until_on: date | None = None, office: str = "serang") -> None:
    edit_notice(office=office, slug=slug, words=words, until_on=until_on, now=NOW, by="kepala", head_of="serang")


def withdraw(slug: str, reason: Text = REASON, now=LATER) -> int:
    return withdraw_notice(office="serang", slug=slug, reason=reason, now=now, by="direktur", head_of=None)


def state(slug: str, now=LATER) -> NoticeState | None:
    row = public_notice(office="serang", slug=slug, now=now)
    return None if row is None else row.state


def refused(call, *arguments, **named) -> tuple[str, str | None]:
    with pytest.raises(Refused) as found:
        call(*arguments, **named)
    return found.value.refusal.code, found.value.refusal.field


def test_a_draft_is_kept_for_its_writers_and_gets_an_address_of_its_own(order):
    slugs = [draft(DAY, WORDS), draft(DAY, WORDS), draft(DAY, Words(Text("?", ""), WORDS.body))]

    assert slugs == ["judul", "judul-2", "pengumuman"]
    assert list(Notice.objects.order_by("id").values_list("kind", "asked", "order", "title_en", "made_by")) == [
        ("day", {"on": "2020-09-14"}, None, "Title", "kepala"),
        ("day", {"on": "2020-09-14"}, None, "Title", "kepala"),
        ("day", {"on": "2020-09-14"}, None, "", "kepala"),
    ]
    assert public_notices(office="serang", now=LATER) == ()
    row = LedgerRow.objects.filter(action="notice.drafted").first()
    assert (row.subject, row.office, row.facts) == ("serang/judul", "serang", {"kind": "day", "order": None})


def test_a_version_keeps_its_words_and_the_state_it_said(order):
    slug = published(about_order("SE-1"), WORDS)
    edit(slug)

    (version,) = NoticeVersion.objects.all()
    assert (version.number, version.title_id, version.from_at, version.by) == (1, "Judul", NOW, "kepala")
    assert (version.said["holding"]["quota_share"], version.said["ends_on"]) == ("0.25", "2020-09-20")
    assert public_notice(office="serang", slug=slug, now=NOW).shown.words == WORDS
    assert LedgerRow.objects.get(action="notice.published").facts == {"version": 1, "from_at": NOW.isoformat()}


def test_a_correction_is_told_and_the_first_version_stays_on_record(order):
    slug = published(DAY, WORDS)
    edit(slug)

    assert publish(slug, correction=RIGHT, now=LATER) == 2

    row = public_notice(office="serang", slug=slug, now=LATER)
    assert (row.shown.words, row.shown.correction, row.updated_at) == (OTHER, RIGHT, LATER)
    assert [each.words for each in row.versions] == [WORDS, OTHER]


def test_a_correction_takes_in_what_has_changed(order):
    slug = published(about_order("SE-1"), WORDS)
    enact(order_text("SE-2", 'topic = "quota_share"\nvalue = 0.1', areas='["office:serang"]'))
    amended = public_notice(office="serang", slug=slug, now=NOW)
    edit(slug)
    publish(slug, correction=RIGHT)

    assert (amended.state, amended.changes) == (NoticeState.AMENDED, ("quota_share",))
    assert state(slug, NOW) is NoticeState.IN_FORCE


def test_a_scheduled_version_comes_out_at_its_time_and_can_be_taken_back_before(order):
    slug = draft(DAY, WORDS)
    publish(slug, from_at=LATER)
    other = draft(DAY, WORDS)
    publish(other, from_at=LATER)
    withdraw(other, now=NOW)

    assert (state(slug, LATER - timedelta(seconds=1)), state(slug, LATER)) == (None, NoticeState.COMING)
    assert state(other, LATER) is None
    assert desk_notice(office="serang", slug=slug, now=NOW).to_come.from_at == LATER


def test_taking_back_a_correction_to_come_leaves_what_is_out(order):
    slug = published(DAY, WORDS)
    edit(slug)
    publish(slug, from_at=LATER, correction=RIGHT)

    assert withdraw(slug, now=NOW + timedelta(minutes=1)) == 2

    assert public_notice(office="serang", slug=slug, now=LATER).shown.number == 1
    assert state(slug) is NoticeState.COMING


def test_a_version_put_right_before_its_time_never_comes_back(order):
    slug = published(DAY, WORDS)
    edit(slug)
    publish(slug, from_at=NOW + timedelta(days=3), correction=RIGHT)
    edit(slug, Words(Text("Judul ketiga", "A third title"), WORDS.body))

    assert publish(slug, correction=RIGHT, now=LATER) == 3

    fourth_day = NOW + timedelta(days=4)
    assert public_notice(office="serang", slug=slug, now=fourth_day).shown.number == 3
    assert desk_notice(office="serang", slug=slug, now=LATER).to_come is None
    assert withdraw(slug, now=LATER + timedelta(hours=1)) == 3
    assert [state(slug, at) for at in (LATER + timedelta(hours=1), fourth_day)] == [NoticeState.WITHDRAWN] * 2
    assert replied_to(office="serang", notice=slug, now=fourth_day) is None


def test_a_withdrawn_notice_says_why_and_can_be_published_anew(order):
    slug = published(DAY, WORDS)

    assert withdraw(slug) == 1
    assert (state(slug), slug_about_order(office="serang", number="SE-1", now=LATER)) == (NoticeState.WITHDRAWN, None)
    assert refused(withdraw, slug) == ("notice.not_out", None)
    assert NoticeWithdrawal.objects.get().reason_en == "A mistake"
    assert LedgerRow.objects.get(action="notice.withdrawn").facts == {"version": 1}
    again = LATER + timedelta(minutes=1)
    publish(slug, now=again)
    assert state(slug, again) is NoticeState.COMING


def test_a_notice_stops_being_shown_on_its_day(order):
    slug = published(DAY, WORDS, until_on=date(2020, 9, 16))

    days = [public_notice(office="serang", slug=slug, now=NOW + timedelta(days=n)).state for n in (5, 6)]
    assert days == [NoticeState.IN_FORCE, NoticeState.ENDED]


def test_a_letter_is_led_to_the_notice_about_its_order(order):
    slug = published(about_order("SE-1"), WORDS)
    published(DAY, WORDS)

    assert slug_about_order(office="serang", number="SE-1", now=NOW) == slug
    assert slug_about_order(office="serang", number="SE-2", now=NOW) is None


def test_each_refusal_says_which_field_and_writes_nothing(order):
    slug, unfinished = draft(DAY, WORDS), draft(DAY, Words(Text("Judul", ""), WORDS.body))
    save_office("bandung")
    ledger = LedgerRow.objects.count()

    said = {"office": "serang", "about": DAY, "words": WORDS, "until_on": None, "now": NOW, "by": "x"}
    assert refused(draft_notice, **said, head_of="bandung") == ("notice.not_competent", "office")
    assert refused(draft_notice, **(said | {"office": "atlantis"}), head_of=None) == ("office.unknown", "office")
    about = {"about": about_order("SE-404")}
    assert refused(draft_notice, **(said | about), head_of=None) == ("instrument.unknown", "order")
    assert refused(edit, "nothing") == ("notice.unknown", "notice")
    assert refused(publish, "nothing") == ("notice.unknown", "notice")
    assert refused(publish, unfinished) == ("notice.unfinished", "title_en")
    assert refused(publish, slug, from_at=NOW - timedelta(seconds=1)) == ("notice.past", "from_at")
    assert refused(publish, slug, from_at=NOW + timedelta(days=400)) == ("notice.too_far", "from_at")
    assert refused(withdraw, slug) == ("notice.not_out", None)
    others = {"office": "serang", "slug": slug, "from_at": None, "correction": None, "now": NOW, "by": "x"}
    assert refused(publish_notice, **others, head_of="bandung") == ("notice.not_competent", "office")
    assert LedgerRow.objects.count() == ledger

    publish(slug)
    assert refused(publish, slug) == ("notice.unchanged", None)
    assert refused(withdraw, slug, Text("Keliru", "")) == ("notice.no_reason", "reason_en")
    edit(slug)
    assert refused(publish, slug) == ("notice.correction_missing", "correction_id")
    edit(slug, until_on=date(2020, 9, 1))
    assert refused(publish, slug, correction=RIGHT) == ("notice.ends_before", "until_on")


def test_no_notice_is_published_about_an_order_that_is_over(order):
    slug = draft(about_order("SE-1"))
    undo_instrument(number="SE-1", reason="keliru", now=NOW, by="direktur")

    assert refused(publish, slug) == ("notice.order_over", None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE notice_version SET title_id = 'x'",
        "DELETE FROM notice_version",
        "UPDATE notice_withdrawal SET reason_id = 'x'",
        "DELETE FROM notice_withdrawal",
    ],
)
def test_what_was_published_and_taken_back_is_never_changed(order, statement):
    slug = published(DAY, WORDS)
    withdraw(slug)

    with pytest.raises(ProgrammingError, match="is append-only"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_tables_hold_what_the_rules_say(order):
    slug = published(DAY, WORDS)
    notice, version = Notice.objects.get(slug=slug), NoticeVersion.objects.get()

    for wrong in (
        Notice(office=notice.office, slug=slug, kind="day", made_at=NOW, changed_at=NOW),
        Notice(office=notice.office, slug="x", kind="order", made_at=NOW, changed_at=NOW),
        NoticeVersion(notice=notice, number=1, said=version.said, from_at=NOW, made_at=NOW),
        NoticeVersion(notice=notice, number=2, said=version.said, from_at=NOW, made_at=LATER),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


def test_lists_take_as_many_statements_for_three_notices_as_for_one(order, django_assert_num_queries):
    published(about_order("SE-1"), WORDS)
    one = Counting()
    with connection.execute_wrapper(one):
        public_notices(office="serang", now=NOW)
    for _ in range(2):
        published(about_order("SE-1"), WORDS)

    with django_assert_num_queries(one.number):
        assert len(public_notices(office="serang", now=NOW)) == 3


def test_the_list_of_offices_shows_the_newest_of_each(order):
    published(DAY, WORDS)
    newest = published(DAY, OTHER, now=NOW + timedelta(minutes=1))

    assert [row.slug for row in newest_notices(now=LATER)] == [newest]


class Counting:
    """Counts statements."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute, sql, parameters, many, context):
        self.number += 1
        return execute(sql, parameters, many, context)
