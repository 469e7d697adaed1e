"""Files that people send: in pieces, whole, kept, refused, dropped, marked, swept; and what a failing disk does."""

import hashlib
import os
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from serambi.procedures.add_chunk import add_chunk
from serambi.procedures.book_visits import book_visits
from serambi.procedures.cancel_booking import cancel_booking
from serambi.procedures.drop_upload import drop_upload
from serambi.procedures.finish_upload import finish_upload
from serambi.procedures.mark_document import mark_document
from serambi.procedures.start_upload import UploadTicket, start_upload
from serambi.procedures.steps import judge_upload
from serambi.procedures.sweep_uploads import Swept, sweep_uploads
from serambi.procedures.take_upload import take_upload
from serambi.procedures.view_document import view_document, view_page
from serambi.records import sealed_files
from serambi.records.models import LedgerRow, Slot, Upload, UploadMark
from serambi.records.queries.uploads import files_of_booking
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.upload import CHUNK_BYTES, Announced, UploadState
from tests.factories import NOW, applicant, request
from tests.innocent_files import jpeg, pdf, phone_photo
from tests.uploads import book_with_documents, keep_file

pytestmark = pytest.mark.django_db(transaction=True)
BY = "portal"
LATER = NOW + timedelta(hours=25)


@pytest.fixture
def code(file_folder) -> str:
    return book_with_documents().code


def announced(content: bytes, document: str = "ktp") -> Announced:
    return Announced(document, len(content), hashlib.sha256(content).hexdigest())


def start(code: str, content: bytes, document: str = "ktp") -> UploadTicket:
    return start_upload(code=code, announced=announced(content, document), now=NOW, by=BY)


def add(code: str, upload: str, offset: int, content: bytes) -> UploadTicket:
    return add_chunk(code=code, upload=upload, offset=offset, content=content, now=NOW, by=BY)


def finish(code: str, upload: str):
    return finish_upload(code=code, upload=upload, now=NOW, by=BY)


def take(code: str, content: bytes, document: str = "ktp"):
    return take_upload(code=code, document=document, content=content, now=NOW, by=BY)


def refusal_of(call, *arguments, **named) -> Refusal:
    with pytest.raises(Refused) as caught:
        call(*arguments, **named)
    return caught.value.refusal


def actions() -> list[str]:
    rows = LedgerRow.objects.order_by("pk").values_list("action", flat=True)
    return [action for action in rows if action != "visits.booked"]


def files_on(folder) -> list[str]:
    return sorted(each.name for each in folder.glob("[!.]*"))


def test_upload_in_pieces_is_kept_sealed_and_its_pieces_are_gone(code, file_folder):
    content = phone_photo()
    half = len(content) // 2

    ticket = start(code, content)
    assert add(code, ticket.upload, 0, content[:half]).received == half
    assert add(code, ticket.upload, half, content[half:]).received == len(content)
    answer = finish(code, ticket.upload)

    assert (answer.state, answer.refusal) == (UploadState.KEPT, None)
    row = Upload.objects.get()
    assert (row.state, row.media_type, row.pages, row.received) == ("kept", "image/jpeg", 1, row.size)
    assert files_on(file_folder) == [row.stored_as]
    on_disk = (file_folder / row.stored_as).read_bytes()
    assert b"\xff\xd8\xff" not in on_disk and len(sealed_files.read(row.stored_as)) == row.kept_size
    assert (file_folder.stat().st_mode & 0o777, (file_folder / row.stored_as).stat().st_mode & 0o777) == (0o700, 0o600)
    assert actions() == ["upload.started", "upload.continued", "upload.continued", "upload.kept"]


def test_piece_sent_twice_changes_nothing_and_a_wrong_one_learns_where_to_go_on(code):
    content = phone_photo()
    upload = start(code, content).upload
    add(code, upload, 0, content[:1000])

    again = add(code, upload, 0, content[:1000])
    other = refusal_of(add, code, upload, 0, content[1:1001])
    ahead = refusal_of(add, code, upload, 2000, content[:10])

    assert again == UploadTicket(upload, 1000, len(content))
    assert other == ahead == Refusal("upload.offset", "offset", {"received": 1000})
    assert refusal_of(add, code, upload, 1000, bytes(CHUNK_BYTES + 1)).code == "upload.chunk_size"
    assert refusal_of(finish, code, upload) == Refusal(
        "upload.incomplete", None, {"received": 1000, "size": len(content)}
    )
    assert refusal_of(add, code, "nothing", 0, b"x") == Refusal("upload.not_found")


def test_same_file_begun_again_goes_on_where_it_stopped(code):
    content = phone_photo()
    first = start(code, content)
    add(code, first.upload, 0, content[:1000])

    assert start(code, content) == UploadTicket(first.upload, 1000, len(content))
    assert start(code, content, "kk").upload != first.upload


