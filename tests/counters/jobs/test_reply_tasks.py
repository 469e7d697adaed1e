"""Addresses of repliers are forgotten by themselves."""

from datetime import timedelta

import pytest
import time_machine

from serambi.counters.jobs.reply_tasks import forget_addresses
from serambi.records.reply_addresses import ReplyAddress
from tests.factories import NOW, save_office
from tests.replies import hang_notice, send_reply

pytestmark = pytest.mark.django_db(transaction=True)


def test_forget_addresses_deletes_what_is_due():
    save_office()
    hang_notice()
    send_reply()

    left = []
    for days in (89, 90, 91):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            forget_addresses(0)
        left.append(ReplyAddress.objects.count())

    assert left == [1, 0, 0]
