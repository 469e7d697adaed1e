"""A real conversation with a mail server: what it took, what it refused, and what is not known."""

import logging

import pytest
from django.core.exceptions import ImproperlyConfigured

from serambi.counters.common.mail import MailServer, is_mail_set, mail_carrier, sender_of, server_of
from serambi.rules.delivery import CUT_OFF, NO_ADDRESS, NOT_REACHED
from tests.counters.common.test_letters import letter
from tests.mail import carrier_to, dead_server, mail_server, text_of


def test_send_over_one_connection_and_greets_with_the_offices_name():
    with mail_server() as (mailbox, server):
        carrier = carrier_to(server)
        codes = [carrier.send(letter(to=to)) for to in ("ani@example.org", "budi@example.org")]
        carrier.close()

    assert codes == [250, 250]
    assert (mailbox.recipients, mailbox.connections) == (["ani@example.org", "budi@example.org"], 1)
    _, mail = mailbox.mails[0]
    assert mail["Message-ID"] == "<message-7.2345-6789-ABCD@imigrasi.example>"
    assert "Waktu: Senin, 28 September 2020 pukul 09.30 WIB" in text_of(mail)


def test_send_tells_each_refusal_and_goes_on():
    refuses = {"no@example.org": "550 no such user", "later@example.org": "451 greylisted"}
    with mail_server(refuses) as (mailbox, server):
        carrier = carrier_to(server)
        people = ("no@example.org", "later@example.org", "not an address", "ani@example.org")
        codes = [carrier.send(letter(to=to)) for to in people]

    assert codes == [550, 451, NO_ADDRESS, 250]
    assert mailbox.recipients == ["ani@example.org"]


@pytest.mark.parametrize(
    ("after_data", "code"), [("554 no", 554), ("452 full", 452), ("421 closing", 421), ("hang up", CUT_OFF)]
)
def test_send_tells_what_came_after_the_text(after_data, code):
    with mail_server(after_data=after_data) as (_, server):
        assert carrier_to(server).send(letter()) == code


def test_send_connects_anew_after_the_connection_broke():
    with mail_server(after_data="hang up") as (mailbox, server):
        carrier = carrier_to(server)
        first = carrier.send(letter())
        mailbox.after_data = "250 OK"
        second = carrier.send(letter())

    assert (first, second, mailbox.connections) == (CUT_OFF, 250, 2)


def test_send_to_a_dead_port_asks_once(caplog):
    carrier = carrier_to(dead_server())

    with caplog.at_level(logging.WARNING):
        codes = [carrier.send(letter()), carrier.send(letter())]

    assert codes == [NOT_REACHED, NOT_REACHED]
    assert caplog.messages == ["mail.not_reached error=ConnectionRefusedError"]


def test_send_a_line_with_a_leading_dot_arrives_whole():
    with mail_server() as (mailbox, server):
        carrier_to(server).send(letter(name=".\r\n.", address=". di pojok"))

    assert "Yth. . .," in text_of(mailbox.mails[0][1])


def test_nothing_of_a_person_is_logged(caplog):
    with caplog.at_level(logging.DEBUG), mail_server({"ani@example.org": "550 ani@example.org?"}) as (_, server):
        carrier_to(server).send(letter())
    carrier_to(dead_server()).send(letter())

    ours = [record.getMessage() for record in caplog.records if record.name.startswith("serambi")]
    assert ours == ["mail.not_reached error=ConnectionRefusedError"]


def test_may_go_on_until_its_time_is_over():
    carrier = carrier_to(dead_server())
    assert carrier.may_go_on()

    carrier.speaking_seconds = 0
    assert not carrier.may_go_on()


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", MailServer("mail.example", 25, False, False)),
        ("smtp://u%40x:p%2Fw@mail.example:587?tls=1", MailServer("mail.example", 587, False, True, "u@x", "p/w")),
        ("smtps://u:p@mail.example", MailServer("mail.example", 465, True, False, "u", "p")),
    ],
)
def test_server_of_reads_the_url(url, server):
    assert server_of(url) == server


@pytest.mark.parametrize("url", ["http://u:geheim@mail.example", "smtp://u:geheim@", "smtp://u:geheim@x:99999999"])
def test_server_of_refuses_without_quoting_the_password(url):
    with pytest.raises(ImproperlyConfigured) as error:
        server_of(url)

    assert "geheim" not in str(error.value)
    assert error.value.__cause__ is None


def test_server_never_shows_its_password():
    assert "geheim" not in repr(server_of("smtp://u:geheim@mail.example"))


def test_sender_of_reads_an_address_with_a_name():
    assert (
        str(sender_of("Kantor Imigrasi <no-reply@imigrasi.example>")) == "Kantor Imigrasi <no-reply@imigrasi.example>"
    )
    for wrong in ("", "Kantor", "a@b\r\nBcc: c@d"):
        with pytest.raises(ImproperlyConfigured):
            sender_of(wrong)


def test_mail_carrier_without_a_server_is_none(settings):
    settings.SMTP_SECRET_URL, settings.MAIL_FROM = "", "no-reply@imigrasi.example"

    with mail_carrier() as carrier:
        assert carrier is None
    assert not is_mail_set()


def test_mail_carrier_of_the_settings_delivers(settings):
    with mail_server() as (mailbox, server):
        settings.SMTP_SECRET_URL = f"smtp://{server.host}:{server.port}"
        settings.MAIL_FROM = "Kantor Imigrasi <no-reply@imigrasi.example>"
        with mail_carrier() as carrier:
            assert carrier is not None
            code = carrier.send(letter())

    assert (code, mailbox.recipients) == (250, ["ani@example.org"])
