-- What is wrong for longer than one mail (daemon/ticket/condition.h).

-- It began, or goes on; one that had passed begins anew.
-- name: condition_raise
-- in: kind text, mailbox text, now at, text text, mend text, retry_at at?, times int8
insert into docket.condition as c (kind, mailbox, since, last_at, text, mend, retry_at, count)
values ($kind, $mailbox, $now, $now, $text, $mend, $retry_at, $times)
on conflict (kind, mailbox) do update
   set since = case when c.over_at is null then c.since else excluded.since end,
       count = case when c.over_at is null then c.count else 0 end + excluded.count,
       last_at = excluded.last_at, text = excluded.text, mend = excluded.mend,
       retry_at = excluded.retry_at, over_at = null,
       told = case when c.over_at is null then c.told else 0 end;

-- It has passed.  Of what nobody was told nothing stays.
-- name: condition_clear
-- in: kind text, mailbox text, now at
with passed as (
	update docket.condition set over_at = $now, retry_at = null
	 where kind = $kind and mailbox = $mailbox and told_at is not null and over_at is null)
delete from docket.condition
 where kind = $kind and mailbox = $mailbox and told_at is null;

-- What rules did too often, and not since then, has passed.
-- name: condition_rest
-- in: before at, now at
update docket.condition set over_at = $now
 where kind in ('rules-loop', 'rules-mail', 'rules-self') and over_at is null
   and last_at < $before;

-- All that is wrong now.
-- name: condition_list
-- out: kind text, mailbox text, since at, last_at at, text text, mend text, count int8,
-- out: retry_at at?, told_at at?, told int8
select kind, mailbox, since, last_at, text, mend, count, retry_at, told_at, told
  from docket.condition where over_at is null order by mailbox, kind;

-- One daemon of several tries a queue that stopped: until then it is its to try.  Only with
-- mail that can go.
-- name: queue_probe
-- in: mailbox text[], now at, until at
-- out: mailbox text
update docket.condition c set retry_at = $until
 where kind = 'queue-stopped' and mailbox = any($mailbox) and over_at is null
   and retry_at <= $now and (
	select true from docket.delivery d
	 where d.mailbox = c.mailbox and d.state = 'queued' and d.due_at <= $now
	 order by d.priority, d.due_at, d.id limit 1)
returning mailbox;
