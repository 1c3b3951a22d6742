-- Clocks that explain themselves: a cycle keeps the terms that it runs under, and
-- a ticket knows since when its customer waits for an answer.

alter table docket.ticket
	add column answered_at timestamptz,	-- the first public reply
	add column update_from timestamptz,	-- the last one, or a reopening
	add column asked_at timestamptz;	-- the oldest unanswered message

update docket.ticket t
   set (answered_at, update_from) = (select min(at), max(at) from docket.entry e
				     where e.ticket = t.id and e.by_agent and e.public);
update docket.ticket t
   set asked_at = (select min(at) from docket.entry e
		    where e.ticket = t.id and e.kind = 'mail-in' and not e.by_agent
		      and e.at > coalesce(t.update_from, '-infinity'))
 where status not in ('resolved', 'closed');

alter table docket.cycle
	add column warn text[] not null default '{}',	-- points: "75%", "30m"
	add column pause text[] not null default '{}',	-- statuses in which it stands still
	add column last_due_at timestamptz,	-- due_at as it last was, also while paused
	add column floor int8 not null default 0,	-- us worked: points up to it are not told
	add column epoch int8 not null default 0;	-- counts the targets it has had
update docket.cycle
   set last_due_at = due_at,
       pause = case clock when 'resolution' then '{waiting}'::text[] else '{}' end;
create index cycle_due on docket.cycle (last_due_at);	-- compliance by month

-- A point fires once a target of its cycle: epoch counts these.
alter table docket.alarm rename column target to epoch;
update docket.alarm set epoch = 0;
