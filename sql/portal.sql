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

-- name: web_proof_ask
-- in: token bytea, browser bytea, typed text, language text, network text, program text,
-- in: now at, expires_at at
insert into docket.web_proof (token, browser, typed, language, network, program, asked_at,
    expires_at)
values ($token, $browser, $typed, $language, $network, $program, $now, $expires_at);

-- Who asked for a ticket's code: it is known for whom.
-- name: web_proof_code
-- in: token bytea, browser bytea, language text, network text, program text, now at,
-- in: expires_at at, contact int8, address text, ticket int8
insert into docket.web_proof (token, browser, language, network, program, asked_at, expires_at,
    contact, address, ticket)
values ($token, $browser, $language, $network, $program, $now, $expires_at, $contact, $address,
    $ticket);

-- name: web_proof_waiting
-- in: most int8
-- out: token bytea, typed text?, language text, network text, program text, asked_at at
select token, typed, language, network, program, asked_at from docket.web_proof
 where typed is not null order by asked_at limit $most for update skip locked;

-- name: web_proof_known
-- in: token bytea, agent text?, contact int8?, address text?
update docket.web_proof set typed = null, agent = $agent, contact = $contact,
    address = $address
 where token = $token;

-- Whose address it is among contacts, and as we have it.
-- name: web_contact
-- in: address text
-- out: contact int8, address text, name text, project text, preferred text
select c.id, a.address, c.name, c.project, c.address
  from docket.contact_address a join docket.contact c on c.id = a.contact
 where a.address = $address;

-- name: web_proof_take
-- in: token bytea
-- out: browser bytea, expires_at at, wrong int8, spent bool, agent text?, contact int8?,
-- out: address text?
select browser, expires_at, wrong, spent_at is not null, agent, contact, address
  from docket.web_proof where token = $token and ticket is null for update;

-- The codes that this browser asked for with a ticket's link, the last one.
-- name: web_proof_take_code
-- in: browser bytea, contact int8, now at
-- out: token bytea, wrong int8, address text?
select token, wrong, address from docket.web_proof
 where browser = $browser and contact = $contact and ticket is not null and spent_at is null
   and expires_at > $now
 order by asked_at desc limit 1 for update;

-- name: web_proof_wrong
-- in: token bytea
update docket.web_proof set wrong = wrong + 1 where token = $token;

-- name: web_proof_spend
-- in: token bytea, now at
update docket.web_proof set spent_at = $now where token = $token;

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
-- out: address text
delete from docket.web_session where id = $id returning address;

-- Of everybody, or of one address.
-- name: web_sessions
-- in: address text?
-- out: id int8, agent text?, contact int8?, address text, by_code bool, network text,
-- out: program text, made_at at, seen_at at, expires_at at
select id, agent, contact, address, by_code, network, program, made_at, seen_at, expires_at
  from docket.web_session where $address is null or address = $address
 order by seen_at desc, id desc;

-- name: web_link_add
-- in: token bytea, ticket int8, contact int8, now at
insert into docket.web_link (token, ticket, contact, made_at)
values ($token, $ticket, $contact, $now) on conflict do nothing;

-- Its links lead nowhere; the next mail has another.
-- name: web_links_revoke
-- in: ticket int8
-- out: n int8
with gone as (delete from docket.web_link where ticket = $ticket returning token)
update docket.ticket set link_serial = link_serial + 1 where id = $ticket
returning (select count(*) from gone);

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
