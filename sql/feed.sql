-- Calendars that somebody subscribed to (daemon/view/feed.h).

-- name: feed_add
-- in: token bytea, view text, agent text?, project text?, by text, now at
-- out: id int8
insert into docket.feed (token, view, agent, project, made_at, made_by)
values ($token, $view, $agent, $project, $now, $by) returning id;

-- name: feed_find
-- in: token bytea
-- out: id int8, view text, agent text?, project text?
select id, view, agent, project from docket.feed
 where token = $token and revoked_at is null;

-- name: feed_revoke
-- in: id int8, by text, now at
-- out: id int8
update docket.feed set revoked_at = $now, revoked_by = $by
 where id = $id and revoked_at is null returning id;

-- name: feed_list
-- in: past bool, most int8
-- out: id int8, view text, agent text?, project text?, made_at at, made_by text,
-- out: revoked_at at?, revoked_by text?
select id, view, agent, project, made_at, made_by, revoked_at, revoked_by
  from docket.feed where $past or revoked_at is null order by id desc limit $most;

-- name: feed_json
-- in: past bool, most int8
-- out: as list_json
select coalesce(json_agg(json_build_object('id', id, 'view', view, 'agent', agent,
    'project', project, 'made_at', made_at, 'made_by', made_by, 'revoked_at', revoked_at,
    'revoked_by', revoked_by) order by id desc), '[]')
  from (select * from docket.feed where $past or revoked_at is null
	 order by id desc limit $most) f;

-- When something of a ticket changed last, and how often: its history only grows.  Of a
-- project, what its customers may see of those, under the subject that they know; `promised`:
-- by when an answer or the end is, whatever people here mean to.
-- name: feed_stamps
-- in: tickets int8[], project text?
-- out: ticket int8, changed at, revision int8, subject text, promised at?
select t.id, t.updated_at, (select count(*) from docket.entry e where e.ticket = t.id),
    case t.mail_subject when '' then t.subject else t.mail_subject end,
    (select min(y.due_at) from docket.cycle y where y.ticket = t.id
	and y.stopped_at is null and y.state = 'running')
  from unnest($tickets) as ids(id) join docket.ticket t on t.id = ids.id
 where $project is null or (t.project = $project and docket.page_shows(t, 0, $project, 0))
 order by t.id;

-- What ended since then before it was due: of who has it, or of a project.
-- name: feed_gone
-- in: agent text?, project text?, since at, most int8
-- out: ticket int8, subject text, due at
select t.id, case when $project is null or t.mail_subject = '' then t.subject
    else t.mail_subject end, d.due
  from docket.ticket t
 cross join lateral (select coalesce(case when $project is null then t.due_at end,
    (select max(y.last_due_at) from docket.cycle y
      where y.ticket = t.id and y.clock = 'resolution')) as due) d
 where t.resolved_at > $since and t.category in ('resolved', 'closed')
   and d.due > t.resolved_at
   and (t.assignee = $agent
	or (t.project = $project and docket.page_shows(t, 0, $project, 0)))
 order by t.id limit $most;
