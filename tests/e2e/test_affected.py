"""docketctl affected: who runs what has a fault, and each of them told once, apart from the others."""
import concurrent.futures
import csv
import io
import re
import signal
import subprocess
import time

import pytest

from test_returned import DSN
from world import desk as desks, mail
from world.docket import Group

PRODUCTS = {"products": Group([
    {"name": "widget", "label": "Widget Server", "scheme": "semver",
     "environments": ["prod", "test"], "branches": Group([
         {"name": "main", "releases": ["2.3.0", "2.4.0", "2.5.0", "2.5.1"]},
         {"name": "2.3", "from": "2.3.0", "releases": ["2.3.1", "2.3.2"]},
         {"name": "2.4", "from": "2.4.0", "releases": ["2.4.1", "2.4.2", "2.4.3"]}])},
    {"name": "gadget", "scheme": "numeric", "branches": Group([
        {"name": "main", "releases": ["1", "2", "3"]}])}])}

# project: language, what it runs
PROJECTS = {
    "ALPHA": ("en", [("widget", "prod", "2.4.1"), ("widget", "test", "2.4.3")]),
    "BETA": ("de", [("widget", "prod", "2.4.2")]),
    "GAMMA": ("es", [("widget", "prod", "2.5.0")]),
    "DELTA": ("fr", [("widget", "prod", "2.5.1")]),
    "EPSILON": ("pt", [("widget", "prod", "2.3.2")]),
    "ZETA": ("it", [("gadget", "prod", "2")]),
}
MANY = 200


def project(key, language="en", **more):
    return {"key": key, "name": f"{key.title()} Inc.", "domains": [f"{key.lower()}.example"],
            "language": language, "calendar": "always", "sla": "standard"} | more


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket()
    made.files["docket.conf"] |= {"advice_per_hour": 3600, "breaker_floor": 100000}
    made.files["products.conf"] = PRODUCTS
    made.files["projects.conf"]["projects"] = Group(
        list(made.files["projects.conf"]["projects"])
        + [project(k, v[0]) for k, v in PROJECTS.items()]
        + [project("ADVISED", advise=["ops@advised.example", "cto@advised.example"]),
           project("DEAD", advise=["gone@dead.example"]), project("NOBODY")]
        + [project(f"M{n:03}", advise=[f"ops@m{n:03}.example"]) for n in range(MANY)])
    made.write()
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture
def desk(world, docket):
    return desks.Desk(world, docket)


def put(desk, text, *args):
    connection = desk.world.pg.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute(text, args or None)
    connection.close()


def forget(desk):
    """Nobody runs anything, and all that was ordered has gone."""
    put(desk, "delete from docket.run")
    put(desk, "update docket.advice set due_at = at")


def runs(desk, key, product, environment, version):
    numbers = [int(n) for n in version.split(".")]
    put(desk, "insert into docket.run (project, product, environment, version, key, since, source, author,"
        " told_at, decided) values (%s, %s, %s, %s, %s, now() - interval '1 day', 'agent', 'ana', now(), true)",
        key, product, environment, version, bytes(numbers))


def say(desk, number, **said):
    for what, versions in said.items():
        for version in versions:
            put(desk, "insert into docket.ticket_version (ticket, what, product, version, key, author, at)"
                " values (%s, %s, 'widget', %s, '', 'ana', clock_timestamp())", number, what, version)


def fault(desk, subject, **said):
    """A ticket of people here, with words that no customer may read."""
    desk.docket.ctl("new", "--subject", subject, "--project", "WALK-IN", data=b"secret notes of ours")
    number = desk.row("select max(id) as id from docket.ticket where subject = %s", subject)["id"]
    say(desk, number, **(said or {"found": ["2.4.0"], "fixed": ["2.4.3", "2.5.1"]}))
    return number


def everyone(desk):
    """The six projects, each of whose people wrote before: a request of their own."""
    forget(desk)
    for key, (_, places) in PROJECTS.items():
        if not desk.rows("select from docket.contact where address = %s", f"jo@{key.lower()}.example"):
            desk.open("Hello.", sender=f"Jo <jo@{key.lower()}.example>", subject=f"Hello of {key}")
        for place in places:
            runs(desk, key, *place)
    desk.quiet()


