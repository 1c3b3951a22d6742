-- What was worked, as lists and as what is billed of it (daemon/report/timesheet.h, statement.h).

-- Before a project's month is closed, or a statement of it credited: whoever books time there
-- waits, or is waited for.
-- name: statement_lock_project
-- in: project text
-- out: way void
select pg_advisory_xact_lock(docket.lock_time(), hashtext('project:' || $project))

-- What counts in those instants and is billed by no statement, the corrections behind what they
-- correct.  `o`: what a row corrects, and as it was billed; took_*: what corrections that
-- were billed before took back of it.
-- name: statement_entries
-- in: project text, since at, until at, approved bool
-- out: id int8, number int8, agent text, service text, text text, at at, exact bool, worked int8,
-- out: billable bool, late bool, corrects int8?, o_number int8?, o_agent text?,
-- out: o_service text?, o_billable bool?, o_at at?, o_exact bool?, o_year int8?, o_n int8?,
-- out: o_currency text?, o_raw int8?, o_billed int8?, o_prepaid int8?, o_rate int8?,
-- out: o_amount int8?, took_raw int8?, took_billed int8?, took_prepaid int8?, took_amount int8?
select e.id, e.number, e.agent, e.service, e.text, e.started_at, e.exact, e.worked, e.billable,
    e.late, e.corrects, o.number, o.agent, o.service, o.billable, o.started_at, o.exact,
    s.year, s.n, s.currency, l.raw, l.billed, l.prepaid, l.rate, l.amount,
    k.raw, k.billed, k.prepaid, k.amount
  from docket.time_entry e
  left join docket.time_entry o on o.id = e.corrects
  left join docket.billed b on b.entry = o.id
  left join docket.statement s on s.id = b.statement
  left join lateral (
	select sum(x.raw)::int8 as raw, sum(x.billed)::int8 as billed,
	    sum(x.prepaid)::int8 as prepaid, max(x.rate) as rate, sum(x.amount)::int8 as amount
	  from docket.statement_line x
	 where x.entry = o.id and x.statement = b.statement) l on b.statement is not null
  left join lateral (
	select sum(x.raw)::int8 as raw, sum(x.billed)::int8 as billed,
	    sum(x.prepaid)::int8 as prepaid, sum(x.amount)::int8 as amount
	  from docket.time_entry ce
	  join docket.billed cb on cb.entry = ce.id
	  join docket.statement_line x on x.entry = ce.id and x.statement = cb.statement
	 where ce.corrects = o.id) k on b.statement is not null
 where e.project = $project and e.counts_at >= $since and e.counts_at < $until
   and e.stopped_at is not null
   and not exists (select from docket.billed b where b.entry = e.id)
   and (not $approved or exists (select from docket.time_approval p
	where p.agent = e.agent and p.undone_at is null and p.since <= e.counts_at
	  and p.until > e.counts_at))
 order by e.corrects nulls first, e.id

-- What a statement billed, as the entries are today; but for corrections that are lines of
-- their own: what they take back is as it was billed.
-- name: statement_entries_again
-- in: statement int8
-- out: as statement_entries
with lines as materialized (
	select distinct x.entry
	  from docket.statement_line x join docket.time_entry e on e.id = x.entry
	 where x.statement = $statement and e.corrects is null)
select e.id, e.number, e.agent, e.service, e.text, e.started_at, e.exact, e.worked, e.billable,
    e.late, e.corrects, o.number, o.agent, o.service, o.billable, o.started_at, o.exact,
    null::int8, null::int8, null::text, null::int8, null::int8, null::int8, null::int8,
    null::int8, null::int8, null::int8, null::int8, null::int8
  from lines l
  join docket.time_entry e on e.id = l.entry or (e.corrects = l.entry
    and not exists (select from docket.statement_line x where x.entry = e.id))
  left join docket.time_entry o on o.id = e.corrects
 order by e.corrects nulls first, e.id

-- What is not in a month's statement: timers that run, what waits for approval, what earlier
-- months (of a year) have that no statement billed.
-- name: statement_left
-- in: project text, since at, until at, approved bool, earliest at
-- out: what text, agent text, number int8, at at, n int8, worked int8
select 'running' as what, agent, min(number), min(started_at), count(*), sum(worked)::int8
  from docket.time_entry
 where stopped_at is null and project = $project and started_at < $until
 group by agent
