-- Reading mail into tickets: all that one batch asks first, then what it writes.

-- name: id_reserve
select nextval($1::text::regclass) from generate_series(1, $2::int8);

-- Has this item or these bytes been stored?  The item itself counts first.
-- name: raw_seen
select id, coalesce(duplicate_of, id), is_item from (
	select id, duplicate_of, true as is_item from docket.raw
	 where mailbox = $1 and uidvalidity = $2::int8 and uid = $3::int8
	union all
	select id, duplicate_of, false from docket.raw
	 where sha256 = $4 and duplicate_of is null
) seen order by is_item desc limit 1;

-- name: raw_stored
select uid from docket.raw
 where mailbox = $1 and uidvalidity = $2::int8 and uid = any($3::int8[]);

-- name: raw_insert
insert into docket.raw (id, mailbox, uidvalidity, uid, sha256, size, arrived_at,
    duplicate_of, bytes)
overriding system value
values ($1::int8, $2, $3::int8, $4::int8, $5, $6::int8, $7::timestamptz, $8::int8, $9);

-- Left by docketctl deliver, or put back by docketctl quarantine retry.
-- name: raw_pending
select id, mailbox, docket.us(arrived_at), size, bytes from docket.raw
 where pending and id > $1::int8 order by id limit 8;

-- name: raw_take
select pending from docket.raw where id = $1::int8 for update;

-- name: raw_taken
update docket.raw set pending = false where id = $1::int8;

-- The letter got through after all: its quarantine entry stays as history only.
-- name: quarantine_release
update docket.entry
   set raw = null, data = data || jsonb_build_object('retried', $1::int8)
 where raw = $1::int8 and kind = 'quarantine';

-- name: contact_ensure
with found as (
	select id, project, name from docket.contact where address = $1
), made as (
	insert into docket.contact (address, name, project)
	select $1, $2, $3 where not exists (select from found)
	on conflict (address) do nothing
	returning id, project, name
)
select * from found union all select * from made;

-- The newest ticket that holds or sent one of these Message-IDs.
-- name: thread_find
select ticket from docket.message where message_id = any($1::text[])
 order by entry desc limit 1;

-- The mail of ours that a bounce is about.
-- name: thread_sent
select ticket, entry from docket.outbox where message_id = $1;

-- name: auto_count
select count(*) from docket.delivery
 where recipient = $1 and automatic and created_at > $2::timestamptz - interval '1 hour';

-- name: entry_insert
insert into docket.entry (id, ticket, at, kind, author, by_agent, public, raw,
    letter_kind, subject, body, new_text, message_id, data)
overriding system value
values ($1::int8, $2::int8, $3::timestamptz, $4, $5, $6::int::bool, $7::int::bool,
    $8::int8, $9, $10, $11, $12, $13, jsonb_object($14::text[]));

-- name: attachment_insert
insert into docket.attachment (entry, n, name, type, size, sha256)
values ($1::int8, $2::int4, $3, $4, $5::int8, $6);

-- name: message_insert
insert into docket.message (message_id, ticket, entry)
values ($1, $2::int8, $3::int8) on conflict do nothing;

-- Mails of an agent's address that were held lately: each told them by mail.
-- name: held_count
select count(*) from docket.entry
 where kind = 'held' and author = $1 and at > $2::timestamptz - interval '1 hour';

-- The same bytes again: noted where the first copy is.
-- name: duplicate_insert
insert into docket.entry (ticket, at, kind, author, raw, data)
select (select ticket from docket.entry where raw = $4::int8
	 and kind <> 'duplicate' order by id limit 1),
    $2::timestamptz, 'duplicate', $3, $1::int8, jsonb_build_object('of', $4::int8);

-- One mail from an MTA's pipe: core takes it up from the table.
-- name: deliver
with old as (
	select id from docket.raw where sha256 = $2 and duplicate_of is null
), made as (
	insert into docket.raw (mailbox, sha256, size, arrived_at, pending,
	    duplicate_of, bytes)
	select $1, $2, $3::int8, $4::timestamptz, old.id is null, old.id,
	    case when old.id is null then $5::bytea end
	  from (select) one left join old on true
	returning id, duplicate_of
), noted as (
	insert into docket.entry (ticket, at, kind, author, raw, data)
	select (select ticket from docket.entry e where e.raw = made.duplicate_of
		 and e.kind <> 'duplicate' order by e.id limit 1),
	    $4::timestamptz, 'duplicate', 'docket', id,
	    jsonb_build_object('of', duplicate_of)
	  from made where duplicate_of is not null
)
select id, duplicate_of, pg_notify('docket', 'raw') from made;
