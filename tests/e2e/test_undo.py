"""#undo: what an engineer did last to a ticket is taken back, and what was before it."""
import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD

ANA, LEE = f"Ana <{AGENT}>", f"Lee <{LEAD}>"


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
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
          "#project GLOBEX", "#due +2d\n#snooze +1d", "#hold +1d", "#assign lee", "#team desk",
          "#set version 2.4.1\n#close"]


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
