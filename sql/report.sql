-- What docketctl asks, read-only but for the two retries at the end.  Statements
-- named *_json give one JSON text.

-- Open tickets, the last changed first.
-- name: list_open
-- in: status text?, project text?, held bool, wanted where, most int8
-- out: id int8, type text, status text, project text, severity text?, version text?, assignee text?,
-- out: team text?, subject text, requester text?, updated_at at, do_by at?, due_at at?, held int8,
-- out: held_at at?, away_until at?
select t.id, t.type, t.status, t.project, s.value, v.value, t.assignee, t.team, t.subject,
    c.address, t.updated_at, t.due_at,
    (select min(y.due_at) from docket.cycle y
      where y.ticket = t.id and y.stopped_at is null and y.state = 'running'),
    (select count(*) from docket.held h where h.ticket = t.id and h.decision is null),
    (select min(h.at) from docket.held h where h.ticket = t.id and h.decision is null),
    (select away_until from docket.agent where name = t.assignee)
  from docket.ticket t
  left join docket.contact c on c.id = t.requester
  left join docket.field s on s.ticket = t.id and s.name = 'severity'
  left join docket.field v on v.ticket = t.id and v.name = 'version'
 where t.category not in ('resolved', 'closed')
   and ($status is null or $status in (t.status, t.category))
   and ($project is null or t.project = $project)
   and $wanted
   and (not $held or exists (select from docket.held h
	where h.ticket = t.id and h.decision is null))
 order by t.updated_at desc, t.id desc limit $most

-- An engineer's.
-- name: list_own
-- in: agent text, most int8
-- out: as list_open
select t.id, t.type, t.status, t.project, s.value, v.value, t.assignee, t.team, t.subject,
    c.address, t.updated_at, t.due_at,
    (select min(y.due_at) from docket.cycle y
      where y.ticket = t.id and y.stopped_at is null and y.state = 'running'),
    (select count(*) from docket.held h where h.ticket = t.id and h.decision is null),
    (select min(h.at) from docket.held h where h.ticket = t.id and h.decision is null),
    (select away_until from docket.agent where name = t.assignee)
  from docket.ticket t
  left join docket.contact c on c.id = t.requester
  left join docket.field s on s.ticket = t.id and s.name = 'severity'
  left join docket.field v on v.ticket = t.id and v.name = 'version'
 where t.assignee = $agent and t.category not in ('resolved', 'closed')
 order by t.updated_at desc, t.id desc limit $most

-- Whose requester this contact is, in this project, as their mails call them, the newest
-- first; `n` is how many there are.  One that may be another's, in their name, is left out.
-- name: tickets_own
-- in: contact int8, project text, most int8
-- out: id int8, subject text, category text, created_at at, n int8
select t.id, coalesce(nullif(t.mail_subject, ''), t.subject), t.category, t.created_at,
    count(*) over ()
  from docket.ticket t
 where t.requester = $contact and t.project = $project and t.category <> 'closed'
   and not exists (select from docket.participant p
	join docket.contact_address a on a.address = p.address and a.contact = $contact
	where p.ticket = t.id and p.doubt <> '')
 order by t.id desc limit $most

-- Of any status, the newest first.
-- name: list_all
-- in: status text?, project text?, held bool, wanted where, most int8
-- out: as list_open
select t.id, t.type, t.status, t.project, s.value, v.value, t.assignee, t.team, t.subject,
    c.address, t.updated_at, t.due_at,
    (select min(y.due_at) from docket.cycle y
      where y.ticket = t.id and y.stopped_at is null and y.state = 'running'),
    (select count(*) from docket.held h where h.ticket = t.id and h.decision is null),
    (select min(h.at) from docket.held h where h.ticket = t.id and h.decision is null),
    (select away_until from docket.agent where name = t.assignee)
  from docket.ticket t
  left join docket.contact c on c.id = t.requester
  left join docket.field s on s.ticket = t.id and s.name = 'severity'
  left join docket.field v on v.ticket = t.id and v.name = 'version'
 where ($status is null or $status in (t.status, t.category))
   and ($project is null or t.project = $project)
   and $wanted
   and (not $held or exists (select from docket.held h
	where h.ticket = t.id and h.decision is null))
 order by t.id desc limit $most

-- The tickets of a list, in its order.
-- name: list_json
-- in: tickets int8[]
-- out: json json
select coalesce(json_agg(json_build_object(
    'id', t.id, 'subject', t.subject, 'type', t.type, 'status', t.status,
    'project', t.project, 'assignee', t.assignee, 'team', t.team,
    'assignee_away_until', (select away_until from docket.agent where name = t.assignee),
    'requester', c.address, 'tags', t.tags, 'start_at', t.start_at, 'do_by', t.due_at,
    'fields', (select coalesce(json_object_agg(f.name, f.value order by f.name), '{}')
		 from docket.field f where f.ticket = t.id),
    'created_at', t.created_at, 'updated_at', t.updated_at,
    'resolved_at', t.resolved_at,
    'held', (select count(*) from docket.held h
		where h.ticket = t.id and h.decision is null),
    'held_at', (select min(h.at) from docket.held h
		where h.ticket = t.id and h.decision is null),
    'due_at', (select min(y.due_at) from docket.cycle y
		where y.ticket = t.id and y.stopped_at is null and y.state = 'running'))
    order by ids.n), '[]')
  from unnest($tickets) with ordinality as ids(id, n)
  join docket.ticket t on t.id = ids.id
  left join docket.contact c on c.id = t.requester

