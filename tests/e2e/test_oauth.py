"""Logins by OAuth 2, end to end: a token server, Dovecot and an SMTP server that take its
tokens, and what docket does when one of them says no."""
import json
import os
import stat

import pytest

from world import World, desk as desks, mail


@pytest.fixture(scope="module")
def world():
    with World(oauth=True) as w:
        yield w


def secret(path, text):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w",
              encoding="ascii") as f:
        f.write(text + "\n")


def oauth(world, name, flow="client-credentials", **more):
    """The group of a mailbox that logs in so."""
    tokens = world.tokens
    folder = f"{world.folder}/oauth-{name}"
    secret(f"{world.folder}/client.secret", tokens.secret)
    group = {"provider": "custom", "flow": flow, "client_id": "docket",
             "client_secret_file": f"{world.folder}/client.secret",
             "token_file": f"{folder}/support", "token_url": tokens.url,
             "device_url": tokens.device_url, "ca_file": tokens.ca, "scope": "mail",
             "user": "support"}
    if flow in ("refresh", "device"):
        os.mkdir(folder, 0o700)
        if flow == "refresh":
            secret(f"{folder}/support", tokens.refresh)
    return group | more


def docket_with(world, name, group):
    """A docket whose IMAP and SMTP logins are by token."""
    made = world.docket(name)
    box = made.mailbox()
    for kind in ("imap", "smtp"):
        box[kind] = {k: v for k, v in box[kind].items() if k not in ("user", "password_file")}
    box["imap"]["user"] = "support"
    box["oauth"] = group
    made.write()
    return made


@pytest.fixture
def desk(world, request):
    """As @pytest.mark.oauth says: flow and more of the group."""
    name = request.node.name.replace("[", "-").replace("]", "")
    world.fresh()
    world.tokens.forget()
    world.tokens.life, world.tokens.told, world.tokens.claims = 3600, None, None
    flow, more = getattr(request, "param", ("client-credentials", {}))
    docket = docket_with(world, name, oauth(world, name, flow, **more))
    docket.migrate()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0
    assert_no_secret(world, docket)


def assert_no_secret(world, docket):
    log = docket.log()
    assert world.tokens.secret not in log
    assert "refresh-" not in log
    for _, token in world.smtp.logins:
        assert token not in log


FLOWS = [("client-credentials", {}), ("refresh", {})]


@pytest.mark.parametrize("desk", FLOWS, ids=lambda f: f[0], indirect=True)
def test_mail_goes_in_and_out_by_token(desk):
    ticket = desk.open("It hums.", sender="jo@acme.example")
    assert desk.mail(ticket["id"], "jo@acme.example")
    assert len(desk.world.tokens.requests) == 1			# one token for both logins
    user, token = desk.world.smtp.logins[-1]
    assert user == "support" and desk.world.tokens.user_of(token) == "support"


@pytest.mark.parametrize("desk", [("refresh", {})], ids=["refresh"], indirect=True)
def test_what_is_kept_is_docket_s_alone(desk):
    desk.open("It hums.", sender="jo@acme.example")
    folder = os.path.dirname(desk.docket.mailbox()["oauth"]["token_file"])
    with open(f"{folder}/support", encoding="ascii") as f:
        assert json.load(f)["refresh_token"] == desk.world.tokens.refresh != "refresh-0"
    assert stat.S_IMODE(os.stat(f"{folder}/support").st_mode) == 0o600
    assert stat.S_IMODE(os.stat(f"{folder}/access").st_mode) == 0o700
    assert stat.S_IMODE(os.stat(f"{folder}/access/support").st_mode) == 0o600


def test_a_token_that_has_ended_is_renewed_and_nothing_is_lost(desk):
    first = desk.open("One.", sender="jo@acme.example")
    desk.mail(first["id"], "jo@acme.example")
    desk.quiet()
    desk.world.tokens.end_tokens()
    desk.world.imap.restart()				# the session ends in mid-IDLE
    second = desk.open("Two.", sender="jo@acme.example")
    assert desk.mail(second["id"], "jo@acme.example")
    desk.quiet()
    assert no_trouble(desk)


def no_trouble(desk):
    return not desk.rows("select kind, text from docket.condition where over_at is null") \
        and not desk.rows("select * from docket.delivery where state = 'failed'")


def test_smtp_alone_gets_another_token_too(desk):
    first = desk.open("One.", sender="jo@acme.example")
    desk.mail(first["id"], "jo@acme.example")
    desk.quiet()
    desk.world.tokens.end_tokens()				# IMAP's session goes on
    desk.docket.kill_role("send")				# and SMTP's does not
    second = desk.open("Two.", sender="jo@acme.example")
    assert desk.mail(second["id"], "jo@acme.example", seconds=10)
    desk.quiet()
    assert no_trouble(desk)
    assert len(desk.world.tokens.requests) == 2
    assert "status 400, scope https://mail.google.com/" in desk.docket.log()
