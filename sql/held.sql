-- Mail that is held on a ticket (docketctl held), and who is told of it.

-- The longest waiting first.
-- name: held_list
-- in: most int8
-- out: entry int8, ticket int8, at at, author text, subject text, reason text?
select h.entry, h.ticket, h.at, e.author, e.subject, e.data->>'reason'
  from (select * from docket.held where decision is null order by at, entry limit $most) h
  join docket.entry e on e.id = h.entry
 order by h.at, h.entry

-- name: held_json
-- in: most int8
-- out: as list_json
select coalesce(json_agg(json_build_object(
    'id', h.entry, 'ticket', h.ticket, 'at', h.at, 'author', e.author,
    'subject', e.subject, 'reason', e.data->>'reason') order by h.at, h.entry), '[]')
  from (select * from docket.held where decision is null order by at, entry limit $most) h
  join docket.entry e on e.id = h.entry

-- Of one ticket and of those that went into it, and nobody else decides until this transaction
-- ends; may_take: as docket.contact_take() would.
-- name: held_waiting
-- in: ticket int8
-- out: entry int8, author text, is_kept bool, may_take bool
with recursive came(id) as (
	select $ticket
	union
	select c.id from came join docket.ticket c on c.merged_into = came.id)
select h.entry, e.author, exists (select from docket.raw r
	join docket.raw_bytes b on b.raw = r.id and b.stored_at = r.stored_at
	where r.id = h.raw),
    t.requester is not null and not exists (
	select from docket.contact_address a where a.address = e.author
	   and a.contact <> t.requester and (
		exists (select from docket.ticket o where o.requester = a.contact) or exists (
		    select from docket.contact_address b where b.contact = a.contact
		       and b.address <> e.author)))
  from docket.ticket t cross join came
  join docket.held h on h.ticket = came.id
  join docket.entry e on e.id = h.entry
 where t.id = $ticket and h.decision is null
 order by h.at, h.entry limit 100 for update of h

-- name: held_show
-- in: entry int8
-- out: ticket int8, at at, author text, subject text, reason text?, body text, decision text?,
-- out: decided_by text?, decided_at at?, is_kept bool
select h.ticket, h.at, e.author, e.subject, e.data->>'reason', e.body, h.decision,
    h.decided_by, h.decided_at, exists (select from docket.raw r
	join docket.raw_bytes b on b.raw = r.id and b.stored_at = r.stored_at
	where r.id = h.raw)
  from docket.held h join docket.entry e on e.id = h.entry
 where h.entry = $entry

-- name: held_show_json
-- in: entry int8
-- out: as list_json
select json_build_object(
    'id', h.entry, 'ticket', h.ticket, 'at', h.at, 'author', e.author,
    'subject', e.subject, 'reason', e.data->>'reason', 'body', e.body, 'raw', h.raw,
    'decision', h.decision, 'decided_by', h.decided_by, 'decided_at', h.decided_at)
  from docket.held h join docket.entry e on e.id = h.entry
 where h.entry = $entry

-- A decision is made once: the mail is pending again, for a core to read, and the history
-- says who decided.  No row: there is nothing to decide.  `done` is false when the address
-- is somebody else's, and then nothing was decided.
-- name: held_decide
-- in: entry int8, decision text, remember bool, decider text, by_agent bool, now at
-- out: author text, done bool
with asked as materialized (
	select h.entry, h.raw, e.author, t.requester
	  from docket.held h
	  join docket.entry e on e.id = h.entry
	  join docket.ticket t on t.id = docket.ticket_last(h.ticket)
	 where h.entry = $entry and h.decision is null
	   and ($decision = 'drop' or exists (select from docket.raw r
		join docket.raw_bytes b on b.raw = r.id and b.stored_at = r.stored_at
		where r.id = h.raw))
	   for update of h
), may as materialized (
	select a.*, not $remember or docket.contact_take(a.author, a.requester) as done
	  from asked a
), decided as (
	update docket.held h
	   set decision = $decision, decided_by = $decider, decided_at = $now
	  from may m where h.entry = m.entry and m.done
	returning h.entry, h.ticket, h.raw
), again as (
	update docket.raw r set state = 'pending' from decided d
	 where r.id = d.raw and $decision <> 'drop'
), noted as (
	insert into docket.entry (ticket, at, kind, author, by_agent, data)
	select d.ticket, $now, 'command', $decider, $by_agent, jsonb_build_object(
	    'held', d.entry::text, 'decision', $decision
		|| case when $remember then ', and the address is remembered' else '' end)
	  from decided d
)
select author, done from may

-- The mail that its author confirms, if it waits on a ticket.
-- name: confirm_find
-- in: raw int8
-- out: entry int8, ticket int8
select entry, ticket from docket.held where raw = $raw

-- Nobody has decided what becomes of it.
-- name: confirm_waits
-- in: raw int8
-- out: waits bool
select exists (select from docket.held where raw = $raw and decision is null)
    or exists (select from docket.raw where id = $raw and state = 'quarantine')

-- It came again by another way and was taken: it waits for nobody.
-- name: held_relieve
-- in: first int8, raw int8, now at
with decided as (
	update docket.held set decision = 'drop', decided_by = 'docket', decided_at = $now
	 where raw = $first and decision is null
	returning entry, ticket
)
insert into docket.entry (ticket, at, kind, author, data)
select ticket, $now, 'rule', 'docket', jsonb_build_object('what', 'held mail came again and was taken',
    'held', entry::text, 'raw', $raw)
  from decided;

