-- How SLA promises were kept (docketctl sla report).

-- Projects of the configuration ($1), with a ticket (one index probe each) or with a
-- closed month, and the last month that is closed.
-- name: month_projects
-- in: projects text[]
-- out: key text, has_tickets bool, last text?, zone text?, until at?
with recursive p(key) as (
	(select project from docket.ticket order by project limit 1)
	union all
	select (select t.project from docket.ticket t where t.project > p.key
		 order by t.project limit 1)
	  from p where p.key is not null),
known(key) as (
	select key from p where key is not null
	union select project from docket.month
	union select unnest($projects))
select k.key, exists (select from p where p.key = k.key),
    to_char(m.month, 'YYYY-MM'), m.zone, m.until
  from known k
  left join lateral (
	select month, zone, until from docket.month where project = k.key
	 order by month desc limit 1) m on true
 order by k.key

-- name: month_first
-- out: at at?
select docket.counted_at(state, last_due_at, breached_at, stopped_at, booked_at)
  from docket.cycle
 where docket.counted_at(state, last_due_at, breached_at, stopped_at, booked_at)
	> '-infinity'
 order by docket.counted_at(state, last_due_at, breached_at, stopped_at, booked_at) limit 1

-- name: month_lock
-- out: locked void
select pg_advisory_xact_lock(docket.lock_month(), 0)

-- Those that no other daemon has closed.
-- name: month_close
-- in: projects text[], month text, zones text[], since int8[], until int8[], closed_at at
-- out: project text
insert into docket.month (project, month, zone, since, until, closed_at)
select p, ($month || '-01')::date, zone, docket.at(since), docket.at(until), $closed_at
  from unnest($projects, $zones, $since, $until) as m(p, zone, since, until)
on conflict do nothing
returning project

-- What report_month said of them.
-- name: month_row_insert
-- in: project text, month text, what text, clock text, severity text, name text, n int8,
-- in: breached int8 or -1, open int8 or -1, cancelled int8 or -1, median int8 or -1,
-- in: p90 int8 or -1, worst int8 or -1
insert into docket.month_row (project, month, what, clock, severity, name, n, breached,
    open, cancelled, median, p90, worst)
values ($project, ($month || '-01')::date, $what, $clock, $severity, $name, $n, $breached,
    $open, $cancelled, $median, $p90, $worst)

-- When those months ($2, of projects $1) were closed, and in whose time.
-- name: month_closed
-- in: projects text[], months text[]
-- out: project text, closed_at at, zone text, until at
select m.project, m.closed_at, m.zone, m.until
  from unnest($projects, $months) as asked(project, month)
  join docket.month m on m.project = asked.project
    and m.month = (asked.month || '-01')::date

-- What month_row_insert kept.
-- name: month_rows
-- in: projects text[], months text[]
-- out: as report_month
select r.what, r.project, r.clock, r.severity, r.name, r.n, r.breached, r.open,
    r.cancelled, r.median, r.p90, r.worst
  from unnest($projects, $months) as asked(project, month)
  join docket.month_row r on r.project = asked.project
    and r.month = (asked.month || '-01')::date
 order by 2, 3, 4, 1 desc, 6 desc, 5

-- Before and after a change of clocks that may lie in a closed month.
-- name: month_keep
-- in: ticket int8
-- out: kept void
select docket.month_keep($ticket)

-- name: month_book
-- in: ticket int8
-- out: booked void
select docket.month_book($ticket)

-- A month's cycles: what came of them ('outcome'), breaches by cause ('cause') and
-- how long they stood still, by what the status means ('paused').  Each project ($1) has its own
-- bounds ($2, $3), all within $4 and $5; a running cycle that is past due by $6 is
-- breached.  A million cycles are read once and hashed into few groups, never sorted;
-- coalesce() keeps the planner from taking the bounds for two more filters, and arrays
-- of instants let the workers of a parallel plan have them.
-- name: report_month
-- in: projects text[], since int8[], until int8[], first at, last at, now at
-- out: what text, project text, clock text, severity text, name text, n int8,
-- out: breached int8 or -1, open int8 or -1, cancelled int8 or -1, median int8 or -1,
-- out: p90 int8 or -1, worst int8 or -1
with bounds as materialized (
	select array_agg(docket.at(since) order by n) as since,
	    array_agg(docket.at(until) order by n) as until
	  from unnest($since, $until) with ordinality as b(since, until, n)),
