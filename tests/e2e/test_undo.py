"""#undo: what an engineer did last to a ticket is taken back, and what was before it."""
import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

ANA, LEE = f"Ana <{AGENT}>", f"Lee <{LEAD}>"


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["rules.conf"]["rules"] = Group(docket.files["rules.conf"]["rules"] + (
        {"name": "who gets it", "on": ["assigned"],
         "do": Group([{"notify": ["assignee"], "template": "agent-notice"}])},))
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def opened(desk, sender):
    ticket = desk.open("It is stuck.", sender=sender, subject="The lift")
    return ticket["id"], desk.mail(ticket["id"], AGENT), desk.mail(ticket["id"], LEAD)


def state(desk, number):
    ticket = {k: v for k, v in desk.ticket(number).items()
              if k not in ("updated_at", "mail_subject", "resolved_at", "update_from", "asked_at")}
    return (ticket, {f: r["value"] for f, r in desk.fields(number).items()},
            sorted(r["address"] for r in desk.rows(
                "select address from docket.participant where ticket = %s", number)))


def order(desk, notice, text, sender=ANA):
    return desk.answer(notice, text + "\n", sender)


BLOCKS = ["#resolve", "\uff03take", "#take\n#tag +vip", "#severity critical\n#version 2.4.1",
          "#cc max@x.example", "#requester max@x.example", "#subject Anew",
          "#project GLOBEX", "#start -3d\n#due +2d\n#snooze +1d", "#hold +1d", "#assign lee", "#team desk",
          "#set version 2.4.1\n#close", "#close\n#severity low\n#reopen\n#severity high\n#assign lee\n#take"]


@pytest.mark.parametrize("row", range(len(BLOCKS)), ids=BLOCKS)
def test_taken_back(desk, row):
    number, notice, _ = opened(desk, f"undo{row}@acme.example")
    order(desk, notice, "#open")
    before = state(desk, number)
    order(desk, notice, BLOCKS[row])
    assert state(desk, number) != before
    raw = mail.reply(notice.message, "#undo\n", ANA)
    desk.receive(raw)
    assert state(desk, number) == before
    desk.receive(raw)					# the same mail again
    assert state(desk, number) == before
    assert desk.rows("select from docket.alarm where ticket = %s and cycle is null"
                     " and state = 'waiting'", number) == []
    assert b" 0 different" in desk.docket.ctl("sla", "verify").stdout


@pytest.mark.parametrize("order_", ["#open", "#resolve", "#close", "#hold", "#wait", "\uff03take\n#open"])
def test_a_status_goes_back_where_no_way_leads(desk, order_):
    number, notice, _ = opened(desk, f"back{order_[1:5]}@acme.example".replace("\n", ""))
    before = state(desk, number)
    order(desk, notice, order_)
    assert state(desk, number) != before
    order(desk, notice, "#undo")
    assert state(desk, number) == before
    assert b" 0 different" in desk.docket.ctl("sla", "verify").stdout


def relations(desk, number):
    return desk.rows("select kind, a, b from docket.relation where %s in (a, b) order by 1, 2, 3", number)


RELATED = [("", "#blocks {a}"), ("", "#blocked-by {a} {b}"), ("", "#parent {a}"), ("", "#link {a}\n#link {b}"),
           ("#blocks {a}", "#unblock {a}"), ("#link {a}", "#unlink {a}"), ("#parent {a}", "#parent none"),
           ("#parent {a}", "#parent {b}"), ("", "#link {a}\n#tag both\n#blocks {b}")]


@pytest.mark.parametrize("first, order_", RELATED)
def test_relations_are_taken_back(desk, first, order_):
    (a, _, _), (b, _, _), (number, notice, _) = (opened(desk, f"{n}@acme.example") for n in "abc")
    if first:
        order(desk, notice, first.format(a=a, b=b))
    before, others = state(desk, number), relations(desk, number)
    order(desk, notice, order_.format(a=a, b=b))
    assert relations(desk, number) != others
    seen = desk.seen()
    order(desk, notice, "#dry-run\n#undo")
    assert "Nothing" in desk.mail(number, AGENT, but=seen).text and relations(desk, number) != others
    raw = mail.reply(notice.message, "#undo\n", ANA)
    desk.receive(raw)
    assert (state(desk, number), relations(desk, number)) == (before, others)
    desk.receive(raw)
    assert (state(desk, number), relations(desk, number)) == (before, others)
    assert any("#undo" in e["data"].get("why", "") for e in desk.entries(a) + desk.entries(b))
    assert desk.docket.ctl("verify").returncode == 0


