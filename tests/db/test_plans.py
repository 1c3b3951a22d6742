"""Every statement of sql/ finds its rows by an index in a full database.

DOCKET_PLAN_TICKETS says how full (default 60000, the full count 1000000).
"""
import os
import re
import sys
import time

import psycopg2
import pytest

from world import ROOT

sys.path.insert(0, f"{ROOT}/sql")
from embed import TYPES, Embed					# noqa: E402

TICKETS = int(os.environ.get("DOCKET_PLAN_TICKETS", "60000"))

FILL = """
set synchronous_commit = off;
insert into docket.project (key) select 'P' || n from generate_series(0, 499) n;
with a as (
    insert into docket.contact_address (address, contact)
    select 'c' || n || '@acme.example', nextval('docket.contact_id_seq') from generate_series(1, %(n)s / 5) n returning *)
insert into docket.contact (id, address, project) overriding system value
select contact, address, 'P' || contact %% 500 from a;
select docket.months_make(now() - n * interval '1 month') from generate_series(3, 11, 4) n;
insert into docket.raw (mailbox, uidvalidity, uid, sha256, size, told_size, told_at, arrived_at,
    stored_at, state)
select 'support', 1, n, sha256(n::text::bytea), 1, 1, now(), now(),
    now() - n * interval '10 months' / %(n)s,
    case when n %% 5000 = 0 then 'quarantine' when n %% 5000 = 1 then 'pending' else 'read' end
  from generate_series(1, %(n)s) n;
insert into docket.raw_bytes select id, stored_at, 'x' from docket.raw;
insert into docket.ticket (subject, status, category, project, mailbox, requester, created_at,
    updated_at)
select 'Subject ' || n, s, s, 'P' || n %% 500,
    'support', 1 + n %% (%(n)s / 5), now() - n * interval '1 minute',
    now() - n * interval '1 minute'
  from generate_series(1, %(n)s) n,
    lateral (select case when n %% 50 = 0 then 'open' else 'closed' end) t(s);
insert into docket.participant (ticket, address)
select n, 'c' || n || '@acme.example' from generate_series(1, %(n)s) n;
insert into docket.field (ticket, name, value, raw, source, found_in, verified)
select n, f, 'x', 'x', 'header', 'X', true
  from generate_series(1, %(n)s) n, unnest('{severity,version}'::text[]) f;
insert into docket.entry (ticket, at, kind, author, raw, message_id)
select n, now(), case when n %% 5000 = 0 then 'quarantine' else 'mail-in' end, 'jo', n,
    '<' || n || '@in>' from generate_series(1, %(n)s) n;
insert into docket.entry (ticket, at, kind, author, message_id)
select n, now() - n * interval '10 months' / %(n)s, 'mail-out', 'docket', '<' || n || '@out>'
  from generate_series(1, %(n)s) n;
insert into docket.held (entry, ticket, raw, at, decision, decided_by, decided_at)
select n, n, n, now(), d, case when d <> '' then 'lee' end, case when d <> '' then now() end
  from generate_series(1, %(n)s) n, lateral (select case when n %% 100 > 0 then 'drop' end) t(d);
insert into docket.held_told (recipient, event, free_at, digest_at)
select 'a' || n, 'held', now(), case when n %% 100 = 0 then now() end from generate_series(1, %(n)s / 10) n;
insert into docket.held_untold (recipient, event, entry)
select 'a' || n, 'held', n + k from generate_series(100, %(n)s / 10, 100) n, generate_series(1, 100) k;
insert into docket.change (entry, ticket, at, what, field, old, new, why, promise)
select id, ticket, at, w, case w when 'field' then 'severity' end, '', 'x', '',
    case w when 'promise' then json '{"v": 1}' end
  from docket.entry, lateral (select (array['status', 'promise', 'field'])[1 + id %% 3]) c(w);
insert into docket.blob select sha256(n::text::bytea), 1, 'x', now() from generate_series(1, %(n)s, 9) n;
insert into docket.attachment select n, 1, 'x', 'x', 1, sha256(n::text::bytea), sha256(n::text::bytea)
    from generate_series(1, %(n)s, 9) n;
insert into docket.outbox (entry, stored_at, first_delivery, last_delivery, personal, automatic,
    mailbox, from_address)
select id, at, id, id, false, true, 'support', 'support@example.com' from docket.entry
 where kind = 'mail-out';
insert into docket.delivery (id, entry, mailbox, recipient, automatic, state, owner, created_at)
overriding system value
select entry, entry, 'support', 'c' || entry || '@acme.example', true,
    (case entry %% 400 when 0 then 'failed' when 20 then 'sending' else 'queued'
     end)::docket.delivery_state,
    case entry %% 400 when 20 then 1 end, now() - entry * interval '1 minute'
  from docket.outbox where entry %% 20 = 0;
insert into docket.sent (id, entry, recipient, automatic, attempts, due_at, reply, created_at,
    done_at)
select entry, entry, 'c' || entry || '@acme.example', true, 1, now(), '',
    now() - entry * interval '1 minute', now()
  from docket.outbox where entry %% 20 > 0;
insert into docket.tally
select w, 'c' || n || '@acme.example', t, 1, 1, t + interval '1 hour' from generate_series(1, %(n)s) n,
    unnest('{person,text}'::text[]) w, lateral (select now() + n * interval '1 second') m(t);
insert into docket.tally
select 'domain', 'd' || n %% 20, now() - n * interval '1 second', n, 1, now() from generate_series(1, 400) n;
insert into docket.automatic select now() - n * interval '1 hour', 1, 1, 1, 1 from generate_series(1, 900) n;
insert into docket.cycle (ticket, clock, n, policy, severity, calendar, target, started_at,
    state, due_at, last_due_at, stopped_at, point_at, next_at)
select id, clock, 1, 'gold', 'high', 'week', 60, created_at, 'met', created_at, created_at,
    case when status = 'closed' then created_at end,
    case when status = 'closed' then '{}' else array[now() + id * interval '1 minute'] end,
    case when status <> 'closed' then now() + id * interval '1 minute' end
  from docket.ticket, unnest('{response,resolution}'::text[]) clock;
insert into docket.policy select n, now() - n * interval '1 day', now() - n * interval '1 day' from generate_series(1, 100) n;
insert into docket.policy_rule select p, n, 'rule ' || n, 'rules.conf:' || n, 'enabled', 'created', 'x'
  from generate_series(1, 100) p, generate_series(0, 199) n;
insert into docket.trace (ticket, entry, at, policy, event, fired, rules, texts)
select n, n, now() - (%(n)s - n) * interval '1 minute', 1 + n %% 100, 'created', '1f', 'n f n', ''
  from generate_series(1, %(n)s) n;
insert into docket.alarm (kind, ticket, cycle, point, epoch, due_at, fired_at, state)
select 'sla-breach', ticket, id, 'breach', 60, now(), now(), 'passed'
  from docket.cycle where stopped_at is not null;
"""

