-- What docketctl rate explain asks of time that was worked.

-- An entry, with what corrections took from it, and by which statement it is billed.
-- name: rate_entry
-- in: id int8
-- out: project text, counts_at at, runs bool, corrects int8?, year int8?, n int8?
select e.project, e.counts_at, e.stopped_at is null, e.corrects, s.year, s.n
  from docket.time_entry e
  left join docket.billed b on b.entry = e.id
  left join docket.statement s on s.id = b.statement
 where e.id = $id;

-- What counts for a project in those instants, billed or not: each with the corrections that
-- count there, too; a correction of what counts elsewhere by itself.
-- name: rate_entries
-- in: project text, since at, until at
-- out: id int8, number int8, agent text, service text, text text, at at, exact bool,
-- out: worked int8, billable bool, late bool
select e.id, e.number, e.agent, e.service, e.text, e.started_at, e.exact,
    e.worked + coalesce((select sum(c.worked) from docket.time_entry c
	where c.corrects = e.id and c.counts_at >= $since and c.counts_at < $until), 0)::int8,
    e.billable, coalesce(e.late, false)
  from docket.time_entry e
 where e.project = $project and e.counts_at >= $since and e.counts_at < $until
   and e.stopped_at is not null
   and (e.corrects is null or not exists (select from docket.time_entry o
	where o.id = e.corrects and o.counts_at >= $since and o.counts_at < $until))
 order by e.id;
