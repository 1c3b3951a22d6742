-- Clocks of a ticket (cycle) with the instants at which something of them is due, and what
-- was told (alarm).

-- name: cycle_load
-- in: ticket int8
-- out: id int8, clock text, n int4, policy text, severity text, calendar text, target int8,
-- out: started_at at, resumed_at at?, worked int8, due_at at?, state text, breached_at at?,
-- out: stopped_at at?, cause text?, warn text[], pause text[], last_due_at at?, floor int8,
-- out: epoch int8, told text[], next_at at?
select id, clock, n, policy, severity, calendar, target, started_at, resumed_at, worked,
    due_at, state, breached_at, stopped_at, cause, warn, pause, last_due_at, floor, epoch,
    told, next_at
  from docket.cycle where ticket = $ticket order by clock, n;

-- `points`: as point_at, 0 for null.
-- name: cycle_insert
-- in: id int8, ticket int8, clock text, n int8, policy text, severity text, calendar text,
-- in: target int8, started_at at, resumed_at at?, worked int8, due_at at?, state text,
-- in: breached_at at?, stopped_at at?, cause text?, warn text[], pause text[],
-- in: last_due_at at?, floor int8, epoch int8, points int8[], next_at at?
insert into docket.cycle (id, ticket, clock, n, policy, severity, calendar, target,
    started_at, resumed_at, worked, due_at, state, breached_at, stopped_at, cause,
    warn, pause, last_due_at, floor, epoch, point_at, next_at)
overriding system value
values ($id, $ticket, $clock, $n, $policy, $severity, $calendar, $target, $started_at,
    $resumed_at, $worked, $due_at, $state, $breached_at, $stopped_at, $cause, $warn, $pause,
    $last_due_at, $floor, $epoch, array(select docket.at(nullif(us, 0))
	from unnest($points) with ordinality p(us, n) order by n), $next_at);

-- name: cycle_update
-- in: id int8, policy text, severity text, calendar text, target int8, resumed_at at?,
-- in: worked int8, due_at at?, state text, breached_at at?, stopped_at at?, cause text?,
-- in: warn text[], pause text[], last_due_at at?, floor int8, epoch int8, points int8[],
-- in: next_at at?, told text[], started_at at
update docket.cycle set started_at = $started_at, policy = $policy, severity = $severity, calendar = $calendar,
    target = $target, resumed_at = $resumed_at, worked = $worked, due_at = $due_at,
    state = $state, breached_at = $breached_at, stopped_at = $stopped_at, cause = $cause,
    warn = $warn, pause = $pause, last_due_at = $last_due_at, floor = $floor, epoch = $epoch,
    point_at = array(select docket.at(nullif(us, 0))
	from unnest($points) with ordinality p(us, n) order by n),
    next_at = $next_at, told = $told
 where id = $id;

-- The history does not give it any more (clockrows.c).
-- name: cycle_delete
-- in: id int8
delete from docket.cycle where id = $id;

-- Nothing of it is told any more.
-- name: points_drop
-- in: id int8
update docket.cycle set point_at = '{}', next_at = null where id = $id;

-- Of clocks, of what else waits for its time, of digests of held mail, of the breaker, of
-- engineers who come back, of rules on schedule, of projects.
-- name: alarm_next
-- out: due_at at?
select least((select min(next_at) from docket.cycle where next_at is not null),
    (select min(due_at) from docket.alarm where state = 'waiting'),
    (select min(digest_at) from docket.held_told where digest_at is not null),
    (select look_at from docket.breaker),
    (select min(due_at) from docket.grouped),
    (select min(away_until) from docket.agent where away_until is not null),
    (select min(next_at) from docket.schedule), (select next_at from docket.project_look),
    (select min(at) from docket.project_event where told_at is null));

-- Tickets with something due.  Their rows are locked before the points are read,
-- as everything that changes a clock does.
-- name: alarm_tickets
-- in: now at
-- out: ticket int8
select distinct ticket from (
	select ticket from docket.cycle
	 where next_at <= $now
	 order by next_at limit 100) due;

-- A ticket is to be seen again then; `point` says of several who.
-- name: wake_set
-- in: kind text, ticket int8, point text, due at
insert into docket.alarm (kind, ticket, point, epoch, due_at)
values ($kind, $ticket, $point, 0, $due)
on conflict (ticket, kind, point) where cycle is null and state = 'waiting'
do update set due_at = excluded.due_at;

-- name: wake_drop
-- in: kind text, ticket int8, point text, now at
-- out: ended void
select docket.alarm_end(id, 'dropped', $now) from docket.alarm
 where ticket = $ticket and kind = $kind and point = $point and cycle is null
   and state = 'waiting';

-- name: alarm_ticket_take
-- in: tickets int8[]
-- out: id int8
select id from docket.ticket where id = any($tickets) order by id
   for update skip locked;

