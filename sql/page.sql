-- What customers see in the portal.  Each statement takes whose eyes they are and shows by
-- docket.page_shows() alone: where C forgets to ask, there is nothing.  Run as docket_read.

-- Whose requester this contact is, the newest first.  `said_at`: the last word that they see.
-- name: page_own
-- in: contact int8, is_open bool, before int8, most int8
-- out: id int8, subject text, type text, status text, category text, severity text?,
-- out: created_at at, said_at at?, requester int8?, name text?
select t.id, coalesce(nullif(t.mail_subject, ''), t.subject), t.type, t.status, t.category,
    s.value, t.created_at,
    (select max(e.at) from docket.entry e where e.ticket = t.id and docket.page_tells(e)),
    t.requester, c.name
  from docket.ticket t
  left join docket.contact c on c.id = t.requester
  left join docket.field s on s.ticket = t.id and s.name = 'severity'
 where t.requester = $contact and t.id < $before
   and (not $is_open or t.category not in ('resolved', 'closed'))
   and docket.page_shows(t, $contact, '', 0)
 order by t.id desc limit $most;

-- All of a project.
-- name: page_colleagues
-- in: project text, before int8, most int8
-- out: as page_own
select t.id, coalesce(nullif(t.mail_subject, ''), t.subject), t.type, t.status, t.category,
    s.value, t.created_at,
    (select max(e.at) from docket.entry e where e.ticket = t.id and docket.page_tells(e)),
    t.requester, c.name
  from docket.ticket t
  left join docket.contact c on c.id = t.requester
  left join docket.field s on s.ticket = t.id and s.name = 'severity'
 where t.project = $project and $project <> '' and t.id < $before
   and docket.page_shows(t, 0, $project, 0)
 order by t.id desc limit $most;

-- Those that are open: by the index of these.
-- name: page_colleagues_open
-- in: project text, before int8, most int8
-- out: as page_own
select t.id, coalesce(nullif(t.mail_subject, ''), t.subject), t.type, t.status, t.category,
    s.value, t.created_at,
    (select max(e.at) from docket.entry e where e.ticket = t.id and docket.page_tells(e)),
    t.requester, c.name
  from docket.ticket t
  left join docket.contact c on c.id = t.requester
  left join docket.field s on s.ticket = t.id and s.name = 'severity'
 where t.project = $project and $project <> '' and t.id < $before
   and t.category not in ('resolved', 'closed')
   and docket.page_shows(t, 0, $project, 0)
 order by t.id desc limit $most;

-- One of them.  `due_at`: the earliest instant that was promised.
-- name: page_ticket
-- in: contact int8, project text, one int8, ticket int8
-- out: id int8, subject text, type text, status text, category text, project text, mailbox text,
-- out: severity text?, version text?, created_at at, due_at at?, due_clock text?,
-- out: requester int8?, name text?, resolved_at at?
select t.id, coalesce(nullif(t.mail_subject, ''), t.subject), t.type, t.status, t.category,
    t.project, t.mailbox, s.value, v.value, t.created_at, y.due_at, y.clock, t.requester, c.name,
    t.resolved_at
  from docket.ticket t
  left join docket.contact c on c.id = t.requester
  left join docket.field s on s.ticket = t.id and s.name = 'severity'
  left join docket.field v on v.ticket = t.id and v.name = 'version'
  left join lateral (select y.due_at, y.clock from docket.cycle y
	where y.ticket = t.id and y.stopped_at is null and y.state = 'running'
	order by y.due_at limit 1) y on true
 where t.id = $ticket and docket.page_shows(t, $contact, $project, $one);

-- Into which ticket it went, if they may see that.
-- name: page_merged
-- in: contact int8, project text, one int8, ticket int8
-- out: id int8
select m.id from docket.ticket t join docket.ticket m on m.id = t.merged_into
 where t.id = $ticket and docket.page_shows(m, $contact, $project, $one)
   and (t.requester = $contact or t.project = $project);

-- What was said in it, the newest first.  `quoted` is what stands behind it in a customer's
-- mail; of what engineers wrote or passed on nothing but their new text is shown, for around
-- it may be what they say among themselves.  `author` is an agent's name; else `name` and `is_own` tell whose it is.
-- name: page_entries
-- in: contact int8, project text, one int8, ticket int8, since int8, before int8, most int8
-- out: id int8, at at, by_agent bool, author text?, name text?, is_own bool, text text,
-- out: whole text?
select e.id, e.at, e.by_agent, case when e.by_agent then e.author end,
    case when not e.by_agent then c.name end, not e.by_agent and coalesce(c.id = $contact, false),
    coalesce(e.new_text, e.body),
    case when e.new_text is not null and not e.by_agent and not e.data ? 'forwarded_by'
	then e.body end
  from docket.ticket t
  join docket.entry e on e.ticket = t.id
  left join docket.contact_address a on not e.by_agent and a.address = lower(e.author)
  left join docket.contact c on c.id = a.contact
 where t.id = $ticket and docket.page_shows(t, $contact, $project, $one)
   and docket.page_tells(e) and e.id >= $since and e.id < $before
 order by e.id desc limit $most;