def test_end_sent_twice_gets_the_same_answer(code):
    content = phone_photo(320, 240)
    upload = start(code, content).upload
    add(code, upload, 0, content)

    assert finish(code, upload) == finish(code, upload)
    assert refusal_of(add, code, upload, 0, content).code == "upload.not_receiving"
    assert actions().count("upload.kept") == 1


def test_what_arrived_changed_is_refused(code, file_folder):
    content = phone_photo(320, 240)
    upload = start(code, content).upload
    add(code, upload, 0, bytes(len(content)))

    assert finish(code, upload).refusal == Refusal("upload.changed", "file")
    assert files_on(file_folder) == []


def test_refused_file_leaves_its_reason_and_no_bytes(code, file_folder):
    answer = take(code, b"<html><script>")

    assert (answer.state, answer.refusal) == (UploadState.REFUSED, Refusal("upload.kind", "file"))
    assert files_on(file_folder) == []
    assert actions() == ["upload.started", "upload.refused"]


def test_pdf_is_kept_with_its_pages_and_what_it_lost_is_in_the_ledger(code):
    def acting(made, page):
        made.Root["/OpenAction"] = made.make_indirect({})

    assert take(code, pdf(acting, pages=3)).refusal is None

    assert Upload.objects.values_list("media_type", "pages").get() == ("application/pdf", 3)
    assert LedgerRow.objects.get(action="upload.kept").facts["left_out"] == ["/OpenAction"]


def test_quota_counts_over_all_bookings_of_a_person_and_dropping_makes_room(code, file_folder):
    for number in range(20):
        keep_file(code, bytes(number + 1))

    assert refusal_of(take, code, jpeg()) == Refusal("upload.quota_files", "file", {"most": 20})
    drop_upload(code=code, upload=Upload.objects.first().code, now=NOW, by=BY)
    assert take(code, jpeg()).refusal is None


