"""A sender in a process of its own that ends by SIGKILL at a chosen moment; run by path, as test_sender_killed does.

Words: the letter at which it ends, and "before" or "after" the server took it. Server, database and keys come from the
environment.
"""

import os
import signal
import sys
from datetime import datetime

import django

django.setup()

from serambi.counters.common.mail import mail_carrier  # noqa: E402 - needs Django
from serambi.procedures.send_messages import send_messages  # noqa: E402
from serambi.records.queries.letters import Letter  # noqa: E402


class Doomed:
    """Carries letters for real until its end."""

    def __init__(self, carrier, last: int, moment: str) -> None:
        self.carrier, self.left, self.moment = carrier, last, moment

    def may_go_on(self) -> bool:
        return True

    def send(self, letter: Letter) -> int:
        self.left -= 1
        if not self.left and self.moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        code = self.carrier.send(letter)
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        return code


if __name__ == "__main__":
    last, moment, now = int(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3])
    with mail_carrier() as carrier:
        send_messages(carrier=Doomed(carrier, last, moment), now=now, by="doomed")
