-- Time that was worked: booked, corrected, approved.  What it costs is a statement's.

-- Before what asks whether a period is open: whoever closes it waits, or is waited for.
-- name: time_lock
-- in: agent text, project text
-- out: way void, way_too void
select pg_advisory_xact_lock_shared(docket.lock_time(), hashtext('agent:' || $agent)),
    pg_advisory_xact_lock_shared(docket.lock_time(), hashtext('project:' || $project));

-- A statement of its own after time_lock: it sees what was approved or closed until then.  A
-- correction counts where what it corrects does.
-- name: time_insert
-- in: ticket int8, project text, agent text, entry int8?, corrects int8?, started_at at,
-- in: exact bool, stopped_at at, worked int8, service text, billable bool, text text,
-- in: now at, by text
insert into docket.time_entry (ticket, number, project, agent, entry, corrects, started_at,
    exact, stopped_at, worked, service, billable, text, made_at, made_by, counts_at)
select $ticket, $ticket, $project, $agent, $entry, $corrects, $started_at, $exact, $stopped_at,
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
