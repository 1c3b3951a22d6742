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
	    when 'quarantine' then exists (select from docket.entry e
		where e.raw = p.id and e.kind = 'quarantine')
	    else true end as there
	  from page p
)
select max(id), count(*) filter (where not there), min(id) filter (where not there) from told