-- name: show_ticket
-- in: ticket int8
-- out: subject text, type text, status text, project text, mailbox text, address text?,
-- out: name text?, assignee text?, team text?, tags text, sla text?, created_at at,
-- out: updated_at at, resolved_at at?, reply_to text, sender text, start_at at?, away_until at?,
-- out: found_in text, not_in text, fixed_in text, worked int8, nonbillable int8
select t.subject, t.type, t.status, t.project, concat_ws(', ', t.mailbox,
	(select string_agg(distinct e.data->>'mailbox', ', ') from docket.entry e
	  where e.ticket = $ticket and e.kind = 'duplicate'
	    and e.data->>'mailbox' <> t.mailbox)), c.address, c.name,
    t.assignee, t.team, array_to_string(t.tags, ', '), t.sla, t.created_at,
    t.updated_at, t.resolved_at, t.reply_to, t.sender, t.start_at,
    (select away_until from docket.agent where name = t.assignee), v.found, v.none, v.fixed,
    (select coalesce(sum(worked), 0)::int8 from docket.time_entry
      where number = $ticket and stopped_at is not null),
    (select coalesce(sum(worked), 0)::int8 from docket.time_entry
      where number = $ticket and stopped_at is not null and not billable)
  from docket.ticket t left join docket.contact c on c.id = t.requester
  cross join lateral (select
	coalesce(string_agg(product || ' ' || version, ', ' order by product, key)
	    filter (where what = 'found'), '') as found,
	coalesce(string_agg(product || ' ' || version, ', ' order by product, key)
	    filter (where what = 'not'), '') as none,
	coalesce(string_agg(product || ' ' || version, ', ' order by product, key)
	    filter (where what = 'fixed'), '') as fixed
	from docket.ticket_version where ticket = t.id) v
 where t.id = $ticket

-- When people want to see it again.
-- name: show_waking
-- in: ticket int8
-- out: kind text, point text, due_at at
select kind, point, due_at from docket.alarm
 where ticket = $ticket and cycle is null and state = 'waiting' and kind <> 'quiet'
 order by due_at

-- name: show_range
-- out: first int8?, last int8?, n int8
select min(id), max(id), count(*) from (
	(select id from docket.ticket order by id limit 1)
	union all
	(select id from docket.ticket order by id desc limit 1)) ends

-- What an entry carries beside its text, a line each but for what C words itself.
-- name: show_entries
-- in: ticket int8
-- out: id int8, at at, kind text, author text, by_agent bool, public bool, letter_kind text?,
-- out: subject text, body text, new_text text, raw int8?, what text?, old text?, new text?, why text?,
-- out: data text?, waits bool
select e.id, e.at, e.kind, e.author, e.by_agent, e.public, e.letter_kind,
    e.subject, e.body, coalesce(e.new_text, e.body), e.raw, coalesce(c.field, c.what), c.old, c.new,
    c.why,
    (select string_agg(d.key || ': ' || translate(d.value, E'\r\n', '  '), E'\n'
		order by d.key)
       from jsonb_each_text(case when e.kind = 'change' then e.data
		else e.data || docket.change_data(c) end) d
      where d.key not in ('resolves', 'about') and (d.key, d.value) <> ('what', 'promise')),
    e.kind = 'held' and exists (select from docket.held h
	where h.entry = e.id and h.decision is null)
  from docket.entry e
  left join docket.change c on c.entry = e.id and c.ticket = e.ticket
 where e.ticket = $ticket order by e.id

-- name: show_attachments
-- in: ticket int8
-- out: entry int8, name text, type text, size int8
select a.entry, a.name, a.type, a.size
  from docket.entry e join docket.attachment a on a.entry = e.id
 where e.ticket = $ticket order by a.entry, a.n

-- Its files, in the order in which they are numbered.
-- name: attachment_list
-- in: ticket int8
-- out: at at, author text, name text, type text, size int8, use text, is_kept bool
select e.at, e.author, a.name, a.type, a.size, a.use, a.blob is not null
  from docket.entry e join docket.attachment a on a.entry = e.id
 where e.ticket = $ticket order by a.entry, a.n

