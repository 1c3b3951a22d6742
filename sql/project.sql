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