def children(desk, number):
    return {r["project"]: r["id"] for r in desk.rows(
        "select t.project, t.id from docket.relation r join docket.ticket t on t.id = r.b"
        " where r.kind = 'parent' and r.a = %s", number)}


def order(desk, number, *more, check=True, template="affected"):
    return desk.docket.ctl("affected", str(number), "--mail", template, *more, check=check)


def words(text):
    return re.sub(r"\s+", " ", text)


def test_who_has_it_by_the_branches(desk):
    everyone(desk)
    number = fault(desk, "Crash on save")
    found = {p["project"]: p for p in desk.docket.ctl_json("affected", str(number))["projects"]}
    assert set(found) == set(PROJECTS) - {"ZETA"}			# nothing was said of its product
    verdicts = {k: [(l["version"], l["verdict"], l["fixed_in"]) for l in p["places"]] for k, p in found.items()}
    assert verdicts == {
        "ALPHA": [("2.4.1", "affected", "2.4.3"), ("2.4.3", "fixed", None)],
        "BETA": [("2.4.2", "affected", "2.4.3")],
        "GAMMA": [("2.5.0", "affected", "2.5.1")],
        "DELTA": [("2.5.1", "fixed", None)],
        "EPSILON": [("2.3.2", "unknown", found["EPSILON"]["places"][0]["fixed_in"])]}
    assert [k for k, p in found.items() if p["on_the_fix"]] == ["DELTA"]
    assert [k for k, p in found.items() if p["affected"]] == ["ALPHA", "BETA", "GAMMA"]
    assert found["BETA"]["people"] == [{"address": "jo@beta.example", "name": "Jo", "left_out": None}]

    text = desk.docket.ctl("affected", str(number)).stdout.decode()
    assert "3 affected, 1 unknown, 1 on the fix, 0 not affected." in text
    above, below = text.split("On the fix:")
    assert "jo@beta.example" in above and "DELTA" in below and "DELTA" not in above
    assert max(len(line) for line in text.splitlines()) <= 100
    rows = list(csv.DictReader(io.StringIO(desk.docket.ctl("affected", str(number), "--as", "csv").stdout.decode())))
    assert [(r["project"], r["environment"], r["verdict"], r["fixed_in"]) for r in rows][:2] == [
        ("ALPHA", "prod", "affected", "2.4.3"), ("ALPHA", "test", "fixed", "")]


@pytest.mark.parametrize("argv, status, said", [
    (["99999"], 1, "there is no ticket 99999"),
    (["{none}"], 65, "nobody said which versions have the fault of #{none}: docketctl do {none} found-in VERSION"),
    (["{fault}", "--as", "xml"], 64, "--as: 'xml' is none of text, json and csv"),
    (["{fault}", "--dry-run"], 64, "say --mail TEMPLATE, too"),
    (["{fault}", "--mail", "afected"], 65, "affected"),
    (["{fault}", "--mail", "affected", "--as", "ana"], 65, "affected --mail is for leads and admins"),
    (["{fault}", "--mail", "affected", "--as", "nobody"], 65, "nobody"),
    (["{fault}", "--mail", "affected", "--rate", "0"], 64, "--rate: '0' is no number of mails an hour"),
    (["{fault}", "--mail", "affected", "--rate", "9/m"], 64, "--rate"),
    (["{fault}", "--mail", "affected", "--subject", "two\nlines"], 65, "a subject is one line"),
    (["{fault}", "--mail", "affected", "--text", "/nowhere"], None, "/nowhere"),
    ([], 64, "ticket"),
])
def test_refused(desk, argv, status, said):
    numbers = {"none": 0, "fault": 0}
    for name in numbers:
        found = desk.rows("select id from docket.ticket where subject = %s", f"Refused {name}")
        numbers[name] = found[0]["id"] if found else fault(desk, f"Refused {name}")
    put(desk, "delete from docket.ticket_version where ticket = %s", numbers["none"])
    done = desk.docket.ctl("affected", *(a.format(**numbers) for a in argv), check=False)
    assert done.returncode != 0 and status in (None, done.returncode), done
    assert said.format(**numbers) in words(done.stderr.decode())
    assert children(desk, numbers["fault"]) == {}