-- Ticket by ticket (`offset 0` keeps it so): thousands may be due at once, and each
-- hundred tickets that are told would read them all.
-- name: alarm_due
-- in: tickets int8[], now at
-- out: cycle int8, is_breach bool, point text, due_at at, ticket int8
select d.cycle, d.point is null, coalesce(d.point, 'breach'), d.due_at, t.id
  from unnest($tickets) as t(id)
  cross join lateral (
	select y.id as cycle, y.warn[p.n] as point, p.due_at, p.n
	  from docket.cycle y
	  cross join unnest(y.point_at) with ordinality as p(due_at, n)
	 where y.ticket = t.id and y.next_at <= $now and p.due_at <= $now
	offset 0) d
 order by t.id, d.cycle, d.due_at, d.n;

-- What was told of a target, or passed with something higher: once.
-- name: alarm_told
-- in: kind text, ticket int8, cycle int8, point text, epoch int8, due_at at, fired_at at,
-- in: state text
insert into docket.alarm (kind, ticket, cycle, point, epoch, due_at, fired_at, state)
values ($kind, $ticket, $cycle, $point, $epoch, $due_at, $fired_at, $state);

-- What is no clock's and waits for its time: first the tickets, as above.
-- name: wake_tickets
-- in: now at
-- out: ticket int8
select distinct ticket from (
	select ticket from docket.alarm
	 where state = 'waiting' and due_at <= $now
	 order by due_at limit 100) due;

-- Of a ticket that is locked.  `subject`: of the ticket that a point "#N …" names.
-- name: wake_due
-- in: ticket int8, now at
-- out: id int8, kind text, point text, due_at at, subject text?, epoch int8
select a.id, a.kind, a.point, a.due_at, t.subject, a.epoch
  from docket.alarm a
  left join lateral (
	select subject from docket.ticket
	 where id = substring(a.point from '^#([0-9]{1,18})')::int8 offset 0) t on true
 where a.ticket = $ticket and a.cycle is null and a.state = 'waiting' and a.due_at <= $now
 order by a.due_at, a.id;

-- name: wake_done
-- in: id int8, state text, now at
-- out: ended void
select docket.alarm_end($id, $state, $now);

-- Since it came to stand there; one that was there before may wait for less.
-- name: alarm_idle
-- in: ticket int8, status text, due_at at
insert into docket.alarm (kind, ticket, point, epoch, due_at)
values ('idle', $ticket, $status, 0, $due_at)
on conflict do nothing;

-- People wrote or did something: rules on idle may fire so long after it.  What waits for
-- less stays as it is, so that a busy ticket's row is seldom written.  `epoch`: the instant
-- up to which such rules were told (core/quiet.h).
-- name: alarm_quiet
-- in: ticket int8, due_at at, epoch int8
insert into docket.alarm as a (kind, ticket, point, epoch, due_at)
values ('quiet', $ticket, '', $epoch, $due_at)
on conflict (ticket, kind, point) where cycle is null and state = 'waiting'
do update set due_at = excluded.due_at where a.due_at > excluded.due_at;

-- Tickets that have none yet, because no rule was on idle when they were written to: some.
-- One that waits for a later rule, or for people, comes for a rule that was not there when it
-- was made: of each rule how long it waits, and at most by the clock on the wall.
-- `last` 0: all have one.
-- name: alarm_quiet_fill
-- in: after int8, seconds int8, idles int8[], latest int8[]
-- out: last int8?
with page as (
	select t.id, t.category, t.updated_at from docket.ticket t
	 where t.id > $after order by t.id limit 500),
made as (
	insert into docket.alarm (kind, ticket, point, epoch, due_at)
	select 'quiet', id, '', 0, updated_at + $seconds * interval '1 second' from page
	 where category <> 'closed'
	on conflict do nothing),
waits as (
	select a.id, a.due_at, docket.at(a.epoch) as told, (select max(e.at) from docket.entry e
		 where e.ticket = p.id and e.author <> 'docket'
		   and e.kind in ('mail-in', 'note', 'command', 'change', 'held')) as word
	  from page p
	  join docket.alarm a on a.ticket = p.id and a.kind = 'quiet' and a.point = ''
		and a.cycle is null and a.state = 'waiting'),
sooner as (
	select w.id, min(w.word + make_interval(secs => r.idle)) as due_at
	  from waits w
	  cross join unnest($idles, $latest) as r(idle, latest)
	 where w.word + make_interval(secs => r.idle) < w.due_at
	   and w.word + make_interval(secs => r.latest) > w.told
	 group by w.id),
moved as (
	update docket.alarm a set due_at = s.due_at from sooner s where a.id = s.id)
select max(id) from page;

-- When people last wrote or did something; what rules and docket do is none of it.
-- name: ticket_last_word
-- in: ticket int8
-- out: at at?
select max(at) from docket.entry
 where ticket = $ticket and author <> 'docket'
   and kind in ('mail-in', 'note', 'command', 'change', 'held');

-- ---- rules on schedule ----

