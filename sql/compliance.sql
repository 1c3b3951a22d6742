-- How SLA promises were kept (docketctl sla report).

-- Projects that ever had a ticket: one index probe each.
-- name: report_projects
with recursive p(key) as (
	(select project from docket.ticket order by project limit 1)
	union all
	select (select t.project from docket.ticket t where t.project > p.key
		 order by t.project limit 1)
	  from p where p.key is not null)
select key from p where key is not null

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
	 where docket.counted_at(c.state, c.last_due_at, c.breached_at, c.stopped_at)
		>= $4::timestamptz
	   and docket.counted_at(c.state, c.last_due_at, c.breached_at, c.stopped_at)
		< $5::timestamptz
	   and docket.counted_at(c.state, c.last_due_at, c.breached_at, c.stopped_at)
		>= s.since
	   and docket.counted_at(c.state, c.last_due_at, c.breached_at, c.stopped_at)
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
