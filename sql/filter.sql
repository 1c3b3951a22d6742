-- Pieces of conditions over stored tickets: filter's other back end, joined by
-- daemon/view/where.c.  The ticket is t.  {x} is the subject, {op} one of >= <= > <;
-- $values, $value, $name, $now, $from and $to are parameters of the one test.

-- fragment: project
t.project
-- fragment: status
t.status
-- fragment: category
t.category
-- fragment: is_open
t.category not in ('resolved', 'closed')
-- fragment: type
t.type
-- fragment: subject
t.subject
-- fragment: mailbox
t.mailbox
-- fragment: assignee
coalesce(t.assignee, '')
-- fragment: team
coalesce(t.team, '')
-- fragment: policy
coalesce(t.sla, '')
-- fragment: field
coalesce((select f.value from docket.field f where f.ticket = t.id and f.name = $name), '')
-- fragment: requester
coalesce((select lower(c.address collate "C") from docket.contact c where c.id = t.requester), '')
-- fragment: requester_domain
coalesce((select case when position('@' in c.address) = 0 then ''
    else lower(substr(c.address, position('@' in c.address) + 1) collate "C") end
  from docket.contact c where c.id = t.requester), '')

-- fragment: tags
t.tags
-- fragment: participant
array(select p.address from docket.participant p where p.ticket = t.id)
-- fragment: breached
array(select y.clock from docket.cycle y where y.ticket = t.id
    and (y.state = 'breached' or (y.state = 'running' and y.due_at < $now)))

-- fragment: participants
(select count(*) from docket.participant p where p.ticket = t.id)
-- fragment: age
greatest(0, floor(extract(epoch from $now - t.created_at)))
-- fragment: idle
greatest(0, floor(extract(epoch from $now - t.updated_at)))

-- Whether that is an instant of the ticket, and before: sets that are made once, for all
-- tickets.  A live cycle without an instant stands still.
-- fragment: due_before
(t.category not in ('resolved', 'closed') and (coalesce(t.due_at < $value, false)
    or t.id in (select y.ticket from docket.cycle y where y.stopped_at is null
	and y.due_at < $value)))
-- fragment: asked_before
(t.category not in ('resolved', 'closed') and coalesce(t.asked_at < $value, false))

-- Mails that wait for a decision: tickets without any are not looked for.
-- fragment: held_one_of
t.id in (select h.ticket from docket.held h where h.decision is null
    group by h.ticket having count(*)::text = any($values))
-- fragment: held_not_one_of
t.id not in (select h.ticket from docket.held h where h.decision is null
    group by h.ticket having count(*)::text <> all($values))
-- fragment: held_compared
t.id in (select h.ticket from docket.held h where h.decision is null
    group by h.ticket having count(*) {op} $value::numeric)
-- fragment: held_not_compared
t.id not in (select h.ticket from docket.held h where h.decision is null
    group by h.ticket having not (count(*) {op} $value::numeric))

-- Of projects.conf: the projects whose level fits, or those whose does not.
-- fragment: level_in
t.project = any($values)
-- fragment: level_not_in
not t.project = any($values)

-- fragment: text_one_of
lower({x} collate "C") = any($values)
-- fragment: text_exact
{x} = any($values)
-- fragment: text_is_set
{x} <> ''
-- fragment: text_contains
exists (select from (select {x} as x) s, unnest($values) needle
    where strpos({folded}, needle) > 0)

-- fragment: texts_one_of
exists (select from unnest({x}) x where lower(x collate "C") = any($values))
-- fragment: texts_is_set
exists (select from unnest({x}) x where x <> '')
-- fragment: texts_contains
exists (select from unnest({x}) x, unnest($values) needle
    where strpos({folded}, needle) > 0)