-- name: attachment_json
-- in: ticket int8
-- out: as list_json
select coalesce(json_agg(json_build_object(
    'file', f.file, 'at', f.at, 'author', f.author, 'name', f.name, 'type', f.type,
    'size', f.size, 'use', f.use, 'sha256', encode(f.sha256, 'hex'), 'kept', f.blob is not null)
    order by f.file), '[]')
  from (select row_number() over (order by a.entry, a.n) as file, e.at, e.author, a.*
	  from docket.entry e join docket.attachment a on a.entry = e.id
	 where e.ticket = $ticket) f

-- The file of a ticket by its number in the history, from 1.
-- name: attachment_bytes
-- in: ticket int8, n int8
-- out: name text, size int8, is_kept bool, bytes bytea?
select a.name, a.size, a.blob is not null, b.bytes
  from docket.entry e join docket.attachment a on a.entry = e.id
  left join docket.blob b on b.sha256 = a.blob
 where e.ticket = $ticket order by a.entry, a.n offset $n - 1 limit 1

-- name: show_mails
-- in: ticket int8
-- out: id int8, recipient text, state text, attempts int4, due_at at, done_at at?, reply text,
-- out: entry int8?
select d.id, d.recipient, d.state, d.attempts, d.due_at, d.done_at, d.reply, d.entry
  from docket.entry e
  join docket.outbox o on o.entry = e.id and o.stored_at = e.at
  cross join lateral (
	select id, entry, recipient, state::text, attempts::int4, due_at,
	    docket.given_up_at(state, due_at) as done_at, reply
	  from docket.delivery
	 where id between o.first_delivery and o.last_delivery and entry = o.entry
	union all
	select id, entry, recipient, 'sent', attempts, due_at, done_at, reply
	  from docket.sent
	 where id between o.first_delivery and o.last_delivery and entry = o.entry) d
 where e.ticket = $ticket order by e.id, d.id

-- name: show_json
-- in: ticket int8
-- out: as list_json
select json_build_object(
    'id', t.id, 'subject', t.subject, 'type', t.type, 'status', t.status,
    'project', t.project, 'mailbox', t.mailbox,
    'other_mailboxes', (select coalesce(json_agg(distinct e.data->>'mailbox'), '[]')
	from docket.entry e where e.ticket = t.id and e.kind = 'duplicate'
	  and e.data->>'mailbox' <> t.mailbox),
    'assignee', t.assignee, 'team', t.team, 'tags', t.tags, 'sla', t.sla,
    'start_at', t.start_at, 'do_by', t.due_at,
    'assignee_away_until', (select away_until from docket.agent where name = t.assignee),
    'timers', (select coalesce(json_agg(json_build_object('agent', x.agent, 'ticket', x.number,
	'started_at', x.started_at, 'resumed_at', x.resumed_at, 'worked_s', x.worked,
	'text', x.text) order by x.agent), '[]')
	from docket.time_entry x where x.stopped_at is null and x.number = t.id),
    'requester', case when c.id is not null then json_build_object(
	'address', c.address, 'name', c.name) end,
    'reply_to', nullif(t.reply_to, ''), 'sender', nullif(t.sender, ''),
    'worked', (select coalesce(sum(worked), 0) from docket.time_entry
	where number = t.id and stopped_at is not null),
    'nonbillable', (select coalesce(sum(worked), 0) from docket.time_entry
	where number = t.id and stopped_at is not null and not billable),
    'created_at', t.created_at, 'updated_at', t.updated_at,
    'resolved_at', t.resolved_at,
    'participants', (select coalesce(json_agg(json_build_object(
	'address', p.address, 'name', p.name, 'doubt', p.doubt) order by p.address), '[]')
	from docket.participant p where p.ticket = t.id),
    'related', (select coalesce(json_agg(json_build_object(
	'how', r.how, 'ticket', r.other, 'status', r.status, 'done', r.done,
	'subject', r.subject) order by r.how, r.other), '[]')
	from docket.related(t.id) r),
    'versions', (select coalesce(json_agg(json_build_object(
	'what', v.what, 'product', v.product, 'version', v.version, 'author', v.author,
	'at', v.at) order by v.product, v.key), '[]')
	from docket.ticket_version v where v.ticket = t.id),
    'fields', (select coalesce(json_agg(json_build_object(
	'name', f.name, 'value', f.value, 'raw', f.raw, 'source', f.source,
	'found_in', f.found_in, 'verified', f.verified, 'set_at', f.set_at)
	order by f.name), '[]')
	from docket.field f where f.ticket = t.id),
    'clocks', (select coalesce(json_agg(json_build_object(
	'clock', y.clock, 'n', y.n, 'state', y.state, 'policy', y.policy,
	'severity', y.severity, 'calendar', y.calendar, 'target_s', y.target,
	'worked_us', y.worked, 'started_at', y.started_at,
	'resumed_at', y.resumed_at, 'due_at', y.due_at,
	'breached_at', y.breached_at, 'stopped_at', y.stopped_at, 'cause', y.cause,
	'alarms', (select coalesce(json_agg(json_build_object(
	    'kind', a.kind, 'point', a.point, 'epoch', a.epoch,
	    'due_at', a.due_at, 'fired_at', a.fired_at, 'state', a.state)
	    order by a.due_at, a.fired_at, a.kind desc, a.point), '[]')
	    from docket.alarms a where a.cycle = y.id))
	order by y.clock, y.n), '[]')
	from docket.cycle y where y.ticket = t.id),
    'entries', (select coalesce(json_agg(json_build_object(
	'id', e.id, 'at', e.at, 'kind', e.kind, 'author', e.author,
	'by_agent', e.by_agent, 'public', e.public, 'raw', e.raw,
	'letter_kind', e.letter_kind, 'subject', e.subject,
	'new_text', coalesce(e.new_text, e.body), 'body', e.body, 'message_id', e.message_id,
	'data', e.data || docket.change_data(h),
	'attachments', (select coalesce(json_agg(json_build_object(
	    'name', x.name, 'type', x.type, 'size', x.size, 'sha256', encode(x.sha256, 'hex'))
	    order by x.n), '[]')
	    from docket.attachment x where x.entry = e.id))
	order by e.id), '[]')
	from docket.entry e
	left join docket.change h on h.entry = e.id and h.ticket = e.ticket
	where e.ticket = t.id),
    'mails', (select coalesce(json_agg(json_build_object(
	'id', d.id, 'message_id', docket.mail_id(e.message_id, o.personal, d.id),
	'mailbox', o.mailbox,
	'entry', o.entry, 'recipient', d.recipient, 'automatic', d.automatic,
	'state', d.state, 'attempts', d.attempts, 'due_at', d.due_at,
	'done_at', d.done_at, 'reply', d.reply) order by d.id), '[]')
	from docket.entry e
	join docket.outbox o on o.entry = e.id and o.stored_at = e.at
	cross join lateral (
	    select id, recipient, automatic, state::text, attempts, due_at,
		docket.given_up_at(state, due_at) as done_at, reply
	      from docket.delivery
	     where id between o.first_delivery and o.last_delivery and entry = o.entry
	    union all
	    select id, recipient, automatic, 'sent', attempts, due_at, done_at, reply
	      from docket.sent
	     where id between o.first_delivery and o.last_delivery and entry = o.entry) d
	where e.ticket = t.id))
  from docket.ticket t left join docket.contact c on c.id = t.requester
 where t.id = $ticket

