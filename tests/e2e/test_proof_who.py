"""docketctl who: who an address is to docket, why, and what makes its mail count."""
import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

BACK = "ana@work.example.net"


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    agents = [dict(a) for a in docket.files["agents.conf"]["agents"]]
    agents[0]["addresses"] = [AGENT, BACK]
    docket.files["agents.conf"]["agents"] = Group(agents)
    docket.mailbox()["aliases"] = ["help@example.com"]
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def who(desk, address):
    got = desk.docket.ctl_json("who", address)
    text = desk.docket.ctl("who", address).stdout.decode()
    assert got["address"] in text and got["why"] in text and got["proof"] in text
    assert all(line in text for line in got["against"])
    return got


def test_an_agent_by_each_address(desk):
    got = who(desk, AGENT.upper())
    assert (got["is"], got["name"], got["address"]) == ("agent", "ana", AGENT)
    assert "agent in team desk" in got["why"] and got["why"].endswith("notices go there")
    assert who(desk, BACK)["why"].endswith(f"notices go to {AGENT}")
    assert "lead" in who(desk, LEAD)["why"]
    assert got["against"] == []


@pytest.mark.parametrize("verify,words", [
    ("token", ["signed reply address"]), ("dmarc", ["mx.example.com finds dmarc=pass for"]),
    ("either", ["reply address", ", or mx.example.com"]),
    ("both", ["reply address", ", and mx.example.com"])])
def test_what_proves_an_agent(desk, verify, words):
    conf = desk.docket.files["docket.conf"]
    conf |= {"verify": verify, "authserv": "mx.example.com"}
    desk.docket.write()
    proof = who(desk, AGENT)["proof"]
    assert all(word in proof for word in words) and f'verify = "{verify}"' in proof
    del conf["verify"], conf["authserv"]
    desk.docket.write()


def test_docket_itself(desk):
    for address in ("support@example.com", "Support+x@example.com", "help@example.com"):
        got = who(desk, address)
        assert (got["is"], got["name"]) == ("ours", "support"), address


def test_nobody_yet(desk):
    got = who(desk, "kim@acme.example")
    assert (got["is"], got["project"]) == ("unknown", "ACME") and "by the domain acme.example" in got["why"]
    got = who(desk, "kim@nowhere.example")
    assert (got["is"], got["project"]) == ("unknown", None)


def test_a_contact_and_what_is_known_against_it(desk):
    ticket = desk.open("It hums.", sender="Jo Doe <jo@acme.example>")
    other = desk.open("It hums, too.", sender="Kim <kim@elsewhere.example>", subject="Hum 2")
    got = who(desk, "jo@acme.example")
    assert (got["is"], got["name"], got["project"]) == ("contact", "Jo Doe", "ACME")
    assert "by the domain acme.example" in got["why"] and "requester of 1 tickets, 1" in got["why"]
    assert got["against"] == [] and "requester_cc" not in got["proof"]
    assert "by the mailbox that they first wrote to" in who(desk, "kim@elsewhere.example")["why"]
    entry = desk.receive(mail.letter("Me too.", sender="kim@elsewhere.example",
                                     subject=f"Re: [desk #{ticket['id']}] Hum", headers=[
        ("In-Reply-To", desk.mail(ticket["id"], "jo@acme.example")["Message-ID"])]))
    assert entry["kind"] == "held" and entry["ticket"] == ticket["id"] != other["id"]
    desk.world.sql("insert into docket.reach (address, marked, since, marked_at, why, failures,"
                   " last_at) values ('kim@elsewhere.example', 'bounce', now(), now(),"
                   " '550 no such user', 1, now())")
    against = who(desk, "kim@elsewhere.example")["against"]
    assert len(against) == 2 and "550 no such user" in against[0] and "bounce" in against[0]
    assert against[1].startswith("1 of their mails wait")


def test_what_is_no_address(desk):
    for words in (["nobody"], [], ["a@b.example", "c@d.example"]):
        assert desk.docket.ctl("who", *words, check=False).returncode != 0