-- The files of these.
-- name: page_files
-- in: contact int8, project text, one int8, ticket int8, since int8, before int8
-- out: entry int8, n int4, name text, size int8, is_kept bool
select f.entry, f.n, f.name, f.size, f.blob is not null
  from docket.ticket t
  join docket.entry e on e.ticket = t.id
  join docket.attachment f on f.entry = e.id
 where t.id = $ticket and docket.page_shows(t, $contact, $project, $one)
   and docket.page_tells(e) and e.id >= $since and e.id < $before and f.use in ('file', 'shown')
 order by f.entry desc, f.n limit 500;

-- One of them, and octets of it from `at` on, the first being 0.
-- name: page_file
-- in: contact int8, project text, one int8, ticket int8, entry int8, n int8, at int8, most int8
-- out: name text, type text, size int8, sha256 bytea, bytes bytea?
select f.name, f.type, f.size, f.sha256,
    substring(b.bytes from ($at + 1)::int for $most::int)
  from docket.ticket t
  join docket.entry e on e.ticket = t.id
  join docket.attachment f on f.entry = e.id
  left join docket.blob b on b.sha256 = f.blob
 where t.id = $ticket and docket.page_shows(t, $contact, $project, $one)
   and docket.page_tells(e) and e.id = $entry and f.n = $n and f.use in ('file', 'shown');

-- Open ones of a project by their severity: as page_shows() has it, but for what nothing
-- proved, so that thousands are counted at once.
-- name: page_severities
-- in: project text
-- out: severity text, n int8
select coalesce(s.value, ''), count(*)
  from docket.ticket t
  left join docket.field s on s.ticket = t.id and s.name = 'severity'
 where t.project = $project and $project <> '' and t.category not in ('resolved', 'closed')
   and t.merged_into is null and 'spam' <> all(t.tags)
   and exists (select from docket.entry e where e.ticket = t.id and e.public)
 group by 1 order by 1;

-- What was drawn of a contract's hours by statements since a day, and what was worked since
-- then that no statement has.
-- name: page_prepaid
-- in: project text, since at, until at
-- out: used int8, unbilled int8
select (select coalesce(sum(l.prepaid), 0)::int8
	  from docket.statement s join docket.statement_line l on l.statement = s.id
	 where s.project = $project and s.until > $since and s.prepaid_used <> 0
	   and l.at >= $since and l.at < $until),
    (select coalesce(sum(e.worked), 0)::int8 from docket.time_entry e
	 where e.project = $project and e.stopped_at is not null and e.billable
	   and e.counts_at >= $since and e.counts_at < $until
	   and not exists (select from docket.billed b where b.entry in (e.id, e.corrects)));

-- Who a contact is to us.
-- name: page_contact
-- in: contact int8
-- out: address text, name text, project text, addresses text[], tickets int8
select c.address, c.name, c.project,
    array(select address from docket.contact_address where contact = c.id order by address),
    (select count(*) from docket.ticket t
	where t.requester = c.id and docket.page_shows(t, c.id, '', 0))
  from docket.contact c where c.id = $contact;

-- What is theirs, for programs: one ticket a row, from one on.
-- name: page_mine
-- in: contact int8, after int8, most int8
-- out: id int8, json json
select t.id, json_build_object('ticket', t.id,
    'subject', coalesce(nullif(t.mail_subject, ''), t.subject), 'type', t.type,
    'status', t.status, 'opened_at', t.created_at,
    'severity', (select value from docket.field where ticket = t.id and name = 'severity'),
    'version', (select value from docket.field where ticket = t.id and name = 'version'),
    'messages', (select coalesce(json_agg(json_build_object('message', e.id, 'at', e.at,
	'from', case when e.by_agent then 'support' when a.contact = $contact then 'you'
	    else 'another person' end,
	'text', coalesce(e.new_text, e.body),
	'files', (select coalesce(json_agg(json_build_object('name', f.name, 'type', f.type,
		'size', f.size) order by f.n), '[]') from docket.attachment f
	     where f.entry = e.id and f.use in ('file', 'shown'))) order by e.id), '[]')
	  from docket.entry e
	  left join docket.contact_address a on not e.by_agent
	       and a.address = lower(e.author)
	 where e.ticket = t.id and docket.page_tells(e)))
  from docket.ticket t
 where t.requester = $contact and t.id > $after and docket.page_shows(t, $contact, '', 0)
 order by t.id limit $most;

-- The mails that they wrote, as they came, in turn.
-- name: page_mails
-- in: contact int8, after int8, most int8
-- out: id int8, at at, author text, size int8, bytes bytea
select e.id, e.at, e.author, length(b.bytes)::int8, b.bytes
  from docket.ticket t
  join docket.entry e on e.ticket = t.id
  join docket.contact_address a on a.address = lower(e.author)
  join docket.raw r on r.id = e.raw
  join docket.raw_bytes b on b.raw = r.id and b.stored_at = r.stored_at
 where t.requester = $contact and docket.page_shows(t, $contact, '', 0)
   and docket.page_tells(e) and not e.by_agent and not e.data ? 'forwarded_by'
   and a.contact = $contact and e.id > $after
 order by e.id limit $most;
