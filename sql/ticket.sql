-- One ticket: locked and read, made, changed.

-- name: ticket_lock
-- in: ticket int8
-- out: id int8, subject text, mark text, type text, status text, category text, project text,
-- out: mailbox text,
-- out: requester int8?, address text?, name text?, assignee text?, team text?, tags text[],
-- out: sla text?, created_at at, updated_at at, resolved_at at?, answered_at at?, asked_at at?,
-- out: update_from at?, reply_to text, sender text, thread_index text, thread_topic text,
-- out: known bool, marked text?, marked_since at?, marked_why text?, mail_subject text,
-- out: start_at at?, due_at at?, link_serial int8
select t.id, t.subject, t.mark, t.type, t.status, t.category, t.project, t.mailbox, t.requester,
    c.address, c.name, t.assignee, t.team, t.tags, t.sla,
    t.created_at, t.updated_at, t.resolved_at, t.answered_at, t.asked_at, t.update_from,
    t.reply_to, t.sender, t.thread_index, t.thread_topic, coalesce(c.known, false),
    x.marked, x.since, x.why, t.mail_subject, t.start_at, t.due_at, t.link_serial
  from docket.ticket t left join docket.contact c on c.id = t.requester
  left join docket.reach x on x.address = c.address and x.marked is not null
 where t.id = $ticket for update of t;

-- The same, and not locked: nothing is made of it.
-- name: ticket_read
-- in: ticket int8
-- out: as ticket_lock
select t.id, t.subject, t.mark, t.type, t.status, t.category, t.project, t.mailbox, t.requester,
    c.address, c.name, t.assignee, t.team, t.tags, t.sla,
    t.created_at, t.updated_at, t.resolved_at, t.answered_at, t.asked_at, t.update_from,
    t.reply_to, t.sender, t.thread_index, t.thread_topic, coalesce(c.known, false),
    x.marked, x.since, x.why, t.mail_subject, t.start_at, t.due_at, t.link_serial
  from docket.ticket t left join docket.contact c on c.id = t.requester
  left join docket.reach x on x.address = c.address and x.marked is not null
 where t.id = $ticket;

-- Its history is read in the order of numbers: what comes now has a higher one.  And
-- "SERIAL AT AGENT" of the reply tokens that prove nothing (daemon/ticket/withdrawn.h), and
-- "HOW NUMBER open|done SUBJECT" of related ones (relation.h), and what people are asked about
-- its version (runs.h), and
-- "found PRODUCT VERSION" of its fault (fault.h).  And how many mails on it wait.
-- name: ticket_last_entry
-- in: ticket int8
-- out: id int8?, withdrawn text[], related text[], doubt text[], faults text[],
-- out: worked int8, nonbillable int8, unbilled int8, held int8
select max(id), array(select concat_ws(' ', serial, docket.us(at), agent)
    from docket.withdrawn where ticket = $ticket),
    array(select concat_ws(' ', how, other, case when done then 'done' else 'open' end, subject)
    from docket.related($ticket)),
    coalesce((select array[product, environment, version, runs, coalesce(docket.us(since), 0)::text]
    from docket.run_doubt where ticket = $ticket), '{}'),
    array(select concat_ws(' ', what, product, version) from docket.ticket_version
    where ticket = $ticket order by at, product, key),
    (select coalesce(sum(worked), 0)::int8 from docket.time_entry
      where number = $ticket and stopped_at is not null),
    (select coalesce(sum(worked), 0)::int8 from docket.time_entry
      where number = $ticket and stopped_at is not null and not billable),
    (select coalesce(sum(e.worked), 0)::int8 from docket.time_entry e
      where e.number = $ticket and e.stopped_at is not null
	and not exists (select from docket.billed b where b.entry in (e.id, e.corrects))),
    (select count(*) from docket.held where ticket = $ticket and decision is null)
  from docket.entry where ticket = $ticket;

-- Where its fault is: the last word of a version counts.
-- name: ticket_version_put
-- in: ticket int8, what text, product text, version text, key bytea, author text, at at
insert into docket.ticket_version (ticket, what, product, version, key, author, at)
values ($ticket, $what, $product, $version, $key, $author, $at)
on conflict (ticket, product, version) do update
   set what = excluded.what, key = excluded.key, author = excluded.author, at = excluded.at;

-- name: ticket_version_drop
-- in: ticket int8, product text, version text
delete from docket.ticket_version
 where ticket = $ticket and product = $product and version = $version;

