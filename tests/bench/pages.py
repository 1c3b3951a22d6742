#!/usr/bin/python3
"""Customers' pages of the portal over many tickets: how long the role read takes for each.

usage: pages.py [--tickets N] [--rounds N] [--json FILE]

One in fifty of the tickets is one project's, all of which its people see; one in twenty is
open; the customer has a thousandth of them.
DOCKET_BUILD names the build, with pageprobe in it, else build-bench is made.
"""
import argparse
import json
import os
import statistics
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from intake import build						# noqa: E402
from world import World, desk as desks					# noqa: E402
from world.pageprobe import Pages					# noqa: E402

FILL = """
set synchronous_commit = off;
set session_replication_role = replica;
insert into docket.project (key) values ('ACME'), ('GLOBEX') on conflict do nothing;
insert into docket.contact (id, address, project, known) overriding system value
select n, 'c' || n || case when n %% 50 = 5 then '@acme.example' else '@globex.example' end,
    case when n %% 50 = 5 then 'ACME' else 'GLOBEX' end, true from generate_series(1, 1000) n;
insert into docket.contact_address (address, contact) select address, id from docket.contact;
insert into docket.ticket (id, subject, status, category, project, mailbox, requester, created_at, updated_at)
overriding system value
select n, 'Subject ' || n, s, s, case when n %% 50 = 5 then 'ACME' else 'GLOBEX' end, 'support', 1 + (n - 1) %% 1000,
    now() - n * interval '1 minute', now() - n * interval '1 minute'
  from generate_series(1, %(n)s) n, lateral (select case when (n / 50 + n / 1000) %% 20 = 0
      then 'open' else 'closed' end) t(s);
insert into docket.participant (ticket, address)
select n, 'c' || 1 + (n - 1) %% 1000 || case when n %% 50 = 5 then '@acme.example' else '@globex.example' end
  from generate_series(1, %(n)s) n;
insert into docket.field (ticket, name, value, raw, source, found_in, verified)
select n, f, 'medium', '', 'header', '', true from generate_series(1, %(n)s) n, unnest('{severity,version}'::text[]) f;
insert into docket.entry (ticket, at, kind, author, by_agent, public, body)
select n, now() - n * interval '1 minute', 'mail-in', case k when 1 then 'ana' else 'c' || 1 + (n - 1) %% 1000 ||
    case when n %% 50 = 5 then '@acme.example' else '@globex.example' end end, k = 1, true,
    repeat('It hums and shakes and nobody knows why. ', 10)
  from generate_series(1, %(n)s) n, generate_series(0, 1) k;
insert into docket.cycle (ticket, clock, n, policy, severity, calendar, target, started_at, state, due_at, last_due_at)
select id, 'resolution', 1, 'standard', 'medium', 'always', 60, created_at, 'running', now(), now()
  from docket.ticket where category = 'open';
"""
PATHS = ("/requests", "/requests?state=all", "/requests?of=project", "/requests?of=project&state=all",
         "/requests?of=project&state=all&before=900", "/requests/TICKET", "/requests/new", "/project", "/mine",
         "/requests/FOREIGN")


def fill(world, tickets):
    connection = world.pg.connect()
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"n": tickets})
        cursor.execute("vacuum analyze")
    connection.close()


def measure(pages, cookie, path, rounds):
    at, _, query = path.partition("?")
    got = [pages.get(at, cookie, query=query) for _ in range(rounds + 3)][3:]
    times = sorted(page.us / 1000 for page in got)
    return {"path": path, "status": got[0].status, "bytes": len(got[0].body), "p50": statistics.median(times),
            "p99": times[min(len(times) - 1, int(len(times) * 0.99))]}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--tickets", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=200)
    options.add_argument("--json")
    asked = options.parse_args()
    build()
    with World() as world:
        docket = world.docket("pages")
        docket.files["docket.conf"] |= {"portal": {"url": "https://desk.example.com",
                                                   "socket": f"{docket.folder}/web.sock"}}
        for project in docket.files["projects.conf"]["projects"]:
            if project["key"] == "ACME":
                project["portal_scope"] = "project"
        docket.write()
        docket.ctl("migrate")
        fill(world, asked.tickets)
        pages = Pages(desks.Desk(world, docket), docket)
        cookie = pages.sign_in("c5@acme.example")
        rows = [measure(pages, cookie, path.replace("TICKET", "5").replace("FOREIGN", "6"), asked.rounds)
                for path in PATHS]
        pages.close()
    print(f"{'page':45} {'status':>6} {'bytes':>6} {'p50 ms':>8} {'p99 ms':>8}")
    for row in rows:
        print(f"{row['path']:45} {row['status']:6} {row['bytes']:6} {row['p50']:8.2f} {row['p99']:8.2f}")
    if asked.json:
        with open(asked.json, "w", encoding="ascii") as f:
            json.dump(rows, f, indent=1)


if __name__ == "__main__":
    main()