-- Deliveries that are not done, or were given up.
-- Why a queue stands still is told with each of its mails; paused goes before stopped.
-- name: queue_list
-- in: most int8
-- out: id int8, state text, attempts int4, due_at at, recipient text, ticket int8?, reply text,
-- out: mailbox text, stands text?, because text?, mend text?
select d.id, d.state::text, d.attempts::int4, d.due_at, d.recipient, e.ticket, d.reply,
    d.mailbox, c.kind, c.text, c.mend
  from (select * from docket.delivery order by id limit $most) d
  left join docket.entry e on e.id = d.entry
  left join lateral (
	select * from docket.condition
	 where mailbox = d.mailbox and kind in ('queue-paused', 'queue-stopped')
	   and over_at is null
	 order by kind limit 1) c on true
 order by d.id

-- name: queue_show
-- in: id int8
-- out: id int8, state text, attempts int4, due_at at, recipient text, ticket int8?, reply text,
-- out: mailbox text, stands text?, because text?, mend text?, priority int4, created_at at,
-- out: subject text?, message_id text?, template text?
select d.id, d.state::text, d.attempts::int4, d.due_at, d.recipient, e.ticket, d.reply,
    d.mailbox, c.kind, c.text, c.mend, d.priority::int4, d.created_at, e.subject,
    docket.mail_id(e.message_id, o.personal, d.id), e.data->>'template'
  from docket.delivery d
  left join docket.entry e on e.id = d.entry
  left join lateral (
	select * from docket.outbox
	 where entry = d.entry and stored_at = d.created_at offset 0) o on true
  left join lateral (
	select * from docket.condition
	 where mailbox = d.mailbox and kind in ('queue-paused', 'queue-stopped')
	   and over_at is null
	 order by kind limit 1) c on true
 where d.id = $id

-- name: queue_json
-- in: most int8
-- out: as list_json
select coalesce(json_agg(json_build_object(
    'id', q.id, 'state', q.state, 'attempts', q.attempts, 'due_at', q.due_at,
    'recipient', q.recipient, 'ticket', e.ticket, 'mailbox', q.mailbox,
    'priority', q.priority, 'stands', c.kind, 'because', c.text, 'mend', c.mend,
    'message_id', docket.mail_id(e.message_id, o.personal, q.id), 'reply', q.reply,
    'created_at', q.created_at,
    'done_at', docket.given_up_at(q.state, q.due_at)) order by q.id), '[]')
  from (select * from docket.delivery order by id limit $most) q
  left join docket.entry e on e.id = q.entry
  left join lateral (
	select * from docket.condition
	 where mailbox = q.mailbox and kind in ('queue-paused', 'queue-stopped')
	   and over_at is null
	 order by kind limit 1) c on true
  left join lateral (
	select * from docket.outbox
	 where entry = q.entry and stored_at = q.created_at offset 0) o on true

