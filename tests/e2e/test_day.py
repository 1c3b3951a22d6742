"""A day at a desk (docs/day.md): its mails, and what the database says in the end."""
import pytest

from world import day as days


@pytest.fixture(scope="module")
def day(world):
    day = days.Day(world)
    day.page = days.tell(day)
    yield day
    assert day.docket.stop() == 0		# and no proof was in anybody else's mail


def test_it_reads_as_the_docs_have_it(day):
    with open(days.PAGE, encoding="utf-8") as f:
        assert day.page == f.read()


def test_every_mail_is_on_its_ticket(day):
    assert day.mails == 42 == day.world.one("select count(*) from docket.raw")
    assert day.desk.rows("select from docket.raw r where not exists ("
                         "select from docket.entry e where e.raw = r.id)") == []


def test_the_tickets_are_where_people_left_them(day):
    assert [(t["id"], t["status"], t["assignee"], t["type"], t["merged_into"]) for t in day.desk.rows(
        "select * from docket.ticket order by id")] == [
            (1, "closed", "ana", "incident", None), (2, "closed", "ben", "incident", None),
            (3, "closed", "ben", "incident", None), (4, "closed", None, "incident", 2),
            (5, "closed", "ben", "service-request", None), (6, "new", None, "incident", None)]
    assert day.desk.fields(1)["severity"]["value"] == "high"	# undone
    assert day.desk.ticket(1)["tags"] == ["nfs", "nfs4"]
    assert day.desk.cycle(2, "response")["state"] == "met"


def test_the_database_agrees_with_itself(day):
    assert b" 0 different" in day.docket.ctl("sla", "verify").stdout
    day.docket.ctl("verify")
