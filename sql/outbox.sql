-- Mail on its way out.

-- name: core_number
-- out: n int4, locked void
select n, pg_advisory_lock(docket.lock_core(), n) from (select nextval('docket.core')::int4 as n) t;

-- name: outbox_insert
-- in: entry int8, stored_at at, first_delivery int8, last_delivery int8, files_of int8?,
-- in: files int8[], pictures int8[],
-- in: text_size int8, personal bool, proves bool, automatic bool, bulk bool, mailbox text,
-- in: from_name text, from_address text, reply_to text, shown text[], refs text[],
-- in: thread text[], labels text[], body text
insert into docket.outbox (entry, stored_at, first_delivery, last_delivery, files_of, files,
    pictures, text_size, personal, proves, automatic, bulk, mailbox, from_name, from_address,
    reply_to, shown, refs, thread, labels, body)
values ($entry, $stored_at, $first_delivery, $last_delivery, $files_of, $files, $pictures,
    $text_size, $personal, $proves, $automatic, $bulk, $mailbox, $from_name, $from_address,
    $reply_to, $shown, $refs, $thread, $labels, $body);

-- What a webhook gets, whole, and of which tickets it tells.
-- name: hook_insert
-- in: entry int8, stored_at at, delivery int8, queue text, tickets text[], body text
insert into docket.outbox (entry, stored_at, first_delivery, last_delivery, text_size, kind,
    personal, automatic, mailbox, from_address, refs, body)
values ($entry, $stored_at, $delivery, $delivery, octet_length($body), 'webhook', false, false,
    $queue, '', $tickets, $body);

-- With an owner it is sent at once; what is withheld waits for docketctl breaker.
-- name: delivery_insert
-- in: id int8, entry int8, created_at at, due_at at, owner int8?, automatic bool,
-- in: mailbox text, priority int8, recipient text, withheld bool
insert into docket.delivery (id, entry, created_at, due_at, state, owner, attempts, automatic,
    mailbox, priority, recipient)
overriding system value
values ($id, $entry, $created_at, $due_at,
    (case when $withheld then 'withheld' when $owner is null then 'queued'
	else 'sending' end)::docket.delivery_state,
    $owner, ($owner is not null)::int, $automatic, $mailbox, $priority, $recipient);

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

-- What is due, the most urgent first and then by time.  Of each priority of each mailbox in
-- turn the caller says how many may go and up to which row ($at, $id) it has claimed: the
-- index holds what was before that, dead, for as long as anybody has an old snapshot.
-- `most` counts what goes before it of the same mailbox, too.  An array, so that the plan
-- that serves any number looks the rows up by their ids.  A draft that is not there is told
-- by the empty address.
-- name: delivery_claim
-- in: owner int8, now at, all int8, mailbox text[], priority int8[], at int8[], id int8[],
-- in: most int8[]
-- out: id int8, priority int8, due_at at, recipient text, created_at at, ticket int8?,
-- out: subject text?, message_id text?, mailbox text, stops int8, personal bool, proves bool,
-- out: automatic bool, bulk bool, from_name text?, from_address text?, reply_to text?, shown text[],
-- out: refs text[], thread text[], labels text[], body text?, text_size int4?,
-- out: files_of int8?, n_files int4, files text[], withdrawn text[]
with claimed as (
	update docket.delivery d
	   set state = 'sending', owner = $owner, attempts = attempts + 1
	 where d.id = any(array(
		select w.id
		  from (select q.id, q.due_at, mark.n, mark.most,
			row_number() over (partition by mark.mailbox
			    order by mark.n, q.due_at, q.id) as place
			  from unnest($mailbox, $priority, $at, $id, $most)
			    with ordinality as mark(mailbox, priority, at, id, most, n)
			  cross join lateral (
				select e.id, e.due_at from docket.delivery e
				 where e.state = 'queued' and e.mailbox = mark.mailbox
				   and e.priority = mark.priority and e.due_at <= $now
				   and (e.due_at, e.id) > (docket.at(mark.at), mark.id)
				 order by e.due_at, e.id limit mark.most
				 for update skip locked) q) w
		 where w.place <= w.most
		 order by w.n, w.due_at, w.id limit $all))
	returning d.id, d.entry, d.created_at, d.priority, d.due_at, d.recipient, d.mailbox,
	    d.stops
)
select d.id, d.priority::int8, d.due_at, d.recipient, d.created_at, e.ticket,
    e.subject, e.message_id, d.mailbox, d.stops::int8, coalesce(o.personal, false),
    coalesce(o.proves, false), coalesce(o.automatic, false), coalesce(o.bulk, false), o.from_name, o.from_address, o.reply_to,
    coalesce(o.shown, '{}'), coalesce(o.refs, '{}'), coalesce(o.thread, '{}'),
    coalesce(o.labels, '{}'), o.body,
    o.text_size, o.files_of, coalesce(cardinality(o.files) + cardinality(o.pictures), 0),
    array(select concat_ws(E'\x1f', a.n, a.n = any(o.pictures), a.size, a.plain,
	coalesce(encode(a.blob, 'hex'), '-'), a.type, a.name)
	from docket.attachment a
	where a.entry = o.files_of and a.n = any(o.pictures || o.files)
	order by a.n = any(o.pictures) desc, a.n),
    array(select concat_ws(' ', w.serial, docket.us(w.at), w.agent)
	from docket.withdrawn w where w.ticket = e.ticket and o.proves)
  from claimed d
  left join lateral (
	select * from docket.outbox
	 where entry = d.entry and stored_at = d.created_at offset 0) o on true
  left join lateral (select * from docket.entry where id = d.entry offset 0) e on true;

