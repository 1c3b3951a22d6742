-- What happened to tickets, as docketctl rules try looks back on it: pages, each a statement of
-- its own, so that no snapshot is held for long.

-- Tickets of a stretch of numbers to which something happened since, or may have by a clock;
-- `last` is the last ticket.  A row without id: none is there.
-- name: past_page
-- in: after int8, since at, most int8
-- out: id int8?, until int8, last int8
select t.id, $after + 20000, coalesce((select max(id) from docket.ticket), 0)
  from (values (1)) as one
  left join lateral (
	select i.id from docket.ticket i
	 where i.id > $after and i.id <= $after + 20000
	   and (i.updated_at >= $since or exists (
		select from docket.cycle c where c.ticket = i.id and c.stopped_at is null))
	 order by i.id limit $most) t on true
 order by t.id;

-- name: past_tickets
-- in: tickets int8[]
-- out: id int8, subject text, type text, status text, category text, project text,
-- out: mailbox text, address text?, name text?, assignee text?, team text?, tags text[],
-- out: created_at at, sla text?
select t.id, t.subject, t.type, t.status, t.category, t.project, t.mailbox, c.address, c.name,
    t.assignee, t.team, t.tags, t.created_at, t.sla
  from docket.ticket t left join docket.contact c on c.id = t.requester
 where t.id = any($tickets) order by t.id;

-- name: past_fields
-- in: tickets int8[]
-- out: ticket int8, name text, value text, verified bool
select ticket, name, value, verified from docket.field
 where ticket = any($tickets) order by ticket, name;

-- What of the history an event or a state comes of, the oldest first; texts as far as a pattern
-- may look at them.
-- name: past_entries
-- in: tickets int8[], since at
-- out: ticket int8?, id int8, at at, kind text, author text, by_agent bool, public bool,
-- out: letter_kind text?, subject text, written text, what text?, field text?, old text?,
-- out: new text?, clock text?, point text?, told text?, reason text?
select e.ticket, e.id, e.at, e.kind, e.author, e.by_agent, e.public, e.letter_kind, e.subject,
    left(coalesce(e.new_text, e.body), 262144), c.what, c.field, c.old, c.new,
    e.data->>'clock', e.data->>'point', e.data->>'told', e.data->>'reason'
  from docket.entry e
  left join docket.change c on c.ticket = e.ticket and c.entry = e.id and c.what <> 'promise'
 where e.ticket = any($tickets) and e.at >= $since
   and e.kind in ('mail-in', 'note', 'command', 'change', 'rule', 'clock', 'bounce', 'held')
 order by e.ticket, e.id;
