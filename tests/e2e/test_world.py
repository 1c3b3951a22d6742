"""The private servers by themselves: what every other test stands on."""
import imaplib
import os
import pwd
import smtplib
import socket
import ssl
import threading
import time

import pytest

from world import certs, mail, smtpd
from world.recorder import Recorder


def test_postgres_is_private_and_durable(world):
    assert world.sql("select 1") == [(1,)]
    assert world.one("show fsync") == "on"
    assert world.one("show listen_addresses") == ""


def test_postgres_comes_back_after_an_immediate_stop(world):
    world.sql("create table kept (n int)")
    world.sql("insert into kept values (7)")
    world.pg.restart("immediate")
    assert world.one("select n from kept") == 7
    world.sql("drop table kept")


def test_imap_login_over_tls(world):
    with world.imap.login() as imap:
        assert imap.select("INBOX")[0] == "OK"


def test_imap_refuses_a_wrong_password(world):
    context = ssl.create_default_context(cafile=world.certs.ca)
    with imaplib.IMAP4_SSL("localhost", world.imap.tls_port, ssl_context=context) as imap:
        with pytest.raises(imaplib.IMAP4.error):
            imap.login(world.imap.user, "wrong")


def test_imap_starttls(world):
    context = ssl.create_default_context(cafile=world.certs.ca)
    with imaplib.IMAP4("localhost", world.imap.port) as imap:
        imap.starttls(context)
        assert imap.login("other", world.imap.password)[0] == "OK"


def test_delivered_mail_has_its_arrival_and_order(world):
    when = 1_780_000_000
    for n in range(3):
        world.deliver(mail.letter(f"number {n}"), when + n, user="order")
    with world.imap.login("order") as imap:
        imap.select("INBOX")
        answer = imap.uid("FETCH", "1:*", "(INTERNALDATE BODY.PEEK[TEXT])")[1]
    got = [part for part in answer if isinstance(part, tuple)]
    assert [text.split()[1] for _, text in got] == [b"0", b"1", b"2"]
    assert [b"20:26:4%d" % n in head for n, (head, _) in enumerate(got)] == [True] * 3
    assert world.imap.flags(user="order") == {1: set(), 2: set(), 3: set()}


def test_appended_mail_arrives(world):
    with world.imap.login("append") as imap:
        assert imap.append("INBOX", None, None, mail.letter("appended"))[0] == "OK"
    assert list(world.imap.flags(user="append")) == [1]


def test_uidvalidity_changes_when_asked(world):
    world.deliver(mail.letter(), user="anew")

    def validity():
        with world.imap.login("anew") as imap:
            imap.select("INBOX")
            return int(imap.response("UIDVALIDITY")[1][0])
    before = validity()
    time.sleep(1.1)					# it is made of seconds
    world.imap.forget_uids("anew")
    assert validity() != before


def test_smtp_plain_keeps_mail_and_envelope(world):
    world.smtp.clear()
    with smtplib.SMTP("127.0.0.1", world.smtp.port) as s:
        s.sendmail("", ["a@x.example", "b@x.example"], b"Subject: one\r\n\r\n.dot\r\n")
    assert world.sent() == [("", ["a@x.example", "b@x.example"],
                             b"Subject: one\r\n\r\n.dot\r\n")]


def test_smtp_starttls_wants_a_login(world):
    context = ssl.create_default_context(cafile=world.certs.ca)
    world.smtp.clear()
    with smtplib.SMTP("localhost", world.smtp.starttls_port) as s:
        s.starttls(context=context)
        with pytest.raises(smtplib.SMTPSenderRefused):
            s.sendmail("a@x.example", ["b@x.example"], b"x")
        s.login(world.smtp.user, world.smtp.password)
        s.sendmail("a@x.example", ["b@x.example"], b"x\r\n")
    [got] = world.smtp.mails()
    assert (got.tls, got.login) == (True, world.smtp.user)


def test_smtp_tls_refuses_a_wrong_password(world):
    context = ssl.create_default_context(cafile=world.certs.ca)
    with smtplib.SMTP_SSL("localhost", world.smtp.tls_port, context=context) as s:
        with pytest.raises(smtplib.SMTPAuthenticationError):
            s.login(world.smtp.user, "wrong")
        s.login(world.smtp.user, world.smtp.password)


