-- One ticket: locked and read, made, changed.

-- name: ticket_lock
select t.id, t.subject, t.type, t.status, t.project, t.mailbox, t.requester,
    c.address, c.name, t.assignee, t.team, array_to_string(t.tags, E'\n'), t.sla,
    docket.us(t.created_at), docket.us(t.resolved_at), docket.us(t.answered_at),
    docket.us(t.asked_at), docket.us(t.update_from)
  from docket.ticket t left join docket.contact c on c.id = t.requester
 where t.id = $1::int8 for update of t;

-- What it has been, oldest first: for policies that reckon from the start.
-- name: ticket_statuses
select docket.us(at), data->>'to' from docket.entry
 where ticket = $1::int8 and data->>'what' = 'status' order by id;

-- name: ticket_fields
select name, value, raw, source, found_in, verified from docket.field
 where ticket = $1::int8 order by name;

-- name: ticket_participants
select address, name from docket.participant where ticket = $1::int8 order by address;

-- Message-IDs that the customer has seen, newest first: for References.
-- name: ticket_messages
select m.message_id from docket.message m join docket.entry e on e.id = m.entry
 where m.ticket = $1::int8 and e.public order by m.entry desc limit 10;

-- name: ticket_insert
insert into docket.ticket (id, subject, type, status, project, mailbox, requester,
    assignee, team, tags, sla, created_at, updated_at)
overriding system value
values ($1::int8, $2, $3, $4, $5, $6, $7::int8, $8, $9, $10::text[], $11,
    $12::timestamptz, $13::timestamptz);

-- name: ticket_update
update docket.ticket set status = $2, assignee = $3, team = $4, tags = $5::text[],
    resolved_at = $6::timestamptz, updated_at = $7::timestamptz, sla = $8,
    answered_at = $9::timestamptz, asked_at = $10::timestamptz,
    update_from = $11::timestamptz
 where id = $1::int8;

-- name: ticket_touch
update docket.ticket set updated_at = $2::timestamptz where id = $1::int8;

-- name: participant_insert
insert into docket.participant (ticket, address, name) values ($1::int8, $2, $3)
on conflict do nothing;

-- name: field_put
insert into docket.field (ticket, name, value, raw, source, found_in, verified, set_at)
values ($1::int8, $2, $3, $4, $5, $6, $7::int::bool, $8::timestamptz)
on conflict (ticket, name) do update
   set value = excluded.value, raw = excluded.raw, source = excluded.source,
       found_in = excluded.found_in, verified = excluded.verified,
       set_at = excluded.set_at;
