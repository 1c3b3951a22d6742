#!/usr/bin/python3
"""What a month's statements cost among a million time entries.

usage: statements.py [--entries N] [--projects N] [--months N] [--mails N] [--json FILE]

Entries are spread over projects and months; one project's month is closed, then the last month of
all, and mail is taken in beside it, and without it, in the same run.  Needs docketd built without
sanitizers, as intake.py.
"""
import argparse
import datetime
import json
import os
import subprocess
import sys
import threading
import time

from intake import build, intake, mute_smtp, tell

from world import World
from world.docket import Docket, Group

RATES = """
currency = "EUR";
rounding = { to = "15m"; how = "up"; per = "entry"; };
services = ( { name = "support"; label = "Support"; } );
rates = ( { amount = "100.25"; } );
surcharges = ( { name = "night"; calendar = "night"; percent = 50; } );
"""
NIGHT = {d: ["20:00-24:00"] for d in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}

FILL = """
set synchronous_commit = off;
insert into docket.project (key) select 'P' || n from generate_series(0, %(projects)s - 1) n on conflict do nothing;
insert into docket.agent (name) values ('ana'), ('lee') on conflict do nothing;
insert into docket.ticket (subject, project, mailbox, status, category, created_at, updated_at)
select 'Ticket ' || n, 'P' || n %% %(projects)s, 'support', 'closed', 'closed', '2026-01-01', '2026-01-01'
  from generate_series(0, %(projects)s * 100 - 1) n;
insert into docket.time_entry (ticket, number, project, agent, started_at, exact, stopped_at, worked, service, text,
    made_at, made_by, counts_at)
select t.id, t.id, t.project, case n %% 2 when 0 then 'ana' else 'lee' end, at, true, at + n %% 7200 * interval '1 s',
    1 + n %% 7200, 'support', 'What was done, number ' || n, at, 'ana', at
  from generate_series(0, %(entries)s - 1) n
  join (select id, project, row_number() over (order by id) - 1 as n from docket.ticket
	 where project like 'P%%') t on t.n = n %% (%(projects)s * 100)
  cross join lateral (select timestamptz '2026-11-01' - (1 + n / (%(projects)s * 100) %% %(months)s) * interval '1 month'
	+ (n * 7919 %% 2400000) * interval '1 second' as at) a;
vacuum analyze;
"""


def configure(docket, projects):
    docket.files["rates.conf"] = RATES
    docket.files["calendars.conf"]["calendars"] = Group([
        {"name": "always", "timezone": "UTC", "always": True}, {"name": "night", "timezone": "UTC", "hours": NIGHT}])
    docket.files["projects.conf"]["projects"] = Group(list(docket.files["projects.conf"]["projects"]) + [
        {"key": f"P{n}", "name": f"Project {n}", "language": "en", "calendar": "always", "sla": "standard",
         "billing": {"currency": "EUR", "service": "support"}} for n in range(projects)])
    docket.write()


def timed(docket, *argv):
    begun = time.monotonic()
    done = docket.ctl(*argv)
    return time.monotonic() - begun, done


def close_all(docket, month):
    return timed(docket, "--json", "statement", "close", "--all", "--month", month)


def bench(args, world, docket):
    world.pg.psql(FILL % vars(args))
    out = {"entries": args.entries, "projects": args.projects, "months": args.months}
    docket.start()
    alone = intake(world, docket, "alone", args.mails)
    took, done = timed(docket, "statement", "make", "P7", "--month", "2026-10", "--as", "json")
    out["make_s"] = took
    out["lines"] = sum(len(t["lines"]) for t in json.loads(done.stdout)["tickets"])
    out["close_one_s"], _ = timed(docket, "statement", "close", "P7", "--month", "2026-10")
    out["close_all_s"], done = close_all(docket, "2026-09")
    out["closed"] = len([x for x in json.loads(done.stdout) if x["statement"]])
    stop = threading.Event()

    def close_on():
        month = 8
        while not stop.is_set() and month > 8 - args.months + 2:
            close_all(docket, f"2026-{month:02}")
            month -= 1

    beside = threading.Thread(target=close_on)
    beside.start()
    both = intake(world, docket, "beside", args.mails)
    stop.set()
    beside.join()
    out["intake_alone"], out["intake_beside"] = alone, both
    docket.stop()
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, default=1000000)
    parser.add_argument("--projects", type=int, default=200)
    parser.add_argument("--months", type=int, default=6)
    parser.add_argument("--mails", type=int, default=1000)
    parser.add_argument("--json")
    args = parser.parse_args()
    with World() as world:
        docket = Docket(world, build())
        configure(docket, args.projects)
        docket.migrate()
        print(json.dumps(bench(args, world, docket), indent=1, default=str))


if __name__ == "__main__":
    main()
