-- What keeps floods small: what is limited, counted.

-- name: tally_count
-- in: what text, key text, since at
-- out: n int8
select coalesce(sum(n), 0)::int8 from docket.tally
 where what = $what and key = $key and at > $since;

-- name: tally_add
-- in: what text, key text, at at, core int8, n int8, until at
insert into docket.tally as t (what, key, at, core, n, until)
values ($what, $key, $at, $core, $n, $until)
on conflict (what, key, at, core) do update set n = t.n + excluded.n;

-- What counts nowhere any more, so much of it at a time.
-- name: tally_drop
-- in: now at, most int8
delete from docket.tally
 where ctid = any(array(
	select ctid from docket.tally where until <= $now order by until limit $most
	   for update skip locked));
