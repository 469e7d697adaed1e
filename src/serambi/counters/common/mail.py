"""Speaking to the mail server: one connection for many letters, and an honest word on what came of each."""

import logging
import re
import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from serambi.counters.common.clock import now
from serambi.counters.common.letters import email_of
from serambi.records.queries.letters import Letter
from serambi.records.queries.reply_letters import ReplyLetter
from serambi.rules.contact import why_not_email
from serambi.rules.delivery import CUT_OFF, NO_ADDRESS, NOT_REACHED

TIMEOUT_SECONDS = 20
SPEAKING_SECONDS = 40
"""How long one run speaks to the server; far below policy.HANDING_OVER_MINUTES, and within the job's minute."""

GO_AHEAD, CLOSING, OK = 354, 421, 250
PORTS = {"smtp": 25, "smtps": 465}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes: smtp://user:password@host:port?tls=1 (STARTTLS), or smtps:// (TLS from the first byte)."""

    host: str
    port: int
    is_tls: bool
    is_starttls: bool
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(slots=True)
class SmtpCarrier:
    """Carries letters to one mail server until its time is over. It connects when the first letter comes."""

    server: MailServer
    sender: Address
    public_url: str
    speaking_seconds: float = SPEAKING_SECONDS
    _started: float = field(default_factory=time.monotonic)
    _smtp: smtplib.SMTP | None = None
    _is_dead: bool = False

    def may_go_on(self) -> bool:
        return time.monotonic() - self._started < self.speaking_seconds

    def send(self, letter: Letter | ReplyLetter) -> int:
        try:
            mail = email_of(letter, sender=self.sender, public_url=self.public_url, now=now())
        except ValueError:
            return NO_ADDRESS
        smtp = self._connection()
        return NOT_REACHED if smtp is None else self._hand_over(smtp, mail, letter.to)

    def close(self) -> None:
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
            self._smtp.close()
            self._smtp = None

    def _connection(self) -> smtplib.SMTP | None:
        if self._smtp is None and not self._is_dead:
            try:
                self._smtp = _connect(self.server, self.sender.domain)
            except (OSError, smtplib.SMTPException) as error:
                # Once for all letters of this run: each waits for its own next try.
                self._is_dead = True
                log.warning("mail.not_reached error=%s", type(error).__name__)
        return self._smtp

    def _hand_over(self, smtp: smtplib.SMTP, mail: EmailMessage, to: str) -> int:
        try:
            code = self._announce(smtp, to)
        except (OSError, smtplib.SMTPException):
            self.close()
            return NOT_REACHED
        if code != GO_AHEAD:
            return code
        try:
            smtp.send(_as_sent(mail))
            code, _ = smtp.getreply()
        except (OSError, smtplib.SMTPException):
            self.close()
            return CUT_OFF
        self._close_if_asked(code)
        return code

    def _announce(self, smtp: smtplib.SMTP, to: str) -> int:
        """Up to the server's go-ahead. A sender that is refused is our fault, not the recipient's."""
        code, _ = smtp.mail(self.sender.addr_spec)
        if code == OK:
            code, _ = smtp.rcpt(to)
            if 200 <= code < 300:
                code, _ = smtp.docmd("DATA")
        else:
            log.warning("mail.sender_refused code=%s", code)
            code = code if code == CLOSING else NOT_REACHED
        if code not in (GO_AHEAD, CLOSING):
            smtp.rset()
        self._close_if_asked(code)
        return code

    def _close_if_asked(self, code: int) -> None:
        if code == CLOSING:
            self.close()


@contextmanager
def mail_carrier() -> Iterator[SmtpCarrier | None]:
    """The carrier that the settings name; None where they name none, and messages wait in the outbox."""
    if not is_mail_set():
        yield None
        return
    carrier = SmtpCarrier(server_of(settings.SMTP_SECRET_URL), sender_of(settings.MAIL_FROM), settings.PUBLIC_URL)
    try:
        yield carrier
    finally:
        carrier.close()


def is_mail_set() -> bool:
    return bool(settings.SMTP_SECRET_URL and settings.MAIL_FROM)


def server_of(url: str) -> MailServer:
    """The server in a URL. Raises ImproperlyConfigured, which never quotes the URL: it holds a password."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise ImproperlyConfigured("SERAMBI_SMTP_URL is not like smtp://user:password@host:port?tls=1") from None
    if not parts.hostname:
        raise ImproperlyConfigured("SERAMBI_SMTP_URL names no host")
    return MailServer(
        host=parts.hostname,
        port=port,
        is_tls=parts.scheme == "smtps",
        is_starttls=parse_qs(parts.query).get("tls") == ["1"],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def sender_of(text: str) -> Address:
    """Who writes: an address, with or without a name before it. Raises ImproperlyConfigured."""
    name, address = parseaddr(text)
    if why_not_email(address) is not None:
        raise ImproperlyConfigured("SERAMBI_MAIL_FROM is no e-mail address")
    return Address(display_name=name, addr_spec=address)


def _connect(server: MailServer, our_name: str) -> smtplib.SMTP:
    # A name of our own in the greeting: smtplib would look up the machine's, and tell it.
    our_name, trust = our_name or "localhost", ssl.create_default_context()
    smtp: smtplib.SMTP
    if server.is_tls:
        smtp = smtplib.SMTP_SSL(server.host, server.port, our_name, timeout=TIMEOUT_SECONDS, context=trust)
    else:
        smtp = smtplib.SMTP(server.host, server.port, our_name, timeout=TIMEOUT_SECONDS)
    if server.is_starttls:
        smtp.starttls(context=trust)
    if server.user:
        smtp.login(server.user, server.password)
    smtp.ehlo_or_helo_if_needed()
    return smtp


def _as_sent(mail: EmailMessage) -> bytes:
    """The bytes after DATA: a line's leading dot doubled, a lone dot at the end (RFC 5321, 4.5.2)."""
    content = re.sub(rb"(?m)^\.", b"..", mail.as_bytes(policy=SMTP))
    return content.removesuffix(b"\r\n") + b"\r\n.\r\n"
