-- Mail on its way out.

-- name: core_number
-- out: n int4, locked void
select n, pg_advisory_lock(docket.lock_core(), n) from (select nextval('docket.core')::int4 as n) t;

-- name: outbox_insert
-- in: id int8, ticket int8?, entry int8, mailbox text, message_id text, envelope_from text,
-- in: automatic bool, bytes bytea, created_at at
insert into docket.outbox (id, ticket, entry, mailbox, message_id, envelope_from,
    automatic, bytes, created_at)
overriding system value
values ($id, $ticket, $entry, $mailbox, $message_id, $envelope_from, $automatic,
    $bytes, $created_at);

-- name: delivery_insert
-- in: id int8, outbox int8, recipient text, automatic bool, due_at at, state text, owner int8?
insert into docket.delivery (id, outbox, recipient, automatic, due_at, created_at,
    state, owner, attempts)
overriding system value
values ($id, $outbox, $recipient, $automatic, $due_at, $due_at,
    $state, $owner, ($state = 'sending')::int);

-- What a dead core left half-sent goes again: at least once.
-- name: delivery_reclaim
update docket.delivery d set state = 'queued', owner = null
 where state = 'sending' and not exists (
	select from pg_locks l
	 where l.locktype = 'advisory' and l.classid::int8 = docket.lock_core()
	   and l.objid::int8 = d.owner and l.objsubid = 2 and l.granted);

-- The session broke, the sending goes on: under the new session's number.
-- name: delivery_adopt
-- in: before int8, owner int8, deliveries int8[]
update docket.delivery set owner = $owner
 where state = 'sending' and owner = $before and id = any($deliveries);

-- The send role died: its deliveries go again.
-- name: delivery_release
-- in: owner int8
update docket.delivery set state = 'queued', owner = null
 where state = 'sending' and owner = $owner;

-- What is due, by priority and then by time.  Of each priority in turn the caller says
-- up to which row ($at, $id) it has claimed: the index holds what was before that, dead,
-- for as long as anybody has an old snapshot.  An array, so that the plan that serves
-- any number looks the rows up by their ids.
-- name: delivery_claim
-- in: owner int8, now at, most int8, at int8[], id int8[]
-- out: id int8, mailbox text, envelope_from text, recipient text, bytes bytea,
-- out: priority int8, due_at at
update docket.delivery d
   set state = 'sending', owner = $owner, attempts = attempts + 1
  from docket.outbox o
 where o.id = d.outbox and d.id = any(array(
	select q.id from unnest($at, $id) with ordinality as mark(at, id, n)
	  cross join lateral (
		select e.id from docket.delivery e
		 where e.state = 'queued' and e.priority = mark.n - 1 and e.due_at <= $now
		   and (e.due_at, e.id) > (docket.at(mark.at), mark.id)
		 order by e.due_at, e.id limit $most for update skip locked) q
	 limit $most))
returning d.id, o.mailbox, o.envelope_from, d.recipient, o.bytes, d.priority::int8, d.due_at;

-- Behind the same marks.
-- name: delivery_next
-- in: at int8[], id int8[]
-- out: due_at at?
select min(q.due_at)
  from unnest($at, $id) with ordinality as mark(at, id, n)
  cross join lateral (
	select e.due_at from docket.delivery e
	 where e.state = 'queued' and e.priority = mark.n - 1
	   and (e.due_at, e.id) > (docket.at(mark.at), mark.id)
	 order by e.due_at, e.id limit 1) q;

-- name: delivery_sent
-- in: id int8, reply text, done_at at
with gone as (
	delete from docket.delivery where id = $id and state = 'sending'
	returning id, outbox, recipient, automatic, attempts, due_at, created_at
)
insert into docket.sent (id, outbox, recipient, automatic, attempts, due_at, reply,
    created_at, done_at)
select id, outbox, recipient, automatic, attempts, due_at, $reply, created_at, $done_at
  from gone;

-- Not this time: again after the pause of this attempt, or never when it is
-- given up.
-- name: delivery_again
-- in: id int8, reply text, now at, pauses int8[], give_up_after int8
-- out: state text, ticket int8?, recipient text, message_id text, automatic bool,
-- out: mailbox text, entry int8?
update docket.delivery d
   set state = case when given_up then 'failed' else 'queued' end,
       done_at = case when given_up then $now end,
       owner = null, reply = $reply,
       due_at = $now + make_interval(secs =>
	   $pauses[least(d.attempts, cardinality($pauses))])
  from docket.outbox o, lateral (select
	$now - o.created_at > make_interval(secs => $give_up_after)) g(given_up)
 where d.id = $id and d.state = 'sending' and o.id = d.outbox
returning d.state, o.ticket, d.recipient, o.message_id, o.automatic, o.mailbox, o.entry;

-- name: delivery_failed
-- in: id int8, reply text, done_at at
-- out: as delivery_again
update docket.delivery d set state = 'failed', owner = null, reply = $reply,
    done_at = $done_at
  from docket.outbox o
 where d.id = $id and d.state = 'sending' and o.id = d.outbox
returning d.state, o.ticket, d.recipient, o.message_id, o.automatic, o.mailbox, o.entry;
