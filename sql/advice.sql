-- Who is told of a fault in what they run (daemon/report/affected.h, daemon/intake/advise.h).

-- What engineers said of versions, the last word last.
-- name: advice_said
-- in: ticket int8
-- out: product text, what text, version text
select product, what, version from docket.ticket_version where ticket = $ticket
 order by product, at, version;

-- What projects run of these products.
-- name: advice_runs
-- in: products text[], at at
-- out: project text, product text, environment text, version text, since at
select project, product, environment, version, since from docket.runs($at, null)
 where product = any($products)
 order by project, product, environment;

-- A ticket's children, what stands there, and what people said last.
-- name: advice_children
-- in: ticket int8
-- out: id int8, project text, subject text, status text, category text, told bool,
-- out: author text?, at at?, text text?
select t.id, t.project, t.subject, t.status, t.category,
    exists (select from docket.advice a where a.child = t.id), e.author, e.at, e.text
  from docket.relation r join docket.ticket t on t.id = r.b
  left join lateral (
	select author, at, left(coalesce(new_text, body), 500) as text from docket.entry
	 where ticket = t.id and (kind = 'mail-in' and raw is not null or kind = 'note')
	 order by id desc limit 1) e on true
 where r.a = $ticket and r.kind = 'parent'
 order by t.id;

-- name: advice_told
-- in: ticket int8
-- out: project text, template text, child int8?, people int8, author text, at at, due_at at
select project, template, child, people, author, at, due_at from docket.advice
 where ticket = $ticket order by at, template;

-- Who asked something on the project's latest tickets, not before `since`, the last one first.
-- name: advice_people
-- in: project text, since at
-- out: address text, name text
select c.address, c.name
  from (select requester, max(created_at) as at
	  from (select requester, created_at, tags from docket.ticket
		 where project = $project order by id desc limit 2000) t
	 where requester is not null and created_at >= $since and not tags @> '{spam}'
	 group by requester) r
  join docket.contact c on c.id = r.requester
 order by r.at desc, c.id;

-- Two who tell of faults at the same time do so one after the other, up to the commit.
-- name: advice_lock
-- out: locked void
select pg_advisory_xact_lock(docket.lock_advice(), 0);

-- name: advice_find
-- in: ticket int8, project text, template text
-- out: template text, child int8?, same bool
select template, child, template = $template from docket.advice
 where ticket = $ticket and project = $project
 order by 3 desc, at desc;

-- When the last mail of all that were ordered goes.
-- name: advice_last
-- out: due_at at?
select max(due_at) from docket.advice;

-- name: advice_add
-- in: ticket int8, project text, template text, child int8, people int8, author text, at at,
-- in: due_at at
insert into docket.advice (ticket, project, template, child, people, author, at, due_at)
values ($ticket, $project, $template, $child, $people, $author, $at, $due_at);

-- Automatic mail is withheld now.
-- name: advice_breaker
-- out: since at?
select tripped_at from docket.breaker where tripped_at is not null;

-- name: advice_ticket
-- in: ticket int8
-- out: subject text, mailbox text
select subject, mailbox from docket.ticket where id = $ticket;