union all
select 'unapproved', e.agent, min(e.number), min(e.started_at), count(*), sum(e.worked)::int8
  from docket.time_entry e
 where $approved and e.project = $project and e.counts_at >= $since and e.counts_at < $until
   and e.stopped_at is not null
   and not exists (select from docket.billed b where b.entry = e.id)
   and not exists (select from docket.time_approval p
	where p.agent = e.agent and p.undone_at is null and p.since <= e.counts_at
	  and p.until > e.counts_at)
 group by e.agent
union all
select 'earlier', '', min(e.number), min(e.counts_at), count(*), sum(e.worked)::int8
  from docket.time_entry e
 where e.project = $project and e.counts_at >= $earliest and e.counts_at < $since
   and e.stopped_at is not null
   and not exists (select from docket.billed b where b.entry = e.id)
having count(*) > 0
 order by 1, 2

-- As their customers know them.
-- name: statement_subjects
-- in: tickets int8[]
-- out: id int8, subject text
select id, coalesce(nullif(mail_subject, ''), subject) from docket.ticket
 where id = any($tickets) order by id

-- What statements of a contract drew from its hours, those before a statement.
-- name: statement_drawn
-- in: project text, since at, until at, before int8
-- out: used int8
select coalesce(sum(l.prepaid), 0)::int8
  from docket.statement s join docket.statement_line l on l.statement = s.id
 where s.project = $project and s.until > $since and s.id < $before and s.prepaid_used <> 0
   and l.at >= $since and l.at < $until

-- Until the commit nobody else takes a number.
-- name: statement_lock
-- out: locked void
select pg_advisory_xact_lock(docket.lock_statement(), 0)

-- The next of that year.
-- name: statement_number
-- in: year int8
-- out: n int8
select coalesce(max(n), 0) + 1 from docket.statement where year = $year

-- name: statement_insert
-- in: year int8, n int8, project text, month int8, zone text, since at, until at,
-- in: credits int8?, reason text, currency text, digits int8, total int8, raw int8, billed int8,
-- in: apart int8, contract bool, prepaid_before int8, prepaid_used int8, rules text,
-- in: closed_at at, closed_by text, text text, csv text, html text, json text,
-- in: text_sha256 bytea, csv_sha256 bytea, html_sha256 bytea, json_sha256 bytea
-- out: id int8
insert into docket.statement (year, n, project, month, zone, since, until, credits, reason,
    currency, digits, total, raw, billed, apart, prepaid_before, prepaid_used, rules, closed_at,
    closed_by, text, csv, html, json, text_sha256, csv_sha256, html_sha256, json_sha256)
values ($year, $n, $project, $month, $zone, $since, $until, $credits, $reason, $currency,
    $digits, $total, $raw, $billed, $apart, case when $contract then $prepaid_before end,
    case when $contract then $prepaid_used end, $rules, $closed_at, $closed_by, $text, $csv,
    $html, $json, $text_sha256, $csv_sha256, $html_sha256, $json_sha256)
returning id

-- name: statement_lines_insert
-- in: statement int8, entry int8[], number int8[], at int8[], agent text[], service text[],
-- in: text text[], raw int8[], billed int8[], prepaid int8[], rate int8[], amount int8[],
-- in: late int8[], why text[]
insert into docket.statement_line (statement, n, entry, number, at, agent, service, text, raw,
    billed, prepaid, rate, amount, late, why)
select $statement, l.n, nullif(l.entry, 0), l.number, docket.at(l.at), l.agent, l.service,
    l.text, l.raw, l.billed, l.prepaid, l.rate, l.amount, l.late <> 0, l.why
  from unnest($entry, $number, $at, $agent, $service, $text, $raw, $billed, $prepaid, $rate,
	$amount, $late, $why)
	with ordinality as l(entry, number, at, agent, service, text, raw, billed, prepaid,
	    rate, amount, late, why, n)

-- Who bills one that is billed breaks off.
-- name: statement_bill
-- in: statement int8, entries int8[]
insert into docket.billed (entry, statement) select unnest($entries), $statement