-- As fold() of parsers/text writes x: it is the same for what is ASCII, and fast.
-- fragment: folded
(case when octet_length(x) = length(x) then translate(lower(x collate "C"), E'\t\n', '  ')
    else translate(replace(replace(replace(replace(replace(replace(replace(replace(x,
	'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'þ', 'th'),
	'Þ', 'th'), $from, $to) end) collate "C"

-- fragment: number_one_of
({x})::text = any($values)
-- fragment: number_compared
{x} {op} $value::numeric
-- fragment: number_is_set
true

-- What has no place among the values of its type is on no side of any.
-- fragment: field_compared
exists (select from docket.field f where f.ticket = t.id and f.name = $name
    and f.key {op} $value and f.value ~ '[0-9]')
-- fragment: version_compared
exists (select from docket.field f where f.ticket = t.id and f.name = $name
    and f.key {op} $value and length(f.key) > 0 and get_byte(f.key, 0) = 1)

-- What views show, group by and sort by (daemon/view/column.c): texts, instants as
-- microseconds, spans as seconds.  d.due is when the next is due, of what is not done.
-- fragment: shown_number
t.id::text
-- fragment: shown_subject
coalesce(nullif(t.mail_subject, ''), t.subject)
-- fragment: shown_due
docket.us(d.due)::text
-- fragment: shown_start
docket.us(coalesce(t.start_at, t.created_at))::text
-- fragment: shown_created
docket.us(t.created_at)::text
-- fragment: shown_updated
docket.us(t.updated_at)::text
-- fragment: shown_resolved
docket.us(t.resolved_at)::text
-- fragment: shown_age
greatest(0, floor(extract(epoch from $now - t.created_at)))::int8::text
-- fragment: shown_idle
greatest(0, floor(extract(epoch from $now - t.updated_at)))::int8::text
-- fragment: shown_waiting
case when t.asked_at is not null and t.category not in ('resolved', 'closed')
    then greatest(0, floor(extract(epoch from $now - t.asked_at)))::int8::text end
-- fragment: shown_risk
case when d.due < $now then 'late' when d.due < $now + interval '1 day' then 'at-risk' else '' end
-- fragment: shown_who
coalesce(t.assignee, t.team, '')
-- fragment: shown_held
(select count(*) from docket.held h where h.ticket = t.id and h.decision is null)::text
-- fragment: shown_tags
array_to_string(t.tags, ', ')
-- fragment: shown_parent
(select r.a from docket.relation r where r.b = t.id and r.kind = 'parent')::text
-- fragment: shown_time
(select coalesce(sum(e.worked), 0) from docket.time_entry e
  where e.number = t.id and e.stopped_at is not null)::int8::text
-- fragment: shown_blocked_by
coalesce((select string_agg('#' || r.a, ', ' order by r.a) from docket.relation r
  join docket.ticket b on b.id = r.a and b.category not in ('resolved', 'closed')
 where r.b = t.id and r.kind = 'blocks'), '')
-- fragment: sorted_field
(select f.key from docket.field f where f.ticket = t.id and f.name = $name)
-- fragment: sorted_number
t.id
-- fragment: sorted_due
d.due
-- fragment: sorted_risk
case when d.due < $now then 1 when d.due < $now + interval '1 day' then 2 end
-- fragment: sorted_start
coalesce(t.start_at, t.created_at)
-- fragment: sorted_created
t.created_at
-- fragment: sorted_updated
t.updated_at
-- fragment: sorted_resolved
t.resolved_at
-- fragment: sorted_asked
case when t.category not in ('resolved', 'closed') then t.asked_at end
-- fragment: sorted_held
(select count(*) from docket.held h where h.ticket = t.id and h.decision is null)
-- fragment: sorted_parent
(select r.a from docket.relation r where r.b = t.id and r.kind = 'parent')
-- fragment: sorted_time
(select coalesce(sum(e.worked), 0) from docket.time_entry e
  where e.number = t.id and e.stopped_at is not null)
-- Of one project, as its customers may know of it.
-- fragment: of_project
t.project = $value and docket.page_shows(t, 0, $value, 0)
