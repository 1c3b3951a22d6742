-- Closed months: what was reported of a month when it closed stays (sla.md rule 12),
-- and a cycle that was counted there is counted nowhere else, whatever becomes of it.

create table docket.month (
	project		text not null,
	month		date not null check (extract(day from month) = 1),
	zone		text not null,		-- in whose time it was cut
	since		timestamptz not null,	-- where the one before ended
	until		timestamptz not null check (until > since),
	closed_at	timestamptz not null,
	primary key (project, month)
);

-- Rows of the statement report_month.
create table docket.month_row (
	project		text not null,
	month		date not null,
	what		text not null check (what in ('outcome', 'cause', 'paused')),
	clock		text not null,
	severity	text not null,
	name		text not null,
	n		int8 not null,
	breached	int8,			-- from here on: of an outcome
	open		int8,
	cancelled	int8,
	median		int8,
	p90		int8,
	worst		int8,
	primary key (project, month, what, clock, severity, name),
	foreign key (project, month) references docket.month
);

-- Null: counted by the instants of its own.  Else it was counted in a closed month
-- (-infinity), or was decided too late for its own month and counts in this one's.
alter table docket.cycle add column booked_at timestamptz;

drop index docket.cycle_counted;
drop function docket.counted_at(text, timestamptz, timestamptz, timestamptz);

-- The instant by whose month a cycle is counted: a breach when it happened, whatever
-- was promised later; a cycle that ended while it stood still, past the due instant
-- of before, then.
create function docket.counted_at(state text, last_due_at timestamptz,
    breached_at timestamptz, stopped_at timestamptz, booked_at timestamptz)
	returns timestamptz language sql immutable parallel safe
	return coalesce(booked_at, case state when 'breached' then breached_at
	    when 'met' then greatest(last_due_at, stopped_at)
	    else last_due_at end);

create index cycle_counted on docket.cycle
	(docket.counted_at(state, last_due_at, breached_at, stopped_at, booked_at));

-- Up to when a project's months are closed; null: none is.
create function docket.closed_until(project text) returns timestamptz
	language sql stable parallel safe
	return (select m.until from docket.month m where m.project = closed_until.project
		 order by m.month desc limit 1);

-- Before a ticket's cycles or its project change: those that a closed month holds are
-- counted.  One that stands still is not: it was told as open.
-- What moves a cycle in a past month shares the lock that closing takes for itself
-- (month_lock), so that the cycle is either as the month saw it, or sees it closed.
-- PL/pgSQL, because there the update looks only after the lock is had.
create function docket.month_keep(id int8) returns void language plpgsql as $$
begin
	perform pg_advisory_xact_lock_shared(1684237155, 0);
	update docket.cycle c set booked_at = '-infinity'
	  from docket.ticket t
	 where t.id = month_keep.id and c.ticket = t.id and c.state <> 'paused'
	   and c.booked_at is distinct from '-infinity'
	   and docket.counted_at(c.state, c.last_due_at, c.breached_at, c.stopped_at,
		c.booked_at) < docket.closed_until(t.project);
end $$;

-- After it: what now belongs into a closed month that does not hold it counts in the
-- month in which it ended, or in the first that is not closed.
create function docket.month_book(id int8) returns void language sql as $$
	update docket.cycle c set booked_at = case
		when c.state <> 'paused' and docket.counted_at(c.state, c.last_due_at,
		    c.breached_at, c.stopped_at, null) < closed.until
		then greatest(coalesce(c.stopped_at, c.breached_at), closed.until) end
	  from (select docket.closed_until(t.project) as until from docket.ticket t
		 where t.id = month_book.id) closed
	 where c.ticket = month_book.id and c.booked_at is distinct from '-infinity'
	   and (c.booked_at is not null or closed.until is not null);
$$;

create function docket.ticket_leaves() returns trigger language plpgsql as $$
begin
	perform docket.month_keep(old.id);
	return new;
end $$;
create trigger ticket_leaves before update of project on docket.ticket
	for each row when (old.project <> new.project)
	execute function docket.ticket_leaves();

create function docket.ticket_comes() returns trigger language plpgsql as $$
begin
	perform docket.month_book(new.id);
	return null;
end $$;
create trigger ticket_comes after update of project on docket.ticket
	for each row when (old.project <> new.project)
	execute function docket.ticket_comes();
