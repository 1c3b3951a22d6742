-- Compliance: the instant by whose month a cycle is counted.  It stays where it is
-- once the cycle has ended: a breach when it happened, whatever was promised later;
-- a cycle that ended while it stood still, past the due instant of before, then.

create function docket.counted_at(state text, last_due_at timestamptz,
    breached_at timestamptz, stopped_at timestamptz) returns timestamptz
	language sql immutable parallel safe
	return case state when 'breached' then breached_at
	    when 'met' then greatest(last_due_at, stopped_at)
	    else last_due_at end;

create index cycle_counted on docket.cycle
	(docket.counted_at(state, last_due_at, breached_at, stopped_at));
drop index docket.cycle_due;
create index entry_status on docket.entry (ticket, id) where data->>'what' = 'status';