-- Whether a mail of its own tells this reader now; else it waits for the reader's digest,
-- which is due at `digest_at`.
-- name: held_told
-- in: recipient text, event text, entry int8, now at, pause int8
-- out: is_now bool, digest_at at?
with told as (
	insert into docket.held_told as p (recipient, event, free_at)
	values ($recipient, $event, $now + $pause * interval '1 second')
	on conflict (recipient, event) do update set
	    free_at = case when p.digest_at is null and p.free_at <= $now
		then excluded.free_at else p.free_at end,
	    digest_at = case when p.digest_at is null and p.free_at <= $now
		then null else coalesce(p.digest_at, p.free_at) end
	returning digest_at
), waits as (
	insert into docket.held_untold (recipient, event, entry)
	select $recipient, $event, $entry from told where digest_at is not null
	on conflict do nothing		-- another rule tells the same reader of it
)
select digest_at is null, digest_at from told

-- Whose digest is due, but for those that another daemon writes.
-- name: held_digests
-- in: now at
-- out: recipient text, event text
select recipient, event from docket.held_told
 where digest_at <= $now order by digest_at limit 100 for update skip locked

-- What of it still waits, the oldest first; `n` is how much there is.  `id` is what the
-- commands take: a held mail's entry, the mail itself in quarantine.
-- name: held_digest
-- in: recipient text, event text, most int8
-- out: id int8?, ticket int8?, mailbox text?, at at?, author text?, subject text?,
-- out: reason text?, title text?, withdrawn text[], n int8?
select id, ticket, mailbox, at, author, subject, reason, title,
    array(select concat_ws(' ', w.serial, docket.us(w.at), w.agent)
	from docket.withdrawn w where w.ticket = waiting.ticket), count(*) over () from (
	select h.entry as id, h.ticket, t.mailbox, h.at, e.author, e.subject,
	    e.data->>'reason' as reason, coalesce(nullif(t.mail_subject, ''), t.subject) as title
	  from docket.held_untold u
	  join docket.held h on h.entry = u.entry and h.decision is null
	  join docket.entry e on e.id = h.entry
	  join docket.ticket t on t.id = h.ticket
	 where u.recipient = $recipient and u.event = $event
	union all
	select r.id, null, r.mailbox, r.arrived_at, e.author, e.subject, e.data->>'reason', null
	  from docket.held_untold u
	  join docket.entry e on e.id = u.entry and e.kind = 'quarantine'
	  join docket.raw r on r.id = e.raw and r.state = 'quarantine'
	 where u.recipient = $recipient and u.event = $event) waiting
 order by at, id limit $most

-- name: held_digest_done
-- in: recipient text, event text, now at, pause int8
with told as (
	delete from docket.held_untold where recipient = $recipient and event = $event
)
update docket.held_told
   set digest_at = null, free_at = $now + $pause * interval '1 second'
 where recipient = $recipient and event = $event

-- The newest mails that were taken on a ticket: which of them can become a ticket of its own.
-- `into` is the one that it became; is_going: that it becomes.
-- name: taken_mails
-- in: ticket int8, most int8
-- out: entry int8, is_customers bool, is_passed_on bool, is_first bool, is_kept bool,
-- out: into int8?, is_going bool, asked_at at?
select e.id, not e.by_agent, e.data ? 'forwarded_by',
    e.id = (select min(f.id) from docket.entry f where f.ticket = $ticket and f.raw is not null),
    exists (select from docket.raw r
	join docket.raw_bytes b on b.raw = r.id and b.stored_at = r.stored_at
	where r.id = e.raw),
    (select s.ticket from docket.entry s where s.raw = e.raw and s.kind <> 'quarantine'
	and s.data ? 'split_from' and s.ticket is not null and s.id > e.id order by s.id limit 1),
    exists (select from docket.held h join docket.raw r on r.id = h.raw
	where h.raw = e.raw and h.decision = 'split' and r.state = 'pending'),
    case when not e.by_agent and coalesce(e.letter_kind, 'human') = 'human' then e.at end
  from docket.entry e
 where e.ticket = $ticket and e.kind = 'mail-in' and e.raw is not null
 order by e.id desc limit $most;

-- The oldest question since then that nobody answered in a ticket that went into this one.
-- name: merged_asked
-- in: ticket int8, since at
-- out: asked_at at?
with recursive came as (
	select id from docket.ticket where merged_into = $ticket
	union
	select t.id from came join docket.ticket t on t.merged_into = came.id
)
select min(e.at)
  from came
  join docket.entry e on e.ticket = came.id and e.kind = 'mail-in' and not e.by_agent
   and coalesce(e.letter_kind, 'human') = 'human' and e.at >= $since
 where not exists (select from docket.entry a where a.ticket = e.ticket
	and a.kind = 'mail-in' and a.by_agent and a.public and a.id > e.id);

-- It is read once more, and opens a ticket of its own: who ordered it is in the history.
-- name: mail_split
-- in: entry int8, decider text, now at
with mail as (
	select id, ticket, raw, at from docket.entry where id = $entry
), decided as (
	insert into docket.held (entry, ticket, raw, at, decision, decided_by, decided_at)
	select id, ticket, raw, at, 'split', $decider, $now from mail
	on conflict (raw) do update set entry = excluded.entry, ticket = excluded.ticket,
	    decision = excluded.decision, decided_by = excluded.decided_by,
	    decided_at = excluded.decided_at
	returning raw
)
update docket.raw r set state = 'pending' from decided d where r.id = d.raw;