# These read a whole table because they count it, or it is small.
WHOLE = {"status_tickets": {"ticket"}, "status_json": {"ticket", "delivery"},
         "status_counts": {"delivery"}, "standing_lost": {"ticket"}, "trace_fired": {"policy_rule"},
         # Of a view of all that there ever was.
         "view_rows": {"ticket"}, "view_rows_tied": {"ticket"},
         "view_groups": {"ticket"}, "view_days": {"ticket"}}
SMALL = {"mailbox", "migration", "own_address", "breaker", "condition", "outlet", "conf", "conf_file",
         "conf_text"}

# What docketctl asks once is planned with its values; all else, as a statement
# that has been used often, without.
VALUES = {
    "list_open": ["null", "null", "false", "true", "101"],
    "list_all": ["null", "null", "false", "true", "101"],
    "list_json": ["'{1,2,3}'"], "held_list": ["1001"], "held_json": ["1001"], "queue_list": ["101"], "queue_json": ["101"],
    "quarantine_list": ["1001"], "quarantine_json": ["1001"],
    # An hour's cycles, as a month's would be in a database of years.
    "report_month": [f"'{{{','.join(f'P{n}' for n in range(500))}}}'",
                     f"array_fill(0::int8, '{{500}}')", f"array_fill({2**62}::int8, '{{500}}')",
                     "now() - interval '2 hours'", "now() - interval '1 hour'", "now()"],
}


def statements():
    embed = Embed()
    for name in sorted(os.listdir(f"{ROOT}/sql")):
        if name.endswith(".sql"):
            embed.read(f"{ROOT}/sql/{name}")
    embed.check()
    assert embed.faults == []
    return {name: s for name, s in embed.statements.items()
            if s.text.split()[0] in ("select", "insert", "update", "delete", "with")}


