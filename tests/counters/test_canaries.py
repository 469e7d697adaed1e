"""E-mail addresses of repliers appear in no byte of any public page, feed, call, file, header, log, mail or dump.

A real server takes the replies and is then read from end to end, as everybody may; the controls find what is planted.
"""

import http.client
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from psycopg.conninfo import make_conninfo

from serambi.config.logline import LineFormatter
from serambi.procedures.answer_reply import answer_reply
from serambi.procedures.judge_reply import judge_reply
from serambi.procedures.send_messages import send_messages
from serambi.procedures.view_reply_address import view_reply_address
from serambi.records.models import LedgerRow, Reply
from serambi.records.reply_addresses import ReplyAddress
from serambi.rules.reply import ReplyState
from tests.canaries import CANARIES, leaks, shapes
from tests.counters.test_access import PARAMETER, QUERY, samples, written  # noqa: F401 - samples is a fixture
from tests.factories import NOW
from tests.mail import carrier_to, mail_server
from tests.realserver import HOST, serving
from tests.records.test_stolen_dump import dump, opened

NOTICE = "/serang/notices/judul/"
REPLIES = f"{NOTICE}replies/"
NEW = f"{REPLIES}new/"
NAME = "Kenari 0812-7734-{:04d}"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
MAIL_SERVER_OF_THE_TEST = "mail.log"
HIDE, SHOW = "ALTER TABLE reply_address RENAME TO hidden", "ALTER TABLE hidden RENAME TO reply_address"


class Stranger:
    """Somebody without a browser: sends forms and reads whole answers, headers and all."""

    def __init__(self, port: int) -> None:
        self.line = http.client.HTTPConnection(HOST, port, timeout=30)

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        return self._call("GET", path, None, headers)

    def reply(self, path: str, **typed: str) -> tuple[int, bytes]:
        """Fill in a form as its page gives it."""
        _, page = self.get(path)
        token, cookie = TOKEN.search(page.decode("latin-1")), re.search(rb"csrf=([^;]+)", page)
        assert token and cookie
        headers = {"Cookie": f"csrf={cookie[1].decode()}", "Content-Type": "application/x-www-form-urlencoded"}
        return self._call("POST", path, urlencode({"csrfmiddlewaretoken": token[1], **typed}), headers)

    def _call(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, bytes]:
        self.line.request(method, path, body, headers)
        response = self.line.getresponse()
        return response.status, str(response.headers).encode() + response.read()


@pytest.fixture
def url(samples, database_url) -> str:  # noqa: F811 - the fixture
    return make_conninfo(database_url, dbname=connection.settings_dict["NAME"])


def collect_static(url: str, var: Path) -> None:
    environment = os.environ | {
        "DATABASE_URL": url,
        "SERAMBI_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "serambi.config.settings",
    }
    collect = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(collect, env=environment, check=True)


def public_paths(named: dict[str, str], var: Path) -> Iterator[str]:
    """Every address that anybody may ask for, in both languages, every file, and some that are nothing."""
    for route, method in written():
        if method == "GET":
            path = "/" + PARAMETER.sub(lambda match: named[match[1]], route) + QUERY.get(route, "")
            yield path
            if not path.startswith("/api/"):
                yield f"/en{path}"
    yield from (f"/static/{file.relative_to(var / 'static')}" for file in (var / "static").rglob("*") if file.is_file())
    yield from ("/nothing/", "/robots.txt", "/static/nothing.css", f"{REPLIES}?at=nothing", "/serang/notices/")


def send_canaries(stranger: Stranger) -> None:
    """Replies that are kept, one in English; mistakes, which come back to their sender; and one that breaks."""
    for number, (path, canary) in enumerate(zip((NEW, f"/en{NEW}", NEW), CANARIES, strict=False)):
        typed = {"name": NAME.format(number), "email": canary, "text": f"Kicauan {number}", "subject": ""}
        assert stranger.reply(path, **typed)[0] == 302
    wrong = {"name": "Kenari", "email": CANARIES[3], "text": f"Balas ke {CANARIES[3]}", "subject": ""}
    assert stranger.reply(NEW, **wrong)[0] == 422
    assert stranger.reply(NEW, **wrong | {"text": "Halo", "subject": CANARIES[3]})[0] == 422
    with connection.cursor() as cursor:
        cursor.execute(HIDE)
    try:
        status, page = stranger.reply(NEW, **wrong | {"text": "Halo"})
    finally:
        with connection.cursor() as cursor:
            cursor.execute(SHOW)
    assert (status, leaks(page)) == (500, set())


