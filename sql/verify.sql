-- What no foreign key looks after (docketctl verify), a page of a table at a time: of the rows
-- behind $after, how many point nowhere, the first of these, and the page's last; null: no
-- row is left.  Each page sees one instant, so what is written meanwhile is no fault.

-- name: verify_entry_ticket
-- in: after int8
-- out: last int8?, found int8, first int8?
with page as (
	select id, ticket from docket.entry where id > $after order by id limit 1000
)
select max(p.id), count(*) filter (where p.ticket is not null and t.id is null),
    min(p.id) filter (where p.ticket is not null and t.id is null)
  from page p left join docket.ticket t on t.id = p.ticket

-- name: verify_entry_raw
-- in: after int8
-- out: as verify_entry_ticket
with page as (
	select id, raw from docket.entry where id > $after order by id limit 1000
)
select max(p.id), count(*) filter (where p.raw is not null and r.id is null),
    min(p.id) filter (where p.raw is not null and r.id is null)
  from page p left join docket.raw r on r.id = p.raw

-- A change and its entry are of one ticket.  Pages of tickets: a change has no number.
-- name: verify_change_entry
-- in: after int8
-- out: as verify_entry_ticket
with page as (
	select ticket, entry from docket.change where ticket > $after
	 order by ticket fetch first 1000 rows with ties
), told as (
	select p.ticket, p.entry, coalesce((select e.ticket = p.ticket from docket.entry e
	    where e.id = p.entry), false) as there
	  from page p
)
select max(ticket), count(*) filter (where not there), min(entry) filter (where not there)
  from told

-- Mail that was read is in the history, and so is the reason why another is held.
-- name: verify_raw_entry
-- in: after int8
-- out: as verify_entry_ticket
with page as (
	select id, state from docket.raw where id > $after order by id limit 1000
), told as (
	select p.id, case p.state
	    when 'read' then exists (select from docket.entry e
		where e.raw = p.id and e.kind <> 'quarantine')
	    when 'pending' then true
	    when 'erased' then not exists (select from docket.entry e
		where e.raw = p.id and e.kind <> 'quarantine')
	    else exists (select from docket.entry e
		where e.raw = p.id and e.kind = 'quarantine') end as there
	  from page p
)
select max(id), count(*) filter (where not there), min(id) filter (where not there) from told

-- A mail has its bytes, unless it is a duplicate or its month is in an archive.
-- name: verify_raw_bytes
-- in: after int8
-- out: as verify_entry_ticket
with page as (
	select id, stored_at, duplicate_of, state from docket.raw
	 where id > $after order by id limit 1000
), told as (
	select p.id, case when p.state = 'erased' then not exists (select from docket.raw_bytes b
		where b.raw = p.id and b.stored_at = p.stored_at)
	    when exists (select from docket.raw_bytes b
		where b.raw = p.id and b.stored_at = p.stored_at)
	    then p.duplicate_of is null
	    else p.duplicate_of is not null
		or not docket.month_is_there('raw_bytes', p.stored_at, 0) end as there
	  from page p
)
select max(id), count(*) filter (where not there), min(id) filter (where not there) from told

-- name: verify_bytes_raw
-- in: after int8
-- out: as verify_entry_ticket
with page as (
	select raw, stored_at from docket.raw_bytes
	 where raw > $after order by raw fetch first 1000 rows with ties
)
select max(p.raw), count(*) filter (where r.id is null), min(p.raw) filter (where r.id is null)
  from page p left join lateral (select id from docket.raw
	where id = p.raw and stored_at = p.stored_at offset 0) r on true

-- name: verify_draft_entry
-- in: after int8
-- out: as verify_entry_ticket
with page as (
	select entry, stored_at from docket.outbox
	 where entry > $after order by entry fetch first 1000 rows with ties
)
select max(p.entry), count(*) filter (where e.id is null), min(p.entry) filter (where e.id is null)
  from page p left join lateral (select id from docket.entry
	where id = p.entry and at = p.stored_at offset 0) e on true

-- What is to be sent, and what was, has its draft, unless its month is in an archive.
-- name: verify_delivery_draft
-- in: after int8
-- out: as verify_entry_ticket
with page as (
	select id, entry, created_at from docket.delivery where id > $after order by id limit 1000
), told as (
	select p.id, exists (select from docket.outbox o
	    where o.entry = p.entry and o.stored_at = p.created_at) as there
	  from page p
)
select max(id), count(*) filter (where not there), min(id) filter (where not there) from told

-- name: verify_sent_draft
-- in: after int8
-- out: as verify_entry_ticket
with page as (
	select id, entry, created_at from docket.sent where id > $after order by id limit 1000
), told as (
	select p.id, exists (select from docket.outbox o
	    where o.entry = p.entry and o.stored_at = p.created_at)
	    or not docket.month_is_there('outbox', p.created_at, 0) as there
	  from page p
)
select max(id), count(*) filter (where not there), min(id) filter (where not there) from told

-- A ticket that went into another is done, and that one did not go into it in turn.
-- name: verify_merged
-- in: after int8
-- out: as verify_entry_ticket
with page as (
	select id, category, merged_into from docket.ticket
	 where merged_into is not null and id > $after order by id limit 1000
), told as (
	select p.id, p.category in ('resolved', 'closed') and exists (
	    with recursive chain(id, next) as (
		select p.id, p.merged_into union
		select t.id, t.merged_into from chain join docket.ticket t on t.id = chain.next)
	    select from chain where next is null) as there
	  from page p
)
select max(id), count(*) filter (where not there), min(id) filter (where not there) from told

-- Edges lead to tickets, and none in a circle.
-- name: verify_relation
-- in: after int8
-- out: as verify_entry_ticket
with page as (
	select a, b, kind from docket.relation where a > $after
	 order by a fetch first 1000 rows with ties
), told as (
	select p.a, exists (select from docket.ticket where id = p.a)
	    and exists (select from docket.ticket where id = p.b)
	    and not exists (
		with recursive on_it(id) as (
			select case p.kind when 'parent' then p.a else p.b end union
			select h.held from on_it cross join lateral docket.holds(on_it.id) h)
		select from on_it where p.kind <> 'link'
		   and id = case p.kind when 'parent' then p.b else p.a end) as there
	  from page p
)
select max(a), count(*) filter (where not there), min(a) filter (where not there) from told

-- What engineers ordered by mail, and is not done yet.
-- name: verify_control
-- in: after int8
-- out: as verify_entry_ticket
with page as (
	select entry, raw from docket.control where entry > $after order by entry limit 1000
)
select max(p.entry), count(*) filter (where e.id is null or r.id is null),
    min(p.entry) filter (where e.id is null or r.id is null)
  from page p left join docket.entry e on e.id = p.entry left join docket.raw r on r.id = p.raw

-- name: verify_report
-- in: after int8
-- out: as verify_entry_ticket
with page as (
	select id, agent from docket.report_wanted where id > $after order by id limit 1000
)
select max(p.id), count(*) filter (where a.name is null),
    min(p.id) filter (where a.name is null)
  from page p left join docket.agent a on a.name = p.agent
