-- docket_v1: what reports and dashboards ask, as views that stay: columns and views are added,
-- none goes or changes its type (tests/db/docket_v1.txt).  They look at tables with their owner's
-- rights, so that who may read these alone needs nothing of schema docket, and none of them has
-- a hash, a token, a mail's bytes or a template's text.  Instants are timestamptz, durations
-- seconds.  No function of schema docket is called: it would ask with the reader's rights.  And
-- what is looked up for a row is a scalar, not `exists`, which a plan may answer by a whole table.
create schema docket_v1;

create view docket_v1.tickets as
	select t.id as number, t.project, t.subject, t.type, t.status, t.category,
	    t.category not in ('resolved', 'closed') as open,
	    (select f.value from docket.field f where f.ticket = t.id and f.name = 'severity')
		as severity,
	    (select f.value from docket.field f where f.ticket = t.id and f.name = 'version')
		as version,
	    t.assignee, t.team,
	    (select c.address from docket.contact c where c.id = t.requester) as requester,
	    t.mailbox, t.tags, t.sla,
	    (select jsonb_object_agg(f.name, f.value) from docket.field f where f.ticket = t.id)
		as fields,
	    (select r.a from docket.relation r where r.b = t.id and r.kind = 'parent') as parent,
	    t.merged_into, t.created_at, t.updated_at, t.answered_at,
	    t.asked_at as waiting_since, t.start_at, t.due_at as do_by,
	    (select min(y.due_at) from docket.cycle y where y.ticket = t.id
		and y.stopped_at is null and y.state = 'running') as due_at,
	    coalesce((select true from docket.cycle y where y.ticket = t.id and
		(y.state = 'breached' or y.state = 'running' and y.due_at < now()) limit 1), false)
		as breached,
	    t.resolved_at,
	    (select coalesce(sum(e.worked), 0)::int8 from docket.time_entry e
	      where e.number = t.id and e.stopped_at is not null) as worked_s
	  from docket.ticket t;

-- The barrier: no condition of a reader's sees a row before it is known to be public.
create view docket_v1.entries_public with (security_barrier) as
	select e.id, e.ticket, t.project, e.at,
	    case when e.by_agent then 'agent' else 'customer' end as side,
	    case when not e.by_agent then e.author
		when e.author = 'docket' then 'docket'
		else coalesce((select nullif(a.full_name, '') from docket.agent a
			where a.name = e.author), '') end as author,
	    e.subject,
	    regexp_replace(coalesce(e.new_text, e.body),
		'/(t|feed)/([0-9]+/)?[A-Za-z0-9_-]{16,}', '/\1/…', 'g') as text,
	    (select count(*) from docket.attachment f where f.entry = e.id and f.use = 'file')
		as files
	  from docket.entry e join docket.ticket t on t.id = e.ticket
	 where e.kind = 'mail-in' and e.public
	   and not exists (select from docket.held h where h.entry = e.id and h.decision is null);

create view docket_v1.cycles as
	select y.id, y.ticket, t.project, y.clock, y.n, y.policy, y.severity, y.calendar,
	    y.target as target_s, y.started_at, y.state, y.stopped_at is null as open, y.due_at,
	    y.last_due_at, y.breached_at, y.stopped_at, y.worked / 1000000 as worked_s, y.cause,
	    y.state = 'breached' or y.breached_at is not null or
		y.state = 'running' and y.due_at < now() as late
	  from docket.cycle y join docket.ticket t on t.id = y.ticket;

create view docket_v1.time as
	select e.id, e.number as ticket, e.project, e.agent, e.started_at, e.stopped_at,
	    e.stopped_at is null as runs, e.counts_at, e.worked as worked_s,
	    case e.service when '' then null else e.service end as service, e.billable,
	    coalesce((select true from docket.billed b where b.entry in (e.id, e.corrects) limit 1),
		false) as billed,
	    e.corrects, e.late, e.text, e.made_at, e.made_by
	  from docket.time_entry e;

create view docket_v1.versions as
	select r.id, r.project, r.product, r.environment, r.version, r.since, r.until,
	    r.since <= now() and (r.until is null or r.until > now()) as now, r.source, r.ticket
	  from (select r.*, lead(r.since) over (partition by r.project, r.product, r.environment
		order by r.since, r.id) as until from docket.run r) r;