-- name: queue_state
-- in: id int8
-- out: state text, recipient text, done_at at?
select state::text, recipient, docket.given_up_at(state, due_at) from docket.delivery where id = $id
union all
select 'sent', recipient, done_at from docket.sent where id = $id

-- Mail that docket could not read; its raw text is at docket.raw.
-- name: quarantine_list
-- in: most int8
-- out: id int8, arrived_at at, mailbox text, size int8, author text, subject text,
-- out: reason text?, pending bool, letter_kind text?
select r.id, r.arrived_at, r.mailbox, r.size, e.author, e.subject,
    e.data->>'reason', r.state = 'pending', e.letter_kind
  from (select * from docket.raw where state = 'quarantine'
	union all
	select * from docket.raw where state = 'pending') r
  cross join lateral (
	select * from docket.entry where raw = r.id and kind = 'quarantine'
	 order by id desc limit 1) e
 order by r.id limit $most

-- What people or rules want nothing of, the last first; its bytes are kept.
-- name: quarantine_dropped
-- in: most int8
-- out: as quarantine_list
select r.id, r.arrived_at, r.mailbox, r.size, e.author, e.subject,
    e.data->>'reason', false, e.letter_kind
  from (select * from docket.raw where state = 'dropped'
	 order by arrived_at desc, id desc limit $most) r
  cross join lateral (
	select * from docket.entry where raw = r.id and kind = 'quarantine'
	 order by id desc limit 1) e
 order by r.arrived_at desc, r.id desc

-- name: quarantine_dropped_json
-- in: most int8
-- out: as list_json
select coalesce(json_agg(json_build_object(
    'id', r.id, 'entry', q.id, 'arrived_at', r.arrived_at, 'mailbox', r.mailbox,
    'uidvalidity', r.uidvalidity, 'uid', r.uid, 'size', r.size, 'author', q.author,
    'subject', q.subject, 'message_id', q.message_id, 'letter_kind', q.letter_kind,
    'reason', q.data->>'reason', 'rule', q.data->>'rule', 'decided_by', q.data->>'decided_by',
    'dropped_at', q.at) order by r.arrived_at desc, r.id desc), '[]')
  from (select * from docket.raw where state = 'dropped'
	 order by arrived_at desc, id desc limit $most) r
  cross join lateral (
	select * from docket.entry where raw = r.id and kind = 'quarantine'
	 order by id desc limit 1) q

-- name: quarantine_json
-- in: most int8
-- out: as list_json
select coalesce(json_agg(json_build_object(
    'id', r.id, 'entry', q.id, 'arrived_at', r.arrived_at, 'mailbox', r.mailbox,
    'uidvalidity', r.uidvalidity, 'uid', r.uid, 'size', r.size, 'author', q.author,
    'subject', q.subject, 'message_id', q.message_id, 'letter_kind', q.letter_kind,
    'reason', q.data->>'reason', 'pending', r.state = 'pending') order by r.id), '[]')
  from (select * from docket.raw where state = 'quarantine'
	union all
	select * from docket.raw where state = 'pending'
	order by id limit $most) r
  cross join lateral (
	select * from docket.entry where raw = r.id and kind = 'quarantine'
	 order by id desc limit 1) q

-- name: quarantine_show
-- in: id int8
-- out: id int8, arrived_at at, mailbox text, size int8, author text, subject text,
-- out: reason text?, pending bool, bytes bytea?, archived text?, uidvalidity int8?, uid int8?,
-- out: state text, decision text?, decided_by text?, decided_at at, ticket int8?
select r.id, r.arrived_at, r.mailbox, r.size, e.author, e.subject,
    e.data->>'reason', r.state = 'pending', b.bytes,
    case when b.bytes is null then to_char(o.stored_at at time zone 'UTC', 'YYYY-MM') end,
    r.uidvalidity, r.uid, r.state, e.data->>'decision',
    coalesce(e.data->>'decided_by', 'rule "' || (e.data->>'rule') || '"'), e.at,
    (select t.ticket from docket.entry t
      where t.raw = r.id and t.kind <> 'quarantine' order by t.id limit 1)
  from docket.raw r
  cross join lateral (
	select * from docket.entry where raw = r.id and kind = 'quarantine'
	 order by id desc limit 1) e
  join docket.raw o on o.id = coalesce(r.duplicate_of, r.id)
  left join lateral (
	select bytes from docket.raw_bytes
	 where raw = o.id and stored_at = o.stored_at offset 0) b on true
 where r.id = $id

