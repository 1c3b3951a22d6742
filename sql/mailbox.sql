-- Where reading of each mailbox stands, and who reads it.

-- name: mailbox_ensure
-- in: name text, since at
insert into docket.mailbox (name, since) values ($name, $since)
on conflict do nothing;

-- One daemon reads a mailbox: the lock lives as long as its session.
-- name: mailbox_claim
-- in: name text
-- out: held bool, uidvalidity int8, old_uid int8, since at, seen_at at?
select pg_try_advisory_lock(docket.lock_mailbox(), id), uidvalidity, old_uid,
    since, seen_at
  from docket.mailbox where name = $name;

-- A folder is read for the first time, or was made anew.
-- name: mailbox_place
-- in: name text, uidvalidity int8, old_uid int8
update docket.mailbox set uidvalidity = $uidvalidity, old_uid = $old_uid, uid = 0
 where name = $name and uidvalidity <> $uidvalidity;

-- For people: what is stored is known by the mails themselves (raw_stock).
-- name: mailbox_cursor
-- in: name text, uidvalidity int8, uid int8, seen_at at?
update docket.mailbox set uid = greatest(uid, $uid), seen_at = $seen_at
 where name = $name and uidvalidity = $uidvalidity;

-- name: mailbox_health
-- in: name text, fault text?, seen_at at?
update docket.mailbox set fault = $fault,
    seen_at = case when $fault is null and fault is not null then $seen_at else seen_at end,
    heard_at = case when $fault is null then $seen_at else heard_at end
 where name = $name;

-- One row: nobody was told so of that secret.
-- name: mailbox_ends
-- in: name text, ends at, told int8
update docket.mailbox set secret_ends = $ends, secret_told = $told
 where name = $name and (secret_ends is distinct from $ends or secret_told < $told);

-- Those learnt lately: numbers are not seen in their order, so some come again.
-- name: own_since
-- in: after int8
-- out: id int8, address text, forgotten bool
select id, address, forgotten_at is not null from docket.own_address where id > $after - 64 order by id;

-- It leads here, as our own mail server says.  Not when somebody writes from it; and who
-- has all of a domain has many.
-- name: own_learn
-- in: address text, mailbox text, now at
insert into docket.own_address (address, mailbox, learnt_at)
select $address, $mailbox, $now
 where not exists (select from docket.contact_address where address = $address)
   and (select count(*) from docket.own_address) < 1000
on conflict (address) do nothing;

-- name: own_list
-- out: address text, mailbox text, learnt_at at, forgotten_at at?, forgotten_by text?
select address, mailbox, learnt_at, forgotten_at, forgotten_by from docket.own_address
 order by forgotten_at is not null, address;

-- name: own_json
-- out: as list_json
select coalesce(json_agg(o order by forgotten_at is not null, address), '[]') from (
	select address, mailbox, learnt_at, forgotten_at, forgotten_by
	  from docket.own_address) o;

-- It gets a new number, so that every core hears of it (own_since).
-- name: own_forget
-- in: address text, by text, now at
update docket.own_address set forgotten_at = $now, forgotten_by = $by, id = default
 where address = $address and forgotten_at is null;

-- name: own_state
-- in: address text
-- out: forgotten_at at?, forgotten_by text?
select forgotten_at, forgotten_by from docket.own_address where address = $address;
