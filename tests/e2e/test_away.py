"""#away UNTIL: the team hears of the tickets, too; back by itself, with what happened."""
import calendar
import re
import time
import urllib.parse

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

BO = "bo@home.example.net"
WHO = {"ana": AGENT, "lee": LEAD, "bo": BO}
START = calendar.timegm((2026, 6, 1, 10, 0, 0))	# Monday noon in Madrid
HOUR, DAY = 3600, 86400
RULES = ({"name": "tell who has it", "on": ["created", "customer-replied"],
          "do": Group([{"notify": ["assignee"], "template": "agent-notice"}])},
         {"name": "assigned", "on": ["assigned"],
          "do": Group([{"notify": ["assignee"], "template": "agent-notice"}])},
         {"name": "time", "on": ["sla-warning", "sla-breach"],
          "do": Group([{"notify": ["assignee"], "template": "sla-warning"}])},
         {"name": "tell the customer", "on": ["agent-replied"],
          "do": Group([{"notify": ["participants"], "template": "customer-reply"}])})


@pytest.fixture(scope="module")
def desk(world):
    world.clock.set(START)
    docket = world.docket(clock=True)
    ana, lee = docket.files["agents.conf"]["agents"]
    bo = ana | {"name": "bo", "full_name": "Bo Berg", "addresses": [BO], "timezone": "UTC"}
    docket.files["agents.conf"]["agents"] = Group([ana, lee, bo])
    docket.files["rules.conf"]["rules"] = Group(RULES)
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


@pytest.fixture(autouse=True)
def monday(desk):
    """Everybody is here again, at the same instant."""
    desk.world.clock.set(START)
    for name in WHO:
        desk.docket.ctl("agent", "away", name, "none")
    desk.quiet()


def says(name):
    return f"{name.title()} <{WHO[name]}>"


def opened(desk, who="ana", text="It is stuck."):
    """A ticket that is this one's: its number and the notice that they got of it."""
    sender = f"c{desk.tickets()}@acme.example"
    number = desk.receive(mail.letter(text, sender=sender, subject="The lift"), when=START)["ticket"]
    desk.docket.ctl("do", str(number), "assign", who)
    desk.quiet()
    return number, desk.mail(number, WHO[who]), sender


def order(desk, notice, text, name="ana"):
    return desk.receive(mail.reply(notice.message, text + "\n", says(name)),
                        when=desk.world.clock.now())


def new(desk, seen, number=None, template=None):
    """Who got a mail since, by what it is."""
    desk.quiet()
    return sorted((next(k for k, v in WHO.items() if v == m.recipients[0]), m.name)
                  for m in desk.mails(number) if m["Message-ID"] not in seen
                  and m.recipients[0] in WHO.values()
                  and (template is None or m["X-Docket-Reason"] == template))


def got(desk, seen, to, reason="away"):
    desk.quiet()
    return [m for m in desk.mails(None, WHO[to]) if m["Message-ID"] not in seen
            and m["X-Docket-Reason"] == reason]


def until(desk, name):
    row = desk.row("select away_from, away_until, away_by from docket.agent where name = %s", name)
    return row["away_until"] and (int(row["away_from"].timestamp()),
                                  int(row["away_until"].timestamp()), row["away_by"])


def test_team_hears_of_it_with_the_tickets(desk):
    number, notice, _ = opened(desk)
    seen = desk.seen()
    entry = order(desk, notice, "#away thu 9:00")
    assert until(desk, "ana") == (START, START + 2 * DAY + 21 * HOUR, "ana")
    assert entry["kind"] == "command" and desk.ticket(number)["status"] == "new"
    [told] = got(desk, seen, "lee")
    assert "Ana López is away until 2026-06-04 07:00 UTC" in told.text
    assert f"#{number} The lift" in told.text and "before then" in told.text
    assert got(desk, seen, "bo") and not got(desk, seen, "ana")
    [said] = got(desk, seen, "ana", "transcript")
    assert "away until 2026-06-04 09:00 CEST" in said.text and "your team is told" in said.text
    # The link in the list opens an answer that proves lee.
    link = urllib.parse.unquote(re.search(r"answer: mailto:(\S+?)\?", told.text)[1])
    desk.receive(mail.letter("#take", sender=says("lee"), to=link), when=START)
    assert desk.ticket(number)["assignee"] == "lee"