-- name: quarantine_show_json
-- in: id int8
-- out: as list_json
select json_build_object(
    'id', r.id, 'entry', e.id, 'arrived_at', r.arrived_at, 'mailbox', r.mailbox,
    'uidvalidity', r.uidvalidity, 'uid', r.uid, 'size', r.size, 'author', e.author,
    'subject', e.subject, 'message_id', e.message_id,
    'reason', e.data->>'reason', 'pending', r.state = 'pending', 'state', r.state,
    'decision', e.data->>'decision', 'decided_by', e.data->>'decided_by',
    'rule', e.data->>'rule',
    'bytes_base64', translate(encode(b.bytes, 'base64'), E'\n', ''),
    'archived', case when b.bytes is null then
	to_char(o.stored_at at time zone 'UTC', 'YYYY-MM') end)
  from docket.raw r
  cross join lateral (
	select * from docket.entry where raw = r.id and kind = 'quarantine'
	 order by id desc limit 1) e
  join docket.raw o on o.id = coalesce(r.duplicate_of, r.id)
  left join lateral (
	select bytes from docket.raw_bytes
	 where raw = o.id and stored_at = o.stored_at offset 0) b on true
 where r.id = $id

-- Read now: the lease is an advisory lock (mailbox_claim).
-- name: status_mailboxes
-- out: name text, uidvalidity int8, uid int8, since at, seen_at at?, fault text?,
-- out: read_now bool
select m.name, m.uidvalidity, m.uid, m.since, greatest(m.seen_at, m.heard_at), m.fault,
    exists (select from pg_locks l
	     where l.locktype = 'advisory' and l.classid::int8 = docket.lock_mailbox()
	       and l.objid::int8 = m.id
	       and l.objsubid = 2 and l.granted
	       and l.database = (select oid from pg_database
				  where datname = current_database()))
  from docket.mailbox m order by m.name

-- name: status_tickets
-- out: status text, n int8
select status, count(*) from docket.ticket group by category, status
 order by array_position('{new,open,waiting,on-hold,resolved,closed}', category), status

-- name: status_counts
-- in: now at
-- out: queued int8, sending int8, failed int8, next_send at?, alarms int8, next_alarm at?,
-- out: quarantine int8, pending int8, daemons int8, schema int4?, partitions_until at,
-- out: held int8, held_at at?, quarantine_people int8, quarantine_at at?, withheld int8,
-- out: breaker_at at?, kept int8, dropped int8
select
    (select count(*) from docket.delivery where state = 'queued'),
    (select count(*) from docket.delivery where state = 'sending'),
    (select count(*) from docket.delivery where state = 'failed'),
    (select min(due_at) from docket.delivery where state = 'queued'),
    (select count(*) from docket.alarms where state = 'waiting' and kind <> 'quiet'),
    least((select min(due_at) from docket.alarm where state = 'waiting'
	  and due_at < '2190-01-01'),
	(select min(next_at) from docket.cycle where next_at is not null)),
    (select count(*) from docket.raw where state = 'quarantine'),
    (select count(*) from docket.raw where state = 'pending'),
    (select count(*) from pg_locks l
      where l.locktype = 'advisory' and l.classid::int8 = docket.lock_core()
	and l.objsubid = 2 and l.granted
	and l.database = (select oid from pg_database
			   where datname = current_database())),
    (select max(version) from docket.migration), docket.months_until($now),
    (select count(*) from docket.held where decision is null),
    (select min(at) from docket.held where decision is null),
    (select count(*) from docket.raw r where r.state = 'quarantine' and exists (
	select from docket.entry e where e.raw = r.id and e.kind = 'quarantine'
	   and e.letter_kind in ('human', 'calendar'))),
    (select min(arrived_at) from docket.raw where state = 'quarantine'),
    (select count(*) from docket.delivery where state = 'withheld'),
    (select tripped_at from docket.breaker),
    (select count(*) from docket.delivery where state = 'held'),
    (select count(*) from docket.raw r where r.state = 'dropped'
	and r.arrived_at > $now - interval '1 day' and exists (
	select from docket.entry e where e.raw = r.id and e.kind = 'quarantine'
	   and e.data ? 'rule'))

-- What engineers ordered by mail and is not done yet; of a fault that of the oldest.
-- name: status_ordered
-- out: what text, n int8, parts int8, oldest_at at?, failing int8, fault text?, next_at at?
select 'orders', count(*), (select count(*) from docket.control_part where told is null),
    min(at), count(fault), (array_agg(fault order by at) filter (where fault is not null))[1],
    min(next_at) filter (where fault is not null)
  from docket.control
union all
select 'reports', count(*), 0, min(at), count(fault),
    (array_agg(fault order by at) filter (where fault is not null))[1],
    min(next_at) filter (where fault is not null)
  from docket.report_wanted

-- What waits for people, for those who look at tickets.
-- name: waiting
-- out: held int8, held_at at?, quarantine int8, quarantine_at at?
select (select count(*) from docket.held where decision is null),
    (select min(at) from docket.held where decision is null),
    (select count(*) from docket.raw where state = 'quarantine'),
    (select min(arrived_at) from docket.raw where state = 'quarantine')

