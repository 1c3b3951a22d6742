"""What a mailbox's provider allows: its preset, and the settings that say otherwise."""
import pytest

from world import desk as desks, mail

CASES = {				# settings of smtp and of the mailbox: envelope sender, gap
    "none": ({}, {}, "", 0),
    "ses": ({"provider": "ses"}, {}, "support+b-", 0),
    "ses but the null sender": ({"provider": "ses"}, {"null_sender": "always"}, "", 0),
    "microsoft365": ({"provider": "microsoft365"}, {}, "", 2),
    "microsoft365 but quick": ({"provider": "microsoft365", "max_rate": 0}, {}, "", 0),
    "a rate": ({"max_rate": 120}, {}, "", 0.5),
}


@pytest.mark.parametrize("name", CASES)
def test_a_preset_and_what_says_otherwise(world, name):
    smtp, box, sender, gap = CASES[name]
    world.fresh()
    docket = world.docket(name.replace(" ", "-"))
    docket.mailbox()["smtp"] = docket.mailbox()["smtp"] | smtp
    docket.mailbox().update(box)
    docket.write()
    docket.start()
    desk = desks.Desk(world, docket)
    for n in range(2):
        world.deliver(mail.letter("Help!", sender=f"p{n}@acme.example"))
    world.wait(lambda: len(world.smtp.mails()) >= 4, 30, "acknowledgements and notices")
    acks = [m for m in desk.mails() if m.recipients[0].startswith("p")]
    assert acks and all(m.sender == sender if sender == "" else m.sender.startswith(sender)
                        for m in acks)
    times = sorted(m.at for m in world.smtp.mails())
    gaps = [b - a for a, b in zip(times, times[1:])]
    assert min(gaps) > gap * 0.8 if gap else min(gaps) < 0.4
    assert docket.stop() == 0


def test_a_mail_over_the_limit_is_not_tried(world):
    world.fresh()
    docket = world.docket("small")
    docket.mailbox()["smtp"] = docket.mailbox()["smtp"] | {"max_message": "1KB"}
    docket.write()
    docket.start()
    desk = desks.Desk(world, docket)
    desk.open("Help!", sender="big@acme.example")
    reply = world.wait(lambda: world.one("select reply from docket.delivery where state = 'failed'"),
                       20, "the refusal")
    assert "max_message of mailbox support is 1024" in reply
    assert world.smtp.attempts == []
    assert docket.stop() == 0


@pytest.mark.parametrize("setting,says", [
    ({"provider": "hotmail"}, "microsoft365"), ({"max_connections": 51}, "50"),
    ({"max_rate": "fast"}, "max_rate")])
def test_a_setting_that_is_none(world, setting, says):
    world.fresh()
    docket = world.docket(f"bad-{next(iter(setting))}-{next(iter(setting.values()))}")
    docket.mailbox()["smtp"] = docket.mailbox()["smtp"] | setting
    docket.write()
    got = docket.ctl("check", check=False)
    assert got.returncode != 0 and says in (got.stdout + got.stderr).decode()
