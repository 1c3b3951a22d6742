-- What engineers ordered by mail and is done between mails: orders for many tickets, a part a
-- transaction; reports.

-- name: control_insert
-- in: entry int8, raw int8, mailbox text, agent text, at at, fresh bool, subject text,
-- in: message_id text?, files text?
insert into docket.control (entry, raw, mailbox, agent, at, fresh, subject, message_id, files,
    next_at)
values ($entry, $raw, $mailbox, $agent, $at, $fresh, $subject, $message_id, $files, $at)

-- name: control_part_insert
-- in: entry int8, n int8, line text, value text, orders text, whole bool
insert into docket.control_part (entry, n, line, value, orders, whole)
values ($entry, $n, $line, $value, $orders, $whole)

-- The oldest that is due and that no other daemon is at, what of it is next, and how many of its lines were
-- not understood so far.  `n` is -1 when all of it is done.
-- name: control_next
-- in: now at
-- out: entry int8, raw int8, mailbox text, agent text, at at, fresh bool, subject text,
-- out: message_id text?, files text?, n int8 or -1, line text?, value text?, orders text?, whole bool?,
-- out: unknown int8, attempts int8
select c.entry, c.raw, c.mailbox, c.agent, c.at, c.fresh, c.subject, c.message_id,
    c.files, p.n, p.line, p.value, p.orders, p.whole,
    (select coalesce(sum(d.unknown), 0) from docket.control_part d where d.entry = c.entry)::int8,
    c.attempts
  from (select * from docket.control where next_at <= $now
	 order by next_at, entry limit 1 for update skip locked) c
  left join lateral (
	select * from docket.control_part
	 where entry = c.entry and told is null order by n limit 1) p on true

-- name: control_done
-- in: entry int8, n int8, told bytea, wanted bool, unknown int8
update docket.control_part set told = $told, wanted = $wanted, unknown = $unknown
 where entry = $entry and n = $n

-- It failed: those behind it go first, and the next part counts its own attempts.
-- name: control_later
-- in: entry int8, now at, fault text
update docket.control set attempts = attempts + 1, fault = $fault,
    next_at = $now + interval '0.1 seconds' * 4 ^ least(attempts, 5)
 where entry = $entry

-- name: control_goes_on
-- in: entry int8
update docket.control set attempts = 0, fault = null where entry = $entry

-- name: control_told
-- in: entry int8
-- out: line text, told bytea?, wanted bool
select line, told, wanted from docket.control_part where entry = $entry order by n

-- name: control_delete
-- in: entry int8
delete from docket.control where entry = $entry

-- name: report_want
-- in: agent text, mailbox text, what text, month int8, whose text?, now at, message_id text?,
-- in: subject text
insert into docket.report_wanted (agent, mailbox, what, month, whose, at, message_id, subject,
    next_at)
values ($agent, $mailbox, $what, $month, $whose, $now, $message_id, $subject, $now)

-- name: report_next
-- in: now at
-- out: id int8, agent text, mailbox text, what text, month int8, whose text?,
-- out: message_id text?, subject text
select id, agent, mailbox, what, month, whose, message_id, subject from docket.report_wanted
 where next_at <= $now order by next_at, id limit 1

-- Those behind it go first.  No row: another daemon has sent it.
-- name: report_later
-- in: id int8, now at, fault text
-- out: attempts int8
update docket.report_wanted set attempts = attempts + 1, fault = $fault,
    next_at = $now + interval '30 seconds' * 2 ^ least(attempts, 7)
 where id = $id returning attempts

-- Whether the same view for others has failed as well, and waits.
-- name: report_others
-- in: id int8, whose text
-- out: n int8
select count(*) as n from docket.report_wanted
 where what = 'digest' and whose = $whose and id <> $id and fault is not null

-- No row: another daemon has sent it.
-- name: report_done
-- in: id int8
-- out: id int8
delete from docket.report_wanted where id = $id returning id