-- name: status_json
-- in: now at
-- out: as list_json
select json_build_object(
    'schema', (select max(version) from docket.migration),
    'partitions_until', docket.months_until($now),
    'daemons', (select count(*) from pg_locks l
	where l.locktype = 'advisory' and l.classid::int8 = docket.lock_core()
	  and l.objsubid = 2 and l.granted
	  and l.database = (select oid from pg_database
			     where datname = current_database())),
    'held', json_build_object(
	'waiting', (select count(*) from docket.held where decision is null),
	'oldest_at', (select min(at) from docket.held where decision is null)),
    'conditions', (select coalesce(json_agg(json_build_object('kind', kind, 'mailbox', mailbox,
	'since', since, 'last_at', last_at, 'text', text, 'mend', mend, 'count', count,
	'retry_at', retry_at) order by mailbox, kind), '[]')
	from docket.condition where over_at is null),
    'timers', (select coalesce(json_agg(json_build_object('agent', x.agent, 'ticket', x.number,
	'started_at', x.started_at, 'resumed_at', x.resumed_at, 'worked_s', x.worked,
	'text', x.text) order by x.agent), '[]')
	from docket.time_entry x where x.stopped_at is null),
    'silences', (select coalesce(json_agg(json_build_object('id', id, 'where', condition,
	'why', why, 'author', author, 'until', until_at) order by id), '[]')
	from docket.silence where ended_at is null and until_at > $now),
    'breaker', (select json_build_object('withholds', tripped_at is not null,
	'since', tripped_at, 'held_by', held_by, 'waiting',
	(select count(*) from docket.delivery where state = 'withheld')) from docket.breaker),
    'mailboxes', (select coalesce(json_agg(json_build_object(
	'name', m.name, 'uidvalidity', m.uidvalidity, 'uid', m.uid,
	'since', m.since, 'seen_at', greatest(m.seen_at, m.heard_at), 'fault', m.fault,
	'read_now', exists (select from pg_locks l
	    where l.locktype = 'advisory' and l.classid::int8 = docket.lock_mailbox()
	      and l.objid::int8 = m.id
	      and l.objsubid = 2 and l.granted
	      and l.database = (select oid from pg_database
				 where datname = current_database())))
	order by m.name), '[]') from docket.mailbox m),
    'tickets', (select coalesce(json_object_agg(s.status, s.n), '{}')
	from (select status, count(*) as n from docket.ticket group by status) s),
    'queue', json_build_object(
	'queued', (select count(*) from docket.delivery where state = 'queued'),
	'sending', (select count(*) from docket.delivery where state = 'sending'),
	'failed', (select count(*) from docket.delivery where state = 'failed'),
	'next_at', (select min(due_at) from docket.delivery where state = 'queued')),
    'alarms', json_build_object(
	'waiting', (select count(*) from docket.alarms where state = 'waiting' and kind <> 'quiet'),
	'next_at', least((select min(due_at) from docket.alarm where state = 'waiting'
	  and due_at < '2190-01-01'),
	    (select min(next_at) from docket.cycle where next_at is not null))),
    'quarantine', (select count(*) from docket.raw where state = 'quarantine'),
    'quarantine_of_people', (select count(*) from docket.raw r
	where r.state = 'quarantine' and exists (
	    select from docket.entry e where e.raw = r.id and e.kind = 'quarantine'
	       and e.letter_kind in ('human', 'calendar'))),
    'quarantine_oldest_at', (select min(arrived_at) from docket.raw
	where state = 'quarantine'),
    'orders', (select json_build_object('waiting', count(*), 'oldest_at', min(at),
	'failing', count(fault), 'parts', (select count(*) from docket.control_part
	 where told is null)) from docket.control),
    'reports', (select json_build_object('waiting', count(*), 'oldest_at', min(at),
	'failing', count(fault)) from docket.report_wanted),
    'dropped_of_rules', (select count(*) from docket.raw r where r.state = 'dropped'
	and r.arrived_at > $now - interval '1 day' and exists (
	select from docket.entry e where e.raw = r.id and e.kind = 'quarantine'
	   and e.data ? 'rule')),
    'pending', (select count(*) from docket.raw where state = 'pending'))

-- Again at once, with a fresh count of attempts.
-- name: queue_retry
-- in: id int8
with asked as (
	update docket.delivery set state = 'queued', attempts = 0, due_at = now()
	 where id = $id and state in ('queued', 'failed', 'withheld', 'held')
	returning mailbox
), tried as (
	update docket.condition set retry_at = now()
	 where kind = 'queue-stopped' and mailbox in (select mailbox from asked)
)
select from asked

-- It waits until people let it go.
-- name: queue_hold
-- in: id int8
update docket.delivery set state = 'held'
 where id = $id and state in ('queued', 'withheld')

