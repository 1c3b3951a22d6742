"""The invariants that the tables hold, whatever a program does."""
import psycopg2
import psycopg2.errorcodes as code
import pytest

ROWS = """
insert into docket.project (key) values ('ACME');
with a as (
    insert into docket.contact_address (address, contact) values ('jo@acme.example',
        nextval('docket.contact_id_seq')), ('jo@home.example', currval('docket.contact_id_seq'))
    returning *)
insert into docket.contact (id, address, project) overriding system value
select contact, address, 'ACME' from a where address = 'jo@acme.example';
insert into docket.raw (mailbox, uidvalidity, uid, sha256, size, arrived_at, stored_at)
values ('support', 1, 1, sha256('a'), 1, now(), now());
insert into docket.raw_bytes select id, stored_at, 'a' from docket.raw;
insert into docket.ticket (subject, project, mailbox, requester, created_at)
values ('one', 'ACME', 'support', 1, now());
insert into docket.entry (ticket, at, kind, author, raw) values (1, now(), 'mail-in', 'jo', 1);
insert into docket.entry (ticket, at, kind, author) values (1, now(), 'mail-out', 'docket');
insert into docket.outbox (entry, stored_at, first_delivery, last_delivery, personal, automatic,
    mailbox, from_address)
select id, at, 1, 1, false, true, 'support', 'support@example.com' from docket.entry where id = 2;
insert into docket.delivery (entry, mailbox, recipient, automatic)
values (2, 'support', 'jo@acme.example', true);
insert into docket.cycle (ticket, clock, n, policy, severity, calendar, target, started_at,
    state) values (1, 'response', 1, 'gold', 'high', 'week', 60, now(), 'running');
insert into docket.alarm (kind, ticket, cycle, point, epoch, due_at, fired_at, state)
values ('sla-breach', 1, 1, 'breach', 60, now(), now(), 'fired');
"""

RAW = ("insert into docket.raw (mailbox, uidvalidity, uid, sha256, size, arrived_at, stored_at,"
       " duplicate_of) values ")
CYCLE = ("insert into docket.cycle (ticket, clock, n, policy, severity, calendar, target,"
         " started_at, state) values ")
TOLD = ("insert into docket.alarm (kind, ticket, cycle, point, epoch, due_at, fired_at, state)"
        " values ")
TIME = ("insert into docket.time_entry (ticket, number, project, agent, started_at, exact, made_at, made_by,"
        " counts_at")
CLOSED = ("insert into docket.statement (year, n, project, month, zone, since, until, currency, digits, total,"
          " raw, billed, apart, rules, closed_at, closed_by, text, csv, html, json, text_sha256, csv_sha256,"
          " html_sha256, json_sha256)"
          " values (2026, 1, 'ACME', 24321, 'UTC', now(), now(), 'EUR', 2, 0, 0, 0, 0, '', now(), 'lee', '', '',"
          " '', '', '', '', '', '');")
BILLED = "insert into docket.billed select e.id, s.id from docket.time_entry e, docket.statement s;"
STATEMENT = ("insert into docket.agent (name) values ('ana');" + TIME + ", stopped_at) values (1, 1, 'ACME',"
             " 'ana', now(), true, now(), 'ana', now(), now());" + CLOSED + BILLED)
EVENT = ("insert into docket.project_event (project, kind, what, point, used, allowed, ticket, product, version,"
         " environment, day, at)")
CHANGE = "insert into docket.change (entry, ticket, at, what, field, old, new, why) values "

