-- Who somebody is in the portal: what was mailed and asked, sessions, links of tickets,
-- forms.  Cookies and tokens come as their SHA-256.

-- The names of those whose session it is, and what stands against them is for C: agents and
-- projects are configuration.  `mine`: the mail's address is still theirs.
-- name: web_session_find
-- in: token bytea, by_code bool, now at
-- out: id int8, agent text?, contact int8?, address text, name text?, project text?,
-- out: mine bool, seen_at at, expires_at at
select s.id, s.agent, s.contact, s.address, c.name, c.project,
    case when s.contact is null then g.archived_at is null else exists (
	select from docket.contact_address where address = s.address and contact = s.contact) end,
    s.seen_at, s.expires_at
  from docket.web_session s
  left join docket.contact c on c.id = s.contact
  left join docket.agent g on g.name = s.agent
 where s.token = $token and s.by_code = $by_code and s.expires_at > $now;

-- Of a ticket's link: while its requester is who had it, and so long after its end.  What went
-- into another ticket of theirs is read there.  `code`: who has this cookie may write.
-- name: web_link_find
-- in: token bytea, code bytea, keep int8, now at
-- out: named int8, ticket int8, contact int8, address text, name text, project text, ended bool,
-- out: spam bool, coded bool
select l.ticket, coalesce(m.id, t.id), l.contact, c.address, c.name, c.project,
    coalesce(coalesce(m.resolved_at, t.resolved_at) < $now - $keep * interval '1 second', false),
    'spam' = any(t.tags) or coalesce('spam' = any(m.tags), false),
    exists (select from docket.web_session s where s.token = $code and s.by_code
	and s.contact = l.contact and s.expires_at > $now and exists (select
	from docket.contact_address a where a.address = s.address and a.contact = s.contact))
  from docket.web_link l
  join docket.ticket t on t.id = l.ticket and t.requester = l.contact
  join docket.contact c on c.id = l.contact
  left join docket.ticket m on m.id = t.merged_into and m.requester = l.contact
 where l.token = $token;

-- How a link to sign in stands, for the page that has its button: nothing is spent.
-- name: web_proof_look
-- in: token bytea
-- out: browser bytea, expires_at at, wrong int8, spent bool, address text?
select browser, expires_at, wrong, spent_at is not null, address from docket.web_proof
 where token = $token and ticket is null;

-- ---- core alone ----

-- With a ticket and its contact: who asked for a code has its link.
-- name: web_proof_ask
-- in: browser bytea, typed text, network text, program text, now at, expires_at at,
-- in: contact int8?, ticket int8?
insert into docket.web_proof (browser, typed, network, program, asked_at, expires_at, contact,
    ticket)
values ($browser, $typed, $network, $program, $now, $expires_at, $contact, $ticket);

-- name: web_proof_waiting
-- in: most int8
-- out: id int8, typed text?, network text, program text, asked_at at, expires_at at,
-- out: contact int8?, ticket int8?
select id, typed, network, program, asked_at, expires_at, contact, ticket
  from docket.web_proof
 where typed is not null order by id limit $most for update skip locked;

-- It was looked at; without a token no mail goes out.
-- name: web_proof_known
-- in: id int8, token bytea?, agent text?, contact int8?, address text?
update docket.web_proof set typed = null, token = $token, agent = $agent,
    contact = $contact, address = $address
 where id = $id;

-- Whose address it is among contacts, and as we have it.
-- name: web_contact
-- in: address text
-- out: contact int8, address text, name text, project text, preferred text
select c.id, a.address, c.name, c.project, c.address
  from docket.contact_address a join docket.contact c on c.id = a.contact
 where a.address = $address;

-- name: web_proof_take
-- in: token bytea
-- out: id int8, browser bytea, expires_at at, wrong int8, spent_at at?, agent text?, contact int8?,
-- out: address text?
select id, browser, expires_at, wrong, spent_at, agent, contact, address
  from docket.web_proof where token = $token and ticket is null for update;

-- The codes that this browser asked for with a ticket's link, the last one.
-- name: web_proof_take_code
-- in: browser bytea, contact int8, now at
-- out: id int8, token bytea?, wrong int8, address text?, late bool
select id, token, wrong, address, expires_at <= $now from docket.web_proof
 where browser = $browser and contact = $contact and ticket is not null and spent_at is null
 order by id desc limit 1 for update;

