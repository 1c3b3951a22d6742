-- What happens to projects (daemon/ticket/projectevent.h).

-- What was put there before stays as it is: it was told then.
-- name: project_event_put
-- in: project text, kind text, what text, point int8, used int8, allowed int8, ticket int8,
-- in: product text, version text, environment text, day int8, passed bool, now at
insert into docket.project_event (project, kind, what, point, used, allowed, ticket, product,
    version, environment, day, at, passed, told_at)
select $project, $kind, $what, $point, $used, $allowed, $ticket, $product, $version,
    $environment, $day, $now, $passed, case when $passed then $now end
 where not exists (select from docket.project_event
	where project = $project and kind = $kind and what = $what and point = $point)
on conflict (project, kind, what, point) do nothing;

-- Before what is booked is added up, until the commit: of two who book at once the second sees
-- both, and a point that they reach together is told.
-- name: project_budget_lock
-- in: project text
-- out: way void
select pg_advisory_xact_lock(docket.lock_time(), hashtext('budget:' || $project));

-- The points of a budget that its booked time reaches: the furthest is told, the others are
-- passed with it.  Of a correction in the same transaction this is asked after it.
-- name: project_budget_reach
-- in: project text, what text, since at?, until at?, allowed int8, points int8[], ticket int8,
-- in: now at
with booked as (
	select coalesce(sum(worked), 0)::int8 as used from docket.time_entry
	 where project = $project and billable and stopped_at is not null
	   and counts_at >= coalesce($since, '-infinity') and counts_at < coalesce($until, 'infinity')
), reached as (
	select p.point, p.point = max(p.point) over () as is_furthest, b.used
	  from booked b, unnest($points) as p(point) where b.used * 100 >= p.point * $allowed
)
insert into docket.project_event (project, kind, what, point, used, allowed, ticket, product,
    version, environment, day, at, passed, told_at)
select $project, 'budget', $what, r.point, r.used, $allowed, $ticket, '', '', '', 0, $now,
    not r.is_furthest, case when not r.is_furthest then $now end
  from reached r
 where not exists (select from docket.project_event e
	where e.project = $project and e.kind = 'budget' and e.what = $what and e.point = r.point)
on conflict (project, kind, what, point) do nothing;

-- name: project_budget_used
-- in: project text, since at?, until at?
-- out: used int8
select coalesce(sum(worked), 0)::int8 from docket.time_entry
 where project = $project and billable and stopped_at is not null
   and counts_at >= coalesce($since, '-infinity') and counts_at < coalesce($until, 'infinity');

-- One that rules have not run on, alone until the commit: another daemon takes the next.
-- name: project_event_take
-- out: id int8, project text, kind text, what text, point int8, used int8, allowed int8,
-- out: ticket int8, product text, version text, environment text, day int8
select id, project, kind, what, point, used, allowed, ticket, product, version, environment, day
  from docket.project_event where told_at is null order by at, id limit 1
   for update skip locked;

-- name: project_event_told
-- in: id int8, now at
update docket.project_event set told_at = $now where id = $id;

-- It is time to look at the projects, and this work does alone until the commit: another
-- daemon's look is over then.
-- name: project_look_take
-- in: now at, next_at at
-- out: next_at at
update docket.project_look set next_at = $next_at where next_at <= $now returning next_at;

-- The first time; and a clock that was ahead and is put right: nobody waits for its time.
-- name: project_look_begin
-- in: now at, latest at
insert into docket.project_look as l (next_at) values ($now)
on conflict (one) do update set next_at = excluded.next_at where l.next_at > $latest;