REFUSED = [
    ("a mailbox's item twice", code.UNIQUE_VIOLATION,
     RAW + "('support', 1, 1, sha256('a'), 1, now(), now(), 1)"),
    ("the same bytes twice", code.UNIQUE_VIOLATION,
     RAW + "('support', 1, 2, sha256('a'), 1, now(), now(), null)"),
    ("a mail's bytes twice", code.UNIQUE_VIOLATION,
     "insert into docket.raw_bytes select id, stored_at, 'b' from docket.raw"),
    ("bytes of a month that has no partition", code.CHECK_VIOLATION,
     "insert into docket.raw_bytes values (1, now() + interval '5 months', 'b')"),
    ("a duplicate of nothing", code.FOREIGN_KEY_VIOLATION,
     RAW + "('support', 1, 2, sha256('a'), 1, now(), now(), 99)"),
    ("a UID without its UIDVALIDITY", code.CHECK_VIOLATION,
     RAW + "('support', null, 2, sha256('b'), 1, now(), now(), null)"),
    ("a hash that is none", code.CHECK_VIOLATION,
     RAW + "('support', 1, 2, 'abc', 1, now(), now(), null)"),
    ("a category of no status", code.CHECK_VIOLATION,
     "update docket.ticket set category = 'pending'"),
    ("no status", code.CHECK_VIOLATION, "update docket.ticket set status = ''"),
    ("an address in capitals", code.CHECK_VIOLATION,
     "insert into docket.contact_address values ('Pat@acme.example', 1)"),
    ("a contact's address twice", code.UNIQUE_VIOLATION,
     "insert into docket.contact_address values ('jo@home.example', 1)"),
    ("a contact without an address", code.FOREIGN_KEY_VIOLATION,
     "insert into docket.contact (address, project) values ('pat@acme.example', 'ACME')"),
    ("a contact with another's address", code.FOREIGN_KEY_VIOLATION,
     "insert into docket.contact (address, project) values ('jo@acme.example', 'ACME')"),
    ("a preferred address taken away", code.FOREIGN_KEY_VIOLATION,
     "delete from docket.contact_address where address = 'jo@acme.example'"),
    ("an address of nobody", code.FOREIGN_KEY_VIOLATION,
     "insert into docket.contact_address values ('pat@acme.example', 99)"),
    ("two entries of one mail", code.UNIQUE_VIOLATION,
     "insert into docket.entry (ticket, at, kind, author, raw)"
     " values (1, now(), 'bounce', 'jo', 1)"),
    ("a mail held twice", code.UNIQUE_VIOLATION,
     "insert into docket.entry (ticket, at, kind, author, raw)"
     " values (1, now(), 'held', 'jo', 1), (1, now(), 'held', 'jo', 1)"),
    ("a decision of nobody", code.CHECK_VIOLATION, "insert into docket.held (entry, ticket, raw,"
     " at, decision, decided_at) values (1, 1, 1, now(), 'drop', now())"),
    ("two notes of one mail", code.UNIQUE_VIOLATION,
     "insert into docket.entry (ticket, at, kind, author, raw)"
     " values (1, now(), 'note', 'jo', 1), (1, now(), 'command', 'jo', 1)"),
    ("history written anew", code.INTEGRITY_CONSTRAINT_VIOLATION,
     "update docket.entry set data = data"),
    ("a change written anew", code.INTEGRITY_CONSTRAINT_VIOLATION,
     CHANGE + "(1, 1, now(), 'status', null, 'new', 'open', '');"
     "update docket.change set new = new"),
    ("two changes of one entry", code.UNIQUE_VIOLATION,
     CHANGE + "(1, 1, now(), 'status', null, 'new', 'open', ''),"
     " (1, 1, now(), 'team', null, '', 'desk', '')"),
    ("a field's change that names none", code.CHECK_VIOLATION,
     CHANGE + "(1, 1, now(), 'field', null, '', 'high', '')"),
    ("a promise without its terms", code.CHECK_VIOLATION,
     CHANGE + "(1, 1, now(), 'promise', null, '', 'gold', '')"),
    ("a promise of no version", code.CHECK_VIOLATION,
     "insert into docket.change (entry, ticket, at, what, old, new, why, promise)"
     " values (1, 1, now(), 'promise', '', '', '', '{}')"),
    ("a mail in a state of none", code.CHECK_VIOLATION, "update docket.raw set state = 'lost'"),
    ("an entry of no kind", code.CHECK_VIOLATION,
     "insert into docket.entry (ticket, at, kind, author) values (1, now(), 'mail', 'jo')"),
    ("two mails of one entry", code.UNIQUE_VIOLATION,
     "insert into docket.outbox select * from docket.outbox"),
    ("a draft of a month that has no partition", code.CHECK_VIOLATION,
     "insert into docket.outbox (entry, stored_at, first_delivery, last_delivery, personal,"
     " automatic, mailbox, from_address) values (1, now() + interval '5 months', 1, 1, false,"
     " true, 'support', 'support@example.com')"),
    ("a delivery in a state of none", code.INVALID_TEXT_REPRESENTATION,
     "update docket.delivery set state = 'lost'"),
    ("a mail under way that nobody has", code.CHECK_VIOLATION,
     "update docket.delivery set state = 'sending'"),
    ("two running cycles of one clock", code.UNIQUE_VIOLATION,
     CYCLE + "(1, 'response', 2, 'gold', 'high', 'week', 60, now(), 'running')"),
    ("a target of no time", code.CHECK_VIOLATION,
     CYCLE + "(1, 'resolution', 1, 'gold', 'high', 'week', 0, now(), 'running')"),
    ("a point told twice", code.UNIQUE_VIOLATION,
     TOLD + "('sla-breach', 1, 1, 'breach', 60, now(), now(), 'passed')"),
    ("a point of a cycle that waits where what was told is", code.CHECK_VIOLATION,
     TOLD + "('sla-breach', 1, 1, 'breach', 61, now(), null, 'waiting')"),
    ("a point told at no time", code.CHECK_VIOLATION,
     TOLD + "('sla-breach', 1, 1, 'breach', 61, now(), null, 'fired')"),
    ("a cycle that waits for nothing", code.CHECK_VIOLATION,
     "update docket.cycle set next_at = now()"),
    ("points that nobody waits for", code.CHECK_VIOLATION,
     "update docket.cycle set point_at = array[now()]"),
    ("points that are not the cycle's", code.CHECK_VIOLATION,
     "update docket.cycle set next_at = now(), point_at = array[now(), now()]"),
    ("a mail gone with its entry there", code.FOREIGN_KEY_VIOLATION,
     "delete from docket.raw"),
    ("two timers of one agent", code.UNIQUE_VIOLATION,
     "insert into docket.agent (name) values ('ana');" + TIME + ") select 1, 1, 'ACME', 'ana', now(), true, now(), 'ana', now() from generate_series(1, 2)"),
    ("time below nothing that corrects nothing", code.CHECK_VIOLATION,
     "insert into docket.agent (name) values ('ana');" + TIME + ", stopped_at, worked)"
     " values (1, 1, 'ACME', 'ana', now(), true, now(), 'ana', now(), now(), -60)"),
    ("a time entry gone that was billed", code.FOREIGN_KEY_VIOLATION, STATEMENT + "delete from docket.time_entry"),
    ("an entry billed twice", code.UNIQUE_VIOLATION, STATEMENT + BILLED),
    ("a number of a statement twice", code.UNIQUE_VIOLATION, STATEMENT + CLOSED),
    ("a month of an engineer approved twice", code.UNIQUE_VIOLATION,
     "insert into docket.agent (name) values ('ana');"
     "insert into docket.time_approval (agent, period, since, until, approved_at, approved_by)"
     " select 'ana', '2026-10', now(), now() + interval '1 month', now(), 'lee' from generate_series(1, 2)"),
    ("a budget's point told twice", code.UNIQUE_VIOLATION,
     EVENT + " select 'ACME', 'budget', '2026-10 of 40h', 75, 0, 0, 0, '', '', '', 0, now()"
     " from generate_series(1, 2)"),
    ("an event that no project has", code.CHECK_VIOLATION,
     EVENT + " select 'ACME', 'birthday', '', 75, 0, 0, 0, '', '', '', 0, now()"),
    ("a second time at which projects are looked at", code.UNIQUE_VIOLATION,
     "insert into docket.project_look (next_at) values (now()), (now())"),
    ("a ticket related to itself", code.CHECK_VIOLATION,
     "insert into docket.relation values ('blocks', 1, 1, 'ana', now())"),
    ("a ticket that is its own parent", code.CHECK_VIOLATION,
     "insert into docket.relation values ('parent', 1, 1, 'ana', now())"),
    ("a link that is told twice", code.CHECK_VIOLATION,
     "insert into docket.relation values ('link', 2, 1, 'ana', now())"),
    ("an SLA alarm of no cycle", code.CHECK_VIOLATION,
     "insert into docket.alarm (kind, ticket, point, epoch, due_at)"
     " values ('sla-breach', 1, 'breach', 0, now())"),
    ("a ticket of no project", code.FOREIGN_KEY_VIOLATION,
     "update docket.ticket set project = ''"),
    ("a ticket assigned to nobody there is", code.FOREIGN_KEY_VIOLATION,
     "update docket.ticket set assignee = 'nobody'"),
    ("a person of no project", code.FOREIGN_KEY_VIOLATION,
     "update docket.contact set project = 'NONE'"),
    ("a closed month of no project", code.FOREIGN_KEY_VIOLATION,
     "insert into docket.month values ('NONE', '2026-10-01', 'UTC', '2026-10-01', '2026-11-01',"
     " now())"),
    ("a project gone that has tickets", code.FOREIGN_KEY_VIOLATION,
     "delete from docket.project"),
    ("an agent gone who has tickets", code.FOREIGN_KEY_VIOLATION,
     "insert into docket.agent (name) values ('ana');"
     "update docket.ticket set assignee = 'ana';"
     "delete from docket.agent"),
    ("a version of no project", code.FOREIGN_KEY_VIOLATION,
     "insert into docket.run (project, product, environment, version, key, since, source, author, decided, told_at)"
     " values ('NONE', 'p', 'prod', '1.0', '', now(), 'agent', 'ana', true, now())"),
]

