-- Time that was worked: booked, corrected, approved.  What it costs is a statement's.

-- Before what asks whether a period is open: whoever closes it waits, or is waited for.  An
-- agent's is had alone: what is booked twice at once is seen by the second.
-- name: time_lock
-- in: agent text, project text
-- out: way void, way_too void
select pg_advisory_xact_lock(docket.lock_time(), hashtext('agent:' || $agent)),
    pg_advisory_xact_lock_shared(docket.lock_time(), hashtext('project:' || $project));

-- A statement of its own after time_lock: it sees what was approved or closed until then.  A
-- correction counts where what it corrects does.
-- name: time_insert
-- in: ticket int8, project text, agent text, entry int8?, corrects int8?, started_at at,
-- in: exact bool, stopped_at at, worked int8, service text, billable bool, text text,
-- in: now at, by text
insert into docket.time_entry (ticket, number, project, agent, entry, corrects, started_at,
    exact, stopped_at, worked, service, billable, text, made_at, made_by, counts_at)
select $ticket, $ticket,
    coalesce((select o.project from docket.time_entry o where o.id = $corrects), $project), $agent, $entry, $corrects, $started_at, $exact, $stopped_at,
    $worked, $service, $billable, $text, $now, $by,
    docket.time_counts($agent, $project, coalesce(
	(select o.counts_at from docket.time_entry o where o.id = $corrects), $started_at), $now);

-- A timer that stops, likewise.
-- name: time_stop
-- in: id int8, entry int8?, started_at at, stopped_at at, worked int8, service text,
-- in: billable bool, text text, now at
update docket.time_entry
   set stopped_at = $stopped_at, resumed_at = null, worked = $worked, service = $service,
       billable = $billable, text = $text, entry = coalesce($entry, entry),
       started_at = $started_at,
       counts_at = docket.time_counts(agent, project, $started_at, $now)
 where id = $id and stopped_at is null;

-- What an agent has around some days, with what is not stopped; corrections count by themselves.
-- name: time_around
-- in: agent text, since at, until at
-- out: id int8, number int8, started_at at, stopped_at at?, worked int8, exact bool,
-- out: is_correction bool
select id, number, started_at, stopped_at, worked, exact, corrects is not null
  from docket.time_entry
 where agent = $agent and stopped_at > $since
   and started_at > $since::timestamptz - interval '40 days' and started_at < $until
union all
select id, number, started_at, null, worked, exact, false
  from docket.time_entry where agent = $agent and stopped_at is null
 order by 3, 1;

-- Of a ticket what an agent has left of each entry, the newest first.
-- name: time_here
-- in: ticket int8, agent text
-- out: id int8, started_at at, stopped_at at, counts_at at, left int8, exact bool,
-- out: service text, billable bool
select e.id, e.started_at, e.stopped_at, e.counts_at, e.worked + coalesce((select sum(c.worked)
    from docket.time_entry c where c.corrects = e.id), 0)::int8, e.exact, e.service, e.billable
  from docket.time_entry e
 where e.number = $ticket and e.agent = $agent and e.corrects is null
   and e.stopped_at is not null
 order by e.started_at desc, e.id desc;

-- Where what was worked then would count, told now.
-- name: time_counts
-- in: agent text, project text, at at, now at
-- out: counts_at at
select docket.time_counts($agent, $project, $at, $now);