tally as materialized (
	select t.project, c.clock, c.severity, c.state, c.cause,
	    c.state = 'running' and c.last_due_at < $now as overdue,
	    count(*) as n,
	    array_agg(c.worked) filter (where c.state in ('met', 'breached')
		and c.stopped_at is not null) as worked
	  from docket.cycle c join docket.ticket t on t.id = c.ticket
	  join unnest($projects, (select since from bounds), (select until from bounds))
	as s(project, since, until) on s.project = t.project
	  cross join lateral (select docket.counted_at(c.state, c.last_due_at, c.breached_at,
		c.stopped_at, c.booked_at) as at) o
	 where o.at >= $first and o.at < $last
	   and coalesce(o.at >= s.since and o.at < s.until, false)
	 group by 1, 2, 3, 4, 5, 6),
paused as (
	select t.project, c.clock, c.severity, m.category as status,
	    sum(greatest(0, docket.us(least(p.until, c.stopped_at, $now))
		- docket.us(greatest(h.at, c.started_at))))::int8 as n
	  from docket.cycle c join docket.ticket t on t.id = c.ticket
	  join unnest($projects, (select since from bounds), (select until from bounds))
	as s(project, since, until) on s.project = t.project
	  cross join lateral (select docket.counted_at(c.state, c.last_due_at, c.breached_at,
		c.stopped_at, c.booked_at) as at) o
	  join docket.change h on h.ticket = c.ticket and h.what = 'status'
	  cross join lateral (select coalesce(h.category, h.new) as category) m
	  cross join lateral (
		select (select n.at from docket.change n
			 where n.ticket = h.ticket and n.what = 'status'
			   and n.entry > h.entry
			 order by n.entry limit 1) as until offset 0) p
	 where o.at >= $first and o.at < $last
	   and coalesce(o.at >= s.since and o.at < s.until, false)
	   and (c.state in ('met', 'breached')
		or (c.state = 'running' and c.last_due_at < $now))
	   and c.clock in ('resolution', 'update')
	   and m.category = any(c.pause) and h.at < coalesce(c.stopped_at, $now)
	   and coalesce(p.until, 'infinity') > c.started_at
	 group by 1, 2, 3, 4),
grouped as materialized (
	select project, clock, severity,
	    coalesce(sum(n) filter (where state = 'met'), 0)::int8 as met,
	    coalesce(sum(n) filter (where state = 'breached' or overdue), 0)::int8 as breached,
	    coalesce(sum(n) filter (where state = 'paused'
		or (state = 'running' and not overdue)), 0)::int8 as open,
	    coalesce(sum(n) filter (where state = 'cancelled'), 0)::int8 as cancelled
	  from tally group by 1, 2, 3)
select 'outcome' as what, g.project, g.clock, g.severity, '' as name,
    g.met as n, g.breached, g.open, g.cancelled,
    w.at[1] as median, w.at[2] as p90, w.at[3] as worst
  from grouped g
  cross join lateral (
	select percentile_disc('{0.5,0.9,1}'::float8[]) within group (order by us) as at
	  from tally o, unnest(o.worked) us
	 where (o.project, o.clock, o.severity) = (g.project, g.clock, g.severity)) w
union all
select 'cause', project, clock, severity, coalesce(cause, ''), sum(n)::int8,
    null, null, null, null, null, null
  from tally where state = 'breached' or overdue group by 2, 3, 4, 5
union all
select 'paused', project, clock, severity, status, n, null, null, null, null, null, null
  from paused
 order by 2, 3, 4, 1 desc, 6 desc, 5