ALLOWED = [
    ("another address preferred", "update docket.contact set address = 'jo@home.example';"
     "delete from docket.contact_address where address = 'jo@acme.example'"),
    ("a status of its type", "update docket.ticket set status = 'in review', category = 'open'"),
    ("a second try to read a mail",
     "insert into docket.entry (at, kind, author, raw) values (now(), 'quarantine', 'jo', 1),"
     " (now(), 'quarantine', 'jo', 1)"),
    ("two timers of one agent, one of them stopped",
     "insert into docket.agent (name) values ('ana');" + TIME + ", stopped_at) values (1, 1, 'ACME', 'ana', now(), true, now(), 'ana', now(), now()),"
     " (1, 1, 'ACME', 'ana', now(), true, now(), 'ana', now(), null)"),
    ("a ticket gone with time on it, which keeps its number",
     "insert into docket.agent (name) values ('ana');" + TIME + ") values (1, 1, 'ACME', 'ana',"
     " now(), true, now(), 'ana', now()); delete from docket.ticket;"
     "select 1 / (exists (select from docket.time_entry where number = 1 and ticket is null))::int"),
    ("a ticket gone with its changes",
     CHANGE + "(1, 1, now(), 'status', null, 'new', 'open', '');"
     "delete from docket.ticket;"
     "select 1 / (not exists (select from docket.change))::int"),
    ("an alarm of no clock",
     "insert into docket.alarm (kind, ticket, point, epoch, due_at)"
     " values ('snooze', 1, '', 0, now())"),
    ("a duplicate, by reference", RAW + "('support', 1, 2, sha256('a'), 1, now(), now(), 1)"),
    ("the same item after a new UIDVALIDITY",
     RAW + "('support', 2, 1, sha256('b'), 1, now(), now(), null)"),
    ("two mails without UID", RAW + "('support', null, null, sha256('b'), 1, now(), now(), null),"
     " ('support', null, null, sha256('c'), 1, now(), now(), null)"),
    ("a cycle after the last one ended",
     "update docket.cycle set state = 'met', stopped_at = now();"
     + CYCLE + "(1, 'response', 2, 'gold', 'high', 'week', 60, now(), 'running')"),
    ("a point told once more for a new target",
     TOLD + "('sla-breach', 1, 1, 'breach', 61, now(), now(), 'fired')"),
    ("points of a cycle, one of which does not wait",
     "update docket.cycle set warn = '{75%}', point_at = array[null, now()], next_at = now()"),
    ("a Message-ID of two mails",
     "insert into docket.entry (ticket, at, kind, author, message_id)"
     " values (1, now(), 'note', 'jo', '<r@x>'), (1, now(), 'note', 'jo', '<r@x>')"),
    ("a mail carried to a ticket, and what its agent wrote above it",
     "insert into docket.entry (ticket, at, kind, author, raw) values (1, now(), 'note', 'jo', 1)"),
]


