-- Reading mail into tickets: all that one batch asks first, then what it writes.

-- name: id_reserve
-- in: sequence text, n int8
-- out: id int8
select nextval($sequence::text::regclass) from generate_series(1, $n);

-- Has this item or these bytes been stored?  The item itself counts first: other bytes
-- under a UID are another mail.
-- name: raw_seen
-- in: mailbox text, uidvalidity int8, uid int8, sha256 bytea
-- out: id int8, original int8, is_item bool
select id, coalesce(duplicate_of, id), is_item from (
	select id, duplicate_of, true as is_item from docket.raw
	 where mailbox = $mailbox and uidvalidity = $uidvalidity and uid = $uid
	   and sha256 = $sha256
	union all
	select id, duplicate_of, false from docket.raw
	 where sha256 = $sha256 and duplicate_of is null
) seen order by is_item desc limit 1;

-- A page of the UIDs under which mail is stored, as ranges.
-- name: raw_stock
-- in: mailbox text, uidvalidity int8, first int8
-- out: low int8?, high int8?, more bool?
select min(uid), max(uid), sum(count(*)) over () = 5000
  from (select uid, uid - dense_rank() over (order by uid) as island
	  from (select uid from docket.raw
		 where mailbox = $mailbox and uidvalidity = $uidvalidity and uid >= $first
		   and told_size is not null
		 order by uid limit 5000) page) numbered
 group by island order by 1;

-- Those of these mails, as the server tells of them, that are stored.
-- name: raw_proven
-- in: mailbox text, uidvalidity int8, uids int8[], sizes int8[], dates int8[]
-- out: uid int8?
select distinct asked.uid
  from unnest($uids, $sizes, $dates) as asked(uid, size, at)
  join docket.raw r on r.mailbox = $mailbox and r.uidvalidity = $uidvalidity
	and r.uid = asked.uid and r.told_size = asked.size
	and docket.us(r.told_at) = asked.at
 order by 1;

-- name: raw_told
-- in: id int8, told_size int8, told_at at
update docket.raw set told_size = $told_size, told_at = $told_at
 where id = $id and (told_size, told_at) is distinct from ($told_size, $told_at);

-- A mail and its bytes are one statement: neither is ever there alone.
-- name: raw_insert
-- in: id int8, mailbox text, uidvalidity int8?, uid int8?, sha256 bytea, size int8,
-- in: told_size int8 or -1, told_at at, arrived_at at, stored_at at, duplicate_of int8?,
-- in: copy_of int8?, content text?, bytes bytea
with made as (
	insert into docket.raw (id, mailbox, uidvalidity, uid, sha256, size, told_size,
	    told_at, arrived_at, stored_at, duplicate_of, copy_of, content)
	overriding system value
	values ($id, $mailbox, $uidvalidity, $uid, $sha256, $size, $told_size, $told_at,
	    $arrived_at, $stored_at, $duplicate_of, $copy_of, decode($content, 'hex'))
	returning id, stored_at, duplicate_of
)
insert into docket.raw_bytes (raw, stored_at, bytes)
select id, stored_at, $bytes from made where duplicate_of is null;

-- Left by docketctl deliver, put back by docketctl quarantine retry, or decided on by
-- docketctl held or quarantine: then `decision` is what is to come of it.  `archived` names
-- the month of bytes that are no longer here.  stored_at finds the one partition.  A page
-- is as many as a batch, and ends with the mail that makes it `bytes` long.
-- name: raw_pending
-- in: after int8, most int8, bytes int8
-- out: id int8, mailbox text, arrived_at at, size int8, bytes bytea?, archived text?,
-- out: decision text?, decided_by text?, held int8?, ticket int8?, portal text?
select p.id, p.mailbox, p.arrived_at, p.size, b.bytes,
    case when b.bytes is null then to_char(p.stored_at at time zone 'UTC', 'YYYY-MM') end,
    coalesce(h.decision, q.decision), coalesce(h.decided_by, q.decided_by), h.entry, h.ticket,
    p.portal
  from (select *, (sum(size) over (order by id))::int8 - size as before
	  from (select * from docket.raw
		 where state = 'pending' and id > $after order by id limit $most) page) p
  left join lateral (
	select bytes from docket.raw_bytes
	 where raw = p.id and stored_at = p.stored_at offset 0) b on true
  left join lateral (
	select * from docket.held
	 where raw = p.id and decision is not null offset 0) h on true
  left join lateral (
	select nullif(data->>'decision', 'drop') as decision,
	    case when data->>'decision' <> 'drop' then data->>'decided_by' end as decided_by
	  from docket.entry where raw = p.id and kind = 'quarantine'
	 order by id desc limit 1) q on true
 where p.before < $bytes
 order by p.id;

-- name: raw_take
-- in: id int8
-- out: pending bool
select state = 'pending' from docket.raw where id = $id for update;

