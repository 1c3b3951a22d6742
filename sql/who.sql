-- What the tables know of an address (docketctl who).

-- name: who_contact
-- in: address text
-- out: name text, project text, known bool, addresses text[], tickets int8, open int8
select c.name, c.project, c.known,
    array(select address from docket.contact_address where contact = c.id order by address),
    (select count(*) from docket.ticket where requester = c.id),
    (select count(*) from docket.ticket
      where requester = c.id and category not in ('resolved', 'closed'))
  from docket.contact_address a join docket.contact c on c.id = a.contact
 where a.address = $address

-- name: who_agent
-- in: name text
-- out: away_from at?, away_until at?, away_by text?, open int8, clocked int8, due_at at?
select g.away_from, g.away_until, g.away_by, n.open, n.clocked, n.due_at
  from docket.agent g
  cross join lateral (
	select count(*) as open, count(y.due_at) as clocked, min(y.due_at) as due_at
	  from docket.ticket t
	  left join lateral (select min(due_at) as due_at from docket.cycle
		where ticket = t.id and stopped_at is null and state = 'running') y on true
	 where t.assignee = g.name and t.category not in ('resolved', 'closed')) n
 where g.name = $name

-- Only mails that wait.
-- name: who_held
-- in: address text
-- out: mails int8
select count(*)
  from (select entry from docket.held where decision is null order by at, entry) h,
    lateral (select from docket.entry where id = h.entry and author = $address offset 0) e

-- name: who_reach
-- in: address text
-- out: marked text?, since at, failures int8, why text
select marked, coalesce(since, last_at), failures, why from docket.reach
 where address = $address and failures > 0
