-- Configurations that were in force (daemon/ticket/loaded.h).

-- It is in force: whether it was before.
-- name: conf_seen
-- in: fingerprint text, now at
-- out: fingerprint text
update docket.conf set loaded_at = $now where fingerprint = $fingerprint returning fingerprint;

-- Which of these texts are not there.
-- name: conf_missing
-- in: hashes text[]
-- out: hash text
select distinct h from unnest($hashes) h
 where not exists (select from docket.conf_text t where t.hash = h);

-- name: conf_text_put
-- in: hash text, text text
insert into docket.conf_text (hash, text) values ($hash, $text) on conflict do nothing;

-- After its texts, in their transaction.
-- name: conf_put
-- in: fingerprint text, names text[], hashes text[], now at
with made as (
	insert into docket.conf (fingerprint, loaded_at) values ($fingerprint, $now)
	on conflict (fingerprint) do update set loaded_at = excluded.loaded_at
	returning fingerprint)
insert into docket.conf_file (fingerprint, n, name, hash)
select made.fingerprint, f.n, f.name, f.hash
  from made, unnest($names, $hashes) with ordinality f(name, hash, n)
on conflict do nothing;

-- All but the last `keep` of them.
-- name: conf_forget
-- in: keep int8
delete from docket.conf where fingerprint in (
	select fingerprint from docket.conf order by loaded_at desc offset $keep);

-- name: conf_text_forget
delete from docket.conf_text t
 where not exists (select from docket.conf_file f where f.hash = t.hash);

-- The one in force last.
-- name: conf_last
-- out: fingerprint text, loaded_at at
select fingerprint, loaded_at from docket.conf order by loaded_at desc limit 1;

-- name: conf_kept
-- in: fingerprint text
-- out: name text, text text
select f.name, t.text from docket.conf_file f join docket.conf_text t using (hash)
 where f.fingerprint = $fingerprint order by f.n;
