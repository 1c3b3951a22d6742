-- Pieces of conditions over stored tickets: filter's other back end, joined by
-- daemon/view/where.c.  The ticket is t.  {x} is the subject, {op} one of >= <= > <;
-- $values, $value, $name, $now, $from and $to are parameters of the one test.

-- fragment: project
t.project
-- fragment: status
t.status
-- fragment: category
t.category
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