def test_relations_that_cannot_be_taken_back(desk):
    (a, _, there), (b, _, _), (number, notice, _) = (opened(desk, f"{n}@acme.example") for n in "abc")

    def refused(says):
        seen, before = desk.seen(), relations(desk, number)
        order(desk, notice, "#undo")
        assert says in desk.mail(number, AGENT, but=seen).text and relations(desk, number) == before

    order(desk, notice, f"#blocks {a}")
    assert b"did nothing" in desk.docket.ctl("do", str(a), "undo", "--as", "ana", check=False).stderr
    order(desk, notice, f"#unblock {a}")
    order(desk, there, f"#blocks {number}", LEE)
    refused("that would be a circle")			# the other way round by now
    (number, notice, _), (c, _, _) = (opened(desk, f"{n}@acme.example") for n in "de")
    desk.docket.ctl("do", str(number), "parent", str(b), "--as", "ana")
    desk.docket.ctl("do", str(number), "parent", str(c), "--as", "lee")
    refused("parent was changed since, to none")


def test_unlink(desk):
    (a, _, _), (number, notice, _) = (opened(desk, f"{n}@acme.example") for n in "ab")
    seen = desk.seen()
    order(desk, notice, f"#unlink {a}")
    assert f"#{a} and #{number} are not linked" in desk.mail(number, AGENT, but=seen).text
    order(desk, notice, f"#link {a}")
    desk.docket.ctl("do", str(a), "unlink", str(number))
    assert relations(desk, number) == []


def test_who_had_it_is_told(desk):
    number, notice, _ = opened(desk, "theirs@acme.example")
    order(desk, notice, "#assign lee")
    desk.quiet()
    seen = desk.seen()
    raw = mail.reply(notice.message, "#undo\n", ANA)
    desk.receive(raw)
    desk.receive(raw)
    told = desk.mail(number, LEAD, but=seen)
    assert told.name.startswith("Taken back") and "nobody has it now" in told.text
    desk.quiet()
    assert len([s for s in desk.mails(number, LEAD) if s["Message-ID"] not in seen]) == 1
    order(desk, notice, "#assign lee")
    desk.quiet()
    seen = desk.seen()
    desk.docket.ctl("do", str(number), "undo", "--as", "ana")
    assert desk.mail(number, LEAD, but=seen).name.startswith("Taken back")
    order(desk, notice, "#assign lee")
    order(desk, notice, "#take")
    desk.quiet()
    seen = desk.seen()
    order(desk, notice, "#undo")			# it is Lee's again
    desk.quiet()
    [again] = [s for s in desk.mails(number, LEAD) if s["Message-ID"] not in seen]
    assert not again.name.startswith("Taken back") and desk.ticket(number)["assignee"] == "lee"


def test_again_takes_back_what_was_before(desk):
    number, notice, _ = opened(desk, "twice@acme.example")
    first = state(desk, number)
    order(desk, notice, "#tag one")
    second = state(desk, number)
    order(desk, notice, "#tag two")
    order(desk, notice, "#undo")
    assert state(desk, number) == second
    order(desk, notice, "#undo")
    assert state(desk, number) == first
    seen = desk.seen()
    order(desk, notice, "#undo")
    assert "you did nothing" in desk.mail(number, AGENT, but=seen).text


def test_refused(desk):
    number, notice, lee = opened(desk, "refused@acme.example")

    def refused(text, says):
        seen, before = desk.seen(), state(desk, number)
        order(desk, notice, text)
        assert says in desk.mail(number, AGENT, but=seen).text
        assert state(desk, number) == before

    refused("#undo", "you did nothing")
    order(desk, lee, "#tag hers", LEE)
    refused("#undo", "you did nothing")			# not another's
    order(desk, notice, "#severity critical")
    order(desk, lee, "#severity low", LEE)
    refused("#undo", "severity was changed since, to low")
    order(desk, notice, "We come today.")
    refused("#undo", "a mail that went out cannot be taken back")


def test_by_docketctl(desk):
    number, _, _ = opened(desk, "hand@acme.example")
    ctl = desk.docket.ctl
    ctl("do", str(number), "tag", "vip", "--as", "ana")
    assert ctl("do", str(number), "undo", check=False).returncode == 65
    assert ctl("do", str(number), "undo", "--as", "lee", check=False).returncode == 65
    assert b"tag: vip -> none" in ctl("do", str(number), "undo", "--as", "ana").stdout
    assert desk.ticket(number)["tags"] == []


def test_a_dry_run_of_it_and_questions_beside_it(desk):
    number, notice, _ = opened(desk, "dry@acme.example")
    order(desk, notice, "#tag dry\n#severity high")
    before, seen = state(desk, number), desk.seen()
    order(desk, notice, "#dry-run\n#undo")
    assert "tag: dry → –" in desk.mail(number, AGENT, but=seen).text
    assert state(desk, number) == before
    seen = desk.seen()
    order(desk, notice, "#list\n#undo\n#history")
    assert "severity: high → medium" in desk.mail(number, AGENT, but=seen).text
    assert desk.ticket(number)["tags"] == [] and state(desk, number) != before
