"""Logins by OAuth 2, end to end: a token server, Dovecot and an SMTP server that take its
tokens, and what docket does when one of them says no."""
import base64
import json
import os
import signal
import stat
import subprocess
import time

import pytest

from world import World, desk as desks, mail
from world.docket import LEAD


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


def docket_with(world, name, group, clock=False):
    """A docket whose IMAP and SMTP logins are by token."""
    made = world.docket(name, clock=clock)
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
    cut_imap(desk)
    second = desk.open("Two.", sender="jo@acme.example")
    assert desk.mail(second["id"], "jo@acme.example")
    desk.quiet()
    assert no_trouble(desk)
    assert asked(desk.world) == 2


def cut_imap(desk):
    """Sessions end in mid-IDLE: a server's process that dies."""
    for pid in desk.world.imap.pids()[1:]:
        with open(f"/proc/{pid}/comm", encoding="ascii") as f:
            if f.read().strip() == "imap":
                os.kill(pid, signal.SIGKILL)


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


def dead(desk):
    rows = desk.rows("select text, mend, retry_at from docket.condition"
                     " where kind = 'token-dead' and over_at is null")
    return rows[0] if rows else None


def asked(world):
    return len(world.tokens.requests)


@pytest.mark.parametrize("desk", [("refresh", {})], ids=["refresh"], indirect=True)
def test_a_revoked_login_is_told_and_not_asked_for_in_a_loop(desk):
    ticket = desk.open("One.", sender="jo@acme.example")
    desk.mail(ticket["id"], "jo@acme.example")
    tokens = desk.world.tokens
    before = asked(desk.world)
    tokens.revoke()
    cut_imap(desk)
    desk.world.deliver(mail.letter("Two.", sender="jo@acme.example"))
    row = desk.world.wait(lambda: dead(desk), 20, "the admins to be told")
    assert "was revoked" in row["text"] and "AADSTS50173" in row["text"]
    assert "Trace ID" not in row["text"]
    assert "docketctl oauth login" in row["mend"] and row["retry_at"] is not None
    time.sleep(3)
    assert asked(desk.world) == before + 1
    # An admin gives a new one: at once all goes on, and it is told.
    tokens.is_revoked, tokens.refresh = False, "refresh-new"
    secret(desk.docket.mailbox()["oauth"]["token_file"], "refresh-new")
    desk.world.wait(lambda: desk.tickets() == 2, 30, "the second mail")
    desk.world.wait(lambda: dead(desk) is None, 30, "all to be well")


def test_a_wrong_scope_is_told_once_a_new_token_is_not_taken_either(desk):
    ticket = desk.open("One.", sender="jo@acme.example")
    desk.mail(ticket["id"], "jo@acme.example")
    before = asked(desk.world)
    desk.world.tokens.user = "somebody-else"
    try:
        cut_imap(desk)
        row = desk.world.wait(lambda: dead(desk), 30, "the admins to be told")
        assert "the IMAP server does not take a new token of support" in row["text"]
        assert "docketctl doctor" in row["mend"]
        assert asked(desk.world) == before + 1
    finally:
        desk.world.tokens.user = "support"
    desk.world.wait(lambda: dead(desk) is None, 90, "all to be well")


def test_a_busy_token_server_is_left_alone_as_long_as_it_says(desk):
    ticket = desk.open("One.", sender="jo@acme.example")
    desk.mail(ticket["id"], "jo@acme.example")
    tokens = desk.world.tokens
    before = asked(desk.world)
    tokens.script = [(429, {"error": "slow_down"}, {"Retry-After": "9"})]
    tokens.end_tokens()
    cut_imap(desk)
    desk.world.deliver(mail.letter("Two.", sender="jo@acme.example"))
    desk.world.wait(lambda: desk.tickets() == 2, 60, "the second mail")
    first, second = (r["at"] for r in tokens.requests[before:][:2])
    assert 9 <= second - first < 15
    desk.quiet()
    assert no_trouble(desk)