STATEMENTS = statements()


@pytest.fixture(scope="module")
def cursor(schema):
    connection = psycopg2.connect(schema.admin)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"n": TICKETS})
        cursor.execute("vacuum analyze")
        yield cursor
    connection.close()


def walk(node):
    yield node
    for child in node.get("Plans", []):
        yield from walk(child)


def plan(cursor, name, values=None):
    """Without values: the plan that serves any."""
    s = STATEMENTS[name]
    types = ", ".join(TYPES[c.type][1] for c in s.ins)
    cursor.execute(f"prepare {name}{'(' + types + ')' if types else ''} as {s.text}"
                   .replace("%", "%%"), ())
    n = len(s.ins)
    mode = "force_generic_plan" if values is None else "force_custom_plan"
    cursor.execute(f"set plan_cache_mode = {mode}")
    args = ", ".join(values if values is not None else ["null"] * n)
    cursor.execute(f"explain (format json) execute {name}{'(' + args + ')' if n else ''}")
    root = cursor.fetchone()[0][0]["Plan"]
    cursor.execute(f"deallocate {name}")
    return root


@pytest.mark.parametrize("name", sorted(STATEMENTS))
def test_plan_reads_no_whole_table(cursor, name):
    whole = {node["Relation Name"] for node in walk(plan(cursor, name, VALUES.get(name)))
             if node["Node Type"] == "Seq Scan" and node.get("Schema", "docket") == "docket"
             and is_full(node["Relation Name"])}
    assert whole - SMALL <= WHOLE.get(name, set())


TABLES = {"contact", "contact_address", "raw", "held", "held_told", "held_untold", "ticket", "participant", "field", "entry", "change",
          "attachment", "blob", "outbox", "delivery", "sent", "cycle", "alarm", "mailbox", "migration", "trace", "policy_rule"}


def is_full(relation):
    """A table, or the partition of a month: not of one that has few rows, at either end of the ten."""
    month = re.search(r"_(\d{4}_\d\d)$", relation)
    first, last = (time.strftime("%Y_%m", time.gmtime(time.time() - days * 86400)) for days in (298, 2))
    return first <= month[1] <= last if month else relation in TABLES


@pytest.mark.parametrize("name,values,index", [
    ("list_open", ["null", "null", "false", "true", "101"], "ticket_open"),
    ("list_own", None, "ticket_assignee"),
    ("list_all", ["null", "'P7'", "false", "true", "101"], "ticket_project"),
    ("list_all", ["null", "null", "false", "true", "101"], "ticket_pkey"),
    ("quarantine_list", ["1001"], "raw_quarantine"),
    ("quarantine_list", ["1001"], "entry_quarantine"),
    ("quarantine_show", None, "entry_quarantine"),
    ("held_list", ["1001"], "held_oldest"),
    ("duplicate_insert", None, "entry_raw"),
    ("ticket_messages", None, "entry_ticket"),
    ("queue_list", ["101"], "delivery_pkey"),
    ("delivery_claim", None, "delivery_due"),
    ("alarm_next", None, "cycle_next"),
    ("alarm_next", None, "held_told_due"),
    ("held_digests", None, "held_told_due"),
    ("held_digest", None, "held_untold_pkey"),
    ("alarm_due", None, "cycle_ticket_clock_n_key"),
    ("raw_pending", None, "raw_pending"),
    ("tally_counts", None, "tally_pkey"),
    ("tally_drop", None, "tally_until"),
    ("trace_list", None, "trace_ticket"),
    ("trace_rules", None, "policy_rule_pkey"),
    ("trace_drop", None, "trace_pkey"),
    ("trace_deeds", None, "entry_ticket"),
    ("thread_find", None, "entry_message"),
    ("returned_by_id", None, "entry_message"),
    ("delivery_reclaim", None, "delivery_sending"),
    ("report_month", VALUES["report_month"], "cycle_counted"),
    ("report_month", VALUES["report_month"], "change_pkey"),
    ("ticket_statuses", None, "change_pkey"),
    ("clock_log", None, "change_pkey"),
    ("clock_log_has", None, "change_pkey"),
    ("month_projects", None, "ticket_project"),
])
def test_plan_uses_the_index_made_for_it(cursor, name, values, index):
    used = {node.get("Index Name") for node in walk(plan(cursor, name, values))}
    assert index in used