def test_a_dry_run_does_nothing(desk, tmp_path):
    everyone(desk)
    number = fault(desk, "Internal words only")
    text = tmp_path / "text"
    text.write_text("Saves can be lost.\n\nSave to another disk meanwhile.\n", encoding="utf-8")
    desk.quiet()
    before, tickets = desk.seen(), desk.tickets()
    said = order(desk, number, "--dry-run", "--text", str(text), "--as", "lee").stdout.decode()
    assert "ALPHA: to jo@alpha.example; Widget Server 2.4.1 (prod)" in said and "EPSILON" not in said
    assert "From: Lee Chan (Example Support) <support@example.com>" in said
    assert "To: Jo <jo@alpha.example>" in said
    assert "Subject: A fault in Widget Server 2.4.1, which you run" in said
    assert "Widget Server 2.4.1 (prod): mended in 2.4.3" in said and "Save to another disk" in said
    assert "3 projects would be told" in said and "Nothing of this was done" in said
    assert "Internal words" not in said and "secret notes" not in said
    assert "EPSILON: to jo@epsilon.example" in order(desk, number, "--dry-run", "--to-unknown").stdout.decode()
    assert desk.tickets() == tickets and children(desk, number) == {}
    desk.quiet()
    assert desk.seen() == before
    assert not desk.rows("select from docket.advice where ticket = %s", number)


def test_each_is_told_apart_and_answers_land_on_its_ticket(desk, tmp_path):
    everyone(desk)
    runs(desk, "ADVISED", "widget", "prod", "2.4.0")
    number = fault(desk, "Do not show this to anybody")
    put(desk, "update docket.ticket set assignee = 'ana' where id = %s", number)
    text = tmp_path / "text"
    text.write_text("Saves can be <b>lost</b>.\n", encoding="utf-8")
    before = desk.seen()
    said = order(desk, number, "--text", str(text), "--as", "lee").stdout.decode()
    assert "4 projects told, 0 told before, 0 not reached." in said
    made = children(desk, number)
    assert set(made) == {"ALPHA", "BETA", "GAMMA", "ADVISED"}
    for key, child in made.items():
        t = desk.ticket(child)
        assert (t["category"], t["assignee"], t["sla"]) == ("waiting", "ana", "standard")
        assert desk.cycle(child, "response")["state"] == "met"
        [alarm] = desk.rows("select due_at from docket.alarm where ticket = %s and kind = 'quiet'", child)
        assert alarm["due_at"].year > 2100			# no rule on idle writes to all of them
    desk.world.wait(lambda: len([m for m in desk.mails() if m["Message-ID"] not in before]) >= 5, 20, "the mails")
    desk.quiet()
    went = [m for m in desk.mails() if m["Message-ID"] not in before]
    assert {m.ticket for m in went} == set(made.values())		# no notice to anybody here
    for m in went:
        for other in PROJECTS:
            if made.get(other) != m.ticket:
                assert f"{other.lower()}.example" not in str(m.message)
        assert "Do not show" not in m.raw.decode(errors="replace") and "secret" not in m.text
        assert m["Auto-Submitted"] == "auto-generated" and "All" not in m["To"]
        assert m.sender.startswith("support+")		# what comes back is known
        assert m["List-Unsubscribe"] == "" and m.name == "Lee Chan (Example Support)"
        assert "Saves can be <b>lost</b>." in m.text and "&lt;b&gt;lost" in m.html
    [alpha] = [m for m in went if m.ticket == made["ALPHA"]]
    assert "Widget Server 2.4.1 (prod): mended in 2.4.3" in alpha.text and "2.4.3 (test)" not in alpha.text
    assert alpha["Subject"].startswith("A fault in Widget Server 2.4.1, which you run")
    [beta] = [m for m in went if m.ticket == made["BETA"]]
    assert "behoben in 2.4.3" in beta.text and "Ein Fehler in Widget Server 2.4.2, das bei Ihnen" in beta["Subject"]
    [gamma] = [m for m in went if m.ticket == made["GAMMA"]]
    assert "corregido en 2.5.1" in gamma.text
    advised = [m for m in went if m.ticket == made["ADVISED"]]
    assert {r for m in advised for r in m.recipients} == {"ops@advised.example", "cto@advised.example"}
    assert {(m["To"], m["Cc"]) for m in advised} == {("ops@advised.example", "cto@advised.example")}

    # A robot's answer opens nothing; a person's opens their ticket, and that alone.
    tickets = desk.tickets()
    away = desk.answer(alpha, "I am away.", "jo@alpha.example", headers=[("Auto-Submitted", "auto-replied")])
    assert away["ticket"] == made["ALPHA"] and desk.tickets() == tickets
    assert desk.ticket(made["ALPHA"])["category"] == "waiting"
    entry = desk.answer(alpha, "We upgrade on Friday.", "jo@alpha.example")
    assert entry["ticket"] == made["ALPHA"]
    assert desk.ticket(made["ALPHA"])["category"] == "open"
    assert desk.ticket(made["BETA"])["category"] == "waiting"
    listed = desk.docket.ctl("affected", str(number)).stdout.decode()
    assert f"#{made['ALPHA']} ALPHA, open: jo@alpha.example" in words(listed) and "We upgrade on Friday." in words(listed)
    assert f"#{made['BETA']} BETA, waiting: no answer yet" in words(listed)
    assert "told" in listed and "by lee" in words(listed)
    # Both histories say so, and a child's end is seen at the parent.
    assert any(e["data"].get("new") == f"#{made['ALPHA']}" or f"#{made['ALPHA']}" in str(e["data"])
               for e in desk.entries(number))
    assert any(f"#{number}" in str(e["data"]) for e in desk.entries(made["ALPHA"]))
    desk.docket.ctl("do", str(made["BETA"]), "close")
    assert f"#{made['BETA']} BETA, closed" in words(desk.docket.ctl("affected", str(number)).stdout.decode())
    assert f"{made['BETA']}" in desk.docket.ctl("show", str(number)).stdout.decode()
    # Told once: the same line tells the new ones alone.
    runs(desk, "EPSILON", "widget", "test", "2.4.0")
    desk.quiet()
    before = desk.seen()
    again = words(order(desk, number).stdout.decode())
    assert f"ALPHA: was told, see #{made['ALPHA']}" in again and "1 project told, 4 told before" in again
    desk.world.wait(lambda: [m for m in desk.mails() if m["Message-ID"] not in before], 20, "the new one's mail")
    desk.quiet()
    new = [m for m in desk.mails() if m["Message-ID"] not in before]
    assert [r for m in new for r in m.recipients] == ["jo@epsilon.example"]
    assert "corrigida" in new[0].text or "nenhuma versão" in new[0].text
    # Another template writes to the same tickets.
    order(desk, number, "--as", "lee", template="closing-soon")
    assert {k: v for k, v in children(desk, number).items() if k in made} == made
    assert b" 0 different" in desk.docket.ctl("sla", "verify").stdout
    assert desk.docket.ctl("verify", check=False).returncode == 0


