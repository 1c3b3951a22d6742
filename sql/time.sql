-- Time that was worked: booked, corrected, approved.  What it costs is a statement's.

-- Before what asks whether a period is open: whoever closes it waits, or is waited for.  An
-- agent's is had alone: what is booked twice at once is seen by the second.
-- name: time_lock
-- in: agent text, project text
-- out: way void, way_too void
select pg_advisory_xact_lock(docket.lock_time(), hashtext('agent:' || $agent)),
    pg_advisory_xact_lock_shared(docket.lock_time(), hashtext('project:' || $project));

-- What is corrected may be another project's than its ticket is now.
-- name: time_lock_corrected
-- in: id int8
-- out: way void
select pg_advisory_xact_lock_shared(docket.lock_time(), hashtext('project:' || project))
  from docket.time_entry where id = $id;

-- A statement of its own after time_lock: it sees what was approved or closed until then.  A
-- correction counts where what it corrects does, and for its project.
-- name: time_insert
-- in: ticket int8, project text, agent text, entry int8?, corrects int8?, started_at at,
-- in: exact bool, stopped_at at, worked int8, service text, billable bool, text text,
-- in: now at, by text
insert into docket.time_entry (ticket, number, project, agent, entry, corrects, started_at,
    exact, stopped_at, worked, service, billable, text, made_at, made_by, counts_at)
select $ticket, $ticket, it.project, $agent, $entry, $corrects, $started_at, $exact, $stopped_at,
    $worked, $service, $billable, $text, $now, $by,
    docket.time_counts($agent, it.project, it.at, $now)
  from (select coalesce((select o.project from docket.time_entry o where o.id = $corrects),
	$project) as project, coalesce((select o.counts_at from docket.time_entry o
	where o.id = $corrects), $started_at) as at) it;

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

-- What an agent has around some days, with what is not stopped; corrections count by themselves,
-- and a timer that was dropped is nothing.
-- name: time_around
-- in: agent text, since at, until at
-- out: id int8, number int8, started_at at, stopped_at at?, worked int8, exact bool,
-- out: is_correction bool
select id, number, started_at, stopped_at, worked, exact, corrects is not null
  from docket.time_entry
 where agent = $agent and stopped_at > $since and worked <> 0
   and started_at > $since::timestamptz - interval '40 days' and started_at < $until
union all
select id, number, started_at, null, worked, exact, false
  from docket.time_entry where agent = $agent and stopped_at is null
 order by 3, 1;

-- Of a ticket what an agent has left of each entry, the newest first.
-- name: time_here
-- in: ticket int8, agent text
-- out: id int8, started_at at, stopped_at at?, counts_at at, left int8, exact bool,
-- out: service text, billable bool, project text
select e.id, e.started_at, e.stopped_at, e.counts_at, e.worked + coalesce((select sum(c.worked)
    from docket.time_entry c where c.corrects = e.id), 0)::int8, e.exact, e.service, e.billable,
    e.project
  from docket.time_entry e
 where e.number = $ticket and e.agent = $agent and e.corrects is null
   and e.stopped_at is not null
 order by e.started_at desc, e.id desc;

-- Where what was worked then would count, told now.
-- name: time_counts
-- in: agent text, project text, at at, now at
-- out: counts_at at
select docket.time_counts($agent, $project, $at, $now);

-- With the ticket that moves to another project: what no statement has.  It counts there when
-- it did, or now where that month is closed.  The locks keep a statement of either away.
-- name: time_move_lock
-- in: ticket int8, project text
-- out: way void, way_too void
select pg_advisory_xact_lock_shared(docket.lock_time(), hashtext('project:' || project)),
    pg_advisory_xact_lock_shared(docket.lock_time(), hashtext('project:' || $project))
  from docket.ticket where id = $ticket;

-- name: time_move
-- in: ticket int8, project text, now at
update docket.time_entry e
   set project = $project, counts_at = docket.time_counts(null, $project, e.counts_at, $now)
 where e.number = $ticket and e.project <> $project
   and not exists (select from docket.billed b where b.entry in (e.id, e.corrects));

-- With the ticket that goes into another, of whatever project.
-- name: time_merge
-- in: ticket int8, into int8
update docket.time_entry set ticket = $into, number = $into where number = $ticket;

-- Whether an agent booked time on a ticket, or a timer of theirs ran on it, since the answer
-- before this one.
-- name: time_since_reply
-- in: ticket int8, agent text, entry int8
-- out: told bool
select exists (select from docket.time_entry x
	where x.number = $ticket and x.agent = $agent and (x.stopped_at is null
	   or x.entry > before.id or x.stopped_at > before.at))
  from (select coalesce(max(id), 0) as id, coalesce(max(at), '-infinity') as at
	  from docket.entry
	 where ticket = $ticket and author = $agent and by_agent and public
	   and id < $entry) before;

-- Whoever books time of that agent has done so, or waits.
-- name: approval_lock
-- in: agent text
-- out: way void
select pg_advisory_xact_lock(docket.lock_time(), hashtext('agent:' || $agent));

-- name: approval_look
-- in: agent text, period text, since at, until at
-- out: by text, entries int8, worked int8, has_timer bool
select coalesce((select approved_by from docket.time_approval
	where agent = $agent and period = $period and undone_at is null), ''),
    count(*), coalesce(sum(worked), 0)::int8,
    exists (select from docket.time_entry where agent = $agent and stopped_at is null
	and started_at < $until)
  from docket.time_entry
 where agent = $agent and counts_at >= $since and counts_at < $until and stopped_at is not null
   and worked <> 0;

-- name: approval_give
-- in: agent text, period text, since at, until at, now at, by text
insert into docket.time_approval (agent, period, since, until, approved_at, approved_by)
values ($agent, $period, $since, $until, $now, $by)
on conflict (agent, period) where undone_at is null do nothing;

-- name: approval_take
-- in: agent text, period text, now at, by text, reason text
update docket.time_approval set undone_at = $now, undone_by = $by, reason = $reason
 where agent = $agent and period = $period and undone_at is null;

-- What counts within some time, of everybody or somebody.
-- name: time_list
-- in: since at, until at, agent text?, project text?, ticket int8?, most int8
-- out: id int8, number int8, project text, agent text, started_at at, worked int8,
-- out: service text, billable bool, late bool, approved bool, billed bool, text text
select e.id, e.number, e.project, e.agent, e.started_at, e.worked, e.service, e.billable, e.late,
    exists (select from docket.time_approval a where a.agent = e.agent and a.undone_at is null
	and a.since <= e.counts_at and a.until > e.counts_at),
    exists (select from docket.billed b where b.entry = e.id), e.text
  from docket.time_entry e
 where e.stopped_at is not null and e.worked <> 0
   and e.counts_at >= $since and e.counts_at < $until
   and ($agent is null or e.agent = $agent) and ($project is null or e.project = $project)
   and ($ticket is null or e.number = $ticket)
 order by e.started_at desc, e.id desc limit $most;
