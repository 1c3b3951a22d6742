-- Where reading of each mailbox stands, and who reads it.

-- name: mailbox_ensure
insert into docket.mailbox (name, since) values ($1, $2::timestamptz)
on conflict do nothing;

-- One daemon reads a mailbox: the lock lives as long as its session.
-- name: mailbox_claim
select pg_try_advisory_lock(1684237165, hashtext(name)), uidvalidity, uid,
    docket.us(since), docket.us(seen_at)
  from docket.mailbox where name = $1;

-- name: mailbox_cursor
update docket.mailbox set uidvalidity = $2::int8, uid = $3::int8,
    seen_at = $4::timestamptz, fault = null
 where name = $1 and (uidvalidity <> $2::int8 or uid < $3::int8);

-- name: mailbox_health
update docket.mailbox set fault = $2::text,
    seen_at = case when $2::text is null then $3::timestamptz else seen_at end
 where name = $1;