-- name: raw_taken
-- in: id int8, copy_of int8?, content text?
update docket.raw set state = 'read', copy_of = $copy_of, content = decode($content, 'hex')
 where id = $id;

-- Before anything else of a transaction and in order: nobody waits in a ring.  What is asked
-- after it sees what those stored who had the lock before.
-- name: copy_lock
-- in: keys int8[]
-- out: locked void
select pg_advisory_xact_lock(k)
  from (select distinct k from unnest($keys) k order by k offset 0) sorted;

-- The mail that one with this content is a copy of: one that is on a ticket rather than
-- one that waits for people, and that came to this mailbox rather than to another.
-- name: copy_find
-- in: content text, mailbox text, raw int8, since at, until at
-- out: raw int8, mailbox text, ticket int8?, is_taken bool, is_done bool, is_human bool
-- out: by_rule bool
select r.id, r.mailbox, e.ticket, coalesce(e.kind <> 'held', false),
    coalesce(t.category in ('resolved', 'closed'), false),
    coalesce(e.letter_kind = 'human', false), coalesce(e.by_rule, false)
  from docket.raw r
  left join lateral (
	select kind, ticket, letter_kind, data ? 'rule' as by_rule from docket.entry
	 where raw = r.id and kind <> 'quarantine'
	 order by kind = 'held', id limit 1) e on true
  left join docket.ticket t on t.id = e.ticket
 where r.content = decode($content, 'hex') and r.id <> $raw
   and r.arrived_at between $since and $until
 order by 4 desc, 6 desc, r.mailbox = $mailbox desc, r.id limit 1;

-- For people to look at: its entry says why.
-- name: raw_quarantine
-- in: id int8
update docket.raw set state = 'quarantine' where id = $id;

-- A rule wants nothing of it: its entry says which.
-- name: raw_dropped
-- in: id int8
update docket.raw set state = 'dropped' where id = $id;

-- Who has this address, whichever of theirs it is; `address` is the preferred one.  The
-- address is claimed first: no row comes when another daemon is doing so.  Nobody is made
-- known by a mail that was erased and comes again; `mail` is its hash.
-- name: contact_ensure
-- in: address text, name text, project text, mail bytea
-- out: id int8, project text, name text, address text, known bool
with found as (
	select c.id, c.project, c.name, c.address, c.known
	  from docket.contact_address a join docket.contact c on c.id = a.contact
	 where a.address = $address
), claimed as (
	insert into docket.contact_address (address, contact)
	select $address, nextval('docket.contact_id_seq')
	 where not exists (select from found) and not exists (
		select from docket.raw
		 where sha256 = $mail and duplicate_of is null and state = 'erased')
	on conflict (address) do nothing
	returning contact
), made as (
	insert into docket.contact (id, address, name, project)
	overriding system value
	select contact, $address, $name, $project from claimed
	returning id, project, name, address, known
)
select * from found union all select * from made;

-- name: contact_known
-- in: contact int8
update docket.contact set known = true where id = $contact and not known;

-- The newest ticket that holds or sent one of these Message-IDs, also as Amazon SES changed
-- it, or whose conversation begins with it (daemon/ticket/conversation.h); else one that
-- learnt it (docket.alias).  The fences (offset 0) have each looked up: a partial index has
-- no statistics that would tell the planner to.
-- Where a mail opens a ticket in each of our mailboxes, this one's goes before.
-- name: thread_find
-- in: message_ids text[], mailbox text?
-- out: ticket int8?, is_alias bool?, is_internal bool?, about int8?
select docket.ticket_last(found.ticket), found.id < 0, found.data->>'answers' = 'internal',
    (found.data->>'about')::int8
  from unnest($message_ids) as asked(id)
  cross join lateral (
	(select e.id, e.ticket, e.data from docket.entry e
	  where docket.message_hash(e.message_id) = docket.message_hash(asked.id)
	    and e.message_id = asked.id and e.ticket is not null
	 offset 0)
	union all
	select 0, b.id, null from docket.ticket b
	 where b.id = substring(asked.id from '^docket[.]([0-9]{1,18})[.][0-9a-f]{24}@')::int8
	   and b.mark = substring(asked.id from '^docket[.][0-9]+[.]([0-9a-f]{24})@')
	union all
	(select e.id, e.ticket, e.data from docket.sent s
	   join docket.entry e on e.id = s.entry and e.ticket is not null
	  where s.reply like '250 Ok 0%' and substring(s.reply, 8, 80) =
		substring(lower(asked.id) from '^(0[0-9a-f-]{40,79})@[a-z0-9.-]*amazonses[.]com$')
	 offset 0)
	union all
	select -1, l.ticket, null from docket.alias l where l.message_id = lower(asked.id collate "C")
  ) found
  left join docket.ticket t on t.id = found.ticket and t.mailbox = $mailbox
 order by found.id < 0, t.id is not null desc, found.id desc limit 1;