-- What its statuses meant, oldest first: for policies that reckon from the start.
-- name: ticket_statuses
-- in: ticket int8
-- out: at at, category text
select at, coalesce(category, new) from docket.change
 where ticket = $ticket and what = 'status' order by entry;

-- name: ticket_fields
-- in: ticket int8
-- out: name text, value text, raw text, source text, found_in text, verified bool
select name, value, raw, source, found_in, verified from docket.field
 where ticket = $ticket order by name;

-- name: ticket_participants
-- in: ticket int8
-- out: address text, name text, doubt text
select address, name, doubt from docket.participant where ticket = $ticket order by address;

-- Message-IDs that the customer has seen, newest first: for References.  Those of engineers'
-- own mails are nobody else's.
-- name: ticket_messages
-- in: ticket int8
-- out: message_id text?, by_customer bool
select message_id, kind = 'mail-in' from docket.entry
 where ticket = $ticket and public and message_id is not null
   and not by_agent and not data ? 'forwarded_by'
 order by id desc limit 19;

-- name: ticket_insert
-- in: id int8, subject text, mark text, type text, status text, category text, project text,
-- in: mailbox text, requester int8?, assignee text?, team text?, tags text[], sla text?,
-- in: created_at at, updated_at at, resolved_at at?, answered_at at?, asked_at at?,
-- in: update_from at?, reply_to text, sender text, thread_index text, thread_topic text
insert into docket.ticket (id, subject, mark, type, status, category, project, mailbox,
    requester, assignee, team, tags, sla, created_at, updated_at, resolved_at, answered_at,
    asked_at, update_from, reply_to, sender, thread_index, thread_topic)
overriding system value
values ($id, $subject, $mark, $type, $status, $category, $project, $mailbox, $requester,
    $assignee, $team, $tags, $sla, $created_at, $updated_at, $resolved_at, $answered_at,
    $asked_at, $update_from, $reply_to, $sender, $thread_index, $thread_topic);

-- name: ticket_update
-- in: id int8, type text, status text, category text, assignee text?, team text?, tags text[],
-- in: resolved_at at?, updated_at at, sla text?, answered_at at?, asked_at at?, update_from at?,
-- in: thread_index text
update docket.ticket set type = $type, status = $status, category = $category,
    assignee = $assignee, team = $team, tags = $tags, resolved_at = $resolved_at, updated_at = $updated_at, sla = $sla,
    answered_at = $answered_at, asked_at = $asked_at, update_from = $update_from,
    thread_index = $thread_index
 where id = $id;

-- People here see another subject from now on; its mails keep the one that they have.
-- name: ticket_rename
-- in: ticket int8, subject text
update docket.ticket set subject = $subject,
    mail_subject = case mail_subject when '' then subject else mail_subject end
 where id = $ticket;

-- name: ticket_move
-- in: ticket int8, project text
update docket.ticket set project = $project where id = $ticket;

-- name: ticket_start
-- in: ticket int8, start at?
update docket.ticket set start_at = $start where id = $ticket;

-- name: ticket_due
-- in: ticket int8, due at?
update docket.ticket set due_at = $due where id = $ticket;

-- For whom it is; where the one before wanted answers is no concern of theirs.
-- name: ticket_for
-- in: ticket int8, contact int8
update docket.ticket set requester = $contact, reply_to = '', sender = '' where id = $ticket;

-- Beside its entry.
-- name: change_insert
-- in: entry int8, ticket int8, at at, what text, field text?, old text, new text, why text,
-- in: promise json?, category text?
insert into docket.change (entry, ticket, at, what, field, old, new, why, promise, category)
values ($entry, $ticket, $at, $what, $field, $old, $new, $why, $promise, $category);

-- What agents did to it since, the newest first: changes, and what was sent to customers.
-- name: ticket_deeds
-- in: ticket int8, since at
-- out: author text, at at, is_mail bool, sent bool, what text?, field text?, old text?, new text?,
-- out: why text?
select e.author, e.at, e.raw is not null, e.public and e.kind = 'mail-in', c.what, c.field, c.old,
    c.new, c.why
  from docket.entry e left join docket.change c on c.ticket = e.ticket and c.entry = e.id
 where e.ticket = $ticket and e.by_agent and e.at >= $since
   and (c.entry is not null or e.raw is not null)
 order by e.id desc;

-- name: field_delete
-- in: ticket int8, name text
delete from docket.field where ticket = $ticket and name = $name;