-- name: web_proof_wrong
-- in: id int8
update docket.web_proof set wrong = wrong + 1 where id = $id;

-- name: web_proof_spend
-- in: id int8, now at
update docket.web_proof set spent_at = $now where id = $id;

-- name: web_session_insert
-- in: token bytea, agent text?, contact int8?, address text, by_code bool, network text,
-- in: program text, now at, expires_at at
insert into docket.web_session (token, agent, contact, address, by_code, network, program,
    made_at, seen_at, expires_at)
values ($token, $agent, $contact, $address, $by_code, $network, $program, $now, $now,
    $expires_at);

-- name: web_session_seen
-- in: id int8, now at
update docket.web_session set seen_at = $now where id = $id;

-- name: web_session_end
-- in: token bytea
delete from docket.web_session where token = $token;

-- All of a person, and what was mailed to them and not used.
-- name: web_sessions_end
-- in: agent text?, contact int8?
-- out: n int8
with proofs as (
	delete from docket.web_proof where agent = $agent or contact = $contact),
sessions as (
	delete from docket.web_session where agent = $agent or contact = $contact returning id)
select count(*) from sessions;

-- name: web_session_end_one
-- in: id int8
delete from docket.web_session where id = $id;

-- Of everybody, or of one address.
-- name: web_sessions
-- in: address text?, most int8
-- out: id int8, agent text?, contact int8?, address text, by_code bool, network text,
-- out: program text, made_at at, seen_at at, expires_at at
select id, agent, contact, address, by_code, network, program, made_at, seen_at, expires_at
  from docket.web_session where $address is null or address = $address
 order by seen_at desc, id desc limit $most;

-- name: web_sessions_json
-- in: address text?
-- out: as list_json
select coalesce(json_agg(s order by s.seen_at desc, s.id desc), '[]') from (
	select id, agent, contact, address, by_code, network, program, made_at, seen_at, expires_at
	  from docket.web_session where $address is null or address = $address) s;

-- name: web_link_add
-- in: token bytea, ticket int8, contact int8, now at
insert into docket.web_link (token, ticket, contact, made_at)
values ($token, $ticket, $contact, $now) on conflict do nothing;

-- Its links lead nowhere; the next mail has another.
-- name: web_links_revoke
-- in: ticket int8
with gone as (delete from docket.web_link where ticket = $ticket)
update docket.ticket set link_serial = link_serial + 1 where id = $ticket;

-- name: web_form_find
-- in: form bytea
-- out: location text
select location from docket.web_form where form = $form;

-- No row: somebody has it, or is about to.
-- name: web_form_add
-- in: form bytea, now at, location text
-- out: added bool
insert into docket.web_form (form, at, location) values ($form, $now, $location)
on conflict do nothing returning true;

-- What counts no more, some of it.
-- name: web_sweep
-- in: now at, most int8
with proofs as (
	delete from docket.web_proof where ctid = any(array(select ctid from docket.web_proof
		where expires_at < $now - interval '1 hour' limit $most))),
forms as (
	delete from docket.web_form where ctid = any(array(select ctid from docket.web_form
		where at < $now - interval '31 days' limit $most)))
delete from docket.web_session where ctid = any(array(select ctid from docket.web_session
	where expires_at < $now limit $most));

-- The ticket that a form is for.
-- name: web_ticket
-- in: ticket int8, address text
-- out: mailbox text, subject text, project text, requester int8?, spam bool, takes_part bool
select mailbox, case mail_subject when '' then subject else mail_subject end, project, requester,
    'spam' = any(tags),
    exists (select from docket.participant where ticket = $ticket and address = $address)
  from docket.ticket where id = $ticket;

-- A mail that core made of a form, to be read as any that waits.
-- name: web_deliver
-- in: mailbox text, sha256 bytea, size int8, now at, bytes bytea, portal text
-- out: id int8
with made as (
	insert into docket.raw (mailbox, sha256, size, arrived_at, stored_at, state, portal)
	values ($mailbox, $sha256, $size, $now, $now, 'pending', $portal)
	returning id, stored_at
), kept as (
	insert into docket.raw_bytes (raw, stored_at, bytes) select id, stored_at, $bytes from made
)
select id from made;