V1 = [(view, where) for view in ("entries_public", "cycles", "time", "versions", "deliveries", "events")
      for where in ("id = 777", "ticket = 777", "project = 'P7'")] + [
    ("tickets", where) for where in ("number = 777", "project = 'P7'", "project = 'P7' and open",
                                     "open order by updated_at desc limit 50")] + [
    ("cycles", "open and ticket = 777"), ("cycles", "open and project = 'P7'")]


@pytest.mark.parametrize("view,where", V1)
def test_docket_v1_reads_no_whole_table(cursor, view, where):
    """… when it is asked for a row, a project, or what is open."""
    cursor.execute(f"explain (format json) select * from docket_v1.{view} where {where}")
    whole = {node["Relation Name"] for node in walk(cursor.fetchone()[0][0]["Plan"])
             if node["Node Type"] == "Seq Scan" and is_full(node["Relation Name"])}
    assert whole == set()


def pages(cursor, mailbox):
    """Pages that a claim of 64 of that mailbox touches, by the plan that serves any values."""
    s = STATEMENTS["delivery_claim"]
    cursor.execute("set plan_cache_mode = force_generic_plan")
    cursor.execute(f"prepare delivery_claim({', '.join(TYPES[c.type][1] for c in s.ins)}) as {s.text}"
                   .replace("%", "%%"), ())
    cursor.execute("explain (analyze, buffers, format json) execute delivery_claim(1, now(), 64,"
                   " array[%s], array[4::int8], array[0::int8], array[0::int8], array[64::int8])",
                   (mailbox,))
    root = cursor.fetchone()[0][0]["Plan"]
    cursor.execute("deallocate delivery_claim")
    assert root["Actual Rows"] == 64
    return root["Shared Hit Blocks"] + root["Shared Read Blocks"]


def test_a_claim_costs_the_same_however_many_are_queued(cursor):
    for mailbox, count, first in (("few", 100, 10**9), ("many", 100_000, 2 * 10**9)):
        cursor.execute(
            "insert into docket.delivery (id, entry, created_at, mailbox, priority, automatic,"
            " recipient) overriding system value"
            " select %s + n, -n, now() - interval '1 hour', %s, 4, true, 'jo@acme.example'"
            " from generate_series(1, %s) n", (first, mailbox, count))
    cursor.execute("vacuum analyze docket.delivery")
    few, many = (pages(cursor, mailbox) for mailbox in ("few", "many"))
    cursor.execute("delete from docket.delivery where entry < 0")
    cursor.execute("vacuum analyze docket.delivery")
    assert 64 < many <= 1.2 * few


@pytest.mark.parametrize("name,state", [
    ("raw_pending", "pending"), ("quarantine_show", "quarantine"),
    ("quarantine_show_json", "quarantine"), ("quarantine_retry", "quarantine")])
def test_bytes_are_read_from_one_partition(cursor, name, state):
    """… by the plan that serves any values."""
    cursor.execute("select max(id) from docket.raw where state = %s", (state,))
    last = cursor.fetchone()[0]
    s = STATEMENTS[name]
    cursor.execute("set plan_cache_mode = force_generic_plan")
    cursor.execute("begin")
    types, args = ("int8, int8, int8", f"{last - 1}, 64, 1000000") if name == "raw_pending" else (
        "int8", str(last))
    cursor.execute(f"prepare {name}({types}) as {s.text}")
    cursor.execute(f"explain (analyze, format json) execute {name}({args})")
    read = [node for node in walk(cursor.fetchone()[0][0]["Plan"])
            if node.get("Relation Name", "").startswith("raw_bytes")]
    cursor.execute(f"rollback; deallocate {name}")
    assert len(read) > 10				# the plan knows them all
    assert [node["Node Type"] for node in read if node["Actual Loops"] > 0] == ["Index Scan"]


def test_the_check_finds_a_whole_table(cursor):
    """Without its index the queue is read whole: the test above can fail."""
    cursor.execute("begin")
    cursor.execute("drop index docket.delivery_due")
    types = {node["Node Type"] for node in walk(plan(cursor, "delivery_next"))}
    cursor.execute("rollback")
    assert "Seq Scan" in types