create view docket_v1.deliveries as
	select d.id, e.ticket, t.project, o.kind, o.mailbox, d.recipient, d.state, d.automatic,
	    d.attempts, d.created_at, d.due_at, d.sent_at, d.reply
	  from (select id, entry, recipient, state::text as state, automatic, attempts::int4 as attempts,
		    created_at, due_at, null::timestamptz as sent_at, reply
		  from docket.delivery
		union all
		select id, entry, recipient, 'sent', automatic, attempts::int4, created_at, due_at,
		    done_at, reply
		  from docket.sent) d
	  join docket.entry e on e.id = d.entry
	  join docket.outbox o on o.entry = e.id and o.stored_at = e.at
		and d.id between o.first_delivery and o.last_delivery
	  left join docket.ticket t on t.id = e.ticket;

create view docket_v1.events as
	select c.entry as id, c.ticket, t.project, c.at, e.kind, e.author, e.by_agent,
	    coalesce(c.field, c.what) as what, c.old, c.new, c.why, c.category
	  from docket.change c join docket.entry e on e.id = c.entry and e.ticket = c.ticket
	  join docket.ticket t on t.id = c.ticket
	 where c.what <> 'promise';

do $$
declare
	said text[];
begin
	foreach said slice 1 in array array[
	['', 'For reports and dashboards: what is here stays, and more may come'],

	['tickets', 'Each ticket as it is now'],
	['tickets.number', 'The ticket: #12 is 12'],
	['tickets.project', 'Key of its project (projects.conf)'],
	['tickets.subject', 'As people here call it; may be somebody''s words'],
	['tickets.type', 'Type of types.conf'],
	['tickets.status', 'Status of its type'],
	['tickets.category', 'What the status means: new, open, waiting, on-hold, resolved, closed'],
	['tickets.open', 'Neither resolved nor closed'],
	['tickets.severity', 'low, medium, high or critical; null: none'],
	['tickets.version', 'The version that it is about; null: none'],
	['tickets.assignee', 'Agent who has it; null: nobody'],
	['tickets.team', 'Team that has it; null: none'],
	['tickets.requester', 'Preferred address of whom it is for; null: nobody is left'],
	['tickets.mailbox', 'Mailbox in which it began'],
	['tickets.tags', 'Its tags'],
	['tickets.sla', 'Policy of sla.conf; null: none'],
	['tickets.fields', 'All fields by name; null: it has none'],
	['tickets.parent', 'Ticket that it is a part of; null: none'],
	['tickets.merged_into', 'Ticket that it went into; null: none'],
	['tickets.created_at', 'When its first mail came'],
	['tickets.updated_at', 'When something happened last'],
	['tickets.answered_at', 'The first public reply; null: none yet'],
	['tickets.waiting_since', 'The oldest customer''s mail that has no answer; null: all have'],
	['tickets.start_at', 'When people mean to begin (#start); null: unsaid'],
	['tickets.do_by', 'By when people mean to be done (#due); null: unsaid; no clock''s'],
	['tickets.due_at', 'The nearest due point of its running clocks; null: none runs'],
	['tickets.breached', 'A clock of it is past its due point'],
	['tickets.resolved_at', 'When it was resolved; null: it is open'],
	['tickets.worked_s', 'Seconds that were booked on it'],

	['entries_public', 'What customers may read of a ticket: their mails and our answers; no notes, no held or doubtful mail'],
	['entries_public.id', 'Number in the history'],
	['entries_public.ticket', 'Its ticket'],
	['entries_public.project', 'The ticket''s project'],
	['entries_public.at', 'When it came'],
	['entries_public.side', 'Who wrote: customer or agent'],
	['entries_public.author', 'A customer''s address; of an agent the full name, never an address; docket'],
	['entries_public.subject', 'Of the mail'],
	['entries_public.text', 'What was written this time, without what was quoted; links with tokens are cut'],
	['entries_public.files', 'How many files came with it'],

	['cycles', 'Each run of a clock on a ticket (SLA)'],
	['cycles.id', 'Its number'],
	['cycles.ticket', 'Its ticket'],
	['cycles.project', 'The ticket''s project now'],
	['cycles.clock', 'response, next_response, update or resolution'],
	['cycles.n', 'The how-manieth of this clock on the ticket'],
	['cycles.policy', 'Policy of sla.conf'],
	['cycles.severity', 'By which its target was taken'],
	['cycles.calendar', 'In whose hours it counts'],
	['cycles.target_s', 'Seconds of working time that were promised'],
	['cycles.started_at', 'When it began'],
	['cycles.state', 'running, paused, met, breached or cancelled'],
	['cycles.open', 'It has not ended'],
	['cycles.due_at', 'When it is due; null: it stands still'],
	['cycles.last_due_at', 'The same, as it was last while it stands still or has ended'],
	['cycles.breached_at', 'When it was breached; null: not'],
	['cycles.stopped_at', 'When it ended; null: not yet'],
	['cycles.worked_s', 'Seconds of working time that were used when it last stood still, changed or ended'],
	['cycles.cause', 'What moved its due point, or ended it; null: nothing did'],
	['cycles.late', 'It is, or ended, past its due point'],

	['time', 'Time worked, an entry a row; corrections are rows of their own, with time below zero'],
	['time.id', 'Its number'],
	['time.ticket', 'Number of the ticket, also of one that was erased'],
	['time.project', 'The ticket''s project; of what is billed, the one that it was billed to'],
	['time.agent', 'Who worked'],
	['time.started_at', 'When the work began'],
	['time.stopped_at', 'When it ended; null: a timer that runs or is paused'],
	['time.runs', 'It is a timer that has not stopped'],
	['time.counts_at', 'By which it falls into a month'],
	['time.worked_s', 'Seconds without pauses; of a timer, up to its last pause'],
	['time.service', 'Service of rates.conf; null: the project''s usual one'],
	['time.billable', 'It may be billed'],
	['time.billed', 'A statement has it'],
	['time.corrects', 'Entry that it corrects; null: none'],
	['time.late', 'It was told after its own month was closed or approved'],
	['time.text', 'What was done, for the customer to read'],
	['time.made_at', 'When it was told'],
	['time.made_by', 'Who told it'],

	['versions', 'Which version of a product a project ran where and when'],
	['versions.id', 'Number of what was told'],
	['versions.project', 'Key of the project'],
	['versions.product', 'Product of products.conf'],
	['versions.environment', 'Where: prod, test …'],
	['versions.version', 'As products.conf has it, else as it was written'],
	['versions.since', 'It ran from then on; in time to come: planned'],
	['versions.until', 'When something else was told of the same; null: nothing was'],
	['versions.now', 'It is what runs now'],
	['versions.source', 'How it is known: header, body, agent, rule or import'],
	['versions.ticket', 'Ticket that told it; null: none'],

	['deliveries', 'Each mail out and webhook call, a recipient a row, while its draft is not in an archive'],
	['deliveries.id', 'Its number (docketctl queue)'],
	['deliveries.ticket', 'Ticket that it is about; null: none'],
	['deliveries.project', 'The ticket''s project; null: no ticket'],
	['deliveries.kind', 'mail or webhook'],
	['deliveries.mailbox', 'Whose server sends it'],
	['deliveries.recipient', 'Address; of a webhook its name'],
	['deliveries.state', 'queued, sending, failed, withheld, held or sent'],
	['deliveries.automatic', 'To a customer, and nobody wrote it'],
	['deliveries.attempts', 'How often it was tried'],
	['deliveries.created_at', 'When it was written'],
	['deliveries.due_at', 'When it is or was tried next; of what failed, when it was given up'],
	['deliveries.sent_at', 'When a server took it; null: none has'],
	['deliveries.reply', 'That server''s last words'],

	['events', 'What changed on a ticket, who did it and why: its history without texts'],
	['events.id', 'Number in the history'],
	['events.ticket', 'Its ticket'],
	['events.project', 'The ticket''s project now'],
	['events.at', 'When'],
	['events.kind', 'What brought it: command, mail-in, change, rule, clock …'],
	['events.author', 'Agent''s name, address or docket'],
	['events.by_agent', 'An agent did it'],
	['events.what', 'status, assignee, due …, or the name of the field'],
	['events.old', 'What it was; empty: nothing'],
	['events.new', 'What it became; empty: nothing'],
	['events.why', 'The line of the mail, or the rule'],
	['events.category', 'What a new status means, where it is not called so; null: nothing to say']]
	loop
		execute format('comment on %s is %L', case
			when said[1] = '' then 'schema docket_v1'
			when said[1] like '%.%' then format('column docket_v1.%I.%I',
			    split_part(said[1], '.', 1), split_part(said[1], '.', 2))
			else format('view docket_v1.%I', said[1]) end, said[2]);
	end loop;
end $$;
