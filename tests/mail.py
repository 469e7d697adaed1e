"""A mail server inside the test, and people with messages waiting for it."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from serambi.counters.common.mail import MailServer, SmtpCarrier

OFFICE_ADDRESS = Address("Kantor Imigrasi", "no-reply", "imigrasi.example")
PUBLIC_URL = "https://serambi.example"


class Mailbox:
    """What the server took, and how it answers: replies to RCPT by address, and one reply to DATA for all."""

    def __init__(self, refuses: Mapping[str, str], after_data: str) -> None:
        self.refuses, self.after_data = dict(refuses), after_data
        self.mails: list[tuple[str, EmailMessage]] = []
        self.connections = 0

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name, self.connections = hostname, self.connections + 1
        return responses

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.after_data == "hang up":
            server.transport.abort()
            return "250 OK"
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.extend((to, mail) for to in envelope.rcpt_tos)
        return self.after_data

    @property
    def recipients(self) -> list[str]:
        return sorted(to for to, _ in self.mails)


@contextmanager
def mail_server(refuses: Mapping[str, str] = {}, after_data: str = "250 OK") -> Iterator[tuple[Mailbox, MailServer]]:
    mailbox = Mailbox(refuses, after_data)
    server = dead_server()
    controller = Controller(mailbox, hostname=server.host, port=server.port)
    controller.start()
    try:
        yield mailbox, server
    finally:
        controller.stop()


def dead_server() -> MailServer:
    """A port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return MailServer("127.0.0.1", probe.getsockname()[1], is_tls=False, is_starttls=False)


def carrier_to(server: MailServer) -> SmtpCarrier:
    return SmtpCarrier(server, OFFICE_ADDRESS, PUBLIC_URL)


def text_of(mail: EmailMessage, subtype: str = "plain") -> str:
    body = mail.get_body((subtype,))
    assert body is not None
    return body.get_content()