@pytest.fixture(scope="module")
def rows(schema):
    schema.psql(ROWS)
    return schema


@pytest.fixture
def cursor(rows):
    """What a test does is rolled back."""
    connection = psycopg2.connect(rows.admin)
    with connection.cursor() as cursor:
        yield cursor
    connection.rollback()
    connection.close()


@pytest.mark.parametrize("state,sql", [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_refused(cursor, state, sql):
    with pytest.raises(psycopg2.Error) as error:
        cursor.execute(sql)
    assert error.value.pgcode == state


@pytest.mark.parametrize("sql", [r[1] for r in ALLOWED], ids=[r[0] for r in ALLOWED])
def test_allowed(cursor, sql):
    cursor.execute(sql)
    assert cursor.rowcount >= 1


def test_an_erased_ticket_takes_its_own_with_it(cursor):
    """… and the mail that came for it can go then; the person stays."""
    cursor.execute("insert into docket.ticket (subject, project, mailbox, created_at,"
                   " merged_into) values ('two', 'ACME', 'support', now(), 1)")
    cursor.execute("insert into docket.relation values ('blocks', 1, 2, 'ana', now())")
    cursor.execute("delete from docket.ticket where id = 1")
    for table in ("entry", "outbox", "delivery", "cycle", "alarm", "relation"):
        cursor.execute(f"select count(*) from docket.{table}")
        assert cursor.fetchone() == (0,), table
    cursor.execute("delete from docket.raw")
    cursor.execute("select merged_into, (select count(*) from docket.contact),"
                   " (select count(*) from docket.raw_bytes) from docket.ticket")
    assert cursor.fetchall() == [(None, 1, 0)]


def test_an_erased_contact_takes_its_addresses_with_it(cursor):
    """… the ticket stays, and forgets who asked."""
    cursor.execute("delete from docket.contact where id = 1")
    cursor.execute("select (select count(*) from docket.contact_address), requester"
                   " from docket.ticket where id = 1")
    assert cursor.fetchone() == (0, None)


@pytest.mark.parametrize("us", [0, 1, -1, 1780308000123456, 7258118399999999])
def test_instants_go_there_and_back(cursor, us):
    cursor.execute("select docket.us(docket.at(%s))", (us,))
    assert cursor.fetchone()[0] == us