-- What a credit frees: entries, and their corrections that were billed with them.
-- name: statement_free
-- in: statement int8, entries int8[]
delete from docket.billed b
 where b.statement = $statement and (b.entry = any($entries)
    or exists (select from docket.time_entry e
	where e.id = b.entry and e.corrects = any($entries)
	  and not exists (select from docket.statement_line l
		where l.statement = $statement and l.entry = e.id)))

-- name: statement_get
-- in: year int8, n int8
-- out: id int8, project text, month int8, zone text, since at, until at, credits_year int8?,
-- out: credits_n int8?, reason text, currency text, digits int8, total int8, raw int8,
-- out: billed int8, apart int8, contract bool, prepaid_before int8?, prepaid_used int8?,
-- out: rules text, closed_at at, closed_by text, sent_at at?, sent_to text?, credited int8
select s.id, s.project, s.month, s.zone, s.since, s.until, c.year, c.n, s.reason, s.currency,
    s.digits, s.total, s.raw, s.billed, s.apart, s.prepaid_before is not null, s.prepaid_before,
    s.prepaid_used, s.rules, s.closed_at, s.closed_by, s.sent_at, s.sent_to,
    (select count(*) from docket.statement x where x.project = s.project
	and x.month = s.month and x.credits = s.id)
  from docket.statement s left join docket.statement c on c.id = s.credits
 where s.year = $year and s.n = $n

-- Its files as they were made.
-- name: statement_files
-- in: id int8
-- out: text text, csv text, html text, json text, text_sha256 bytea, csv_sha256 bytea,
-- out: html_sha256 bytea, json_sha256 bytea
select text, csv, html, json, text_sha256, csv_sha256, html_sha256, json_sha256
  from docket.statement where id = $id

-- `bills`: no credit has freed its entry.  `own`: that is no correction.
-- name: statement_lines
-- in: statement int8
-- out: n int8, entry int8?, number int8, at at, agent text, service text, text text, raw int8,
-- out: billed int8, prepaid int8, rate int8, amount int8, late bool, why text, bills bool,
-- out: own bool
select l.n, l.entry, l.number, l.at, l.agent, l.service, l.text, l.raw, l.billed, l.prepaid,
    l.rate, l.amount, l.late, l.why,
    case when l.entry is not null then exists (select from docket.billed b
	where b.entry = l.entry and b.statement = l.statement)
    else not exists (select from docket.statement s join docket.statement m
	  on m.project = s.project and m.month = s.month and m.credits = s.id
	join docket.statement_line x on x.statement = m.id
	where s.id = l.statement and x.entry is null) end,
    exists (select from docket.time_entry e where e.id = l.entry and e.corrects is null)
  from docket.statement_line l where l.statement = $statement order by l.n

-- name: statement_sent
-- in: id int8, now at, to text
update docket.statement set sent_at = $now, sent_to = $to where id = $id

-- The newest first.
-- name: statement_list
-- in: project text?, year int8?, most int8
-- out: year int8, n int8, project text, month int8, currency text, digits int8, total int8,
-- out: billed int8, credits_year int8?, credits_n int8?, reason text, closed_at at,
-- out: closed_by text, sent_at at?, sent_to text?
select s.year, s.n, s.project, s.month, s.currency, s.digits, s.total, s.billed, c.year, c.n,
    s.reason, s.closed_at, s.closed_by, s.sent_at, s.sent_to
  from docket.statement s left join docket.statement c on c.id = s.credits
 where ($project is null or s.project = $project) and ($year is null or s.year = $year)
 order by s.year desc, s.n desc limit $most

-- name: statement_projects
-- in: since at, until at
-- out: project text
with recursive p(key) as (
	(select project from docket.time_entry order by project limit 1)
	union all
	select (select e.project from docket.time_entry e where e.project > p.key
		 order by e.project limit 1)
	  from p where p.key is not null)
select key from p where key is not null
   and exists (select from docket.time_entry e where e.project = p.key
	and e.counts_at >= $since and e.counts_at < $until)

-- What counts in those instants, corrections behind what they correct; timers that run, too, but
-- none that was dropped.
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
   and (e.worked <> 0 or e.stopped_at is null)
 order by e.corrects nulls first, e.id

-- Whether there is, or was, such a project and such an engineer.
-- name: timesheet_names
-- in: project text?, agent text?
-- out: is_project bool, is_agent bool
select exists (select from docket.project where key = $project),
    exists (select from docket.agent where name = $agent)