def test_notices_and_warnings_reach_the_team_too(desk):
    number, notice, sender = opened(desk)
    order(desk, notice, "#away fri")
    seen = desk.seen()
    raw = mail.letter("And more.", sender=sender, subject=f"Re: The lift [desk #{number}]")
    assert desk.receive(raw, when=START)["ticket"] == number
    assert {w for w, _ in new(desk, seen, number)} == {"ana", "bo", "lee"}
    seen = desk.seen()
    due = int(desk.cycle(number, "response")["due_at"].timestamp())
    desk.world.clock.set(due - 60)

    def warned(who):
        return [m for m in got(desk, seen, who, "sla-warning") + got(desk, seen, who, "sla-digest")
                if f"#{number} " in m.text]
    desk.world.wait(lambda: all(warned(w) for w in WHO), 20, "the warning to reach all three")


def test_here_only_the_assignee_hears(desk):
    number, _, sender = opened(desk)
    seen = desk.seen()
    desk.receive(mail.letter("And?", sender=sender, subject=f"Re: The lift [desk #{number}]"),
                 when=START)
    assert {w for w, _ in new(desk, seen, number)} == {"ana"}


def test_it_is_shown(desk):
    number, notice, _ = opened(desk)
    order(desk, notice, "#away fri")
    ctl = desk.docket.ctl
    assert "away until 2026-06-05" in ctl("who", AGENT).stdout.decode()
    assert desk.docket.ctl_json("who", AGENT)["away_until"] == "2026-06-05T07:00:00Z"
    assert "ana, away until 2026-06-05 07:00" in ctl("list").stdout.decode()
    assert "away until" in ctl("show", str(number)).stdout.decode()
    assert "2026-06-05" in ctl("agent", "away").stdout.decode()
    assert [a["agent"] for a in desk.docket.ctl_json("agent", "away")] == ["ana"]
    for line in ("#show", "#list", "#help take"):
        seen = desk.seen()
        order(desk, notice, line)
        [answer] = got(desk, seen, "ana", "transcript")
        assert "away until 2026-06-05 09:00 CEST" in answer.text, line


def test_assignment_is_done_and_told(desk):
    number, notice, _ = opened(desk, "lee")
    desk.docket.ctl("agent", "away", "ana", "fri")
    seen = desk.seen()
    order(desk, notice, "#assign ana", "lee")
    assert desk.ticket(number)["assignee"] == "ana"
    [said] = got(desk, seen, "lee", "transcript")
    assert "Ana López is away until 2026-06-05 07:00 UTC: their team hears" in said.text
    assert {w for w, n in new(desk, seen, number)} >= {"ana", "bo"}
    done = desk.docket.ctl("do", f"#{number}", "assign", "lee", "--as", "bo").stdout.decode()
    assert "away" not in done
    done = desk.docket.ctl("do", str(number), "assign", "ana", "--dry-run").stdout.decode()
    assert "is away until" in done


def test_back_by_itself_once_with_what_happened(desk):
    number, notice, sender = opened(desk)
    still, _, _ = opened(desk)
    desk.world.clock.set(START + 60)
    order(desk, notice, "#away +119m")
    desk.world.clock.set(START + HOUR)
    desk.receive(mail.letter("News.", sender=sender, subject=f"Re: The lift [desk #{number}]"),
                 when=START + HOUR)
    desk.quiet()
    seen = desk.seen()
    desk.world.clock.set(START + 2 * HOUR + 1)
    [back] = desk.world.wait(lambda: got(desk, seen, "ana"), 20, "ana to be back")
    assert "are here again" in back.text and "from 2026-06-01 12:01 CEST to 2026-06-01 14:00" in back.text
    lines = back.text.splitlines()
    at = next(i for i, s in enumerate(lines) if s.startswith(f"#{number} "))
    assert "something happened" in lines[at + 1]
    at = next(i for i, s in enumerate(lines) if s.startswith(f"#{still} "))
    assert "something happened" not in lines[at + 1]
    assert until(desk, "ana") is None
    desk.world.clock.set(START + DAY)
    time.sleep(1.2)
    assert len(got(desk, seen, "ana")) == 1 and not got(desk, seen, "lee")


def test_none_is_back_at_once(desk):
    _, notice, _ = opened(desk)
    order(desk, notice, "#away fri")
    seen = desk.seen()
    order(desk, notice, "#away none")
    assert until(desk, "ana") is None and len(got(desk, seen, "ana")) == 1
    seen = desk.seen()
    order(desk, notice, "#away back")
    [said] = got(desk, seen, "ana", "transcript")
    assert "you were not away" in said.text and not got(desk, seen, "ana")


