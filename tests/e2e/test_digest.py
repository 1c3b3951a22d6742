"""One mail that tells of many clocks: what a mail program shows whole, and where the rest is."""
import re
import time

from world import desk as desks, mail
from world.docket import AGENT, Group

CLOCKS = 99						# a batch of core's


def test_many_clocks_at_once(world):
    docket = world.docket(name=f"docket-{time.monotonic_ns()}", clock=True)
    docket.files["sla.conf"] = {"slas": Group([{"name": "standard", "targets": Group([
        {"response": "4h", "warn": []}])}])}
    docket.write()
    docket.start()
    desk = desks.Desk(world, docket)
    subject = "The printer <of the first floor> & its neighbour print nothing but " * 4
    for number in range(CLOCKS):
        world.deliver(mail.letter(sender=f"jo{number}@acme.example", subject=f"{number} {subject}"))
    world.wait(lambda: desk.tickets() == CLOCKS, 60, "tickets")
    docket.settle(60)
    world.clock.advance(4 * 3600 + 60)
    got = world.wait(lambda: [s for s in desk.mails(to=AGENT) if " clocks: " in s["Subject"]],
                     60, "a digest")[0]
    assert docket.stop() == 0
    count = int(re.match(r"(\d+) clocks", got["Subject"]).group(1))
    named = len(set(re.findall(r"^#(\d+) ", got.text, re.M)))
    more = int(re.search(r"… and (\d+) more\. All tickets:\n  docketctl list", got.text).group(1))
    assert count > named > 10 and named + more == count
    assert f"… and {more} more." in got.html and len(re.findall(r"<b>#\d+ ", got.html)) == named
    assert len(got.html.encode()) <= 90_000 and len(got.text.encode()) <= 90_000
