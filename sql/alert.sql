-- What tells the admins by the second path (daemon/alert/): what it looks at that nobody
-- else raises, and whom was told what.

-- One daemon tells, as long as its session lives.
-- name: alert_claim
-- out: held bool
select pg_try_advisory_lock(docket.lock_alert(), 0);

-- Whether any core is there, whether it can store, and warnings that it ought to have told
-- before `late`.
-- name: alert_core
-- in: now at, late at
-- out: cores int8, stores bool, late int8, late_at at?
select (select count(*) from pg_locks l
	 where l.locktype = 'advisory' and l.classid::int8 = docket.lock_core()
	   and l.objsubid = 2 and l.granted
	   and l.database = (select oid from pg_database
			      where datname = current_database())),
    docket.months_until($now) > $now,
    (select count(*) from docket.cycle where next_at < $late)
	+ (select count(*) from docket.alarm where state = 'waiting' and due_at < $late and kind <> 'quiet'),
    least((select min(next_at) from docket.cycle where next_at < $late),
	(select min(due_at) from docket.alarm where state = 'waiting' and due_at < $late and kind <> 'quiet'));

-- name: alert_mailboxes
-- out: name text, seen_at at?, fault text?, explained bool
select m.name, greatest(m.seen_at, m.heard_at), m.fault, exists (
	select from docket.condition c where c.mailbox = m.name and c.over_at is null
	   and c.kind in ('server-refusing', 'token-dead'))
  from docket.mailbox m;

-- Mail that ought to have gone before `due`, where nothing says why it has not: a queue that
-- has moved since then is only long, or as slow as max_rate says.
-- name: alert_stuck
-- in: mailboxes text[], due at, now at
-- out: mailbox text, n int8, since at
select m.mailbox, count(*), min(d.due_at)
  from unnest($mailboxes) m(mailbox)
  cross join generate_series(0, 4) p(priority)
  cross join lateral (
	select due_at from docket.delivery
	 where mailbox = m.mailbox and priority = p.priority and state = 'queued'
	   and due_at < $due
	 order by due_at limit 1000) d
 where not exists (select from docket.condition c
	where c.mailbox = m.mailbox and c.kind in ('queue-stopped', 'queue-paused')
	  and c.over_at is null)
   and not exists (select from docket.outlet w
	where w.mailbox = m.mailbox and w.sent_at between $due and $now)
 group by m.mailbox;

-- What waits for queues that are not these: their mailbox or webhook was taken out of the
-- configuration.  Of many mails of one, 1000 are counted.
-- name: alert_left
-- in: queues text[]
-- out: mailbox text, n int8
with recursive way(mailbox) as (
	(select mailbox from docket.delivery where state = 'queued' order by mailbox limit 1)
	union all
	(select (select d.mailbox from docket.delivery d
		  where d.state = 'queued' and d.mailbox > way.mailbox order by d.mailbox limit 1)
	   from way where way.mailbox is not null))
select mailbox, (select count(*) from (select from docket.delivery d
	where d.state = 'queued' and d.mailbox = way.mailbox
	order by d.priority, d.due_at, d.id limit 1000) counted)
  from way where mailbox <> all($queues);

-- What people were told of, and is well since before `until`.
-- name: alert_passed
-- in: until at
-- out: kind text, mailbox text, since at, over_at at?
select kind, mailbox, since, over_at from docket.condition
 where over_at <= $until order by mailbox, kind;

-- These, by kind and mailbox, were told.
-- name: alert_told
-- in: kinds text[], mailboxes text[], now at
update docket.condition set told_at = $now, told = told + 1
 where (kind, mailbox) in (select * from unnest($kinds, $mailboxes)) and over_at is null;

-- That these are well was told.
-- name: alert_forget
-- in: until at
delete from docket.condition where over_at <= $until;

-- What is about mailboxes that are no longer in the configuration.
-- name: alert_orphans
-- in: names text[]
delete from docket.condition where mailbox <> '' and mailbox <> all($names);
