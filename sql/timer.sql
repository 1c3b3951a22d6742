-- Timers: rows of docket.time_entry that are not stopped, one an agent.

-- Before timers are read that are to be changed; until the commit, so that two daemons do it
-- one after the other.
-- name: timer_lock
-- out: locked void
select pg_advisory_xact_lock(docket.lock_timer(), 0);

-- All, for they are as few as people at work.
-- name: timers
-- out: id int8, agent text, number int8, subject text, started_at at, resumed_at at?,
-- out: worked int8, text text
select x.id, x.agent, x.number, coalesce(t.subject, ''), x.started_at, x.resumed_at, x.worked,
    x.text
  from docket.time_entry x
  left join lateral (select subject from docket.ticket where id = x.ticket offset 0) t on true
 where x.stopped_at is null
 order by x.agent;

-- name: timer_start
-- in: ticket int8, project text, agent text, at at, text text, now at, by text
insert into docket.time_entry (ticket, number, project, agent, started_at, exact, resumed_at,
    text, made_at, made_by, counts_at)
values ($ticket, $ticket, $project, $agent, $at, true, $at, $text, $now, $by, $at);

-- It runs since `at`, or is paused.
-- name: timer_becomes
-- in: agent text, at at?, worked int8, text text
update docket.time_entry set resumed_at = $at, worked = $worked, text = $text
 where agent = $agent and stopped_at is null;

-- Nothing was worked; its ticket's history has how much was thrown away.
-- name: timer_drop
-- in: agent text, at at
update docket.time_entry set stopped_at = $at, resumed_at = null, worked = 0, billable = false
 where agent = $agent and stopped_at is null;

-- They run on the ticket that theirs went into, and their owners are asked there.
-- name: timers_merged
-- in: ticket int8, into int8
with moved as (
	update docket.time_entry x set ticket = t.id, number = t.id, project = t.project
	  from docket.ticket t
	 where x.number = $ticket and x.stopped_at is null and t.id = $into
	returning x.agent)
insert into docket.alarm (kind, ticket, point, epoch, due_at)
select 'timer', $into, a.point, 0, a.due_at
  from docket.alarm a join moved m on m.agent = a.point
 where a.ticket = $ticket and a.kind = 'timer' and a.cycle is null and a.state = 'waiting'
on conflict (ticket, kind, point) where cycle is null and state = 'waiting'
do update set due_at = excluded.due_at;

-- The ticket is done: who has a timer on it is asked soon.
-- name: timer_ask_soon
-- in: ticket int8, due at
update docket.alarm set due_at = $due
 where ticket = $ticket and kind = 'timer' and cycle is null and state = 'waiting'
   and due_at > $due;

-- When its owner last wrote or did something on the ticket since it runs.
-- name: timer_last_sign
-- in: ticket int8, agent text, since at
-- out: at at?
select max(at) from docket.entry
 where ticket = $ticket and by_agent and author = $agent and at > $since;