def test_who_is_left_out_is_named(desk):
    everyone(desk)
    put(desk, "delete from docket.run where project <> 'ALPHA'")
    for key in ("DEAD", "NOBODY"):
        runs(desk, key, "widget", "prod", "2.4.1")
    put(desk, "insert into docket.reach (address, failures, since, last_at, marked, marked_at, why)"
        " select 'gone@dead.example', 3, now(), now(), 'bounce', now(), '550 no such user'"
        " where not exists (select from docket.reach where address = 'gone@dead.example')")
    # Who wrote in NOBODY's name from elsewhere is none of its people.
    stranger = desk.open("Me too", sender="eve@evil.example", subject="Let me in")
    put(desk, "update docket.ticket set project = 'NOBODY' where id = %s", stranger["id"])
    number = fault(desk, "Left out")
    done = order(desk, number, check=False)
    said = words(done.stderr.decode())
    assert done.returncode == 1
    assert "DEAD: gone@dead.example is left out: mail to there came back" in said
    assert "NOBODY: nobody is known there who could be told" in said
    assert "1 project told, 0 told before, 2 not reached." in done.stdout.decode()
    assert set(children(desk, number)) == {"ALPHA"}
    assert not desk.rows("select from docket.delivery where recipient = 'eve@evil.example' and due_at > now() - interval '5 seconds'"
                         " and entry in (select id from docket.entry where ticket <> %s)", stranger["id"])


