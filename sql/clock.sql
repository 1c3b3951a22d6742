-- Clocks of a ticket (cycle) and the instants at which something is due (alarm).

-- name: cycle_load
select id, clock, n, policy, severity, calendar, target, docket.us(started_at),
    docket.us(resumed_at), worked, docket.us(due_at), state, docket.us(breached_at),
    docket.us(stopped_at), cause, array_to_string(warn, E'\n'),
    array_to_string(pause, E'\n'), docket.us(last_due_at), floor, epoch
  from docket.cycle where ticket = $1::int8 order by clock, n;

-- name: cycle_insert
insert into docket.cycle (id, ticket, clock, n, policy, severity, calendar, target,
    started_at, resumed_at, worked, due_at, state, breached_at, stopped_at, cause,
    warn, pause, last_due_at, floor, epoch)
overriding system value
values ($1::int8, $2::int8, $3, $4::int4, $5, $6, $7, $8::int8, $9::timestamptz,
    $10::timestamptz, $11::int8, $12::timestamptz, $13, $14::timestamptz,
    $15::timestamptz, $16, $17::text[], $18::text[], $19::timestamptz,
    $20::int8, $21::int8);

-- name: cycle_update
update docket.cycle set policy = $2, severity = $3, calendar = $4, target = $5::int8,
    resumed_at = $6::timestamptz, worked = $7::int8, due_at = $8::timestamptz,
    state = $9, breached_at = $10::timestamptz, stopped_at = $11::timestamptz,
    cause = $12, warn = $13::text[], pause = $14::text[], last_due_at = $15::timestamptz,
    floor = $16::int8, epoch = $17::int8
 where id = $1::int8;

-- name: alarm_drop
update docket.alarm set state = 'dropped' where cycle = $1::int8 and state = 'waiting';

-- Points of one target; one that has fired or was passed stays so.
-- name: alarm_put
insert into docket.alarm (kind, ticket, cycle, point, epoch, due_at)
select case point when 'breach' then 'sla-breach' else 'sla-warning' end,
    $1::int8, $2::int8, point, $3::int8, docket.at(due)
  from unnest($4::text[], $5::int8[]) as points(point, due)
on conflict (cycle, point, epoch) do update
   set due_at = excluded.due_at, state = 'waiting'
 where alarm.state = 'dropped';

-- name: alarm_next
select docket.us(min(due_at)) from docket.alarm where state = 'waiting';

-- Tickets with something due.  Their rows are locked before the alarms are read,
-- as everything that changes a clock does.
-- name: alarm_tickets
select distinct ticket from (
	select ticket from docket.alarm
	 where state = 'waiting' and due_at <= $1::timestamptz
	 order by due_at limit 100) due;

-- name: alarm_ticket_take
select id from docket.ticket where id = any($1::int8[]) order by id
   for update skip locked;

-- Ticket by ticket (`offset 0` keeps it so) and by way of its cycles: thousands may be
-- due at once, and each hundred tickets that are told would read them all.
-- name: alarm_due
select d.id, d.cycle, d.kind, d.point, docket.us(d.due_at), t.id
  from unnest($1::int8[]) as t(id)
  cross join lateral (
	select a.id, a.cycle, a.kind, a.point, a.due_at
	  from docket.cycle y join docket.alarm a on a.cycle = y.id
	 where y.ticket = t.id and a.state = 'waiting' and a.due_at <= $2::timestamptz
	offset 0) d
 order by t.id, d.cycle, d.due_at, d.id;

-- name: alarm_done
update docket.alarm set state = $2, fired_at = $3::timestamptz where id = $1::int8;

-- What moved a ticket's clocks, in the order in which it was decided.
-- name: clock_log
select docket.us(at), kind, author, by_agent,
    kind = 'mail-in' and coalesce(letter_kind, 'human') = 'human',
    data->>'what', data->>'to', data->>'promise', data->>'cause', data->>'resolves'
  from docket.entry
 where ticket = $1::int8
   and (data->>'what' in ('status', 'promise')
	or (kind = 'mail-in' and (public or not by_agent)))
 order by id;

-- Null: never seen; else whether it says the same as then.
-- name: seen_same
select (select print = md5($3) from docket.seen where kind = $1 and name = $2);

-- name: seen_put
insert into docket.seen (kind, name, print, seen_at) values ($1, $2, md5($3), $4::timestamptz)
on conflict (kind, name) do update set print = excluded.print, seen_at = excluded.seen_at;

-- Since when each calendar says what it says now.
-- name: seen_calendars
select name, docket.us(seen_at) from docket.seen where kind = 'calendar';

-- Tickets with open clocks of a calendar, of a policy, in pages.
-- name: refresh_calendar
select distinct ticket from docket.cycle
 where stopped_at is null and calendar = $1 and ticket > $2::int8
 order by ticket limit 20;

-- name: refresh_policy
select distinct ticket from docket.cycle
 where stopped_at is null and policy = $1 and ticket > $2::int8
 order by ticket limit 20;