def test_a_token_is_renewed_at_four_fifths_of_its_life_whatever_the_clocks_say(desk):
    """What the server says of its own time (exp) counts for nothing."""
    tokens = desk.world.tokens
    tokens.life = 10
    tokens.claims = {"exp": int(time.time()) - 300, "iat": int(time.time()) - 4000}
    tokens.end_tokens()
    cut_imap(desk)
    ticket = desk.open("One.", sender="jo@acme.example")
    desk.mail(ticket["id"], "jo@acme.example")
    before = asked(desk.world)
    desk.world.wait(lambda: asked(desk.world) >= before + 2, 30, "two renewals")
    first, second = (r["at"] for r in tokens.requests[-2:])
    assert 7 < second - first < 10


@pytest.mark.parametrize("desk", [("refresh", {})], ids=["refresh"], indirect=True)
def test_two_processes_do_not_spend_one_refresh_token(desk):
    """Each would end the login if it came with a token that the other has spent."""
    desk.open("One.", sender="jo@acme.example")
    tokens = desk.world.tokens
    tokens.life = 1
    tokens.end_tokens()
    cut_imap(desk)
    before = asked(desk.world)
    for _ in range(10):
        assert alone(desk.docket).returncode == 0
    desk.world.wait(lambda: asked(desk.world) > before + 10, 30, "renewals by both")
    assert not tokens.is_revoked and dead(desk) is None
    tokens.life = 3600


def alone(docket, **more):
    return subprocess.run([f"{docket.build}/daemon/docketd", *docket.options(), "--role", "token"],
                          capture_output=True, check=False, timeout=60,
                          env=docket._environment(), **more)


KILLS = int(os.environ.get("DOCKET_KILLS", "20"))