def test_what_comes_back_is_told_on_its_ticket(desk):
    forget(desk)
    runs(desk, "ADVISED", "widget", "prod", "2.4.1")
    number = fault(desk, "It comes back")
    put(desk, "update docket.ticket set assignee = 'ana' where id = %s", number)
    order(desk, number)
    [child] = children(desk, number).values()
    [sent, _] = desk.world.wait(lambda: len(v := desk.mails(child)) == 2 and v, 20, "its two copies")
    tickets = desk.tickets()
    back = DSN.format(host="mx.example.net", id=sent.sender.partition("@")[0].replace("+", "."), to=sent.sender,
                      who=sent.recipients[0], action="failed", status="5.1.1", code="550 no such user",
                      original="").replace("\n", "\r\n").encode()
    desk.receive(back)
    desk.quiet()
    assert desk.entries(child, "bounce") and desk.tickets() == tickets	# and no ticket of its own
    assert desk.row("select marked from docket.reach where address = %s", sent.recipients[0])["marked"] == "bounce"
    left = words(desk.docket.ctl("affected", str(number)).stdout.decode())
    assert f"{sent.recipients[0]} gets no mail: mail to there came back" in left
    put(desk, "delete from docket.reach")


def test_while_the_breaker_withholds_nobody_is_told(desk):
    everyone(desk)
    number = fault(desk, "Breaker")
    put(desk, "update docket.breaker set tripped_at = now(), held_by = 'lee'")
    try:
        done = order(desk, number, check=False)
        assert done.returncode == 1 and "docketctl breaker" in done.stderr.decode()
        assert children(desk, number) == {}
    finally:
        put(desk, "update docket.breaker set tripped_at = null, held_by = null")


def many(desk, subject):
    forget(desk)
    for n in range(MANY):
        runs(desk, f"M{n:03}", "widget", "prod", "2.4.1")
    return fault(desk, subject)


def test_two_hundred_are_paced_and_a_kill_loses_and_doubles_nothing(desk):
    number = many(desk, "Killed between")
    argv = [f"{desk.docket.build}/daemon/docketctl", *desk.docket.options(), "affected", str(number),
            "--mail", "affected", "--rate", "60/h"]
    for at in (20, 90):							# twice, somewhere within
        with subprocess.Popen(argv, stdout=subprocess.DEVNULL) as run:
            while run.poll() is None and len(children(desk, number)) < at:
                time.sleep(0.02)
            run.send_signal(signal.SIGKILL)
            run.wait()
    part = len(children(desk, number))
    assert 90 <= part < MANY
    said = order(desk, number, "--rate", "60/h").stdout.decode()
    assert f"{MANY - part} projects told, {part} told before" in said
    rows = desk.rows("select * from docket.advice where ticket = %s order by due_at", number)
    made = children(desk, number)
    assert len(rows) == len(made) == MANY and {r["child"] for r in rows} == set(made.values())
    gaps = {round((b["due_at"] - a["due_at"]).total_seconds()) for a, b in zip(rows, rows[1:])}
    assert gaps == {60}							# one a minute, over three commands
    waiting = desk.rows("select d.due_at, e.ticket, d.priority from docket.delivery d join docket.entry e on e.id = d.entry"
                        " where e.ticket = any(%s)", list(made.values()))
    due = {r["child"]: r["due_at"] for r in rows}
    assert len({w["ticket"] for w in waiting}) == len(waiting) >= MANY - 6
    assert all(w["due_at"] == due[w["ticket"]] and w["priority"] == 4 for w in waiting)
    assert desk.row("select count(*) as n from docket.entry where kind = 'mail-out' and ticket = any(%s)",
                    list(made.values()))["n"] == MANY
    assert desk.docket.ctl("breaker", check=False).returncode == 0
    listed = desk.docket.ctl("affected", str(number)).stdout.decode()
    assert f"{MANY} affected" in listed
    assert desk.docket.ctl("show", str(number)).returncode == 0
    put(desk, "delete from docket.delivery where entry in (select id from docket.entry where ticket = any(%s))",
        list(made.values()))


def test_two_at_once_tell_each_once(desk):
    number = many(desk, "Two at once")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: order(desk, number, "--rate", "3600/h").stdout.decode(), range(2)))
    told = [int(re.search(r"(\d+) projects told", d)[1]) for d in done]
    assert sum(told) == MANY and len(children(desk, number)) == MANY
    rows = desk.rows("select due_at from docket.advice where ticket = %s order by due_at", number)
    assert len({r["due_at"] for r in rows}) == MANY				# one after another all the same
    put(desk, "delete from docket.delivery where entry in (select id from docket.entry where ticket in"
        " (select child from docket.advice where ticket = %s))", number)