def test_quota_holds_when_many_begin_at_once(code):
    for number in range(18):
        keep_file(code, bytes(number + 1))
    outcomes: list[str] = []

    def begin(number: int) -> None:
        try:
            start(code, bytes(number + 100))
            outcomes.append("begun")
        except Refused as refused:
            outcomes.append(refused.refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=begin, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["begun"] * 2 + ["upload.quota_files"] * 6


def test_upload_is_refused_for_what_is_not_asked_and_for_a_visit_that_is_off(code):
    assert refusal_of(take, code, jpeg(), "x").code == "upload.document_unknown"
    assert refusal_of(take, code, b"").code == "upload.empty"
    assert refusal_of(take, code, bytes(10 * 2**20 + 1)).code == "upload.too_big"
    assert refusal_of(take, "none", jpeg()).code == "booking.not_found"
    cancel_booking(code=code, key="key", now=NOW, by=BY)
    assert refusal_of(take, code, jpeg()).code == "upload.booking_over"


def test_holder_drops_a_file_until_an_officer_has_judged_it(code, file_folder):
    kept, judged = keep_file(code), keep_file(code, document="kk")
    mark_document(code=code, upload=judged.code, mark="seen", reason="", now=NOW, by="clerk")

    drop_upload(code=code, upload=kept.code, now=NOW, by=BY)

    assert files_on(file_folder) == [judged.stored_as]
    assert refusal_of(drop_upload, code=code, upload=kept.code, now=NOW, by=BY).code == "upload.not_found"
    assert refusal_of(drop_upload, code=code, upload=judged.code, now=NOW, by=BY).code == "upload.marked"
    assert actions() == ["document.marked", "upload.dropped"]
    assert [upload.code for upload in files_of_booking(code=code, now=NOW).uploads] == [judged.code]


def test_marks_are_added_and_the_newest_counts(code):
    upload = keep_file(code).code

    for mark, reason in (("seen", ""), ("does_not_fit", " buram "), ("does_not_fit", "buram")):
        mark_document(code=code, upload=upload, mark=mark, reason=reason, now=NOW, by="clerk")

    assert list(UploadMark.objects.order_by("pk").values_list("mark", "reason")) == [
        ("seen", ""),
        ("does_not_fit", "buram"),
    ]
    (row,) = files_of_booking(code=code, now=NOW).uploads
    assert (row.mark.mark, row.mark.reason, row.mark.by) == ("does_not_fit", "buram", "clerk")
    assert refusal_of(
        mark_document, code=code, upload=upload, mark="does_not_fit", reason="", now=NOW, by="clerk"
    ) == Refusal("mark.reason_missing", "reason")


def test_marks_are_never_changed(code):
    upload = keep_file(code).code
    mark_document(code=code, upload=upload, mark="seen", reason="", now=NOW, by="clerk")

    with pytest.raises(Exception, match="upload_mark is append-only"):
        UploadMark.objects.update(mark="fits")


def test_every_look_is_in_the_ledger_before_the_file_is_opened(code):
    upload = keep_file(code)

    seen = view_document(code=code, upload=upload.code, now=NOW, by="clerk")
    page = view_page(code=code, upload=upload.code, page=1, longest=64, now=NOW, by="clerk")

    assert (seen.name, seen.media_type, seen.content) == (f"{code}-ktp.jpg", "image/jpeg", jpeg())
    assert page.content.startswith(b"\x89PNG") and page.media_type == "image/png"
    facts = {"upload": upload.code, "document": "ktp"}
    rows = LedgerRow.objects.filter(action="document.viewed", by="clerk").order_by("pk")
    assert [row.facts for row in rows] == [facts | {"whole": True}, facts | {"page": 1}]
    assert refusal_of(view_page, code=code, upload=upload.code, page=2, longest=64, now=NOW, by="c").code == (
        "upload.not_found"
    )


def test_file_of_another_booking_is_not_there(code, file_folder):
    theirs = keep_file(book_with_documents("bandung").code).code

    for call in (
        lambda: view_document(code=code, upload=theirs, now=NOW, by="clerk"),
        lambda: drop_upload(code=code, upload=theirs, now=NOW, by=BY),
        lambda: mark_document(code=code, upload=theirs, mark="seen", reason="", now=NOW, by="clerk"),
        lambda: finish(code, theirs),
    ):
        assert refusal_of(call) == Refusal("upload.not_found")


def test_booking_works_when_uploads_are_down(code, file_folder):
    file_folder.write_text("a file where the folder should be")

    assert refusal_of(take, code, jpeg()).code == "upload.unavailable"
    assert refusal_of(start, code, jpeg()).code == "upload.unavailable"
    (answer,) = book_visits(requests=[request(Slot.objects.get().code, applicant())], now=NOW, by=BY)
    assert answer.refusal is None
    cancel_booking(code=code, key="key", now=NOW, by=BY)


def test_full_disk_takes_no_uploads(code, monkeypatch):
    monkeypatch.setattr(sealed_files, "used_percent", lambda: 90)

    assert refusal_of(take, code, jpeg()).code == "upload.no_room"
    assert Upload.objects.count() == 0


def test_file_that_waits_too_long_for_its_turn_may_be_sent_again(code, monkeypatch):
    monkeypatch.setattr(judge_upload, "clean_file", lambda content: Refusal("upload.busy"))
    assert refusal_of(take, code, jpeg()).code == "upload.busy"
    monkeypatch.undo()

    assert take(code, jpeg()).refusal is None
    assert Upload.objects.count() == 1


def test_crash_between_commit_and_name_leaves_a_file_that_is_read_and_settled(code, file_folder, monkeypatch):
    monkeypatch.setattr(judge_upload, "_tidy", lambda stored_as, draft: None)
    take(code, jpeg())
    row = Upload.objects.get()
    assert [name.split(".")[1][:5] for name in files_on(file_folder)] == ["draft"]

    assert len(sealed_files.read(row.stored_as)) == row.kept_size
    age_all(file_folder)
    assert sweep_uploads(now=NOW, by="jobs") == Swept(0, 1, 0)
    assert files_on(file_folder) == [row.stored_as]


def test_sweep_gives_up_what_stopped_coming_and_removes_orphans(code, file_folder):
    kept, content = keep_file(code), phone_photo()
    add(code, start(code, content).upload, 0, content[:1000])
    sealed_files.write_draft("ab" * 16, b"never committed")
    age_all(file_folder)

    assert sweep_uploads(now=NOW, by="jobs") == Swept(0, 0, 1)
    assert sweep_uploads(now=LATER, by="jobs") == Swept(1, 0, 0)
    assert sweep_uploads(now=LATER, by="jobs") == Swept(0, 0, 0)
    assert files_on(file_folder) == [kept.stored_as]
    assert actions()[-2:] == ["uploads.swept", "upload.given_up"]


def test_young_files_are_left_alone(code, file_folder):
    sealed_files.write_draft("ab" * 16, b"being committed")

    assert sweep_uploads(now=NOW, by="jobs").removed == 0


@pytest.mark.parametrize("sent", [1, 3])
def test_files_of_a_booking_cost_four_statements(code, sent, django_assert_num_queries):
    for number in range(sent):
        upload = keep_file(code, bytes(number + 1)).code
        mark_document(code=code, upload=upload, mark="seen", reason="", now=NOW, by="clerk")

    with django_assert_num_queries(4):
        files = files_of_booking(code=code, now=NOW)

    assert (len(files.uploads), [document.code for document in files.asked]) == (sent, ["ktp", "kk"])


def age_all(folder) -> None:
    """As if the files had been written two days before."""
    then = (NOW - timedelta(days=2)).timestamp()
    for each in folder.iterdir():
        os.utime(each, (then, then))