-- Behind the same marks.
-- name: delivery_next
-- in: mailbox text[], priority int8[], at int8[], id int8[]
-- out: due_at at?
select min(q.due_at)
  from unnest($mailbox, $priority, $at, $id) as mark(mailbox, priority, at, id)
  cross join lateral (
	select e.due_at from docket.delivery e
	 where e.state = 'queued' and e.mailbox = mark.mailbox and e.priority = mark.priority
	   and (e.due_at, e.id) > (docket.at(mark.at), mark.id)
	 order by e.due_at, e.id limit 1) q;

-- All that went, in no order.
-- name: delivery_sent
-- in: ids int8[], replies text[], done_at at
-- out: as delivery_again
with gone as (
	delete from docket.delivery where id = any($ids) and state = 'sending'
	returning id, entry, recipient, automatic, attempts, due_at, created_at, mailbox
), moved as (
	insert into docket.outlet (mailbox, sent_at)
	select distinct mailbox, $done_at from gone g
	 where not exists (select from docket.outlet w where w.mailbox = g.mailbox
		and w.sent_at between $done_at - interval '1 minute' and $done_at)
	 order by mailbox
	on conflict (mailbox) do update set sent_at = excluded.sent_at
), kept as (
	insert into docket.sent (id, entry, recipient, automatic, attempts, due_at, reply,
	    created_at, done_at)
	select id, entry, recipient, automatic, attempts, due_at, r.reply, created_at, $done_at
	  from gone join unnest($ids, $replies) r(id, reply) using (id)
)
select d.id, 'sent', e.ticket, d.recipient, docket.mail_id(e.message_id, o.personal, d.id),
    coalesce(o.automatic, true), coalesce(o.personal, false),
    o.mailbox, d.entry, d.created_at, d.due_at, d.attempts::int4
  from gone d
  left join lateral (
	select * from docket.outbox
	 where entry = d.entry and stored_at = d.created_at offset 0) o on true
  left join lateral (select * from docket.entry where id = d.entry offset 0) e on true;