def test_killed_between_write_and_use_nobody_is_locked_out(world):
    """The kill comes when the new refresh token is in its file, and before or after the
    access token that came with it is in the other.  DOCKET_KILLS=200 for the figure."""
    world.fresh()
    world.tokens.forget()
    world.tokens.life = 1
    docket = docket_with(world, "kills", oauth(world, "kills", "refresh"))
    path = docket.mailbox()["oauth"]["token_file"]
    access = f"{os.path.dirname(path)}/access/support"
    assert alone(docket).returncode == 0
    between = 0
    for _ in range(KILLS):
        time.sleep(0.9)
        before, stood = os.stat(path).st_ino, os.stat(access).st_ino
        process = subprocess.Popen([f"{docket.build}/daemon/docketd", *docket.options(),
                                    "--role", "token"], env=docket._environment(),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and os.stat(path).st_ino == before:
            pass
        process.kill()
        process.wait()
        between += os.stat(access).st_ino == stood
        assert not world.tokens.is_revoked
    assert alone(docket).returncode == 0 and not world.tokens.is_revoked
    assert between > KILLS // 4				# the window was met
    print(f"{KILLS} kills, {between} between write and use, 0 lock-outs")


def test_a_person_logs_the_mailbox_in(world):
    """Before that docketd waits and says what to do; after it, it goes on by itself."""
    world.fresh()
    world.tokens.forget()
    world.tokens.life = 3600
    docket = docket_with(world, "login", oauth(world, "login", "device"))
    docket.migrate()
    docket.start()
    desk = desks.Desk(world, docket)
    row = world.wait(lambda: dead(desk), 20, "the admins to be told")
    assert "there is no refresh token: docketctl oauth login support" in row["text"]
    world.tokens.script = [None, None, (400, {"error": "slow_down"}, {})]
    with subprocess.Popen([f"{docket.build}/daemon/docketctl", *docket.options(), "oauth", "login",
                           "support"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env=docket._environment()) as ctl:
        world.wait(lambda: len(world.tokens.requests) >= 3, 30, "questions")
        world.tokens.confirm()
        said = ctl.stdout.read().decode()
        assert ctl.wait(30) == 0, said
    assert "https://login.example/device\n" in said and "GKRT-HNPX" in said
    assert all(len(line) <= 80 for line in said.splitlines())
    times = [r["at"] for r in world.tokens.requests if r["path"] == "/token"]
    assert times[2] - times[1] > 5			# it slowed down as it was told
    ticket = desk.open("It hums.", sender="jo@acme.example")
    assert desk.mail(ticket["id"], "jo@acme.example")
    world.wait(lambda: dead(desk) is None, 30, "all to be well")
    assert docket.stop() == 0
    assert_no_secret(world, docket)


def test_a_code_that_nobody_enters_ends(world):
    world.tokens.forget()
    docket = docket_with(world, "late", oauth(world, "late", "device"))
    world.tokens.script = [None, (400, {"error": "expired_token"}, {})]
    done = docket.ctl("oauth", "login", "support", check=False)
    assert done.returncode == 1
    assert b"the code was not entered in time" in done.stderr
    assert not os.path.exists(docket.mailbox()["oauth"]["token_file"])


@pytest.mark.parametrize("flow, said", [
    ("client-credentials", b"needs no person"), (None, b"logs in by password")])
def test_a_login_where_none_is_needed(world, flow, said):
    world.tokens.forget()
    name = f"none-{flow}"
    docket = docket_with(world, name, oauth(world, name, flow)) if flow else world.docket(name)
    done = docket.ctl("oauth", "login", "support", check=False)
    assert done.returncode == 1 and said in done.stderr


def rsa_key(folder, name):
    """(private key's text, its path, its public key's path)."""
    path = f"{folder}/{name}.pem"
    for argv in (["genrsa", "-out", path, "2048"],
                 ["rsa", "-in", path, "-pubout", "-out", f"{path}.pub"]):
        subprocess.run(["openssl", *argv], check=True, capture_output=True)
    with open(path, encoding="ascii") as f:
        return f.read(), path, f"{path}.pub"


def verified(assertion, public, folder):
    """The header and claims of a JWT whose signature the public key proves (RS256)."""
    def raw(part):
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    head, body, signature = assertion.split(".")
    with open(f"{folder}/signature", "wb") as f:
        f.write(raw(signature))
    subprocess.run(["openssl", "dgst", "-sha256", "-verify", public, "-signature",
                    f"{folder}/signature"], input=f"{head}.{body}".encode(), check=True,
                   capture_output=True)
    return json.loads(raw(head)), json.loads(raw(body))


def test_a_service_account_signs_for_the_mailbox(world):
    world.fresh()
    world.tokens.forget()
    text, _, public = rsa_key(world.folder, "account")
    secret(f"{world.folder}/account.json", json.dumps({
        "type": "service_account", "client_email": "docket@project.iam.example",
        "private_key_id": "k1", "private_key": text, "token_uri": "https://elsewhere.example/"}))
    group = oauth(world, "account", "service-account", key_file=f"{world.folder}/account.json")
    del group["client_id"], group["client_secret_file"]
    docket = docket_with(world, "account", group)
    asked = time.time()
    done = alone(docket)
    assert done.returncode == 0, done.stderr
    [request] = world.tokens.requests
    assert request["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
    head, claims = verified(request["assertion"], public, world.folder)
    assert head == {"alg": "RS256", "typ": "JWT", "kid": "k1"}
    assert claims["iss"] == "docket@project.iam.example" and claims["sub"] == "support"
    assert claims["aud"] == world.tokens.url and claims["scope"] == "mail"
    # Whoever's clock is five minutes off takes it; Google wants it within an hour.
    assert asked - 301 <= claims["iat"] <= time.time() - 299
    assert asked + 599 <= claims["exp"] <= time.time() + 601
    assert claims["exp"] - claims["iat"] <= 3600


def test_an_application_proves_itself_by_its_certificate(world):
    world.fresh()
    world.tokens.forget()
    text, path, public = rsa_key(world.folder, "application")
    subprocess.run(["openssl", "req", "-x509", "-new", "-key", path, "-out", f"{path}.crt", "-days",
                    "20", "-subj", "/CN=docket"], check=True, capture_output=True)
    with open(f"{path}.crt", encoding="ascii") as f:
        secret(f"{world.folder}/application.both", f.read() + text)
    group = oauth(world, "certificate", certificate_file=f"{world.folder}/application.both")
    del group["client_secret_file"]
    docket = docket_with(world, "certificate", group)
    done = alone(docket)
    assert done.returncode == 0, done.stderr
    [request] = world.tokens.requests
    head, claims = verified(request["client_assertion"], public, world.folder)
    shown = subprocess.run(["openssl", "x509", "-in", f"{path}.crt", "-fingerprint", "-sha1",
                            "-noout"], check=True, capture_output=True).stdout.decode()
    assert base64.urlsafe_b64decode(head["x5t"] + "=").hex() == \
        shown.strip().partition("=")[2].replace(":", "").lower()
    assert claims["iss"] == claims["sub"] == "docket" and claims["aud"] == world.tokens.url


def program(path, text):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o755), "w",
              encoding="ascii") as f:
        f.write(text)


def by_command(world, name, text, *arguments):
    world.fresh()
    world.tokens.forget()
    world.tokens.life = 3600
    path = f"{PROGRAMS}/docket-token-{os.getpid()}-{name}"
    program(path, text)
    world.on_close(lambda: os.path.exists(path) and os.unlink(path))
    group = oauth(world, name, "command", command=[path, *arguments])
    for key in ("client_id", "client_secret_file", "token_url", "device_url", "scope"):
        del group[key]
    return docket_with(world, name, group)


PROGRAMS = "/usr/local/bin"		# where only root may put one; others skip


@pytest.mark.skipif(not os.access(PROGRAMS, os.W_OK), reason="only root may put programs there")
def test_a_program_prints_the_token(world):
    docket = by_command(world, "program", "#!/bin/sh\n"
                        "[ \"$1\" = '$(id) ; x' ] && [ \"$DOCKET_MAILBOX\" = support ] || exit 3\n"
                        f"exec cat {world.folder}/printed\n", "$(id) ; x")
    with open(f"{world.folder}/printed", "w", encoding="ascii") as f:
        f.write(world.tokens.issue() + "\n")
    docket.migrate()
    docket.start()
    desk = desks.Desk(world, docket)
    ticket = desk.open("It hums.", sender="jo@acme.example")
    assert desk.mail(ticket["id"], "jo@acme.example")
    # It ends: the program is asked again.
    world.tokens.end_tokens()
    with open(f"{world.folder}/printed", "w", encoding="ascii") as f:
        f.write(json.dumps({"access_token": world.tokens.issue(), "expires_in": 900}))
    cut_imap(desk)
    assert desk.open("It hums again.", sender="jo@acme.example")
    assert docket.stop() == 0
    assert_no_secret(world, docket)


@pytest.mark.skipif(not os.access(PROGRAMS, os.W_OK), reason="only root may put programs there")
@pytest.mark.parametrize("text, said", [
    ("#!/bin/sh\nexit 4\n", b"exit status 4"),
    ("#!/bin/sh\necho no token here\n", b"the command printed no token"),
    ("#!/bin/sh\nexec yes\n", b"it printed more than a token"),
    ("#!/no/such/shell\n", b"exit status 127")], ids=["fails", "talks", "floods", "missing"])
def test_a_program_that_does_not(world, text, said, request):
    docket = by_command(world, request.node.name.replace("[", "-").replace("]", ""), text)
    done = alone(docket)
    assert done.returncode == 1 and said in done.stderr


TENANT = "11111111-1111-1111-1111-111111111111"
GOOD = {"aud": "https://outlook.office365.com", "tid": TENANT, "appid": "docket",
        "roles": ["IMAP.AccessAsApp", "SMTP.SendAsApp"], "oid": "object-7"}


OTHERS = ("alert", "docketd", "mx support")		# what it says of else


def doctor(docket):
    """(rows that are not ok as (name, result, what, mend), exit status)."""
    got = docket.ctl("--json", "doctor", check=False)
    return [(r["name"], r["result"], r["what"], r["mend"]) for r in json.loads(got.stdout)
            if r["result"] != "ok" and r["name"] not in OTHERS], got.returncode


@pytest.fixture(scope="module")
def patient(world):
    """A mailbox of Microsoft 365, whose token server is ours; no docketd runs."""
    world.fresh()
    world.tokens.forget()
    world.tokens.life = 3600
    docket = docket_with(world, "patient", oauth(
        world, "patient", provider="microsoft365", tenant=TENANT))
    docket.migrate()
    return docket


def examine(world, docket, claims, **more):
    """A new token with these claims, and what the doctor says."""
    group = docket.mailbox()["oauth"]
    before = dict(group)
    group.update(more)
    docket.write()
    group.clear()
    group.update(before)
    world.tokens.claims = claims
    access = f"{os.path.dirname(group['token_file'])}/access/support"
    if os.path.exists(access):
        os.unlink(access)
    return doctor(docket)


def test_the_doctor_finds_a_good_token_good(world, patient):
    faults, _ = examine(world, patient, GOOD)
    assert faults == []
    assert "oauth support" in patient.ctl("doctor", check=False).stdout.decode()


@pytest.mark.parametrize("change, what, mend", [
    ({"aud": "https://graph.microsoft.com"}, "aud is https://graph.microsoft.com", ".default"),
    ({"roles": ["SMTP.SendAsApp"]}, "roles lacks IMAP.AccessAsApp", "admin consent"),
    ({"tid": "other"}, "tid is other", "tenant"),
    ({"appid": "other"}, "appid is other", "client_id")])
def test_the_doctor_names_the_wrong_field(world, patient, change, what, mend):
    faults, status = examine(world, patient, GOOD | change)
    [(name, result, said, todo)] = faults
    assert (name, result, status) == ("oauth support", "FAIL", 1)
    assert what in said and mend in todo


def test_the_doctor_knows_the_wrong_object_id(world, patient):
    """The token is right and the server says no: Exchange knows another object."""
    world.tokens.user = "nobody-it-knows"
    try:
        faults, _ = examine(world, patient, GOOD)
    finally:
        world.tokens.user = "support"
    assert [f[0] for f in faults] == ["imap support", "smtp support"]
    for _, _, said, todo in faults:
        assert "object-7" in todo and "Get-ServicePrincipal" in todo
        assert "refused" in said or "535" in said


def test_the_doctor_speaks_for_the_token_server(world, patient):
    world.tokens.script = [(401, {
        "error": "invalid_client", "error_description":
        "AADSTS7000222: The provided client secret keys are expired.\r\nTrace ID: 1"}, {})]
    [(name, result, said, todo)], _ = examine(world, patient, GOOD)
    assert (name, result) == ("oauth support", "FAIL")
    assert "the client secret has ended (AADSTS7000222" in said and "client_secret_file" in todo


@pytest.mark.parametrize("days, result, said", [(5, "warn", "in 4 days"), (-1, "FAIL", "ended on")])
def test_the_doctor_looks_at_the_end_of_the_secret(world, patient, days, result, said):
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + days * 86400))
    [row], _ = examine(world, patient, GOOD, secret_expires=day)
    assert row[1] == result and said in row[2] and day in row[2]