-- A rule and its time; one that says another time than before begins anew, and so does one
-- that waits for longer than it ever would (the clock was ahead, and was put right) or, because
-- a daemon did not know it, for ever.
-- name: schedule_put
-- in: rule text, says text, next_at at?, latest at?
insert into docket.schedule as s (rule, says, next_at) values ($rule, $says, $next_at)
on conflict (rule) do update set says = excluded.says, next_at = excluded.next_at, after = 0
 where s.says <> excluded.says or s.next_at > $latest
    or (s.next_at is null and excluded.next_at is not null);

-- name: schedule_drop
-- in: rules text[]
delete from docket.schedule where rule <> all($rules);

-- One that is due, alone until the commit: another daemon takes the next.
-- name: schedule_take
-- in: now at
-- out: rule text, next_at at?, after int8
select rule, next_at, after from docket.schedule
 where next_at <= $now order by next_at limit 1 for update skip locked;

-- name: schedule_tickets
-- in: after int8, done bool, most int8
-- out: id int8
select id from docket.ticket
 where id > $after and ($done or category not in ('resolved', 'closed'))
 order by id limit $most;

-- name: schedule_went
-- in: rule text, after int8, next_at at?
update docket.schedule set after = $after, next_at = $next_at where rule = $rule;

-- What moved a ticket's clocks, in the order in which it was decided.  A promise of
-- another version than 1 gives its version and nothing else.
-- name: clock_log
-- in: ticket int8
-- out: at at, kind text, author text, by_agent bool, is_human bool, what text?, new text?,
-- out: category text?, why text?, resolves bool, version int8?, policy text?, severity text?,
-- out: calendar text?,
-- out: response int8?, next_response int8?, update int8?, resolution int8?, warn text[],
-- out: pause text[], replay bool, new_cycle bool, asked int8?, is_split bool
select e.at, e.kind, e.author, e.by_agent,
    e.kind = 'mail-in' and coalesce(e.letter_kind, 'human') = 'human',
    c.what, c.new, c.category, c.why, e.data->>'resolves' is not null,
    docket.promise_version(c.promise), p.v1->>'policy', p.v1->>'severity', p.v1->>'calendar',
    (p.v1->'target'->>'response')::int8, (p.v1->'target'->>'next_response')::int8,
    (p.v1->'target'->>'update')::int8, (p.v1->'target'->>'resolution')::int8,
    array(select json_array_elements_text(p.v1->'warn')),
    array(select json_array_elements_text(p.v1->'pause')),
    coalesce((p.v1->>'replay')::bool, false), coalesce((p.v1->>'new_cycle')::bool, false),
    case c.what when 'asked' then docket.us(nullif(c.new, '')::timestamptz) end,
    c.what is not distinct from 'asked' and coalesce(c.old, '') <> ''
  from docket.entry e
  left join docket.change c on c.entry = e.id and c.ticket = e.ticket
    and c.what in ('status', 'promise', 'asked', 'merged-into', 'spam')
  cross join lateral (
	select case when docket.promise_version(c.promise) = 1 then c.promise end as v1) p
 where e.ticket = $ticket
   and (c.entry is not null or (e.kind = 'mail-in' and (e.public or not e.by_agent)))
 order by e.id;

-- Whether clock_log has something of this instant that was decided before this entry.
-- name: clock_log_has
-- in: ticket int8, at at, entry int8
-- out: has bool
select exists (select from docket.change
 where ticket = $ticket and at = $at and entry < $entry
   and what in ('status', 'promise', 'asked', 'merged-into', 'spam'))
    or exists (select from docket.entry
 where ticket = $ticket and at = $at and id < $entry
   and kind = 'mail-in' and (public or not by_agent));

-- Whether it says the same as when it was seen; no row: it never was.
-- name: seen_same
-- in: kind text, name text, says text
-- out: same bool
select print = md5($says) from docket.seen where kind = $kind and name = $name;

-- name: seen_put
-- in: kind text, name text, says text, seen_at at
insert into docket.seen (kind, name, print, seen_at) values ($kind, $name, md5($says), $seen_at)
on conflict (kind, name) do update set print = excluded.print, seen_at = excluded.seen_at;

-- Since when each calendar says what it says now.
-- name: seen_calendars
-- out: name text, seen_at at
select name, seen_at from docket.seen where kind = 'calendar';

-- Tickets with open clocks of a calendar, of a policy, in pages.  Such an edit is rare: it
-- goes through all open clocks, and writing one keeps no index for it.
-- name: refresh_calendar
-- in: name text, after int8
-- out: ticket int8
select distinct ticket from docket.cycle
 where stopped_at is null and calendar = $name and ticket > $after
 order by ticket limit 20;

-- name: refresh_policy
-- in: name text, after int8
-- out: as refresh_calendar
select distinct ticket from docket.cycle
 where stopped_at is null and policy = $name and ticket > $after
 order by ticket limit 20;