-- Not this time: again after the pause of this attempt, a tenth more or less, or never when
-- it is given up.  Not at its first try, which may be late because its queue stood still.
-- name: delivery_again
-- in: id int8, reply text, now at, pauses int8[], give_up_after int8
-- out: id int8, state text, ticket int8?, recipient text, message_id text?, automatic bool,
-- out: personal bool, mailbox text?, entry int8, created_at at, due_at at, attempts int4
with done as (
	update docket.delivery d
	   set state = (case when given_up then 'failed' else 'queued' end)::docket.delivery_state,
	       owner = null, reply = $reply,
	       due_at = $now + case when given_up then interval '0'
		    when too_old then interval '15 minutes'
		    else make_interval(secs => (0.9 + 0.2 * random()) *
			$pauses[least(d.attempts, cardinality($pauses))]) end
	  from (select t.old and q.attempts > 1, t.old
		  from docket.delivery q, lateral (
			select $now - q.created_at > make_interval(secs => $give_up_after)) t(old)
		 where q.id = $id) g(given_up, too_old)
	 where d.id = $id and d.state = 'sending'
	returning d.id, d.entry, d.created_at, d.state, d.recipient, d.due_at, d.attempts
)
select d.id, d.state::text, e.ticket, d.recipient, docket.mail_id(e.message_id, o.personal, d.id),
    coalesce(o.automatic, true), coalesce(o.personal, false),
    o.mailbox, d.entry, d.created_at, d.due_at, d.attempts::int4
  from done d
  left join lateral (
	select * from docket.outbox
	 where entry = d.entry and stored_at = d.created_at offset 0) o on true
  left join lateral (select * from docket.entry where id = d.entry offset 0) e on true;

-- What people wrote and waits since before: each once.
-- name: delivery_late
-- in: before at, most int8
-- out: ticket int8?, mailbox text, recipient text, reply text, author text, message_id text?
with late as (
	update docket.delivery set told_late = true
	 where id = any(array(
		select id from docket.delivery
		 where state = 'queued' and priority = 1 and not told_late and created_at < $before
		 order by created_at limit $most for update skip locked))
	returning id, entry, created_at, mailbox, recipient, reply
)
select e.ticket, d.mailbox, d.recipient, case when d.reply <> '' then d.reply else
	coalesce((select text from docket.condition where mailbox = d.mailbox
	    and kind = 'queue-stopped' and over_at is null), '') end, e.author,
    docket.mail_id(e.message_id, o.personal, d.id)
  from late d
  cross join lateral (select * from docket.entry where id = d.entry offset 0) e
  left join lateral (
	select * from docket.outbox
	 where entry = d.entry and stored_at = d.created_at offset 0) o on true;

-- Its queue stopped: it waits for that to go on, with what was said to it; what was not
-- tried ($again_at null) as if it had never been taken.
-- name: delivery_back
-- in: id int8, reply text, again_at at?, is_first bool
-- out: as delivery_again
with done as (
	update docket.delivery d set state = 'queued', owner = null,
	    attempts = d.attempts - ($again_at is null)::int,
	    reply = case when $again_at is null then d.reply else $reply end,
	    due_at = coalesce($again_at, d.due_at), stops = d.stops + $is_first::int
	 where d.id = $id and d.state = 'sending'
	returning d.id, d.entry, d.created_at, d.state, d.recipient, d.due_at, d.attempts
)
select d.id, d.state::text, e.ticket, d.recipient, docket.mail_id(e.message_id, o.personal, d.id),
    coalesce(o.automatic, true), coalesce(o.personal, false),
    o.mailbox, d.entry, d.created_at, d.due_at, d.attempts::int4
  from done d
  left join lateral (
	select * from docket.outbox
	 where entry = d.entry and stored_at = d.created_at offset 0) o on true
  left join lateral (select * from docket.entry where id = d.entry offset 0) e on true;

-- name: delivery_failed
-- in: id int8, reply text, done_at at
-- out: as delivery_again
with done as (
	update docket.delivery d set state = 'failed', owner = null, reply = $reply,
	    due_at = $done_at
	 where d.id = $id and d.state = 'sending'
	returning d.id, d.entry, d.created_at, d.state, d.recipient, d.due_at, d.attempts
)
select d.id, d.state::text, e.ticket, d.recipient, docket.mail_id(e.message_id, o.personal, d.id),
    coalesce(o.automatic, true), coalesce(o.personal, false),
    o.mailbox, d.entry, d.created_at, d.due_at, d.attempts::int4
  from done d
  left join lateral (
	select * from docket.outbox
	 where entry = d.entry and stored_at = d.created_at offset 0) o on true
  left join lateral (select * from docket.entry where id = d.entry offset 0) e on true;

-- A piece of a file that goes out.
-- name: blob_piece
-- in: sha256 text, start int8, length int8
-- out: bytes bytea
select substring(bytes from $start::int4 + 1 for $length::int4) from docket.blob
 where sha256 = decode($sha256, 'hex');
