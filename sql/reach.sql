-- Addresses that mail does not get through to (daemon/ticket/reach.h).

-- What is known against these.
-- name: reach_find
-- in: addresses text[]
-- out: address text, marked text?, since at?, marked_at at?, robot_at at?, why text
select address, marked, since, marked_at, robot_at, why from docket.reach
 where address = any($addresses);

-- A mail failed, or was called spam.  A complaint outlives a bounce.  `first`: people were
-- not told before of what it is now.
-- name: reach_note
-- in: address text, marked text?, why text, ticket int8?, now at
-- out: first bool
with old as (
	select told from docket.reach where address = $address for update
), noted as (
	insert into docket.reach as r (address, marked, since, marked_at, why, ticket, failures,
	    last_at, told)
	select $address, $marked, t.marked_at, t.marked_at, $why, $ticket, 1, $now,
	    coalesce($marked, 'failed')
	  from (select count(*) from old) looked_before,
	    lateral (select case when $marked is not null then $now end) t(marked_at)
	on conflict (address) do update
	   set marked = case when r.marked = 'complaint' then r.marked
		    else coalesce(excluded.marked, r.marked) end,
	       since = coalesce(r.since, excluded.since),
	       marked_at = coalesce(excluded.marked_at, r.marked_at),
	       told = case when r.told = 'complaint' then r.told
		    else coalesce(excluded.marked, r.told, 'failed') end,
	       why = excluded.why, ticket = excluded.ticket, failures = r.failures + 1,
	       last_at = excluded.last_at
	returning told
)
select noted.told is distinct from (select told from old) from noted;

-- name: reach_robot
-- in: address text, now at
insert into docket.reach as r (address, last_at, robot_at) values ($address, $now, $now)
on conflict (address) do update set robot_at = excluded.robot_at, last_at = excluded.last_at;

-- name: reach_clear
-- in: address text
delete from docket.reach where address = $address;

-- Those that get no automatic mail, the last one first; with `all` those too from which
-- something came back.
-- name: reach_list
-- in: all bool, most int8
-- out: address text, marked text?, since at, failures int8, ticket int8?, why text
select address, marked, coalesce(since, last_at), failures, ticket, why from docket.reach
 where marked is not null or ($all and failures > 0)
 order by marked is null, coalesce(since, last_at) desc, address limit $most;

-- name: reach_json
-- in: all bool
-- out: as list_json
select coalesce(json_agg(r order by r.marked is null, r.since desc, r.address), '[]') from (
	select address, marked, coalesce(since, last_at) as since, last_at, failures, ticket, why
	  from docket.reach where marked is not null or ($all and failures > 0)) r;

-- The mail of ours that something is about, by the delivery: its return path says it.
-- name: returned_find
-- in: delivery int8
-- out: delivery int8?, ticket int8?, recipient text?, personal bool, sure bool
select d.id, e.ticket, d.recipient, coalesce(o.personal, false), true
  from (select id, entry, recipient, created_at from docket.sent where id = $delivery
	union all
	select id, entry, recipient, created_at from docket.delivery where id = $delivery) d
  left join lateral (
	select ticket from docket.entry where id = d.entry offset 0) e on true
  left join lateral (
	select personal from docket.outbox
	 where entry = d.entry and stored_at = d.created_at offset 0) o on true
 limit 1;

-- The same by the Message-ID that it names: a copy's has its delivery's number, a mail to
-- several is whose address is named, and any of them can name it.
-- name: returned_by_id
-- in: message_id text, delivery int8?, recipients text[]
-- out: as returned_find
select d.id, e.ticket, d.recipient, coalesce(o.personal, false),
    coalesce(o.first_delivery = o.last_delivery or o.personal, false)
  from (select id, at, ticket from docket.entry
	 where docket.message_hash(message_id) = docket.message_hash($message_id)
	   and message_id = $message_id and ticket is not null and kind = 'mail-out'
	 order by id desc limit 1) e
  left join lateral (
	select personal, entry, first_delivery, last_delivery from docket.outbox
	 where entry = e.id and stored_at = e.at offset 0) o on true
  left join lateral (
	select id, recipient from docket.sent
	 where id between o.first_delivery and o.last_delivery and entry = e.id
	union all
	select id, recipient from docket.delivery
	 where id between o.first_delivery and o.last_delivery and entry = e.id) d
	on d.id = $delivery or d.recipient = any($recipients)
	    or o.first_delivery = o.last_delivery
 order by d.id = $delivery desc nulls last, d.id limit 1;

-- What is known against the people of a ticket.
-- name: show_reach
-- in: ticket int8
-- out: address text, marked text?, last_at at, why text, failures int8
select address, marked, last_at, why, failures from docket.reach
 where failures > 0 and address = any(array(
	select address from docket.participant where ticket = $ticket
	union
	select c.address from docket.ticket t join docket.contact c on c.id = t.requester
	 where t.id = $ticket
	union
	select reply_to from docket.ticket where id = $ticket))
 order by address;
