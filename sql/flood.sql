-- What keeps floods small: what is limited, counted.

-- name: tally_counts
-- in: what text[], key text[], since int8[]
-- out: n int8
select coalesce((select sum(n) from docket.tally
	where what = a.what and key = a.key and at > docket.at(a.since)), 0)::int8
  from unnest($what, $key, $since) with ordinality as a(what, key, since, i)
 order by a.i;

-- name: tally_add
-- in: what text[], key text[], at int8[], n int8[], until int8[], core int8
insert into docket.tally as t (what, key, at, core, n, until)
select a.what, a.key, docket.at(a.at), $core, a.n, docket.at(a.until)
  from unnest($what, $key, $at, $n, $until) as a(what, key, at, n, until)
on conflict (what, key, at, core) do update set n = t.n + excluded.n;

-- What counts nowhere any more, so much of it at a time.
-- name: tally_drop
-- in: now at, most int8
delete from docket.tally
 where ctid = any(array(
	select ctid from docket.tally where until <= $now order by until limit $most
	   for update skip locked));

-- A mail of a heap: the reader's list of those is written later, once for all that come
-- until then.
-- name: heap_add
-- in: recipient text, event text, entry int8, now at, digest_at at
with told as (
	insert into docket.held_told as p (recipient, event, free_at, digest_at)
	values ($recipient, $event, $now, $digest_at)
	on conflict (recipient, event) do update set digest_at = excluded.digest_at
	 where p.digest_at is null
)
insert into docket.held_untold (recipient, event, entry)
values ($recipient, $event, $entry)
on conflict do nothing;

-- What waits for this reader, by ticket and the oldest first.
-- name: heap_digest
-- in: recipient text, event text, most int8
-- out: ticket int8?, subject text?, mailbox text?, author text?, at at?, mails int8?,
-- out: all_tickets int8?, all_mails int8?
select g.ticket, coalesce(t.subject, g.subject), t.mailbox, g.author, g.at, g.mails,
    count(*) over (), (sum(g.mails) over ())::int8
  from (select e.ticket, min(e.subject) as subject, min(e.author) as author, min(e.at) as at,
	    count(*) as mails, min(e.id) as id
	  from docket.held_untold u
	  cross join lateral (
		select id, ticket, subject, author, at from docket.entry
		 where id = u.entry offset 0) e
	 where u.recipient = $recipient and u.event = $event
	 group by e.ticket, case when e.ticket is null then e.id end) g
  left join lateral (
	select subject, mailbox from docket.ticket where id = g.ticket offset 0) t on true
 order by g.id limit $most;

-- ---- the breaker of automatic mail (daemon/out/breaker.h) ----

-- name: breaker_state
-- in: hour at
-- out: since at?, held_by text?, this_hour int8, last_hour int8
select b.tripped_at, b.held_by,
    (select coalesce(sum(counted), 0)::int8 from docket.automatic where hour = $hour),
    (select coalesce(sum(counted), 0)::int8 from docket.automatic
      where hour = $hour - interval '1 hour')
  from docket.breaker b;

-- What a busy hour of the last four weeks has, nine of ten have no more; 0 while less than
-- a day's hours had any.
-- name: breaker_usual
-- in: now at
-- out: n int8
select case when count(*) < 24 then 0
	else ceil(percentile_cont(0.9) within group (order by n)) end::int8
  from (select sum(sent) as n from docket.automatic
	 where hour > $now - interval '28 days' and hour <= $now - interval '1 hour'
	 group by hour having sum(sent) > 0) hours;

-- name: automatic_add
-- in: hour at, core int8, sent int8, withheld int8
insert into docket.automatic as a (hour, core, sent, withheld, counted)
values ($hour, $core, $sent, $withheld, $sent + $withheld)
on conflict (hour, core) do update set sent = a.sent + excluded.sent,
    withheld = a.withheld + excluded.withheld, counted = a.counted + excluded.counted;

-- name: breaker_trip
-- in: now at, look_at at
update docket.breaker set tripped_at = $now, look_at = $look_at where tripped_at is null;

-- name: breaker_close
-- in: now at
update docket.breaker set tripped_at = null, look_at = $now
 where tripped_at is not null and held_by is null;

