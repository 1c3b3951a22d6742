#!/usr/bin/python3
"""How long each view takes among a million tickets.

usage: views.py [--tickets N] [--open N] [--rounds N] [--json FILE]

A database is filled by SQL; bench-views then asks every view of conf/views.conf as
docketctl, pages and mails do, and counts the open tickets as the floor.
"""
import argparse
import glob
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from intake import build, tell								# noqa: E402
from world import ROOT									# noqa: E402
from world.pg import Postgres								# noqa: E402

# Four fifths of what is open is among the newest, the rest is old; all has severity, product
# and version, what is open one clock or two, and one in ten time booked on it.
FILL = """
set synchronous_commit = off;
set session_replication_role = replica;
select docket.months_make(now());
insert into docket.project (key) select 'P' || n from generate_series(0, 499) n;
insert into docket.agent (name)
select 'agent' || n from generate_series(0, 29) n;
insert into docket.mailbox (name) values ('support');
with a as (
    insert into docket.contact_address (address, contact)
    select 'c' || n || '@acme.example', n from generate_series(1, %(n)s / 5) n returning *)
insert into docket.contact (id, address, project) overriding system value
select contact, address, 'P' || contact %% 500 from a;
insert into docket.ticket (subject, type, status, category, project, mailbox, requester, assignee, team, tags,
    created_at, updated_at, resolved_at, due_at, asked_at, start_at)
select 'Something does not work as it should, number ' || n, 'incident', s, s, 'P' || (hashint8(n) & 1023) %% 500,
    'support', 1 + n %% (%(n)s / 5), case when n %% 25 > 0 then 'agent' || n / 7 %% 30 end,
    (array['first', 'second', 'field'])[1 + n %% 3], case n %% 5 when 0 then '{vip}'::text[] else '{}' end,
    at, at + interval '1 hour', case when s in ('resolved', 'closed') then at + interval '1 day' end,
    case when n %% 50 = 0 then now() + (n %% 4000 - 2000) * interval '1 hour' end,
    case when n %% 3 = 0 and s in ('new', 'open') then at end,
    case when n %% 40 = 0 then at + interval '2 days' end
  from generate_series(1, %(n)s) n,
    lateral (select now() - (%(n)s - n) * interval '1 minute') a(at),
    lateral (select case when n > %(n)s - %(open)s * 2 then n %% 5 < 2
	else n %% ((%(n)s - %(open)s * 2) * 5 / %(open)s) = 0 end) o(is_open),
    lateral (select case when is_open then (array['new', 'open', 'open', 'waiting', 'on-hold'])[1 + n / 5 %% 5]
	else (array['closed', 'resolved'])[1 + n %% 2] end) t(s);
insert into docket.participant (ticket, address)
select n, 'c' || 1 + n %% (%(n)s / 5) || '@acme.example' from generate_series(1, %(n)s) n;
insert into docket.field (ticket, name, value, key, raw, source, found_in, verified)
select n, f.name, f.value, f.key, f.value, 'header', 'X', true
  from generate_series(1, %(n)s) n, lateral (values
    ('severity', (array['low', 'medium', 'high', 'critical'])[1 + n %% 4], int4send(n %% 4)),
    ('product', 'example', '\\x01'),
    ('version', '2.' || n %% 12 || '.0', '\\x01' || int4send(n %% 12))) f(name, value, key);
insert into docket.cycle (ticket, clock, n, policy, severity, calendar, target, started_at,
    state, due_at, last_due_at, stopped_at, point_at, next_at)
select t.id, clock, 1, 'gold', 'high', 'week', 60, t.created_at,
    case when done then 'met' when t.id %% 7 = 0 then 'breached' when t.id %% 11 = 0 then 'paused' else 'running' end,
    case when not done and t.id %% 11 = 0 and t.id %% 7 > 0 then null else due end, due, case when done then t.created_at end,
    case when done or t.id %% 7 = 0 then '{}' else array[due] end,
    case when done or t.id %% 7 = 0 then null else due end
  from docket.ticket t, unnest('{response,resolution}'::text[]) clock,
    lateral (select t.resolved_at is not null or clock = 'response' and t.id %% 2 = 0,
	case when t.resolved_at is not null then t.created_at + interval '1 day'
	else now() + (t.id %% 2000 - 200) * interval '20 minutes' end) d(done, due);
insert into docket.relation (kind, a, b, author, at)
select k, id - 1 - m, id, 'agent1', now() from docket.ticket, (values ('parent', 0), ('blocks', 1)) r(k, m)
 where id > 10 and id %% 20 = 0;
insert into docket.time_entry (ticket, number, project, agent, started_at, exact, stopped_at, worked,
    made_at, made_by, counts_at)
select id, id, project, 'agent' || id %% 30, created_at, true, created_at + interval '30 minutes', 1800,
    created_at, 'agent1', created_at from docket.ticket where id %% 10 = 0;
insert into docket.held (entry, ticket, raw, at) select id, id, id, now() from docket.ticket where id %% 5000 = 0;
insert into docket.run (project, product, environment, version, key, since, source, author, decided, told_at)
select 'P' || n, 'example', e, '2.' || n %% 12 || '.0', '\\x01' || int4send(n %% 12), now() - interval '30 days', 'agent',
    'agent1', true, now() from generate_series(0, 499) n, unnest('{production,staging}'::text[]) e;
insert into docket.delivery (entry, mailbox, recipient, automatic, state, created_at)
select -n, 'support', 'c' || n || '@acme.example', true, 'queued', now() from generate_series(1, 200) n;
reset session_replication_role;
"""


def measure(pg, folder, rounds):
    """A row a view, and the floor: name, ms in the middle, ms at most, rows, tickets."""
    shutil.copytree(f"{ROOT}/conf", f"{folder}/conf")
    subprocess.run(["chmod", "-R", "go-w", f"{folder}/conf"], check=True)
    out = subprocess.run([f"{os.environ['DOCKET_BUILD']}/tests/bench/bench-views", pg.admin,
                          f"{folder}/conf/docket.conf", str(rounds)], capture_output=True, text=True, check=True)
    return [line.split() for line in out.stdout.splitlines()]


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--tickets", type=int, default=1_000_000)
    options.add_argument("--open", type=int, default=50_000)
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--json")
    asked = options.parse_args()
    build()
    subprocess.run(["ninja", "-C", os.environ["DOCKET_BUILD"], "tests/bench/bench-views"], check=True)
    with tempfile.TemporaryDirectory(prefix="docket-views-") as folder:
        os.chmod(folder, 0o755)
        pg = Postgres(f"{folder}/pg", ["fsync=off", "max_wal_size=8GB"])
        pg.start()
        try:
            for path in sorted(glob.glob(f"{ROOT}/sql/[0-9][0-9][0-9]_*.sql")):
                with open(path, encoding="utf-8") as f:
                    pg.psql(f.read())
            pg.psql(FILL % {"n": asked.tickets, "open": asked.open})
            pg.sql("vacuum analyze")
            rows = measure(pg, folder, asked.rounds)
        finally:
            pg.stop()
    tell(rows, ["| view | ms | at most | rows | of |", "| --- | --- | --- | --- | --- |"]
         + ["| " + " | ".join(row) + " |" for row in rows], asked.json)


if __name__ == "__main__":
    main()