-- This agent's reply tokens of the ticket, up to this serial, prove nothing from now on.
-- name: token_withdraw
-- in: ticket int8, agent text, serial int8, now at
insert into docket.withdrawn as w (ticket, agent, serial, at)
select id, $agent, $serial, $now from docket.ticket where id = $ticket
on conflict (ticket, agent) do update
   set serial = greatest(w.serial, excluded.serial), at = excluded.at;

-- name: participant_insert
-- in: ticket int8, address text, name text
insert into docket.participant (ticket, address, name) values ($ticket, $address, $name)
on conflict do nothing;

-- name: participant_delete
-- in: ticket int8, address text
delete from docket.participant where ticket = $ticket and address = $address;

-- name: participant_doubt
-- in: ticket int8, address text, doubt text
update docket.participant set doubt = $doubt where ticket = $ticket and address = $address;

-- name: field_put
-- in: ticket int8, name text, value text, key bytea, raw text, source text, found_in text,
-- in: verified bool, set_at at
insert into docket.field (ticket, name, value, key, raw, source, found_in, verified, set_at)
values ($ticket, $name, $value, $key, $raw, $source, $found_in, $verified, $set_at)
on conflict (ticket, name) do update
   set value = excluded.value, key = excluded.key, raw = excluded.raw, source = excluded.source,
       found_in = excluded.found_in, verified = excluded.verified,
       set_at = excluded.set_at;

-- Tickets in a status that their type ($types, $statuses: by their place) has not, and is
-- not said to have had: how many.  Asked when the types are edited: it reads all tickets.
-- name: standing_lost
-- in: types text[], statuses text[], replaced text[]
-- out: type text, status text, n int8
select type, status, count(*) from docket.ticket
 where type <> all($replaced)
   and (type, status) not in (select * from unnest($types, $statuses))
 group by type, status order by type, status;

-- The next of those that are none of these, or wait idly without an alarm, of a stretch of
-- numbers, which ends at `until`;
-- `last` is the last ticket.  A row without id: none is there.
-- name: standing_page
-- in: after int8, types text[], statuses text[], categories text[], idle_types text[],
-- in: idle_statuses text[], most int8
-- out: id int8?, until int8, last int8
select t.id, $after + 5000, coalesce((select max(id) from docket.ticket), 0)
  from (values (1)) as one
  left join lateral (
	select i.id from docket.ticket i
	 where i.id > $after and i.id <= $after + 5000
	   and ((type, status, category) not in (
		    select * from unnest($types, $statuses, $categories))
		or ((type, status) in (select * from unnest($idle_types, $idle_statuses))
		    and not exists (select from docket.alarm a
			where a.ticket = i.id and a.kind = 'idle' and a.point = i.status
			  and a.cycle is null and a.state = 'waiting')))
	 order by i.id limit $most) t on true
 order by t.id;

-- What would be gone with it, for who erases it: mails in and out, files, tickets that went
-- into it; is_worked: time was booked on one of them.
-- name: erase_look
-- in: ticket int8
-- out: mails int8, files int8, merged int8
with recursive gone(id) as (
	select $ticket union
	select t.id from gone join docket.ticket t on t.merged_into = gone.id
)
select (select count(*) from docket.entry e join gone g on g.id = e.ticket
	 where e.raw is not null or e.kind = 'mail-out'),
    (select count(*) from docket.entry e join gone g on g.id = e.ticket
	join docket.attachment a on a.entry = e.id),
    (select count(*) - 1 from gone);

-- name: ticket_erase
-- in: ticket int8, by_whom text, now at
-- out: tickets int8?, mails int8?, archived int8?
select tickets, mails, archived from docket.ticket_erase($ticket, $by_whom, $now);

-- name: ticket_erased
-- in: ticket int8
-- out: at at, by_whom text
select at, by_whom from docket.erased where ticket = $ticket;

-- Before turns are read; until the commit, so that two daemons take turns as one would.
-- name: rotation_lock
-- out: locked void
select pg_advisory_xact_lock(docket.lock_rotation(), 0);

-- Of these agents, in their order.
-- name: rotation_turns
-- in: team text, agents text[]
-- out: turn int8, open int8
select coalesce(r.turn, 0), (
	select count(*) from docket.ticket t
	 where t.assignee = a.name and t.category not in ('resolved', 'closed'))
  from unnest($agents) with ordinality a(name, n)
  left join docket.rotation r on r.team = $team and r.agent = a.name
 order by a.n;

-- name: rotation_given
-- in: team text, agent text, turn int8
insert into docket.rotation (team, agent, turn) values ($team, $agent, $turn)
    on conflict (team, agent) do update set turn = excluded.turn;
