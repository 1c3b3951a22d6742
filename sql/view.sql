-- What views show (daemon/view): which tickets, what of them, and what they add up to.

-- The shown rows: found and put in order first, then looked at.
-- name: view_rows
-- in: wanted where, grouped keys, shown keys, sorted order, most int8, now at
-- out: id int8, groups text[], cells text[], category text, due at?, ends at?, start at,
-- out: resolved at?, parent int8?, waits_for text[]
select t.id, coalesce($grouped, '{}'), coalesce($shown, '{}'), t.category, d.due,
    case when d.due is not null then coalesce(t.due_at, (select y.due_at from docket.cycle y
	where y.ticket = t.id and y.clock = 'resolution' and y.stopped_at is null), d.due) end,
    coalesce(t.start_at, t.created_at), t.resolved_at,
    (select r.a from docket.relation r where r.b = t.id and r.kind = 'parent'),
    array(select r.a::text from docket.relation r where r.b = t.id and r.kind = 'blocks'
	order by r.a)
  from (select found.id, found.due, row_number() over () as n
	  from (select t.id, d.due
		  from docket.ticket t
		  left join (select y.ticket, min(y.due_at) as due_at from docket.cycle y
			where y.stopped_at is null and y.due_at is not null
			group by y.ticket) y on y.ticket = t.id
		 cross join lateral (select case when t.category not in ('resolved', 'closed')
			then least(t.due_at, y.due_at) end as due) d
		 where $wanted
		 order by $sorted
		 limit $most) found) d
  join docket.ticket t on t.id = d.id
 where $now is not null
 order by d.n;

-- The same of an order that begins with what costs no look-up of each: they are found by that,
-- with all that have the same place by it as the last one, and of these few the order is made.
-- name: view_rows_tied
-- in: wanted where, grouped keys, shown keys, first order, sorted order, most int8, now at
-- out: as view_rows
select t.id, coalesce($grouped, '{}'), coalesce($shown, '{}'), t.category, d.due,
    case when d.due is not null then coalesce(t.due_at, (select y.due_at from docket.cycle y
	where y.ticket = t.id and y.clock = 'resolution' and y.stopped_at is null), d.due) end,
    coalesce(t.start_at, t.created_at), t.resolved_at,
    (select r.a from docket.relation r where r.b = t.id and r.kind = 'parent'),
    array(select r.a::text from docket.relation r where r.b = t.id and r.kind = 'blocks'
	order by r.a)
  from (select t.id, d.due, row_number() over (order by $sorted) as n
	  from (select t.id, d.due
		  from docket.ticket t
		  left join (select y.ticket, min(y.due_at) as due_at from docket.cycle y
			where y.stopped_at is null and y.due_at is not null
			group by y.ticket) y on y.ticket = t.id
		 cross join lateral (select case when t.category not in ('resolved', 'closed')
			then least(t.due_at, y.due_at) end as due) d
		 where $wanted
		 order by $first
		 fetch first ($most) rows with ties) d
	  join docket.ticket t on t.id = d.id
	 order by n limit $most) d
  join docket.ticket t on t.id = d.id
 where $now is not null
 order by d.n;

-- What they add up to, by innermost group, whatever is shown.
-- name: view_groups
-- in: wanted where, grouped keys, booked bool, now at
-- out: groups text[], count int8, late int8, at_risk int8, seconds int8, oldest at?
select g.keys, count(*), count(*) filter (where g.due < $now),
    count(*) filter (where g.due >= $now and g.due < $now + interval '1 day'),
    coalesce(sum(g.seconds), 0)::int8, min(g.created_at)
  from (select coalesce($grouped, '{}'::text[]) as keys, d.due, t.created_at,
	    case when $booked then (select sum(e.worked) from docket.time_entry e
		where e.number = t.id and e.stopped_at is not null) end as seconds
	  from docket.ticket t
	  left join (select y.ticket, min(y.due_at) as due_at from docket.cycle y
		where y.stopped_at is null and y.due_at is not null
		group by y.ticket) y on y.ticket = t.id
	 cross join lateral (select case when t.category not in ('resolved', 'closed')
		then least(t.due_at, y.due_at) end as due) d
	 where $wanted) g
 group by g.keys;

-- How many of them were made, and how many were resolved, on each day that begins at one of
-- `starts` (us); the last one is where the days end.
-- name: view_days
-- in: wanted where, starts int8[], since at
-- out: day int4, made int8, resolved int8
select b.day, count(*) filter (where w.is_made), count(*) filter (where not w.is_made)
  from docket.ticket t
 cross join lateral (values (true, t.created_at), (false, t.resolved_at)) w(is_made, at)
 cross join lateral (select width_bucket(docket.us(w.at), $starts) as day) b
 where (t.created_at >= $since or t.resolved_at >= $since)
   and $wanted
   and b.day between 1 and cardinality($starts) - 1
 group by b.day;
