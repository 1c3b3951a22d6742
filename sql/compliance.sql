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
select k.key, exists (select from docket.ticket t where t.project = k.key),
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
-- breached.
-- name: report_month
with scope as materialized (
	select project, docket.at(since) as since, docket.at(until) as until
	  from unnest($1::text[], $2::int8[], $3::int8[]) as s(project, since, until)),
counted as materialized (
	select t.project, c.ticket, c.clock, c.severity, c.cause, c.pause, c.started_at,
	    c.stopped_at,
	    case when c.state = 'running' and c.last_due_at < $6::timestamptz then 'breached'
		when c.state in ('running', 'paused') then 'open' else c.state end as state,
	    case when c.stopped_at is not null then c.worked end as worked
	  from docket.cycle c join docket.ticket t on t.id = c.ticket
	  join scope s on s.project = t.project
	 where docket.counted_at(c.state, c.last_due_at, c.breached_at, c.stopped_at,
		c.booked_at)
		>= $4::timestamptz
	   and docket.counted_at(c.state, c.last_due_at, c.breached_at, c.stopped_at,
		c.booked_at)
		< $5::timestamptz
	   and docket.counted_at(c.state, c.last_due_at, c.breached_at, c.stopped_at,
		c.booked_at)
		>= s.since
	   and docket.counted_at(c.state, c.last_due_at, c.breached_at, c.stopped_at,
		c.booked_at)
		< s.until)
select 'outcome' as what, project, clock, severity, '' as name,
    count(*) filter (where state = 'met') as n,
    count(*) filter (where state = 'breached') as breached,
    count(*) filter (where state = 'open') as open,
    count(*) filter (where state = 'cancelled') as cancelled,
    percentile_disc(0.5) within group (order by worked)
	filter (where state in ('met', 'breached')) as median,
    percentile_disc(0.9) within group (order by worked)
	filter (where state in ('met', 'breached')) as p90,
    max(worked) filter (where state in ('met', 'breached')) as worst
  from counted group by project, clock, severity
union all
select 'cause', project, clock, severity, coalesce(cause, ''), count(*),
    null, null, null, null, null, null
  from counted where state = 'breached' group by project, clock, severity, coalesce(cause, '')
union all
select 'paused', c.project, c.clock, c.severity, p.status,
    sum(greatest(0, docket.us(least(p.until, c.stopped_at, $6::timestamptz))
	- docket.us(greatest(p.since, c.started_at))))::int8,
    null, null, null, null, null, null
  from counted c
  cross join lateral (
	select e.data->>'to' as status, e.at as since,
	    lead(e.at) over (order by e.id) as until
	  from docket.entry e
	 where e.ticket = c.ticket and e.data->>'what' = 'status') p
 where c.state in ('met', 'breached') and c.clock in ('resolution', 'update')
   and p.status = any(c.pause) and p.since < coalesce(c.stopped_at, $6::timestamptz)
   and coalesce(p.until, 'infinity') > c.started_at
 group by c.project, c.clock, c.severity, p.status
 order by 2, 3, 4, 1 desc, 6 desc, 5
