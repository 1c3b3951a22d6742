-- How SLA promises were kept (docketctl sla report).

-- Projects of the configuration ($1), with a ticket (one index probe each) or with a
-- closed month, and the last month that is closed.
-- name: month_projects
with recursive p(key) as (
	(select project from docket.ticket order by project limit 1)
	union all
	select (select t.project from docket.ticket t where t.project > p.key
		 order by t.project limit 1)
	  from p where p.key is not null),
known(key) as (
	select key from p where key is not null
	union select project from docket.month
	union select unnest($1::text[]))
select k.key, exists (select from p where p.key = k.key),
    to_char(m.month, 'YYYY-MM'), m.zone, docket.us(m.until)
  from known k
  left join lateral (
	select month, zone, until from docket.month where project = k.key
	 order by month desc limit 1) m on true
 order by k.key

-- name: month_first
select docket.us(docket.counted_at(state, last_due_at, breached_at, stopped_at, booked_at))
  from docket.cycle
 where docket.counted_at(state, last_due_at, breached_at, stopped_at, booked_at)
	> '-infinity'
 order by docket.counted_at(state, last_due_at, breached_at, stopped_at, booked_at) limit 1

-- name: month_lock
select pg_advisory_xact_lock(1684237155, 0)

-- Those that no other daemon has closed.
-- name: month_close
insert into docket.month (project, month, zone, since, until, closed_at)
select p, ($2 || '-01')::date, zone, docket.at(since), docket.at(until), $6::timestamptz
  from unnest($1::text[], $3::text[], $4::int8[], $5::int8[]) as m(p, zone, since, until)
on conflict do nothing
returning project

-- What report_month said of them.
-- name: month_row_insert
insert into docket.month_row (project, month, what, clock, severity, name, n, breached,
    open, cancelled, median, p90, worst)
values ($1, ($2 || '-01')::date, $3, $4, $5, $6, $7::int8, $8::int8, $9::int8, $10::int8,
    $11::int8, $12::int8, $13::int8)

-- When those months ($2, of projects $1) were closed, and in whose time.
-- name: month_closed
select m.project, docket.us(m.closed_at), m.zone, docket.us(m.until)
  from unnest($1::text[], $2::text[]) as asked(project, month)
  join docket.month m on m.project = asked.project
    and m.month = (asked.month || '-01')::date

-- What month_row_insert kept.
-- name: month_rows
select r.what, r.project, r.clock, r.severity, r.name, r.n, r.breached, r.open,
    r.cancelled, r.median, r.p90, r.worst
  from unnest($1::text[], $2::text[]) as asked(project, month)
  join docket.month_row r on r.project = asked.project
    and r.month = (asked.month || '-01')::date
 order by 2, 3, 4, 1 desc, 6 desc, 5

-- Before and after a change of clocks that may lie in a closed month.
-- name: month_keep
select docket.month_keep($1::int8)

-- name: month_book
select docket.month_book($1::int8)

-- A month's cycles: what came of them ('outcome'), breaches by cause ('cause') and
-- how long they stood still, by status ('paused').  Each project ($1) has its own
-- bounds ($2, $3), all within $4 and $5; a running cycle that is past due by $6 is
-- breached.  A million cycles are read once and hashed into few groups, never sorted;
-- coalesce() keeps the planner from taking the bounds for two more filters, and arrays
-- of instants let the workers of a parallel plan have them.
-- name: report_month
with bounds as materialized (
	select array_agg(docket.at(since) order by n) as since,
	    array_agg(docket.at(until) order by n) as until
	  from unnest($2::int8[], $3::int8[]) with ordinality as b(since, until, n)),
tally as materialized (
	select t.project, c.clock, c.severity, c.state, c.cause,
	    c.state = 'running' and c.last_due_at < $6::timestamptz as overdue,
	    count(*) as n,
	    array_agg(c.worked) filter (where c.state in ('met', 'breached')
		and c.stopped_at is not null) as worked
	  from docket.cycle c join docket.ticket t on t.id = c.ticket
	  join unnest($1::text[], (select since from bounds), (select until from bounds))
	as s(project, since, until) on s.project = t.project
	  cross join lateral (select docket.counted_at(c.state, c.last_due_at, c.breached_at,
		c.stopped_at, c.booked_at) as at) o
	 where o.at >= $4::timestamptz and o.at < $5::timestamptz
	   and coalesce(o.at >= s.since and o.at < s.until, false)
	 group by 1, 2, 3, 4, 5, 6),
paused as (
	select t.project, c.clock, c.severity, e.data->>'to' as status,
	    sum(greatest(0, docket.us(least(p.until, c.stopped_at, $6::timestamptz))
		- docket.us(greatest(e.at, c.started_at))))::int8 as n
	  from docket.cycle c join docket.ticket t on t.id = c.ticket
	  join unnest($1::text[], (select since from bounds), (select until from bounds))
	as s(project, since, until) on s.project = t.project
	  cross join lateral (select docket.counted_at(c.state, c.last_due_at, c.breached_at,
		c.stopped_at, c.booked_at) as at) o
	  join docket.entry e on e.ticket = c.ticket and e.data->>'what' = 'status'
	  cross join lateral (
		select (select n.at from docket.entry n
			 where n.ticket = e.ticket and n.id > e.id
			   and n.data->>'what' = 'status'
			 order by n.id limit 1) as until offset 0) p
	 where o.at >= $4::timestamptz and o.at < $5::timestamptz
	   and coalesce(o.at >= s.since and o.at < s.until, false)
	   and (c.state in ('met', 'breached')
		or (c.state = 'running' and c.last_due_at < $6::timestamptz))
	   and c.clock in ('resolution', 'update')
	   and e.data->>'to' = any(c.pause) and e.at < coalesce(c.stopped_at, $6::timestamptz)
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