def decide() -> None:
    """One is answered, one shown, one rejected; each address is looked at."""
    answered, approved, rejected = Reply.objects.filter(state="waiting").order_by("pk")
    for reply in (answered, approved):
        judge_reply(code=reply.code, verdict=ReplyState.APPROVED, reason="", now=NOW, by="test")
    judge_reply(code=rejected.code, verdict=ReplyState.REJECTED, reason="iklan", now=NOW, by="test")
    answer_reply(code=answered.code, answer="Terima kasih.", now=NOW, by="test")
    seen = [view_reply_address(code=each.code, now=NOW, by="test") for each in (answered, approved, rejected)]
    assert seen == list(CANARIES[:3])


@pytest.mark.django_db(transaction=True)
def test_nobody_finds_the_address_of_a_replier(samples, url, tmp_path, caplog):  # noqa: F811 - the fixture
    Reply.objects.all().delete()
    collect_static(url, tmp_path)
    with serving(url, tmp_path) as server, mail_server() as (mailbox, mail):
        stranger = Stranger(server.port)
        send_canaries(stranger)
        decide()
        send_messages(carrier=carrier_to(mail), now=NOW, by="test")
        named = samples | {"reply": Reply.objects.first().code}
        found = {path: stranger.get(path) for path in public_paths(named, tmp_path)}
        server.stop()

    assert {path: leaks(answer) for path, (_, answer) in found.items() if leaks(answer)} == {}
    statuses = [status for status, _ in found.values()]
    assert (statuses.count(200) > 70, 404 in statuses, max(statuses) < 500) == (True, True, True)
    for path in (NOTICE, f"/en{NOTICE}", REPLIES, f"/en{REPLIES}"):
        assert [NAME.format(number).encode() in found[path][1] for number in range(3)] == [True, True, False]
    log, ours = server.log.read_bytes(), [each for each in caplog.records if each.name != MAIL_SERVER_OF_THE_TEST]
    assert (b"error=ProgrammingError" in log, leaks(log)) == (True, set())
    assert leaks("\n".join(LineFormatter().format(each) for each in ours).encode()) == set()
    assert ReplyAddress.objects.count() == 3
    assert leaks(opened(dump(url)).encode()) == set()
    ((to, message),) = mailbox.mails
    assert to == message["To"] == CANARIES[0]
    del message["To"]
    assert (
        leaks(message.as_bytes() + b"".join(part.get_payload(decode=True) or b"" for part in message.walk())) == set()
    )


@pytest.mark.django_db(transaction=True)
def test_what_is_planted_is_found_in_every_form(samples, url):  # noqa: F811 - the fixture
    canary = CANARIES[0]
    planted = sorted({name for name, _ in shapes(canary)})
    text = " ".join(shape for _, shape in shapes(canary))
    code = Reply.objects.get(code=samples["reply"]).code
    judge_reply(code=code, verdict=ReplyState.APPROVED, reason="", now=NOW, by="test")
    Reply.objects.update(shown_text=text)
    LedgerRow.objects.create(at=NOW, by="test", action="leak", subject="leak", facts={"leak": text})

    page, kept = Client().get(REPLIES).content, opened(dump(url)).encode()

    for where in (page, kept):
        assert {f"{name} of {canary}" for name in planted if name != "markup"} <= leaks(where)
    assert f"markup of {canary}" in leaks(b"<p>kicau&#46;satu&#64;sangkar-kenari&#46;example</p>")
    assert leaks(b"%PDF stream\n" + zlib.compress(canary.encode()) + b"endstream")
