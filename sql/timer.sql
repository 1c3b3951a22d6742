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
 order by x.agent
