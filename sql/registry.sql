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
returning address_serial
