#!/usr/bin/python3
"""What a month's statements cost among a million time entries.

usage: statements.py [--entries N] [--projects N] [--months N] [--mails N] [--json FILE]

Entries are spread over projects and months; one project's month is closed, then the last month of
all, and mail is taken in beside it, and without it, in the same run.  Needs docketd built without
sanitizers, as intake.py.
"""
import argparse
import json
import threading
import time

from intake import build, intake, mute_smtp, tell

from world import World
from world.docket import Group, endpoint

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
select t.id, t.id, t.project, case s.n %% 2 when 0 then 'ana' else 'lee' end, at, true, at + s.n %% 7200 * interval '1 s',
    1 + s.n %% 7200, 'support', 'What was done, number ' || s.n, at, 'ana', at
  from generate_series(0::int8, %(entries)s - 1) s(n)
  join (select id, project, row_number() over (order by id) - 1 as n from docket.ticket
	 where project like 'P%%') t on t.n = s.n %% (%(projects)s * 100)
  cross join lateral (select timestamptz '2026-11-01' - (1 + s.n / (%(projects)s * 100) %% %(months)s) * interval '1 month'
	+ (s.n * 7919 %% 2400000) * interval '1 second' as at) a;
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


def begin(world, args):
    docket, mute = world.docket(), mute_smtp()
    docket.mailbox()["smtp"] = endpoint(world, "smtp", "none") | {"port": mute.getsockname()[1]}
    docket.mailbox()["imap"] |= endpoint(world, "imap", "none")
    docket.files["docket.conf"]["log_level"] = "warning"
    configure(docket, args.projects)
    world.pg.psql(FILL % vars(args))
    return docket, mute


def bench(args):
    out = vars(args) | {}
    with World() as world:
        docket, mute = begin(world, args)
        out["make_s"], done = timed(docket, "statement", "make", "P7", "--month", "2026-10", "--as", "json")
        out["lines"] = sum(len(t["lines"]) for t in json.loads(done.stdout)["tickets"])
        out["close_one_s"], _ = timed(docket, "statement", "close", "P7", "--month", "2026-10")
        out["close_all_s"], done = close_all(docket, "2026-09")
        out["closed"] = len([x for x in json.loads(done.stdout) if x["statement"]])
        # The first mails meet tables that were empty when they were analysed.
        intake(world, docket, "w", args.mails)
        world.imap.empty()
        world.pg.psql("vacuum analyze")
        out["alone"] = intake(world, docket, "a", args.mails)
        world.imap.empty()
        stop = threading.Event()

        def close_on():
            for month in range(8, 8 - args.months + 2, -1):
                if stop.is_set():
                    return
                close_all(docket, f"2026-{month:02}")
                out["closed_beside"] = out.get("closed_beside", 0) + 1

        beside = threading.Thread(target=close_on)
        beside.start()
        out["beside"] = intake(world, docket, "b", args.mails)
        out["ended_before"] = not beside.is_alive()
        stop.set()
        beside.join()
        mute.close()
    out["intake_ratio"] = out["alone"]["flagged_per_s"] / out["beside"]["flagged_per_s"]
    return out


def lines(out):
    return ["| what | figure |", "| --- | --- |",
            f"| {out['entries']} entries, {out['projects']} projects; lines of one month of one | {out['lines']} |",
            f"| statement make, one project's month | {out['make_s']:.2f} s |",
            f"| statement close, the same | {out['close_one_s']:.2f} s |",
            f"| statement close --all, {out['closed']} projects | {out['close_all_s']:.1f} s |",
            f"| intake alone, beside it | {out['alone']['flagged_per_s']:.0f}, "
            f"{out['beside']['flagged_per_s']:.0f} mails/s: {out['intake_ratio']:.2f} × |"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, default=1000000)
    parser.add_argument("--projects", type=int, default=200)
    parser.add_argument("--months", type=int, default=6)
    parser.add_argument("--mails", type=int, default=1000)
    parser.add_argument("--json", help="write all figures to this file")
    args = parser.parse_args()
    build()
    out = bench(args)
    tell(out, lines(out), args.json)


if __name__ == "__main__":
    main()
