-- What was worked, as lists and as what is billed of it (daemon/report/timesheet.h, statement.h).

-- What counts in those instants, corrections behind what they correct; timers that run, too.
-- name: timesheet_entries
-- in: project text?, agent text?, since at, until at
-- out: id int8, number int8, project text, subject text?, agent text, service text, text text,
-- out: started_at at, stopped_at at?, exact bool, worked int8, billable bool, late bool,
-- out: corrects int8?, statement text?
select e.id, e.number, e.project, t.subject, e.agent, e.service, e.text, e.started_at,
    e.stopped_at, e.exact,
    e.worked + case when e.resumed_at is null then 0
	else greatest(0, extract(epoch from $until - e.resumed_at))::int8 end,
    e.billable, e.late, e.corrects, s.year || '-' || s.n
  from docket.time_entry e
  left join docket.ticket t on t.id = e.ticket
  left join docket.billed b on b.entry = e.id
  left join docket.statement s on s.id = b.statement
 where ($project is null or e.project = $project) and ($agent is null or e.agent = $agent)
   and e.counts_at >= $since and e.counts_at < $until
 order by e.corrects nulls first, e.id

-- Whether there is, or was, such a project and such an engineer.
-- name: timesheet_names
-- in: project text?, agent text?
-- out: is_project bool, is_agent bool
select exists (select from docket.project where key = $project),
    exists (select from docket.agent where name = $agent)