DAY = 86400


def test_admins_hear_before_a_secret_ends_once_each_time(world):
    world.fresh()
    world.tokens.forget()
    world.tokens.claims, world.tokens.life = None, 3600
    start = int(time.time()) // DAY * DAY
    ends = start + 100 * DAY
    world.clock.set(start + 60 * DAY)
    docket = docket_with(world, "ending", oauth(
        world, "ending", secret_expires=time.strftime("%Y-%m-%d", time.gmtime(ends))), clock=True)
    docket.migrate()
    docket.start()
    desk = desks.Desk(world, docket)

    def told():
        """Mails to the leads, for there is no admin."""
        return [m for m in desk.mails(to=LEAD) if "ends on" in m["Subject"]]

    def at(days):
        world.clock.set(ends - days * DAY)
        docket.kill_role("core")				# it tells at once, and not again

    world.wait(lambda: world.smtp.logins or asked(world), 20, "a token")
    time.sleep(2)
    assert told() == []
    for count, days in enumerate((29.5, 6.5, 0.5), 1):
        at(days)
        world.wait(lambda: len(told()) == count, 60, f"the mail of {days} days before")
        at(days - 0.1)
        world.wait(lambda: docket.roles("core") and world.one(
            "select secret_told from docket.mailbox where name = 'support'") == count, 30, "a core")
        time.sleep(3)
        assert len(told()) == count
    assert [("in 30 days" in m.text, "in 7 days" in m.text) for m in told()] == \
        [(True, False), (False, True), (False, False)]
    assert "client_secret_file, and secret_expires" in told()[0].text
    assert docket.stop() == 0