SCRIPTS = [
    ("mail 4xx", "mail", "451 4.3.0 later", smtplib.SMTPSenderRefused),
    ("rcpt 5xx", "rcpt", "550 5.1.1 nobody here", smtplib.SMTPRecipientsRefused),
    ("data 4xx", "data", "452 4.2.2 full", smtplib.SMTPDataError),
    ("data dropped", "data", smtpd.DROP, smtplib.SMTPException),
]


@pytest.mark.parametrize("stage,said,fault", [s[1:] for s in SCRIPTS],
                         ids=[s[0] for s in SCRIPTS])
def test_smtp_scripted_replies(world, stage, said, fault):
    world.smtp.clear()
    world.smtp.reply = lambda at, _mail: said if at == stage else None
    try:
        with pytest.raises(fault), smtplib.SMTP("127.0.0.1", world.smtp.port) as s:
            s.sendmail("a@x.example", ["b@x.example"], b"x\r\n")
    finally:
        world.smtp.reply = None
    assert world.sent() == []
    assert world.smtp.attempts[-1][0] == stage


def test_smtp_away_and_back_on_its_port(world):
    port = world.smtp.port
    world.smtp.stop()
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP("127.0.0.1", port)
    world.smtp.start()
    with smtplib.SMTP("127.0.0.1", port) as s:
        assert s.noop()[0] == 250


def test_servers_do_not_run_as_root(world):
    for process in (world.pg.process, world.imap.process):
        owner = os.stat(f"/proc/{process.pid}").st_uid
        assert pwd.getpwuid(owner).pw_name != "root" or os.getuid() != 0


@pytest.mark.parametrize("kind", certs.BAD)
def test_bad_certificates_are_bad(world, kind):
    cert, _ = world.certs.bad(kind)
    assert os.path.exists(cert)
    # What a verifying client says of each: a TLS server of a moment.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*world.certs.bad(kind))
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        try:
            context.wrap_socket(listener.accept()[0], server_side=True).close()
        except OSError:
            pass
    thread = threading.Thread(target=serve)
    thread.start()
    verify = ssl.create_default_context(cafile=world.certs.ca)
    with pytest.raises(ssl.SSLCertVerificationError):
        verify.wrap_socket(socket.create_connection(listener.getsockname()),
                           server_hostname="localhost")
    thread.join()
    listener.close()


def test_clock_is_a_file_of_microseconds(world):
    world.clock.set(1_780_000_000.25)
    world.clock.advance(60)
    with open(world.clock.path, encoding="ascii") as f:
        assert int(f.read()) == 1_780_000_060_250_000


def test_a_recorder_sees_what_an_imap_client_tells(world):
    recorder = Recorder("imap", "starttls", world.certs.good())
    imap = imaplib.IMAP4("localhost", recorder.port)
    imap.starttls(ssl.create_default_context(cafile=world.certs.ca))
    with pytest.raises(imaplib.IMAP4.error):
        imap.login("somebody", "open-sesame")
    imap.shutdown()
    recorder.close()
    assert [line for line in recorder.clear if "STARTTLS" in line]
    assert [line for line in recorder.secret if "open-sesame" in line]
    assert not [line for line in recorder.clear if "open-sesame" in line]


@pytest.mark.parametrize("mode", ["implicit", "starttls"])
def test_a_recorder_sees_what_an_smtp_client_tells(world, mode):
    context = ssl.create_default_context(cafile=world.certs.ca)
    recorder = Recorder("smtp", mode, world.certs.good())
    if mode == "implicit":
        client = smtplib.SMTP_SSL("localhost", recorder.port, context=context)
    else:
        client = smtplib.SMTP("localhost", recorder.port)
        client.starttls(context=context)
    with client, pytest.raises(smtplib.SMTPAuthenticationError):
        client.login("somebody", "open-sesame")
    recorder.close()
    assert [line for line in recorder.secret if line.startswith("AUTH ")]
    assert not [line for line in recorder.clear if line.startswith("AUTH ")]


def test_an_answer_threads_and_quotes():
    got = mail.read(mail.letter("Hello.\nBye.", sender="a@x.example", subject="One",
                                message_id="<1@x.example>", headers=[("Reply-To", "r@x.example")]))
    answer = mail.read(mail.reply(got, "Thanks.", "b@y.example"))
    assert (answer["To"], answer["Subject"]) == ("r@x.example", "Re: One")
    assert (answer["In-Reply-To"], answer["References"]) == ("<1@x.example>", "<1@x.example>")
    assert "Thanks." in mail.text_of(answer) and "> Hello.\n> Bye." in mail.text_of(answer)
