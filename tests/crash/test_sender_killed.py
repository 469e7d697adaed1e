"""kill -9 of a sender between taking a message in hand and noting what came of it: nothing is sent twice."""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from serambi.procedures.close_messages import close_messages
from serambi.procedures.send_messages import send_messages
from serambi.records.models import Message
from tests.factories import NOW
from tests.mail import carrier_to, mail_server
from tests.procedures.test_send_messages import book

pytestmark = pytest.mark.django_db(transaction=True)

SENDING = Path(__file__).with_name("sending.py")
PEOPLE = [f"p{number}@example.org" for number in range(8)]


@pytest.mark.parametrize(("letters", "moment", "received"), [(1, "before", 7), (4, "after", 8), (8, "before", 7)])
def test_a_killed_sender_leaves_one_message_unknown_and_no_message_twice(database_url, letters, moment, received):
    book(*PEOPLE)
    known = {
        "DATABASE_URL": make_conninfo(database_url, dbname=connection.settings_dict["NAME"]),
        "SERAMBI_MAIL_FROM": "no-reply@imigrasi.example",
    }

    with mail_server() as (mailbox, server):
        known["SERAMBI_SMTP_URL"] = f"smtp://{server.host}:{server.port}"
        words = [sys.executable, str(SENDING), str(letters), moment, NOW.isoformat()]
        ended = subprocess.run(words, env=os.environ | known, timeout=60)
        states = Counter(Message.objects.filter(kind="confirmed").values_list("state", flat=True))
        for minutes in range(0, 30, 2):
            now = NOW + timedelta(minutes=minutes)
            close_messages(now=now, by="test")
            send_messages(carrier=carrier_to(server), now=now, by="test")

    assert ended.returncode == -signal.SIGKILL
    assert states == Counter(delivered=letters - 1, handing_over=1, waiting=8 - letters)
    assert (len(mailbox.mails), max(Counter(mailbox.recipients).values())) == (received, 1)
    after = Counter(Message.objects.filter(kind="confirmed").values_list("state", "last_result"))
    assert after == {("delivered", "250"): 7, ("given_up", "unknown"): 1}
