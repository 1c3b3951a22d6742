-- What views show (daemon/view): which tickets, what of them, and what they add up to.

-- The shown rows: found and put in order first, then looked at.
-- name: view_rows
-- in: wanted where, grouped keys, shown keys, sorted order, most int8, now at
-- out: id int8, groups text[], cells text[], category text, due at?, start at, resolved at?,
-- out: parent int8?, waits_for text[]
select t.id, coalesce($grouped, '{}'), $shown, t.category, d.due, coalesce(t.start_at, t.created_at), t.resolved_at,
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
 order by d.n

-- What they add up to, by group and in all, whatever is shown.
-- name: view_groups
-- in: wanted where, grouped keys, booked bool, most int8, now at
-- out: groups text[], whole bool, count int8, late int8, at_risk int8, seconds int8, oldest at?
select coalesce(g.keys, '{}'), grouping(g.keys) = 1, count(*),
    count(*) filter (where g.due < $now),
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
 group by grouping sets ((g.keys), ())
 order by 2 desc, 3 desc, 1 limit $most
