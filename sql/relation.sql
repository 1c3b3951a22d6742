-- Between tickets: what holds which back, parents, links.

-- Before the edges are read that a new one may close to a circle; until the commit.
-- name: relation_lock
-- out: locked void
select pg_advisory_xact_lock(docket.lock_relation(), 0);

-- All that these hold back, and what that does, and so on.
-- name: relation_graph
-- in: tickets int8[]
-- out: kind text, a int8, b int8
with recursive on_it(id) as (
	select unnest($tickets) union
	select h.held from on_it cross join lateral docket.holds(on_it.id) h
)
select h.kind, h.a, h.b from on_it cross join lateral docket.holds(on_it.id) h;

-- name: relation_add
-- in: kind text, a int8, b int8, author text, at at
-- out: added void
select docket.relate($kind, $a, $b, $author, $at);

-- name: relation_drop
-- in: kind text, a int8, b int8
delete from docket.relation where kind = $kind and a = $a and b = $b;

-- name: related
-- in: ticket int8
-- out: how text, other int8, done bool, status text, subject text
select how, other, done, status, subject from docket.related($ticket) order by how, other;

-- Something happened to what holds these back: core looks, and tells their engineers.
-- name: relation_wake
-- in: ticket int8, kind text, point text, now at
insert into docket.alarm (kind, ticket, point, epoch, due_at)
select $kind, b, $point, 0, $now from docket.relation where a = $ticket and kind = 'blocks'
 order by b
on conflict do nothing;

-- name: relation_wake_one
-- in: ticket int8, kind text, point text, now at
insert into docket.alarm (kind, ticket, point, epoch, due_at)
values ($kind, $ticket, $point, 0, $now)
on conflict do nothing;

-- name: ticket_last
-- in: ticket int8
-- out: ticket int8?
select docket.ticket_last($ticket);

-- name: ticket_merge
-- in: ticket int8, into int8
update docket.ticket set merged_into = $into where id = $ticket;

-- The files of a ticket are this entry's as well, bytes and all.
-- name: merge_files
-- in: entry int8, ticket int8
insert into docket.attachment (entry, n, name, type, size, sha256, blob, use, plain)
select $entry, row_number() over (order by a.entry, a.n) - 1, a.name, a.type, a.size, a.sha256,
    a.blob, a.use, a.plain
  from docket.entry e join docket.attachment a on a.entry = e.id
 where e.ticket = $ticket;