def test_by_somebody_else_is_told_to_both(desk):
    opened(desk)
    seen = desk.seen()
    done = desk.docket.ctl_json("agent", "away", "ana", "fri", "17:00", "--as", "lee")
    assert done == {"agent": "ana", "away_until": "2026-06-05T15:00:00Z", "told": ["bo"]}
    desk.world.wait(lambda: got(desk, seen, "ana") and got(desk, seen, "bo"), 20, "both to be told")
    assert "as Lee Chan said" in got(desk, seen, "ana")[0].text
    assert "Lee Chan said so" in got(desk, seen, "bo")[0].text and not got(desk, seen, "lee")
    again = desk.seen()
    assert desk.docket.ctl_json("agent", "away", "ana", "fri", "17:00")["told"] == []
    assert not got(desk, again, "bo")


def test_who_stands_in_when_the_team_is_away_too(desk):
    number, notice, sender = opened(desk)
    desk.docket.ctl("agent", "away", "bo", "fri")
    desk.docket.ctl("agent", "away", "lee", "fri")
    seen = desk.seen()
    order(desk, notice, "#away fri")
    [said] = got(desk, seen, "ana", "transcript")
    assert "nobody else is here" in said.text
    seen = desk.seen()
    desk.receive(mail.letter("And?", sender=sender, subject=f"Re: The lift [desk #{number}]"),
                 when=START)
    assert {w for w, _ in new(desk, seen, number)} == {"ana", "bo", "lee"}


def test_without_a_ticket_by_the_own_address(desk):
    own = desk.docket.ctl_json("agent", "address", "ana")["addresses"]["support"]
    seen = desk.seen()
    raw = mail.letter("#away fri\n", sender=says("ana"), to=own, subject="away")
    entry = desk.receive(raw, when=START)
    assert entry["ticket"] is None and until(desk, "ana")
    assert len(got(desk, seen, "lee")) == 1
    desk.receive(raw, when=START)
    assert len(got(desk, seen, "lee")) == 1


def test_by_the_control_address(desk):
    to = desk.docket.ctl_json("agent", "address", "ana")["control"]["support"]
    number, _, _ = opened(desk)
    seen = desk.seen()
    raw = mail.letter(f"#away fri\n#ticket {number}\n#tag +vip\n", sender=says("ana"), to=to)
    for _ in range(2):
        desk.receive(raw, when=START)
        desk.world.wait(lambda: desk.world.one("select count(*) from docket.control") == 0, 20,
                        "the orders to be done")
    assert until(desk, "ana") and desk.ticket(number)["tags"] == ["vip"]
    assert len(got(desk, seen, "lee")) == 1
    [said] = got(desk, seen, "ana", "control")
    assert "away until 2026-06-05" in said.text


HTML = ("<html><body><div>#away fri</div></body></html>")


def test_html_only_unproven_quoted_and_redelivered(desk):
    _, notice, _ = opened(desk)
    raw = mail.reply(notice.message, "#away fri", says("ana"), quote=False)
    page = raw.replace(b"text/plain", b"text/html").replace(b"#away fri", HTML.encode())
    seen = desk.seen()
    for _ in range(2):
        desk.receive(page, when=START)
    assert until(desk, "ana") and len(got(desk, seen, "lee")) == 1
    desk.docket.ctl("agent", "away", "ana", "none")
    desk.receive(mail.letter("#away fri", sender=says("ana")), when=START)
    assert until(desk, "ana") is None
    order(desk, notice, "Fine.\n\n> #away fri")
    assert until(desk, "ana") is None


@pytest.mark.parametrize("line, why", [
    ("#away", "needs a value"), ("#away someday", "is no time"), ("#away 2026-01-01", "over"),
    ("#away 3/4", "two ways"), ("#away fri\n#clsoe", "there is no command"),
])
def test_refusals_change_nothing(desk, line, why):
    _, notice, _ = opened(desk)
    seen = desk.seen()
    order(desk, notice, line)
    [said] = got(desk, seen, "ana", "transcript")
    assert why in said.text and until(desk, "ana") is None and not got(desk, seen, "lee")


def test_a_dry_run_says_so_and_does_nothing(desk):
    _, notice, _ = opened(desk)
    seen = desk.seen()
    order(desk, notice, "#dry-run\n#away fri")
    [said] = got(desk, seen, "ana", "transcript")
    assert "away until 2026-06-05" in said.text
    assert until(desk, "ana") is None and not got(desk, seen, "lee")
    seen = desk.seen()
    order(desk, notice, "#show")
    assert "away until" not in got(desk, seen, "ana", "transcript")[0].text


def test_a_kill_leaves_it_whole(desk):
    _, notice, _ = opened(desk)
    order(desk, notice, "#away +1h")
    desk.docket.kill()
    seen = desk.seen()
    desk.world.clock.set(START + 2 * HOUR)
    desk.docket.start()
    desk.world.wait(lambda: len(got(desk, seen, "ana")) == 1, 20, "ana to be back after a kill")
    assert until(desk, "ana") is None
