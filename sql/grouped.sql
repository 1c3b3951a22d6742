-- What rules told a while ago, and what waits to be told together.

-- name: rule_told
-- in: rule text, action int8, ticket int8
-- out: told_at at, seen text
select told_at, seen from docket.rule_told
 where rule = $rule and action = $action::int8 and ticket = $ticket;

-- name: rule_tell
-- in: rule text, action int8, ticket int8, seen text, now at
insert into docket.rule_told (rule, action, ticket, seen, told_at)
values ($rule, $action::int8, $ticket, $seen, $now)
on conflict (ticket, rule, action) do update set seen = excluded.seen, told_at = excluded.told_at;

-- It was not told in the end: the next time it is.
-- name: rule_untell
-- in: rule text, action int8, ticket int8
delete from docket.rule_told where rule = $rule and action = $action::int8 and ticket = $ticket;

-- With the first of its group, which waits longest.
-- name: grouped_add
-- in: rule text, action int8, grp text, ticket int8, event text, entry int8?,
-- in: now at, wait int8
-- out: due_at at
insert into docket.grouped (rule, action, grp, ticket, event, entry, at, due_at)
values ($rule, $action::int8, $grp, $ticket, $event, $entry, $now, coalesce((
	select due_at from docket.grouped
	 where rule = $rule and action = $action::int8 and grp = $grp order by id limit 1),
    $now + make_interval(secs => $wait)))
returning due_at;

-- name: grouped_due
-- in: now at
-- out: rule text, action int8, grp text
select rule, action::int8, grp from docket.grouped where due_at <= $now
 group by rule, action, grp order by min(due_at) limit 100;

-- They go with the transaction that tells them: of two daemons the second finds none.
-- name: grouped_take
-- in: rule text, action int8, grp text, most int8
-- out: ticket int8, event text, at at, entry int8?, author text?, by_agent bool,
-- out: text text?
with gone as (
	delete from docket.grouped where id = any(array(
		select id from docket.grouped
		 where rule = $rule and action = $action::int8 and grp = $grp
		 order by id limit $most for update))
	returning id, ticket, event, at, entry
)
select g.ticket, g.event, g.at, g.entry, e.author, coalesce(e.by_agent, false),
    left(coalesce(e.new_text, e.body), 4000)
  from gone g
  left join lateral (select * from docket.entry where id = g.entry offset 0) e on true
 order by g.id;