-- One that nobody knows, for this ticket, which keeps so many of its newest.
-- name: alias_learn
-- in: message_id text, ticket int8, now at, most int8
with gone as (
	delete from docket.alias where message_id = any(array(
		select message_id from docket.alias where ticket = $ticket
		 order by learnt_at desc, message_id offset $most - 1))
)
insert into docket.alias (message_id, ticket, learnt_at)
select lower($message_id collate "C"), $ticket, $now
 where not exists (
	select from docket.entry e
	 where docket.message_hash(e.message_id) = docket.message_hash($message_id)
	   and e.message_id = $message_id and e.ticket is not null)
on conflict do nothing;

-- name: entry_insert
-- in: id int8, ticket int8?, at at, kind text, author text, by_agent bool, public bool,
-- in: raw int8?, letter_kind text?, subject text, body text, new_text text, message_id text?,
-- in: data text[]
insert into docket.entry (id, ticket, at, kind, author, by_agent, public, raw,
    letter_kind, subject, body, new_text, message_id, data)
overriding system value
values ($id, $ticket, $at, $kind, $author, $by_agent, $public,
    $raw, $letter_kind, $subject, $body, nullif($new_text, $body), $message_id,
    jsonb_object($data));

-- What customers have read or written before.
-- name: entry_said
-- in: ticket int8, entry int8, most int8
-- out: at at, author text, by_agent bool, text text
select at, author, by_agent, coalesce(new_text, body) from docket.entry
 where ticket = $ticket and id <> $entry and kind = 'mail-in' and public
 order by id desc limit $most;

-- name: attachment_insert
-- in: entry int8, n int8, name text, type text, size int8, sha256 text, use text,
-- in: plain bool
insert into docket.attachment (entry, n, name, type, size, sha256, blob, use, plain)
select $entry, $n, $name, $type, $size, h.digest,
    (select sha256 from docket.blob where sha256 = h.digest), $use, $plain
  from (select decode($sha256, 'hex')) h(digest);

-- All that a ticket has, as docketctl attachment counts them.
-- name: ticket_files
-- in: ticket int8
-- out: sha256 text
select encode(a.sha256, 'hex')
  from docket.entry e join docket.attachment a on a.entry = e.id
 where e.ticket = $ticket;

-- Which of these need not be fetched.
-- name: blob_known
-- in: sha256 text[]
-- out: sha256 text
select encode(b.sha256, 'hex') from docket.blob b
 where b.sha256 = any(array(select decode(h, 'hex') from unnest($sha256) h));

-- Another daemon may be storing the same: in the order of hashes nobody waits in a ring.
-- name: blob_insert
-- in: sha256 text, bytes bytea, now at
insert into docket.blob (sha256, size, bytes, stored_at)
values (decode($sha256, 'hex'), octet_length($bytes), $bytes, $now)
on conflict (sha256) do nothing;

-- It waits for people (docketctl held).
-- name: held_insert
-- in: entry int8, ticket int8, raw int8, at at
insert into docket.held (entry, ticket, raw, at) values ($entry, $ticket, $raw, $at);

-- The same mail again: noted where the first copy is.
-- name: duplicate_insert
-- in: raw int8, at at, author text, original int8, mailbox text
insert into docket.entry (ticket, at, kind, author, raw, data)
select (select ticket from docket.entry where raw = $original and kind <> 'quarantine'
	 and ticket is not null order by kind = 'held', id limit 1),
    $at, 'duplicate', case (select state from docket.raw where id = $original)
	when 'erased' then 'docket' else $author end, $raw, jsonb_build_object('of', $original, 'mailbox', $mailbox);

-- One mail from an MTA's pipe: core takes it up from the table.
-- name: deliver
-- in: mailbox text, sha256 bytea, size int8, now at, bytes bytea
-- out: id int8, duplicate_of int8?, told void
with old as (
	select id from docket.raw where sha256 = $sha256 and duplicate_of is null
), made as (
	insert into docket.raw (mailbox, sha256, size, arrived_at, stored_at, state,
	    duplicate_of)
	select $mailbox, $sha256, $size, $now, $now,
	    case when old.id is null then 'pending' else 'read' end, old.id
	  from (select) one left join old on true
	returning id, stored_at, duplicate_of
), kept as (
	insert into docket.raw_bytes (raw, stored_at, bytes)
	select id, stored_at, $bytes from made where duplicate_of is null
), noted as (
	insert into docket.entry (ticket, at, kind, author, raw, data)
	select (select ticket from docket.entry e where e.raw = made.duplicate_of
		 and e.kind <> 'quarantine' and e.ticket is not null order by e.id limit 1),
	    $now, 'duplicate', 'docket', id,
	    jsonb_build_object('of', duplicate_of, 'mailbox', $mailbox)
	  from made where duplicate_of is not null
)
select id, duplicate_of, pg_notify('docket', 'raw') from made;
