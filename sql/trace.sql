-- What became of rules on events, and the rule sets that it was told of.

-- A rule set that is used from now on; what is there stays as it is.
-- name: policy_register
-- in: print int8, names text[], places text[], states text[], events text[], tests text[],
-- in: now at
with used as (
	insert into docket.policy as p (print, since, used_at) values ($print, $now, $now)
	on conflict (print) do update set used_at = greatest(p.used_at, excluded.used_at)
	 where p.used_at < excluded.used_at - interval '1 hour'
)
insert into docket.policy_rule (policy, n, name, place, state, events, tests)
select $print, r.n - 1, r.name, r.place, r.state, r.events, r.tests
  from unnest($names, $places, $states, $events, $tests) with ordinality
	as r(name, place, state, events, tests, n)
 where not exists (select from docket.policy p where p.print = $print)
on conflict do nothing;

-- It is used still.
-- name: policy_touch
-- in: print int8, now at
update docket.policy set used_at = $now
 where print = $print and used_at < $now - interval '1 hour';

-- Those of which no trace can be left.
-- name: policy_drop
-- in: before at
delete from docket.policy where used_at < $before - interval '2 days';

-- All events of a transaction.
-- name: trace_insert
-- in: policy int8, tickets int8[], entries int8[], ats int8[], events text[], fired text[],
-- in: rules text[], texts text[]
insert into docket.trace (ticket, entry, at, policy, event, fired, rules, texts)
select nullif(t.ticket, 0), nullif(t.entry, 0), docket.at(t.at), $policy, t.event, t.fired,
    t.rules, t.texts
  from unnest($tickets, $entries, $ats, $events, $fired, $rules, $texts) with ordinality
	as t(ticket, entry, at, event, fired, rules, texts, n)
 order by t.n;

-- The oldest, so many at a time: a page that is looked at, however few of it are old enough.
-- name: trace_drop
-- in: before at, most int8
delete from docket.trace
 where id = any(array(
	select id from (select id, at from docket.trace order by id limit $most) page
	 where at < $before));

-- Of a ticket, the newest last.
-- name: trace_list
-- in: ticket int8, most int8
-- out: entry int8?, at at, policy int8, event text, rules text, texts text
select entry, at, policy, event, rules, texts from (
	select * from docket.trace where ticket = $ticket order by id desc limit $most) newest
 order by id;

-- The rule sets that those were of.
-- name: trace_rules
-- in: ticket int8
-- out: policy int8, n int4, name text, place text, tests text
select r.policy, r.n, r.name, r.place, r.tests from docket.policy_rule r
 where r.policy = any(array(
	select distinct policy from docket.trace where ticket = $ticket))
 order by r.policy, r.n;

-- What rules did to it, and the mails that they sent, or that could not be sent.
-- name: trace_deeds
-- in: ticket int8
-- out: entry int8, at at, is_change bool, kind text, rule text, what text?, old text?,
-- out: new text?, template text, recipients text?, why text?
select e.id, e.at, c.entry is not null, e.kind, coalesce(e.data->>'rule', c.why),
    coalesce(c.field, c.what), c.old, c.new, coalesce(e.data->>'template', ''),
    coalesce(e.data->>'to', e.data->>'webhook'), e.data->>'why'
  from docket.entry e
  left join docket.change c on c.ticket = e.ticket and c.entry = e.id
 where e.ticket = $ticket
   and (e.data ? 'rule' or e.kind = 'rule' and c.what is not null)
 order by e.id;

-- Where it went, and since when there are traces.
-- name: trace_ticket
-- in: ticket int8
-- out: subject text, created_at at, merged_into int8?, since at?
select t.subject, t.created_at, t.merged_into, (select min(since) from docket.policy)
  from docket.ticket t where t.id = $ticket;

-- How often rules fired, or would have, in a stretch of the traces; `last` is the last of all.
-- There is a row also where none did.
-- name: trace_fired
-- in: after int8, since at
-- out: until int8, last int8, name text?, fired int8, would int8, at at?
select $after + 50000, ends.last, f.name, coalesce(f.fired, 0), coalesce(f.would, 0), f.at
  from (select coalesce((select max(id) from docket.trace), 0) as last) ends
  left join lateral (
	select r.name, count(*) filter (where w.word !~ 's$') as fired,
	    count(*) filter (where w.word ~ 's$') as would, max(t.at) as at
	  from docket.trace t
	  cross join lateral string_to_table(t.fired, ' ') w(word)
	  join docket.policy_rule r on r.policy = t.policy
		and r.n = substring(w.word from '^[0-9]+')::int4
	 where t.id > $after and t.id <= $after + 50000 and t.at >= $since
	 group by r.name) f on true;