-- It is never sent; its ticket's history says so.
-- name: queue_drop
-- in: id int8, author text, by_agent bool, text text, now at
with gone as (
	delete from docket.delivery where id = $id and state <> 'sending'
	returning id, entry, created_at, recipient
)
insert into docket.entry (ticket, at, kind, author, by_agent, new_text, data)
select e.ticket, $now, 'bounce', $author, $by_agent, $text, jsonb_build_object(
    'recipient', g.recipient, 'message_id', docket.mail_id(e.message_id, o.personal, g.id))
  from gone g
  join docket.entry e on e.id = g.entry
  left join lateral (
	select * from docket.outbox
	 where entry = g.entry and stored_at = g.created_at offset 0) o on true

-- The queue that its server stopped is tried now.
-- name: queue_try
-- in: mailbox text, now at
update docket.condition set retry_at = $now where kind = 'queue-stopped' and mailbox = $mailbox

-- To be read once more by a core, while its bytes are here; what was dropped too.
-- name: quarantine_retry
-- in: id int8
update docket.raw r set state = 'pending'
 where id = $id and (state in ('quarantine', 'dropped') or (state = 'pending' and exists (
	select from docket.entry e where e.raw = $id and e.kind = 'quarantine')))
   and exists (select from docket.raw o
	join docket.raw_bytes b on b.raw = o.id and b.stored_at = o.stored_at
	where o.id = coalesce(r.duplicate_of, r.id))

-- People decide on a mail in quarantine: a core makes a ticket of it, or nothing comes of
-- it.  The entry says who decided.  No row: there is nothing to decide, or no mail.
-- name: quarantine_decide
-- in: id int8, decision text, decider text, now at
-- out: id int8
with asked as materialized (
	select r.id, e.author, e.subject, e.letter_kind, e.data->>'reason' as reason
	  from docket.raw r
	  cross join lateral (
		select * from docket.entry where raw = r.id and kind = 'quarantine'
		 order by id desc limit 1) e
	 where r.id = $id and (r.state = 'quarantine'
		or (r.state = 'dropped' and $decision <> 'drop'))
	   and ($decision = 'drop' or exists (select from docket.raw_bytes b
		where b.raw = r.id and b.stored_at = r.stored_at))
	   for update of r
), noted as (
	insert into docket.entry (at, kind, author, raw, letter_kind, subject, data)
	select $now, 'quarantine', author, id, letter_kind, subject, jsonb_strip_nulls(
	    jsonb_build_object('reason', reason, 'decision', $decision, 'decided_by', $decider))
	  from asked
)
update docket.raw r
   set state = case $decision when 'drop' then 'dropped' else 'pending' end
  from asked a where r.id = a.id
returning r.id

-- name: alarms_told
-- in: ticket int8
-- out: cycle int8, point text, due_at at, fired_at at?, state text
select c.id, a.point, a.due_at, a.fired_at, a.state
  from docket.cycle c join docket.alarm a on a.cycle = c.id
 where c.ticket = $ticket and a.state in ('fired', 'passed')
 order by a.fired_at, a.due_at, a.id

-- Tickets that ever had a clock, in pages.
-- name: verify_page
-- in: after int8
-- out: ticket int8
select distinct ticket from docket.cycle where ticket > $after
 order by ticket limit 500

-- Other docketds than of that version that run now; where the database lies, when that is
-- on this machine and we may know.
-- name: doctor_database
-- in: version text
-- out: at at, schema int4?, size int8, others text?, folder text?
select now(), (select max(version) from docket.migration), pg_database_size(current_database()),
    (select string_agg(distinct application_name, ', ') from pg_stat_activity
	 where datname = current_database() and application_name like 'docketd/%'
	   and application_name <> 'docketd/' || $version),
    case when (inet_server_addr() is null or inet_server_addr() = inet_client_addr())
	    and pg_has_role('pg_read_all_settings', 'usage')
	then current_setting('data_directory', true) end

-- What was said of the faults of those that are fixed somewhere; the last word last.
-- name: fixed_said
-- in: product text
-- out: ticket int8, what text, version text
select v.ticket, v.what, v.version
  from docket.ticket_version v
 where v.product = $product
   and exists (select from docket.ticket_version f
	where f.ticket = v.ticket and f.product = $product and f.what = 'fixed')
 order by v.ticket, v.at, v.key

-- What release notes tell of them; what went into another ticket and spam do not stand there.
-- name: fixed_tickets
-- in: tickets int8[]
-- out: id int8, subject text, type text, severity text, project text, done bool
select t.id, t.subject, t.type, coalesce(f.value, ''), t.project,
    t.category in ('resolved', 'closed')
  from unnest($tickets) as ids(id)
  join docket.ticket t on t.id = ids.id
  left join docket.field f on f.ticket = t.id and f.name = 'severity'
 where t.merged_into is null and not ('spam' = any(t.tags))
 order by t.id
