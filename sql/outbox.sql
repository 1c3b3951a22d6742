-- Mail on its way out.

-- name: core_number
select n, pg_advisory_lock(1684236389, n) from (select nextval('docket.core')::int4 as n) t;

-- name: outbox_insert
insert into docket.outbox (id, ticket, entry, mailbox, message_id, envelope_from,
    automatic, bytes, created_at)
overriding system value
values ($1::int8, $2::int8, $3::int8, $4, $5, $6, $7::int::bool, $8, $9::timestamptz);

-- name: delivery_insert
insert into docket.delivery (id, outbox, recipient, automatic, due_at, created_at,
    state, owner, attempts)
overriding system value
values ($1::int8, $2::int8, $3, $4::int::bool, $5::timestamptz, $5::timestamptz,
    $6, $7::int4, ($6::text = 'sending')::int);

-- What a dead core left half-sent goes again: at least once.
-- name: delivery_reclaim
update docket.delivery d set state = 'queued', owner = null
 where state = 'sending' and not exists (
	select from pg_locks l
	 where l.locktype = 'advisory' and l.classid = 1684236389
	   and l.objid::int8 = d.owner and l.objsubid = 2 and l.granted);

-- The session broke, the sending goes on: under the new session's number.
-- name: delivery_adopt
update docket.delivery set owner = $2::int4
 where state = 'sending' and owner = $1::int4 and id = any($3::int8[]);

-- The send role died: its deliveries go again.
-- name: delivery_release
update docket.delivery set state = 'queued', owner = null
 where state = 'sending' and owner = $1::int4;

-- name: delivery_claim
update docket.delivery d
   set state = 'sending', owner = $1::int4, attempts = attempts + 1
  from docket.outbox o
 where o.id = d.outbox and d.id in (
	select id from docket.delivery
	 where state = 'queued' and due_at <= $2::timestamptz
	 order by due_at, id limit $3::int4 for update skip locked)
returning d.id, o.mailbox, o.envelope_from, d.recipient, o.bytes;

-- name: delivery_next
select docket.us(min(due_at)) from docket.delivery where state = 'queued';

-- name: delivery_sent
update docket.delivery set state = 'sent', owner = null, reply = $2,
    done_at = $3::timestamptz
 where id = $1::int8 and state = 'sending';

-- Not this time: again after the pause of this attempt, or never when it is
-- given up.
-- name: delivery_again
update docket.delivery d
   set state = case when given_up then 'failed' else 'queued' end,
       done_at = case when given_up then $3::timestamptz end,
       owner = null, reply = $2,
       due_at = $3::timestamptz + make_interval(secs =>
	   ($4::int8[])[least(d.attempts, cardinality($4::int8[]))])
  from docket.outbox o, lateral (select
	$3::timestamptz - o.created_at > make_interval(secs => $5::int8)) g(given_up)
 where d.id = $1::int8 and d.state = 'sending' and o.id = d.outbox
returning d.state, o.ticket, d.recipient, o.message_id, o.automatic, o.mailbox, o.entry;

-- name: delivery_failed
update docket.delivery d set state = 'failed', owner = null, reply = $2,
    done_at = $3::timestamptz
  from docket.outbox o
 where d.id = $1::int8 and d.state = 'sending' and o.id = d.outbox
returning d.state, o.ticket, d.recipient, o.message_id, o.automatic, o.mailbox, o.entry;