-- Whether it is to be looked at; not when another daemon does.
-- name: breaker_due
-- in: now at
-- out: due bool
select true from docket.breaker where look_at <= $now for update skip locked;

-- name: breaker_look
-- in: at at?
update docket.breaker set look_at = $at;

-- Lets go what waits for people whom something proves; the rest may be a flood's.
-- name: breaker_release
-- in: now at, domains text[]
-- out: went int8, waiting int8
with known as (
	update docket.delivery d set state = 'queued', due_at = $now
	 where state = 'withheld' and docket.person_is_known(d.recipient, $domains)
	returning 1
), n as (select count(*) as n from known)
select n, (select count(*) from docket.delivery where state = 'withheld') - n from n;

-- Where most of the hour's mail to people whom nothing proves went ("domain"), or whence
-- what it answered came ("network").
-- name: breaker_top
-- in: now at, what text
-- out: key text, mails int8?
select key, sum(n)::int8 from docket.tally
 where what = $what and at > $now - interval '1 hour'
 group by key order by 2 desc, 1 limit 5;

-- name: breaker_show
-- in: hour at
-- out: since at?, held_by text?, this_hour int8, last_hour int8, sent int8, withheld int8,
-- out: waiting int8, oldest_at at?
select b.tripped_at, b.held_by,
    (select coalesce(sum(counted), 0)::int8 from docket.automatic where hour = $hour),
    (select coalesce(sum(counted), 0)::int8 from docket.automatic
      where hour = $hour - interval '1 hour'),
    (select coalesce(sum(sent), 0)::int8 from docket.automatic where hour = $hour),
    (select coalesce(sum(withheld), 0)::int8 from docket.automatic where hour = $hour),
    (select count(*) from docket.delivery where state = 'withheld'),
    (select min(created_at) from docket.delivery where state = 'withheld')
  from docket.breaker b;

-- Of those that wait, how many go by themselves when it closes.
-- name: breaker_known
-- in: domains text[]
-- out: n int8
select count(*) from docket.delivery d
 where state = 'withheld' and docket.person_is_known(d.recipient, $domains);

-- name: breaker_json
-- in: now at, most int8, domains text[]
-- out: as list_json
select json_build_object('withholds', b.tripped_at is not null, 'since', b.tripped_at,
    'held_by', b.held_by, 'limit', $most,
    'sent', (select coalesce(sum(sent), 0)::int8 from docket.automatic
	      where hour = date_trunc('hour', $now, 'UTC')),
    'withheld', (select coalesce(sum(withheld), 0)::int8 from docket.automatic
	      where hour = date_trunc('hour', $now, 'UTC')),
    'waiting', (select count(*) from docket.delivery where state = 'withheld'),
    'known', (select count(*) from docket.delivery d
	       where state = 'withheld' and docket.person_is_known(d.recipient, $domains)),
    'oldest_at', (select min(created_at) from docket.delivery where state = 'withheld'),
    'domains', (select coalesce(json_object_agg(t.key, t.n order by t.n desc, t.key), '{}')
	from (select key, sum(n)::int8 as n from docket.tally
	       where what = 'domain' and at > $now - interval '1 hour'
	       group by key order by 2 desc, 1 limit 5) t),
    'networks', (select coalesce(json_object_agg(t.key, t.n order by t.n desc, t.key), '{}')
	from (select key, sum(n)::int8 as n from docket.tally
	       where what = 'network' and at > $now - interval '1 hour'
	       group by key order by 2 desc, 1 limit 5) t))
  from docket.breaker b;

-- name: breaker_hold
-- in: held_by text, now at
update docket.breaker
   set held_by = $held_by, tripped_at = coalesce(tripped_at, $now), look_at = null;

-- From here on it counts anew.
-- name: breaker_reset
-- in: now at
with counts as (
	update docket.automatic set counted = 0
	 where hour >= $now - interval '2 hours' and counted > 0
)
update docket.breaker set held_by = null, tripped_at = null, look_at = null;

-- name: breaker_send
-- in: now at
update docket.delivery set state = 'queued', due_at = $now where state = 'withheld';

-- name: breaker_drop
-- in: now at, reply text
update docket.delivery set state = 'failed', due_at = $now, reply = $reply
 where state = 'withheld';
