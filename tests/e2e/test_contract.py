"""Contracts of projects: their SLA while they last, and their end, each point once, in the project's zone."""
import calendar
import time

import pytest

from world import desk as desks, mail
from world.docket import AGENT, Group

BOSS = "boss@desk.example"
HOUR, DAY = 3600, 86400
# Berlin: the contract's last day is Saturday 2026-10-31, a week after the clocks went back.
START = calendar.timegm((2026, 8, 31, 10, 0, 0))
MIDNIGHT = calendar.timegm((2026, 10, 31, 23, 0, 0))	# when it is over


@pytest.fixture
def made(world):
    world.fresh()
    world.clock.set(START)
    started = []

    def start(zone="Europe/Berlin", **contract):
        docket = world.docket(name=f"docket-{time.monotonic_ns()}", clock=True)
        docket.files["calendars.conf"]["calendars"] = Group(docket.files["calendars.conf"]["calendars"] + (
            {"name": "theirs", "timezone": zone,
             "hours": {d: ["00:00-24:00"] for d in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}},))
        target = {"response": "300d", "resolution": "300d", "calendar": "theirs"}
        docket.files["sla.conf"]["slas"] = Group([
            {"name": "standard", "targets": Group([target])}, {"name": "gold", "targets": Group([target])}])
        acme = [p for p in docket.files["projects.conf"]["projects"] if p["key"] == "ACME"][0]
        acme |= {"calendar": "theirs", "sla": "standard",
                 "contract": {"from": "2026-01-01", "until": "2026-10-31", "sla": "gold"} | contract}
        docket.files["rules.conf"]["rules"] = Group(docket.files["rules.conf"]["rules"] + (
            {"name": "ends", "on": ["contract-ending"],
             "do": Group([{"notify": [BOSS], "template": "contract-ending"}])},))
        docket.write()
        docket.start()
        started.append(docket)
        return desks.Desk(world, docket)

    yield start
    for docket in started:
        if docket.process is not None:
            assert docket.stop() == 0


def at(desk, instant):
    desk.world.clock.set(instant)
    time.sleep(2.5)
    desk.quiet()


def told(desk):
    return [m["Subject"] for m in desk.mails(to=BOSS)]


def opened(desk, subject, when=None):
    raw = mail.letter("It is stuck.", sender="Jo <jo@acme.example>", subject=subject)
    number = desk.receive(raw, when=when or desk.world.clock.now())["ticket"]
    return desk.ticket(number), " ".join(desk.mail(number, AGENT).text.split())


def test_sixty_thirty_and_no_days_before_in_the_projects_zone(made):
    desk = made()
    day_60 = calendar.timegm((2026, 8, 31, 22, 0, 0))		# 2026-09-01 begins in Berlin
    at(desk, day_60 - 60)
    assert told(desk) == []
    at(desk, day_60 + 60)
    assert len(told(desk)) == 1 and "ends on 2026-10-31" in told(desk)[0]
    assert "in 60 days" in " ".join(desk.mails(to=BOSS)[0].text.split())
    at(desk, day_60 + 5 * DAY)
    day_30 = calendar.timegm((2026, 9, 30, 22, 0, 0))
    at(desk, day_30 - 60)
    assert len(told(desk)) == 1
    at(desk, day_30 + 60)
    assert len(told(desk)) == 2
    last = calendar.timegm((2026, 10, 30, 23, 0, 0))			# it is winter time by then
    at(desk, last - 60)
    assert len(told(desk)) == 2
    at(desk, last + 60)
    assert len(told(desk)) == 3
    at(desk, MIDNIGHT + 90 * DAY)
    assert len(told(desk)) == 3


def test_after_a_pause_the_furthest_is_told_alone(made):
    desk = made()
    at(desk, START + HOUR)
    assert desk.docket.stop() == 0
    desk.world.clock.set(MIDNIGHT + 10 * DAY)
    desk.docket.start()
    at(desk, MIDNIGHT + 10 * DAY + 60)
    assert len(told(desk)) == 1 and "ended on 2026-10-31" in told(desk)[0]
    assert "SLA standard" in desk.mails(to=BOSS)[0].text


def test_a_contract_that_is_prolonged_begins_anew(made):
    desk = made()
    at(desk, MIDNIGHT - 10 * DAY)
    assert len(told(desk)) == 1
    for p in desk.docket.files["projects.conf"]["projects"]:
        if p["key"] == "ACME":
            p["contract"]["until"] = "2027-10-31"
    desk.docket.write()
    assert desk.docket.stop() == 0
    desk.docket.start()
    at(desk, MIDNIGHT + DAY)
    assert len(told(desk)) == 1
    at(desk, MIDNIGHT + 340 * DAY)
    assert len(told(desk)) == 2 and "2027-10-31" in told(desk)[1]


def test_its_sla_while_it_lasts_and_what_was_promised_stays(made):
    desk = made()
    at(desk, MIDNIGHT - 60)
    before, text = opened(desk, "While it lasts")
    assert before["sla"] == "gold" and "ended on" not in text
    at(desk, MIDNIGHT + 60)
    after, text = opened(desk, "After it")
    assert after["sla"] == "standard"
    assert "ended on 2026-10-31: SLA standard since" in text
    assert desk.ticket(before["id"])["sla"] == "gold"
    # By when the mail came, not by when docket read it.
    late, _ = opened(desk, "It lay on the server", when=MIDNIGHT - 30)
    assert late["sla"] == "gold"
    assert desk.cycle(late["id"], "response")["policy"] == "gold"


def test_before_its_first_day_the_projects_own_sla_holds(made):
    desk = made(**{"from": "2026-09-15", "until": "2026-10-31"})
    at(desk, START + 2 * DAY)
    assert told(desk) == []				# what has not begun does not end
    early, _ = opened(desk, "Early")
    assert early["sla"] == "standard"
    at(desk, calendar.timegm((2026, 9, 14, 22, 0, 1)))
    begun, _ = opened(desk, "Begun")
    assert begun["sla"] == "gold"


def test_the_day_changes_where_the_project_is(made):
    desk = made("Pacific/Kiritimati")			# fourteen hours before Greenwich
    at(desk, calendar.timegm((2026, 10, 31, 9, 59, 0)))
    assert opened(desk, "Last minute")[0]["sla"] == "gold"
    at(desk, calendar.timegm((2026, 10, 31, 10, 0, 30)))
    assert opened(desk, "Next day")[0]["sla"] == "standard"


def test_who_and_show_tell_of_it(made):
    desk = made()
    said = desk.docket.ctl("who", "jo@acme.example").stdout.decode()
    assert "contract until 2026-10-31 (SLA gold)" in " ".join(said.split())
    number, _ = opened(desk, "Under it")
    shown = desk.docket.ctl("show", str(number["id"])).stdout.decode()
    assert "contract until 2026-10-31 (SLA gold)" in " ".join(shown.split())
    desk.world.clock.set(MIDNIGHT + DAY)
    said = desk.docket.ctl("who", "jo@acme.example").stdout.decode()
    assert "contract ended on 2026-10-31" in " ".join(said.split())
