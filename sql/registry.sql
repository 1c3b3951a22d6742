-- What the configuration names, as rows for others to point at: what is new is inserted,
-- what has another name or is back is updated, what has gone is archived.  What is as it
-- was is not touched, so that daemons that start together do not wait for each other.

-- name: project_register
-- in: keys text[], names text[], at at
with gone as (
	update docket.project set archived_at = $at
	 where archived_at is null and key <> all ($keys)
)
insert into docket.project (key, name, made_at)
select a.key, a.name, $at from unnest($keys, $names) as a(key, name)
 where not exists (select from docket.project p
	where p.key = a.key and p.name = a.name and p.archived_at is null)
 order by a.key
on conflict (key) do update set name = excluded.name, archived_at = null;

-- name: agent_register
-- in: names text[], full_names text[], at at
with gone as (
	update docket.agent set archived_at = $at
	 where archived_at is null and name <> all ($names)
)
insert into docket.agent (name, full_name, made_at)
select a.name, a.full_name, $at from unnest($names, $full_names) as a(name, full_name)
 where not exists (select from docket.agent g
	where g.name = a.name and g.full_name = a.full_name and g.archived_at is null)
 order by a.name
on conflict (name) do update set full_name = excluded.full_name, archived_at = null;

-- "SERIAL AT AGENT" of those whose personal address was renewed.
-- name: agent_renewed
-- out: renewed text[]
select coalesce(array_agg(concat_ws(' ', address_serial, docket.us(address_at), name)
    order by name), '{}')
  from docket.agent where address_serial > 0;

-- name: agent_serial
-- in: name text
-- out: serial int8
select address_serial from docket.agent where name = $name;

-- Once for each that is found out: a second one of the same serial does nothing.
-- name: agent_renew
-- in: name text, serial int8, now at
-- out: serial int8
update docket.agent set address_serial = address_serial + 1, address_at = $now
 where name = $name and address_serial = $serial
returning address_serial;

-- Who is away, or was until just now and is not told yet that they are back.
-- name: agent_away
-- out: name text, since at?, until at?
select name, away_from, away_until from docket.agent where away_until is not null
 order by away_until, name;

-- `until` 0: they are here.  Who says it anew is away since the first time.
-- name: agent_away_set
-- in: name text, until at?, by text, now at
update docket.agent
   set away_until = $until,
    away_from = case when $until is null then null else coalesce(away_from, $now) end,
    away_by = case when $until is null then null else $by end
 where name = $name;

-- Of those whose time is over; what another daemon tells is left to it.
-- name: agent_away_over
-- in: now at
-- out: name text, since at?, until at?
select name, away_from, away_until from docket.agent where away_until <= $now
 order by away_until, name limit 20 for update skip locked
