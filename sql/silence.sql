-- Silences: what rules do not tell for a while, because somebody said so.

-- name: silence_active
-- in: now at
-- out: id int8, condition text, until at, why text
select id, condition, until_at, why from docket.silence
 where ended_at is null and until_at > $now order by id limit 1000;

-- name: silence_add
-- in: condition text, why text, until at, author text, now at
-- out: id int8
insert into docket.silence (condition, why, until_at, author, begun_at)
values ($condition, $why, $until, $author, $now) returning id;

-- One that is over is not ended.
-- name: silence_end
-- in: id int8, who text, now at
-- out: id int8
update docket.silence set ended_at = $now, ended_by = $who
 where id = $id and ended_at is null and until_at > $now returning id;

-- name: silence_list
-- in: now at, past bool, most int8
-- out: id int8, condition text, why text, author text, begun_at at, until at, ended_at at?,
-- out: ended_by text?
select id, condition, why, author, begun_at, until_at, ended_at, ended_by
  from docket.silence
 where $past or (ended_at is null and until_at > $now)
 order by id desc limit $most;

-- name: silence_json
-- in: now at, past bool, most int8
-- out: as list_json
select coalesce(json_agg(json_build_object('id', id, 'where', condition, 'why', why,
    'author', author, 'begun_at', begun_at, 'until', until_at, 'ended_at', ended_at,
    'ended_by', ended_by, 'in_force', ended_at is null and until_at > $now) order by id desc), '[]')
  from (select * from docket.silence
	 where $past or (ended_at is null and until_at > $now)
	 order by id desc limit $most) s;
