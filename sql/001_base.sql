-- The facts docket keeps: tickets and their history, mail in and out, clocks.
-- Policy (projects, agents, calendars, SLAs, rules) is in configuration files.
-- Instants are timestamptz; programs read them as microseconds by docket.us().
--
-- Erasure: only the schema's owner deletes tickets and people; the daemon's role
-- may not.  Each foreign key says what happens then: what is a ticket's alone goes
-- with it (cascade), what merely points at it forgets it (set null), and what is a
-- proof of its own must be dealt with before (restrict).  Erasing is rare and may read
-- a table whole: no index is kept for it alone.
-- History (entry, change) has no foreign keys: each would cost every mail a look-up and a
-- row lock.  Triggers on what is deleted do the same (ticket_erased and its like), and
-- `docketctl verify` finds what points nowhere.

create schema docket;

create function docket.us(t timestamptz) returns int8
	language sql immutable strict parallel safe
	return (extract(epoch from t) * 1000000)::int8;

create function docket.at(us int8) returns timestamptz
	language sql immutable strict parallel safe
	return 'epoch'::timestamptz + us * interval '1 microsecond';

-- Classes of advisory locks, the first of two keys.  The second is:
-- mailbox: its id; held by who reads it.
create function docket.lock_mailbox() returns int4
	language sql immutable parallel safe return 1684237165;
-- core: its number (docket.core); held while it lives.
create function docket.lock_core() returns int4
	language sql immutable parallel safe return 1684236389;
-- copies of one mail: the first 8 octets of raw.content, one key; held until the commit by
-- who stores one, so that the other's core sees it.
-- month: 0; shared by what moves a cycle, alone by who closes a month.
create function docket.lock_month() returns int4
	language sql immutable parallel safe return 1684237155;
-- alert: 0; held by the one daemon that tells the admins.
create function docket.lock_alert() returns int4
	language sql immutable parallel safe return 1684235628;
-- relation: 0; alone by who adds what holds a ticket back.
create function docket.lock_relation() returns int4
	language sql immutable parallel safe return 1684238444;
-- partitions: 0; alone by who makes them.
create function docket.lock_partitions() returns int4
	language sql immutable parallel safe return 1684237168;

-- rotation: 0; alone by who gives a team's tickets by turns.
create function docket.lock_rotation() returns int4
	language sql immutable parallel safe return 1684238452;

-- time: hash of "agent:NAME", alone by who books or approves an agent's time; or of
-- "project:KEY", shared by who books for it, alone by who closes a month of it; or of
-- "budget:KEY", alone by who booked, before it is added up.
create function docket.lock_time() returns int4
	language sql immutable parallel safe return 1684239469;

-- timer: 0; alone by who starts, stops or moves one.
create function docket.lock_timer() returns int4
	language sql immutable parallel safe return 1684239461;

create table docket.migration (
	version		int primary key,
	name		text not null,
	checksum	text not null check (checksum ~ '^[0-9a-f]{64}$'),	-- sha256 of its file
	applied_at	timestamptz not null default now()
);

-- ---- what the configuration names ----

-- Projects and agents that there are or were: rows are archived, never deleted, so
-- that what they did keeps its name.
create table docket.project (
	key		text primary key,
	name		text not null default '',
	made_at		timestamptz not null default now(),
	archived_at	timestamptz		-- no longer in projects.conf
);

create table docket.agent (
	name		text primary key,
	full_name	text not null default '',
	made_at		timestamptz not null default now(),
	archived_at	timestamptz,		-- no longer in agents.conf
	-- Personal addresses of a lower serial prove nothing (daemon/ticket/personal.h).
	address_serial	int8 not null default 0 check (address_serial >= 0),
	address_at	timestamptz,		-- when it was renewed
	-- Their team hears of their tickets, too (daemon/ticket/away.h); null: they are here.
	away_from	timestamptz,
	away_until	timestamptz,
	away_by		text,			-- who said so
	check ((away_from is null) = (away_until is null) and
	    (away_from is null) = (away_by is null))
);
create index agent_renewed on docket.agent (name) where address_serial > 0;
create index agent_away on docket.agent (away_until) where away_until is not null;

-- Who of a team got a ticket by turns, and when: the highest turn was the last
-- (daemon/ticket/rotation.h).  Teams are configuration: one that is gone leaves its rows.
create table docket.rotation (
	team		text not null,
	agent		text not null references docket.agent on delete cascade,
	turn		int8 not null check (turn > 0),
	primary key (team, agent)
);

-- Each run of a core takes a number and holds an advisory lock on it, so that
-- the others see whose deliveries were left in 'sending' by a death.
create sequence docket.core as int cycle;

-- The daemons that share this database.
create table docket.daemon (
	id		int primary key,	-- of docket.core
	host		text not null,
	version		text not null,
	fingerprint	text not null,		-- of its configuration
	started_at	timestamptz not null default now(),
	seen_at		timestamptz not null default now()
);

-- Each IMAP folder that is read.  Which of its mails are stored, raw tells.
create table docket.mailbox (
	id		int generated always as identity unique,	-- of its lock
	name		text primary key,
	uidvalidity	int8 not null default 0,
	uid		int8 not null default 0,	-- the highest that is stored
	old_uid		int8 not null default 0,	-- what is older than since up to
	since		timestamptz not null default now(),	-- here stays where it is
	seen_at		timestamptz,		-- it was read up to then
	heard_at	timestamptz,		-- last time its server answered and all was well
	fault		text,			-- what is wrong now, null when well
	-- The secret of its login by OAuth, which ends then, and how often people were told
	-- of it before (daemon/core/ending.h).
	secret_ends	timestamptz,
	secret_told	int4 not null default 0
);

-- Addresses that lead to a mailbox of ours, as our own mail server said (Delivered-To):
-- never a participant.  Besides these there are the ones of the configuration.
create table docket.own_address (
	id		int8 generated always as identity primary key,	-- anew when it is forgotten
	address		text not null unique check (address = lower(address)),
	mailbox		text not null,
	learnt_at	timestamptz not null,
	-- Somebody's after all (docketctl own forget): never learnt again.
	forgotten_at	timestamptz,
	forgotten_by	text,
	check ((forgotten_at is null) = (forgotten_by is null))
);

-- A person at a customer.  Requests from any of the addresses are this contact's; mails
-- go to the preferred one, which is the first until somebody says otherwise.
create table docket.contact (
	id		int8 generated always as identity primary key,
	address		text not null,		-- the preferred one of its own
	name		text not null default '',
	project		text not null references docket.project on delete restrict,
	-- More than From says that it is theirs: an engineer wrote to them, they answered
	-- us, or their server vouched for them.  Else a mail to them tells nothing of theirs.
	known		bool not null default false,
	created_at	timestamptz not null default now()
);

-- An address is one contact's, and goes with it.
create table docket.contact_address (
	address		text primary key check (address = lower(address collate "C")),
	contact		int8 not null references docket.contact on delete cascade,
	added_at	timestamptz not null default now(),
	unique (contact, address)
);
-- Both are made by one statement, at whose end it is checked; the preferred address goes
-- only with its contact, or after another is preferred.
alter table docket.contact add constraint contact_preferred
	foreign key (id, address) references docket.contact_address (contact, address)
	on delete no action;

-- Whether more than a mail's From says that there is this person: a contact that is known, or
-- a project's people, by domains and addresses.
create function docket.person_is_known(who text, people text[]) returns bool
	language sql stable parallel safe
	return split_part(who, '@', 2) = any(people) or who = any(people) or exists (
		select from docket.contact_address a join docket.contact c on c.id = a.contact
		 where a.address = who and c.known);

-- Addresses, of contacts and engineers, from which mail came back (daemon/ticket/reach.h).
-- One that is marked gets no automatic mail.
create table docket.reach (
	address		text primary key check (address = lower(address collate "C")),
	marked		text check (marked in ('bounce', 'complaint')),
	since		timestamptz,		-- it is marked
	marked_at	timestamptz,		-- … and was again, the last time
	why		text not null default '',	-- the server's words
	ticket		int8,			-- docket.ticket, of the mail
	failures	int8 not null default 0,	-- of all kinds
	last_at		timestamptz not null,
	robot_at	timestamptz,		-- a robot answered to its return path
	told		text,			-- what people were told of: marked, or 'failed'
	check ((marked is null) = (marked_at is null) and (marked is null) = (since is null))
);

-- What is known of an address goes with its contact, but not where another takes it over.
create function docket.contact_erased() returns trigger language plpgsql as $$
begin
	delete from docket.reach where address = old.address and not exists (
		select from docket.contact_address where address = old.address);
	return null;
end $$;
create constraint trigger contact_erased after delete on docket.contact_address
	deferrable initially deferred for each row execute function docket.contact_erased();

-- ---- mail in ----

-- A message as it arrived.  Its place (mailbox, uidvalidity, uid) and sha256 together make
-- a replay a no-op, for a server may use a UID again; sha256 alone finds the same bytes
-- under another UID.  A mail without a text has a hash of its own.
create table docket.raw (
	id		int8 generated always as identity primary key,
	mailbox		text not null,
	uidvalidity	int8,			-- null: by docketctl deliver
	uid		int8,
	sha256		bytea not null check (length(sha256) = 32),
	size		int8 not null,
	told_size	int8,			-- RFC822.SIZE and INTERNALDATE as they were
	told_at		timestamptz,		-- told; null: nothing proves that it is stored
	arrived_at	timestamptz not null,	-- INTERNALDATE, clamped
	stored_at	timestamptz not null,	-- by the program's clock; with id, of its bytes
	duplicate_of	int8 references docket.raw on delete cascade,	-- the same bytes
	copy_of		int8 references docket.raw on delete cascade,	-- by another way
	-- SHA-256 without what servers added on its way (parsers/head/trace.h): of copies of a
	-- mail the first has it.  Null: it has no Message-ID or From, or could not be read.
	content		bytea check (length(content) = 32),
	-- pending: to be read by core, left by docketctl deliver or quarantine retry;
	-- quarantine: nobody could read it, people look at it; dropped: they, or
	-- a rule, want nothing of it; read: an entry has it; erased: only its place is known, so that no
	-- server brings it back.
	state		text not null default 'read'
			check (state in ('pending', 'quarantine', 'dropped', 'read', 'erased')),
	check ((uid is null) = (uidvalidity is null)),
	check (content is null or copy_of is null),
	unique (mailbox, uidvalidity, uid, sha256)
);
create unique index raw_sha256 on docket.raw (sha256) where duplicate_of is null;
create index raw_content on docket.raw (content) where content is not null;
create index raw_duplicates on docket.raw (duplicate_of) where duplicate_of is not null;
create index raw_copies on docket.raw (copy_of) where copy_of is not null;
create index raw_pending on docket.raw (id) where state = 'pending';
create index raw_quarantine on docket.raw (id) where state = 'quarantine';
create index raw_dropped on docket.raw (arrived_at, id) where state = 'dropped';

-- The message itself, of each raw that is no duplicate: one statement writes both.  A
-- month's partition may go to an archive when the month is over.  No key refers to raw,
-- for a partition with one could not be attached while mail is stored.
create table docket.raw_bytes (
	raw		int8 not null,
	stored_at	timestamptz not null,	-- raw's
	bytes		bytea not null,
	primary key (raw, stored_at)
) partition by range (stored_at);

-- Most mail is text and shrinks; lz4 gives up early on what does not.  A server that was
-- built without it keeps the bytes as they are.
alter table docket.raw_bytes alter column bytes set storage external;
do $$
begin
	alter table docket.raw_bytes alter column bytes set compression lz4;
	alter table docket.raw_bytes alter column bytes set storage extended;
exception when feature_not_supported then
	null;
end $$;

create function docket.raw_erased() returns trigger language plpgsql as $$
begin
	delete from docket.raw_bytes where raw = old.id and stored_at = old.stored_at;
	return null;
end $$;
create trigger raw_erased after delete on docket.raw
	for each row execute function docket.raw_erased();

-- ---- partitions ----

-- What is partitioned by the months, UTC, in which its rows are stored.
create function docket.monthly() returns text[]
	language sql immutable parallel safe return '{raw_bytes,outbox}'::text[];

-- The instant at which a month begins, and the name of its partition: `ahead` months
-- after the one that `at` lies in.
create function docket.month_start(at timestamptz, ahead int) returns timestamptz
	language sql stable parallel safe
	return (date_trunc('month', at at time zone 'UTC') + make_interval(months => ahead))
	    at time zone 'UTC';

create function docket.month_part(of_table text, at timestamptz, ahead int) returns text
	language sql stable parallel safe
	return of_table || to_char(docket.month_start(at, ahead) at time zone 'UTC', '_YYYY_MM');

create function docket.month_is_there(of_table text, at timestamptz, ahead int) returns bool
	language sql stable parallel safe
	return exists (select from pg_catalog.pg_class
		where relnamespace = 'docket'::regnamespace and relispartition
		  and relname = docket.month_part(of_table, at, ahead));

-- From `at` on, rows can be stored up to here, as far as is looked ahead; not after `at`:
-- not even then.
create function docket.months_until(at timestamptz) returns timestamptz
	language sql stable parallel safe
	return (select docket.month_start(at, coalesce(min(n), 4))
		  from generate_series(0, 3) n, unnest(docket.monthly()) t
		 where not docket.month_is_there(t, at, n));

-- Makes the partitions of this month and the next three.  A table is made and then
-- attached: that waits for nobody who reads or stores, nor they for it.  Who does hold
-- what it takes (a change of the schema) is not waited for long: what could be made, of
-- so many months, stays, `fault` says why not all, and the caller comes again.
create function docket.months_make(at timestamptz, out until timestamptz, out made int,
	out fault text)
	language plpgsql security definer
	set search_path = pg_catalog, pg_temp set lock_timeout = '1s' as $$
declare
	t text;
	part text;
	is_new bool;
begin
	made := 0;
	fault := '';
	for n in 0..3 loop
		exit when docket.months_until(at) >= docket.month_start(at, 4);
		begin
			is_new := false;
			perform pg_advisory_xact_lock(docket.lock_partitions(), 0);
			foreach t in array docket.monthly() loop
				part := docket.month_part(t, at, n);
				continue when docket.month_is_there(t, at, n);
				is_new := true;
				execute format('create table docket.%I (like docket.%I'
				    ' including all)', part, t);
				execute format('alter table docket.%I attach partition'
				    ' docket.%I for values from (%L) to (%L)', t, part,
				    docket.month_start(at, n), docket.month_start(at, n + 1));
				-- For pg_dump, which names the partitions.
				if current_user = 'docket_owner' and to_regrole('docket')
				    is not null and to_regrole('docket_read') is not null then
					execute format('grant select on docket.%I to docket,'
					    ' docket_read', part);
				end if;
			end loop;
			made := made + is_new::int;
		exception when others then
			fault := concat_ws(': ', part, sqlerrm);
			exit;
		end;
	end loop;
	until := docket.months_until(at);
end $$;
revoke execute on function docket.months_make from public;

-- ---- tickets ----

create table docket.ticket (
	id		int8 generated always as identity primary key,
	subject		text not null,
	mail_subject	text not null default '',	-- of its mails; '': as the ticket's
	mark		text not null default left(replace(gen_random_uuid()::text, '-', ''), 24),
					-- of the Message-ID that begins its thread: a secret
	thread_index	text not null default '',	-- customers' Outlook's; '': our own
	thread_topic	text not null default '',	-- of the one that opened it
	type		text not null default 'incident',
	status		text not null default 'new' check (status <> ''),	-- of its type
	category	text not null default 'new'	-- what that means to docket
			check (category in ('new', 'open', 'waiting', 'on-hold',
			    'resolved', 'closed')),
	project		text not null references docket.project on delete restrict,
	mailbox		text not null,
	requester	int8 references docket.contact on delete set null,
	reply_to	text not null default '',	-- where the requester wants answers
	sender		text not null default '',	-- the form that wrote for them
	assignee	text references docket.agent on delete restrict,
	team		text,
	tags		text[] not null default '{}',
	sla		text,			-- policy in sla.conf
	merged_into	int8 references docket.ticket on delete set null
			check (merged_into <> id),
	created_at	timestamptz not null,
	updated_at	timestamptz not null default now(),
	resolved_at	timestamptz,
	start_at	timestamptz,		-- when people mean to begin, or began; no clock's
	due_at		timestamptz,		-- by when people mean to be done; no clock's
	answered_at	timestamptz,		-- the first public reply
	update_from	timestamptz,		-- the last one, or a reopening
	asked_at	timestamptz		-- the oldest unanswered message
);
-- With what views of all that is open show and sort by, so that no ticket is read for it.
create index ticket_open on docket.ticket (updated_at desc, id desc)
	include (created_at, resolved_at, start_at, due_at, asked_at, category, status, type, project,
	    mailbox, team, assignee, requester)
	where category not in ('resolved', 'closed');
create index ticket_assignee on docket.ticket (assignee, updated_at desc, id desc)
	where category not in ('resolved', 'closed');
create index ticket_requester on docket.ticket (requester, id desc);
create index ticket_project on docket.ticket (project, id desc);
create index ticket_merged on docket.ticket (merged_into) where merged_into is not null;

-- What was erased for good (docket.ticket_erase): its number leads nowhere else.
create table docket.erased (
	ticket		int8 primary key,
	at		timestamptz not null,
	by_whom		text not null		-- agent's name, or 'docketctl'
);

alter table docket.reach add foreign key (ticket) references docket.ticket on delete set null;

create table docket.participant (
	ticket		int8 not null references docket.ticket on delete cascade,
	address		text not null check (address = lower(address collate "C")),
	name		text not null default '',
	doubt		text not null default '',	-- "dmarc=fail": not theirs, for all we know
	primary key (ticket, address)
);

-- Reply tokens of an agent that somebody else had: those of a lower serial prove nothing.
create table docket.withdrawn (
	ticket		int8 not null references docket.ticket on delete cascade,
	agent		text not null references docket.agent on delete restrict,
	serial		int8 not null check (serial > 0),
	at		timestamptz not null,	-- the last time
	primary key (ticket, agent)
);

create table docket.field (
	ticket		int8 not null references docket.ticket on delete cascade,
	name		text not null,
	value		text not null,
	key		bytea not null default '',	-- sorts as the values of its type do
	raw		text not null,		-- as it was written
	source		text not null,
	found_in	text not null,		-- label, header, pattern or rule
	verified	bool not null,
	set_at		timestamptz not null default now(),
	primary key (ticket, name)
);

-- What Message-IDs are looked up by: 16 octets instead of many more.  What is found is
-- compared whole: anybody can make two of one hash.
create function docket.message_hash(message_id text) returns uuid
	language sql immutable strict parallel safe
	return md5(message_id)::uuid;

-- A ticket's history, append-only: the state can be rebuilt from it.  A mail in
-- quarantine has an entry for each try to read it and for each decision of people on it,
-- and one more when a ticket has it.
create table docket.entry (
	id		int8 generated always as identity primary key,
	ticket		int8,			-- docket.ticket; null: quarantine
	at		timestamptz not null,
	kind		text not null check (kind in ('mail-in', 'mail-out',
			    'note', 'command', 'change', 'rule', 'clock',
			    'bounce', 'duplicate', 'held', 'quarantine', 'webhook')),
	author		text not null,		-- address, agent's name or 'docket'
	by_agent	bool not null default false,
	public		bool not null default false,	-- the customer sees it
	raw		int8,			-- docket.raw
	letter_kind	text,
	subject		text not null default '',
	body		text not null default '',	-- the whole text
	new_text	text,			-- what was written this time; null: all of body
	message_id	text,
	data		jsonb not null default '{}'
);
create index entry_ticket on docket.entry (ticket, id);
-- A mail is one thing that came, and at most one that its agent wrote or ordered.
-- One that was held comes once more when it is accepted, and one that was taken when it is
-- split off into a ticket of its own.
create unique index entry_raw on docket.entry (raw, (kind in ('note', 'command')),
    (kind = 'held'), (data ? 'split_from'))
	where raw is not null and kind <> 'quarantine';
create index entry_quarantine on docket.entry (raw, id) where kind = 'quarantine';

-- What a provider made of the Message-ID of a ticket's mail, as an answer to the ticket's
-- signed address named it: programs that drop References know no other.  In lower case and
-- without what programs damage.  Believed as a subject's tag is.
create table docket.alias (
	message_id	text primary key check (message_id = lower(message_id collate "C")),
	ticket		int8 not null references docket.ticket on delete cascade,
	learnt_at	timestamptz not null
);
create index alias_ticket on docket.alias (ticket, learnt_at);

-- Mail that is held on a ticket waits here until somebody decides (docketctl held).  What
-- was decided is in the history too.  So is mail that was taken and then split off.
create table docket.held (
	entry		int8 primary key,	-- docket.entry of kind held, or of mail to be split off
	ticket		int8 not null references docket.ticket on delete cascade,
	raw		int8 not null unique,	-- docket.raw
	at		timestamptz not null,	-- when it arrived
	decision	text check (decision in ('accept', 'confirm', 'ticket', 'drop',
			    'split')),		-- null: it waits
	decided_by	text,
	decided_at	timestamptz,
	check ((decision is null) = (decided_at is null)),
	check ((decision is null) = (decided_by is null))
);
create index held_waiting on docket.held (ticket, at) where decision is null;
create index held_oldest on docket.held (at, entry) where decision is null;

-- Reports that engineers asked for by mail (core/reports.h), until they are sent; a digest is a
-- view that is due on schedule.
create table docket.report_wanted (
	id		int8 generated always as identity primary key,
	agent		text not null,
	mailbox		text not null,
	what		text not null check (what in ('sla', 'timesheet', 'view', 'digest')),
	month		int8 not null,		-- as calendar/month.h counts them; of a view 0
	whose		text,			-- of a timesheet: the engineer; of a view: its name, and what is asked besides
	at		timestamptz not null,
	message_id	text,			-- of the mail that asked
	subject		text not null default '',	-- its own; of a ticket's mail: ''
	attempts	int8 not null default 0,	-- that failed
	next_at		timestamptz not null,	-- not before
	fault		text			-- of the last attempt
);

-- A mail of orders for many tickets (intake/controlmail.h) while it is carried out: a part a
-- transaction.  Its rows go when its writer is told.
create table docket.control (
	entry		int8 primary key,	-- docket.entry of the mail, of no ticket
	raw		int8 not null,		-- docket.raw
	mailbox		text not null,
	agent		text not null,		-- who wrote it, proven
	at		timestamptz not null,	-- when it arrived
	fresh		bool not null,		-- proven well enough for grave verbs
	subject		text not null,
	message_id	text,
	files		text,			-- their names; null: it has none
	attempts	int8 not null default 0,	-- at what is next of it, that failed
	next_at		timestamptz not null,	-- not before
	fault		text			-- of the last attempt
);

create table docket.control_part (
	entry		int8 not null references docket.control on delete cascade,
	n		int8 not null,		-- in the mail's order; 0: above the first ticket
	line		text not null,		-- "#ticket 12", as written
	value		text not null,		-- "12"
	orders		text not null,		-- what stands below the line
	whole		bool not null,		-- no command of it stands below what was cut off
	told		bytea,			-- what came of it (parsers/text/viewwire.h); null: not done yet
	wanted		bool not null default false,	-- its writer wants to hear that
	unknown		int8 not null default 0,	-- lines that were not understood
	primary key (entry, n)
);

-- The address is from now on this contact's other one.  One that only its own mail made a
-- contact of, without a ticket and another address, gives way.  False: somebody has it.
create function docket.contact_take(who text, taker int8) returns bool
	language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
	had int8;
begin
	select contact into had from docket.contact_address where address = who for update;
	if taker is null or had = taker then
		return taker is not null;
	end if;
	if exists (select from docket.ticket where requester = had) or exists (
		select from docket.contact_address where contact = had and address <> who) then
		return false;
	end if;
	delete from docket.contact where id = had;
	insert into docket.contact_address (address, contact) values (who, taker);
	return true;
exception when foreign_key_violation or unique_violation then
	return false;
end $$;
revoke execute on function docket.contact_take from public;

-- What is limited by the hour or the day, counted (daemon/out/tally.h): automatic mails to
-- a person or a domain, or for a network's mails, mails of a sender.  Each core has rows of
-- its own, so that no two wait for each other; a row goes when its time has passed.  Not in
-- the WAL, of which it would be a twelfth: after a crash of the server limits begin anew.
create unlogged table docket.tally (
	what		text not null,		-- of daemon/out/tally.c
	key		text not null,		-- address, domain, network, agent's name …
	at		timestamptz not null,
	core		int4 not null,		-- docket.core that counted
	n		int8 not null,
	until		timestamptz not null,	-- from then on it counts nowhere
	primary key (what, key, at, core)
) with (autovacuum_vacuum_scale_factor = 0.05);
create index tally_until on docket.tally (until);

-- When who was told of mail that is held or in quarantine: of many one mail comes at once,
-- and after a pause a digest of the others (daemon/out/burst.h).  Of mail of one sender, or
-- in an engineer's name, what is not told one by one (heap.h).
create table docket.held_told (
	recipient	text not null,
	event		text not null check (event in
			    ('held', 'quarantined', 'mail', 'unproven')),
	free_at		timestamptz not null,	-- from then on the next is told at once
	digest_at	timestamptz,		-- when what waits is told; null: nothing waits
	primary key (recipient, event)
);
create index held_told_due on docket.held_told (digest_at) where digest_at is not null;

-- What their digest will tell.
create table docket.held_untold (
	recipient	text not null,
	event		text not null,
	entry		int8 not null,		-- docket.entry of kind held or quarantine
	primary key (recipient, event, entry),
	foreign key (recipient, event) references docket.held_told on delete cascade
);

-- Message-IDs that lead to a ticket, of mail in and of mail out.  Senders reuse them, so
-- it is no key: the newest ticket wins.
create index entry_message on docket.entry (docket.message_hash(message_id))
	where message_id is not null and ticket is not null;

-- What an entry changed, at most one thing each (of the mail that opened the ticket: what
-- was promised thereby); append-only as well.  `ticket` and `at` are the entry's, so that
-- reports and replays need not read it.
create table docket.change (
	entry		int8 not null,		-- docket.entry
	ticket		int8 not null,		-- docket.ticket
	at		timestamptz not null,
	what		text not null check (what <> ''),	-- status, …, field, promise
	field		text,			-- which, when it was a field
	old		text not null,		-- '': none
	new		text not null,
	why		text not null,
	promise		json			-- its terms (daemon/sla/promise.h)
			check (promise is null
			    or json_typeof(promise->'v') is not distinct from 'number'),
	category	text			-- of a status that is not called so itself
			check (category in ('new', 'open', 'waiting', 'on-hold',
			    'resolved', 'closed')),
	check ((what = 'field') = (field is not null)),
	check ((what = 'promise') = (promise is not null)),
	check (what = 'status' or category is null),
	primary key (ticket, entry)
);

create function docket.history_stays() returns trigger language plpgsql as $$
begin
	raise exception 'history is written once: a row of % stays as it is', tg_table_name
	    using errcode = 'integrity_constraint_violation';
end $$;
create trigger entry_stays before update on docket.entry
	for each row execute function docket.history_stays();
create trigger change_stays before update on docket.change
	for each row execute function docket.history_stays();

-- Erasure of history: with its ticket, and a mail only after the entries that are of it.
create function docket.ticket_erased() returns trigger language plpgsql as $$
begin
	delete from docket.change where ticket = old.id;
	delete from docket.entry where ticket = old.id;
	delete from docket.trace where ticket = old.id;
	return null;
end $$;
create trigger ticket_erased after delete on docket.ticket
	for each row execute function docket.ticket_erased();

create function docket.entry_erased() returns trigger language plpgsql as $$
begin
	delete from docket.change where ticket = old.ticket and entry = old.id;
	return null;
end $$;
create trigger entry_erased after delete on docket.entry
	for each row execute function docket.entry_erased();

create function docket.raw_kept() returns trigger language plpgsql as $$
begin
	if exists (select from docket.entry where raw = old.id and kind <> 'quarantine')
	    or exists (select from docket.entry where raw = old.id and kind = 'quarantine') then
		raise exception 'mail % has an entry in the history', old.id
		    using errcode = 'foreign_key_violation';
	end if;
	return null;
end $$;
create trigger raw_kept after delete on docket.raw
	for each row execute function docket.raw_kept();

create function docket.promise_version(promise json) returns int8
	language sql immutable strict parallel safe return (promise->>'v')::numeric::int8;

-- What was promised, for people: as promise_text() of daemon/sla/promise.h says it.
create function docket.promise_text(promise json) returns text
	language sql stable strict parallel safe
	return case
	    when docket.promise_version(promise) <> 1 then
		format('of version %s, which this docket does not know', promise->'v')
	    when promise->'policy' is null then 'none'
	    else format('sla=%s; severity=%s; calendar=%s', promise->>'policy',
		promise->>'severity', promise->>'calendar')
		|| (select coalesce(string_agg(format('; %s=%s', clock, concat(
			nullif(s / 3600, 0) || 'h', nullif(s % 3600 / 60, 0) || 'm',
			nullif(s % 60, 0) || 's')), '' order by n), '')
		      from unnest('{response,next_response,update,resolution}'::text[])
			with ordinality as clocks(clock, n),
			lateral (select (promise->'target'->>clock)::int8) as target(s)
		     where s > 0)
		|| (select coalesce('; warn=' || string_agg(point, ',' order by n), '')
		      from json_array_elements_text(promise->'warn')
			with ordinality as points(point, n))
		|| (select coalesce('; pause=' || string_agg(status, ',' order by n), '')
		      from json_array_elements_text(promise->'pause')
			with ordinality as statuses(status, n))
		|| case when (promise->>'replay')::bool then '; carry=replay' else '' end
		|| case when (promise->>'new_cycle')::bool then '; reopen=new-cycle' else '' end
	    end;

-- An entry's change as people and programs are shown it, beside the entry's own data.
create function docket.change_data(c docket.change) returns jsonb
	language sql stable parallel safe
	return case
	    when c.what is null then '{}'::jsonb
	    when c.what = 'promise' then jsonb_build_object('what', c.what,
		    'promise', docket.promise_text(c.promise))
		|| case c.why when '' then '{}'::jsonb
		    else jsonb_build_object('cause', c.why) end
	    else jsonb_build_object('what', coalesce(c.field, c.what), 'from', c.old,
		'to', c.new)
		|| case c.why when '' then '{}'::jsonb
		    else jsonb_build_object('why', c.why) end
	    end;

-- The bytes of attachments, each once however many mails bring them.  Most are
-- compressed already.
create table docket.blob (
	sha256		bytea primary key check (octet_length(sha256) = 32),
	size		int8 not null,
	bytes		bytea not null check (octet_length(bytes) = size),
	stored_at	timestamptz not null
);
alter table docket.blob alter bytes set storage external;

create table docket.attachment (
	entry		int8 not null references docket.entry on delete cascade,
	n		int not null,
	name		text not null,
	type		text not null,
	size		int8 not null,
	sha256		bytea not null,
	blob		bytea references docket.blob on delete restrict,	-- null: not kept
	use		text not null default 'file'	-- (parsers/mime/attach.h)
			check (use in ('file', 'shown', 'decoration', 'proof')),
	plain		bool not null default false,	-- a mail that another may hold as it is
	primary key (entry, n),
	check (blob = sha256)
);
create index attachment_blob on docket.attachment (blob) where blob is not null;

-- For the owner, after tickets were erased: how many nothing referred to any more.
create function docket.blob_sweep() returns int8 language sql as $$
	with gone as (
		delete from docket.blob b
		 where not exists (select from docket.attachment a where a.blob = b.sha256)
		returning 1
	) select count(*) from gone
$$;
revoke execute on function docket.blob_sweep() from public;

-- ---- between tickets, versions and time ----

-- a KIND b: "a blocks b", "a is the parent of b"; of a link a is the lower number.
create table docket.relation (
	kind		text not null check (kind in ('blocks', 'parent', 'link')),
	a		int8 not null references docket.ticket on delete cascade,
	b		int8 not null references docket.ticket on delete cascade,
	author		text not null,
	at		timestamptz not null,
	primary key (a, kind, b),
	check (case kind when 'link' then a < b else a <> b end)
);
create index relation_b on docket.relation (b, kind);
create unique index relation_parent on docket.relation (b) where kind = 'parent';

-- What a ticket holds back: those that it blocks, and its parent, which is not done before
-- its children are.
create function docket.holds(id int8)
	returns table (kind text, a int8, b int8, held int8)
	language sql stable parallel safe as $$
	select r.kind, r.a, r.b, r.b from docket.relation r
		where r.a = holds.id and r.kind = 'blocks'
	union all
	select r.kind, r.a, r.b, r.a from docket.relation r
		where r.b = holds.id and r.kind = 'parent'
$$;

-- Adds an edge: whatever adds one does it by this.  One at a time, so that two halves of a
-- circle at once do not both see none; looked at after the lock is had.
create function docket.relate(kind text, a int8, b int8, author text, at timestamptz)
	returns void language plpgsql as $$
#variable_conflict use_column
declare
	holder int8 := case relate.kind when 'parent' then relate.b else relate.a end;
	waits int8 := case relate.kind when 'parent' then relate.a else relate.b end;
begin
	perform pg_advisory_xact_lock(docket.lock_relation(), 0);
	if relate.kind <> 'link' and exists (
		with recursive on_it(id) as (
			select waits union
			select h.held from on_it cross join lateral docket.holds(on_it.id) h)
		select from on_it where id = holder) then
		raise exception '#% would wait for itself', waits
		    using errcode = 'integrity_constraint_violation';
	end if;
	insert into docket.relation (kind, a, b, author, at)
	values (relate.kind, relate.a, relate.b, relate.author, relate.at)
	on conflict do nothing;
end $$;

-- Where a ticket went, and that one, and so on: the last.
create function docket.ticket_last(id int8) returns int8
	language sql stable parallel safe as $$
	with recursive chain(id, next) as (
		select t.id, t.merged_into from docket.ticket t where t.id = ticket_last.id
		union
		select t.id, t.merged_into from chain join docket.ticket t on t.id = chain.next)
	select c.id from chain c where c.next is null
$$;

-- All that a ticket is to others, in its own words; of those with a status that is done
-- nothing waits any more.
create function docket.related(id int8)
	returns table (how text, other int8, done bool, status text, subject text)
	language sql stable parallel safe as $$
	select x.how, x.other, t.category in ('resolved', 'closed'), t.status, t.subject
	  from (
		select case kind when 'blocks' then 'blocks' when 'parent' then 'child'
		    else 'link' end as how, b as other from docket.relation where a = related.id
		union all
		select case kind when 'blocks' then 'blocked-by' when 'parent' then 'parent'
		    else 'link' end, a from docket.relation where b = related.id
		union all
		select 'merged-into', merged_into from docket.ticket
		 where ticket.id = related.id and merged_into is not null
		union all
		select 'merged-from', ticket.id from docket.ticket where merged_into = related.id
	) x cross join lateral (
		select category, status, subject from docket.ticket where ticket.id = x.other offset 0) t
$$;

-- ---- mail out ----

-- A mail to send, as a draft: what it is composed of (daemon/out/draft.h), not its bytes.
-- The same draft is always the same mail.  Its ticket, subject and Message-ID are its
-- entry's.  Of a personal one each delivery is a copy of its own: To, Reply-To and
-- Message-ID differ, and where the text has the draft's mark stands the reader's proof.
-- By the months like raw_bytes, so without a foreign key; a trigger of entry erases it.
create table docket.outbox (
	entry		int8 not null,
	stored_at	timestamptz not null default now(),	-- the entry's `at`; the mail's Date
	first_delivery	int8 not null,		-- the ids of its deliveries are from here
	last_delivery	int8 not null,		-- … to here, so that no index finds them
	files_of	int8,			-- docket.entry whose files go with it: no copy
	files		int8[] not null default '{}',	-- attachment.n; …
	pictures	int8[] not null default '{}',	-- … and of those that its HTML shows
	text_size	int4 not null default 0,	-- octets of body; the rest of it is HTML
	kind		text not null default 'mail' check (kind in ('mail', 'webhook')),
	personal	bool not null,
	proves		bool not null default false,	-- copies to agents: has marks
	automatic	bool not null,		-- nobody wrote it: not sent as from_address
	bulk		bool not null default false,	-- to customers, and to many such: no robot answers
	mailbox		text not null,		-- whose SMTP settings are used; or "webhook:NAME"
	from_name	text not null default '',
	from_address	text not null,
	reply_to	text not null default '',	-- '': a copy's own
	shown		text[] not null default '{}',	-- To, Cc: name, address, …; of copies: none
	refs		text[] not null default '{}',	-- References, oldest first; a webhook's: tickets
	thread		text[] not null default '{}',	-- In-Reply-To, Thread-Index, Thread-Topic
	labels		text[] not null default '{}',	-- of notices: project, reason, severity
	body		text not null default '',
	primary key (entry, stored_at)
) partition by range (stored_at);
-- Both texts in one value, because the second repeats the first, and in the row itself.
alter table docket.outbox alter column body set storage main;
do $$
begin
	alter table docket.outbox alter column body set compression lz4;
exception when feature_not_supported then
	null;			-- a server without it has pglz
end $$;

create type docket.delivery_state as enum ('queued', 'sending', 'failed', 'withheld', 'held');

-- What is to be done: a row goes when its mail has been sent.  Those that were given up
-- stay for somebody to try again.  Nothing is looked up when a row is made: it goes with
-- its entry by a trigger.
create table docket.delivery (
	id		int8 generated always as identity primary key,
	entry		int8 not null,		-- docket.outbox
	created_at	timestamptz not null default now(),	-- outbox.stored_at
	due_at		timestamptz not null default now(),	-- or when it was given up
	state		docket.delivery_state not null default 'queued',
	owner		int4,			-- docket.core that sends it now
	attempts	int2 not null default 0,
	priority	int2 not null default 3 check (priority between 0 and 4),	-- 0 goes first
	told_late	bool not null default false,	-- its author knows that it waits
	stops		int2 not null default 0,	-- how often it was what stopped the queue
	automatic	bool not null,		-- to a customer, and nobody wrote it
	mailbox		text not null,		-- whose queue it is in: outbox.mailbox, a webhook's too
	recipient	text not null,
	reply		text not null default '',	-- the server's last words
	check ((state = 'sending') = (owner is not null))
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500,
	autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.2,
	autovacuum_analyze_threshold = 1000);
create index delivery_due on docket.delivery (mailbox, priority, due_at, id)
	where state = 'queued';
create index delivery_late on docket.delivery (created_at)
	where state = 'queued' and priority = 1 and not told_late;
create index delivery_sending on docket.delivery (owner) where state = 'sending';
create index delivery_failed on docket.delivery (id) where state = 'failed';
create index delivery_withheld on docket.delivery (created_at) where state = 'withheld';

-- When the queue of each mailbox last moved, by the minute.
create table docket.outlet (
	mailbox		text primary key,	-- of the configuration
	sent_at		timestamptz not null
);

create function docket.given_up_at(state docket.delivery_state, due_at timestamptz)
	returns timestamptz language sql immutable parallel safe
	return case state when 'failed' then due_at end;

-- What was done of it, written once; `id` is that of the delivery.
create table docket.sent (
	id		int8 primary key,
	entry		int8 not null,
	recipient	text not null,
	automatic	bool not null,
	attempts	int2 not null,
	due_at		timestamptz not null,
	reply		text not null,
	created_at	timestamptz not null,
	done_at		timestamptz not null
);
-- Amazon SES gives each mail a Message-ID of its own, and says it: "250 Ok ID".
create index sent_ses on docket.sent (substring(reply, 8, 80)) where reply like '250 Ok 0%';

-- The draft knows the numbers of its deliveries; of one that is in an archive all are read.
create function docket.outbox_erased() returns trigger language plpgsql as $$
declare
	o record;
begin
	delete from docket.outbox where entry = old.id and stored_at = old.at
	returning first_delivery, last_delivery into o;
	if found then
		delete from docket.delivery where entry = old.id
		    and id between o.first_delivery and o.last_delivery;
		delete from docket.sent where entry = old.id
		    and id between o.first_delivery and o.last_delivery;
	else
		delete from docket.delivery where entry = old.id;
		delete from docket.sent where entry = old.id;
	end if;
	return null;
end $$;
create trigger outbox_erased after delete on docket.entry
	for each row when (old.kind in ('mail-out', 'webhook'))
	execute function docket.outbox_erased();

-- Automatic mail to customers, an hour and a core, and the breaker that withholds it when
-- it is too much (daemon/out/breaker.h): one row.
create table docket.automatic (
	hour		timestamptz not null,
	core		int4 not null,		-- docket.core
	sent		int8 not null,
	withheld	int8 not null,
	counted		int8 not null,		-- of both, since the breaker was reset
	primary key (hour, core)
);
create table docket.breaker (
	one		bool primary key default true check (one),
	tripped_at	timestamptz,		-- it withholds since then; null: it does not
	held_by		text,			-- by hand; null: by itself
	look_at		timestamptz,		-- when core looks whether it closes by itself, or
						-- lets go what waits since it has; null: never
	check (held_by is null or tripped_at is not null)
);
insert into docket.breaker default values;

-- What rules do not tell for a while, because somebody said so (docketctl silence): a row each,
-- which stays: who said it, and who ended it before its time.
create table docket.silence (
	id		int8 generated always as identity primary key,
	condition	text not null,		-- of the tickets, as `when` of a rule has it
	why		text not null,
	author		text not null,		-- agent's name or "docketctl"
	begun_at	timestamptz not null,
	until_at	timestamptz not null,	-- over by itself
	ended_at	timestamptz,		-- by hand, before that
	ended_by	text,
	check ((ended_at is null) = (ended_by is null))
);
create index silence_now on docket.silence (id) where ended_at is null;

-- What a rule with repeat_every told of a ticket last (daemon/rules/withhold.h).
create table docket.rule_told (
	ticket		int8 not null references docket.ticket on delete cascade,
	rule		text not null,		-- its name
	action		int2 not null,		-- its place in the rule's list
	seen		text not null,		-- of what happened and what its condition looked at
	told_at		timestamptz not null,
	primary key (ticket, rule, action)
);
-- What rules with group_wait order waits here to be told together, and goes with the
-- transaction that tells it (daemon/rules/grouped.h).
create table docket.grouped (
	id		int8 generated always as identity primary key,
	rule		text not null,
	action		int2 not null,
	grp		text not null,		-- what the tickets have in common
	ticket		int8 not null references docket.ticket on delete cascade,
	event		text not null,
	entry		int8,			-- docket.entry that it is of
	at		timestamptz not null,
	due_at		timestamptz not null	-- the first's of its group
);
create index grouped_due on docket.grouped (due_at);
create index grouped_of on docket.grouped (rule, action, grp, id);
create index grouped_ticket on docket.grouped (ticket);

-- What is wrong for longer than one mail, a row each (daemon/ticket/condition.h): whoever
-- finds it raises and clears the row, others tell people of it.
create table docket.condition (
	kind		text not null check (kind in ('queue-stopped', 'queue-paused',
			    'mailbox-silent', 'token-dead', 'server-refusing', 'warning-late',
			    'queue-stuck', 'nothing-stored', 'core-gone',
			    'reload-refused',
			    'rules-loop', 'rules-mail', 'rules-self', 'rule-off')),
	mailbox		text not null,		-- of the configuration; '': it is about no single one
	since		timestamptz not null,
	last_at		timestamptz not null,	-- it was found so for the last time
	text		text not null,		-- what is wrong: a server's words, or who paused it
	mend		text not null default '',	-- what people can do, as a clause; '': none known
	count		int8 not null default 1 check (count > 0),	-- how often it was found so
	retry_at	timestamptz,		-- when docket tries again by itself; null: not
	over_at		timestamptz,		-- it has passed, and who was told of it was not told that
	told_at		timestamptz,		-- people were told last; null: never
	told		int8 not null default 0,	-- and of so many
	primary key (kind, mailbox)
) with (fillfactor = 50);

-- What the mail of a delivery is called: a copy has the draft's Message-ID with the
-- delivery's number (daemon/out/draft.h), here without the proof of who reads it.
create function docket.mail_id(message_id text, personal bool, delivery int8) returns text
	language sql immutable parallel safe
	return case when personal
	    then regexp_replace(message_id, '@', '.' || delivery || '@') else message_id end;

-- ---- clocks ----

-- One run of a clock on a ticket (spec: cycle).
create table docket.cycle (
	id		int8 generated always as identity primary key,
	ticket		int8 not null references docket.ticket on delete cascade,
	target		int8 not null check (target > 0),	-- seconds of worked time
	started_at	timestamptz not null,
	worked		int8 not null default 0,	-- microseconds, up to resumed_at
	resumed_at	timestamptz,		-- worked counts from here; null: paused
	due_at		timestamptz,		-- null while paused
	last_due_at	timestamptz,		-- due_at as it last was, also while paused
	breached_at	timestamptz,
	stopped_at	timestamptz,
	-- Null: counted by the instants of its own.  Else it was counted in a closed month
	-- (-infinity), or was decided too late for its own month and counts in this one's.
	booked_at	timestamptz,
	next_at		timestamptz,		-- the earliest of point_at; null: nothing waits
	floor		int8 not null default 0,	-- us worked: points up to it are not told
	epoch		int8 not null default 0,	-- counts the targets it has had
	n		int not null,		-- counts the cycles of this clock
	clock		text not null check (clock in ('response',
			    'next_response', 'update', 'resolution')),
	state		text not null check (state in ('running', 'paused',
			    'met', 'breached', 'cancelled')),
	cause		text,
	policy		text not null,
	severity	text not null,
	calendar	text not null,
	warn		text[] not null default '{}',	-- points: "75%", "30m"
	pause		text[] not null default '{}',	-- statuses in which it stands still
	-- When each of warn, and last the breach, is due; null: it does not wait.
	point_at	timestamptz[] not null default '{}',
	told		text[] not null default '{}',	-- of this target: "75%", "breach"
	check (case when next_at is null then point_at = '{}'
		else cardinality(point_at) = cardinality(warn) + 1 end),
	unique (ticket, clock, n)
);
-- Never two running cycles of one clock.  What asks for open ones by something else goes
-- through all of them by it.
create unique index cycle_live on docket.cycle (ticket, clock)
	where stopped_at is null;
create index cycle_due on docket.cycle (due_at, ticket) where stopped_at is null;
create index cycle_next on docket.cycle (next_at) where next_at is not null;

-- What was told of a cycle, a point once a target, and (cycle null) what else waits for
-- its time.  The unique index finds a cycle's as well.
create table docket.alarm (
	id		int8 generated always as identity primary key,
	kind		text not null,		-- sla-…; due, snooze, hold (ticket/wake.h); quiet
	ticket		int8 not null references docket.ticket on delete cascade,
	cycle		int8 references docket.cycle on delete cascade,
	point		text not null,		-- "75%", "30m", "breach"; who snoozed
	epoch		int8 not null,		-- a point is told once a target of its cycle
	due_at		timestamptz not null,
	fired_at	timestamptz,
	state		text not null default 'waiting'
			check (state in ('waiting', 'fired', 'passed', 'dropped')),
	check ((kind in ('sla-warning', 'sla-breach')) = (cycle is not null)),
	check (cycle is null or state in ('fired', 'passed')),
	check (state not in ('fired', 'passed') or fired_at is not null),
	unique (cycle, point, epoch)
);
create index alarm_due on docket.alarm (due_at) where state = 'waiting';
create unique index alarm_other on docket.alarm (ticket, kind, point) where cycle is null
	and state = 'waiting';

-- One that waits is over: told, or it holds no more.
create function docket.alarm_end(id int8, state text, at timestamptz) returns void
	language sql security definer set search_path = pg_catalog, pg_temp as $$
	update docket.alarm a set state = alarm_end.state, fired_at = alarm_end.at
	 where a.id = alarm_end.id and a.cycle is null and a.state = 'waiting';
$$;
revoke execute on function docket.alarm_end from public;

-- Rules that run by a schedule (core/schedule.h): when next, and up to which ticket they went.
create table docket.schedule (
	rule		text primary key,
	says		text not null,		-- its words and zone
	next_at		timestamptz,		-- null: never
	after		int8 not null default 0
);

-- All of them: what was told, and what waits.
create view docket.alarms as
	select ticket, cycle, kind, point, epoch, due_at, fired_at, state from docket.alarm
	union all
	select c.ticket, c.id, case when p.n > cardinality(c.warn) then 'sla-breach'
	    else 'sla-warning' end, coalesce(c.warn[p.n], 'breach'), c.epoch, p.due_at, null,
	    'waiting'
	  from docket.cycle c
	  cross join unnest(c.point_at) with ordinality as p(due_at, n)
	 where c.next_at is not null and p.due_at is not null;

-- What of the configuration was in force last, so that an edit of a calendar, or
-- of a policy that applies to open clocks, is seen once.
create table docket.seen (
	kind	text not null check (kind in ('calendar', 'policy', 'types')),
	name	text not null,
	print	text not null,		-- md5 of what it says
	seen_at	timestamptz not null default now(),
	primary key (kind, name)
);

-- Configurations that were in force, by the fingerprint of their files, and the files'
-- texts, each once: what a reload would change is told by them.
create table docket.conf (
	fingerprint	text primary key,
	loaded_at	timestamptz not null		-- the last time
);
create table docket.conf_text (
	hash		text primary key,
	text		text not null
);
create table docket.conf_file (
	fingerprint	text not null references docket.conf on delete cascade,
	n		int8 not null,			-- in the order in which they were read
	name		text not null,
	hash		text not null references docket.conf_text,
	primary key (fingerprint, n)
);
create index conf_file_hash on docket.conf_file (hash);

-- ---- closed months ----

-- What was reported of a month when it closed stays (sla.md rule 12), and a cycle
-- that was counted there is counted nowhere else, whatever becomes of it.
create table docket.month (
	project		text not null references docket.project on delete restrict,
	month		date not null check (extract(day from month) = 1),
	zone		text not null,		-- in whose time it was cut
	since		timestamptz not null,	-- where the one before ended
	until		timestamptz not null check (until > since),
	closed_at	timestamptz not null,
	primary key (project, month)
);

-- Rows of the statement report_month.
create table docket.month_row (
	project		text not null,
	month		date not null,
	what		text not null check (what in ('outcome', 'cause', 'paused')),
	clock		text not null,
	severity	text not null,
	name		text not null,
	n		int8 not null,
	breached	int8,			-- from here on: of an outcome
	open		int8,
	cancelled	int8,
	median		int8,
	p90		int8,
	worst		int8,
	primary key (project, month, what, clock, severity, name),
	foreign key (project, month) references docket.month on delete cascade
);

-- The instant by whose month a cycle is counted: a breach when it happened, whatever
-- was promised later; a cycle that ended while it stood still, past the due instant
-- of before, then.
create function docket.counted_at(state text, last_due_at timestamptz,
    breached_at timestamptz, stopped_at timestamptz, booked_at timestamptz)
	returns timestamptz language sql immutable parallel safe
	return coalesce(booked_at, case state when 'breached' then breached_at
	    when 'met' then greatest(last_due_at, stopped_at)
	    else last_due_at end);

create index cycle_counted on docket.cycle
	(docket.counted_at(state, last_due_at, breached_at, stopped_at, booked_at));

-- Up to when a project's months are closed; null: none is.
create function docket.closed_until(project text) returns timestamptz
	language sql stable parallel safe
	return (select m.until from docket.month m where m.project = closed_until.project
		 order by m.month desc limit 1);

-- Before a ticket's cycles or its project change: those that a closed month holds are
-- counted.  One that stands still is not: it was told as open.
-- What moves a cycle in a past month shares the lock that closing takes for itself
-- (month_lock), so that the cycle is either as the month saw it, or sees it closed.
-- PL/pgSQL, because there the update looks only after the lock is had.  A session that
-- gives way (session_gives_way) fails instead of waiting.
create function docket.month_keep(id int8) returns void language plpgsql as $$
begin
	if coalesce(current_setting('docket.gives_way', true), '') <> 'on' then
		perform pg_advisory_xact_lock_shared(docket.lock_month(), 0);
	elsif not pg_try_advisory_xact_lock_shared(docket.lock_month(), 0) then
		raise 'a month is being closed' using errcode = 'DKW01';
	end if;
	update docket.cycle c set booked_at = '-infinity'
	  from docket.ticket t
	 where t.id = month_keep.id and c.ticket = t.id and c.state <> 'paused'
	   and c.booked_at is distinct from '-infinity'
	   and docket.counted_at(c.state, c.last_due_at, c.breached_at, c.stopped_at,
		c.booked_at) < docket.closed_until(t.project);
end $$;

-- After it: what now belongs into a closed month that does not hold it counts in the
-- month in which it ended, or in the first that is not closed.
create function docket.month_book(id int8) returns void language sql as $$
	update docket.cycle c set booked_at = case
		when c.state <> 'paused' and docket.counted_at(c.state, c.last_due_at,
		    c.breached_at, c.stopped_at, null) < closed.until
		then greatest(coalesce(c.stopped_at, c.breached_at), closed.until) end
	  from (select docket.closed_until(t.project) as until from docket.ticket t
		 where t.id = month_book.id) closed
	 where c.ticket = month_book.id and c.booked_at is distinct from '-infinity'
	   and (c.booked_at is not null or closed.until is not null);
$$;

create function docket.ticket_leaves() returns trigger language plpgsql as $$
begin
	perform docket.month_keep(old.id);
	return new;
end $$;
create trigger ticket_leaves before update of project on docket.ticket
	for each row when (old.project <> new.project)
	execute function docket.ticket_leaves();

create function docket.ticket_comes() returns trigger language plpgsql as $$
begin
	perform docket.month_book(new.id);
	return null;
end $$;
create trigger ticket_comes after update of project on docket.ticket
	for each row when (old.project <> new.project)
	execute function docket.ticket_comes();

-- ---- what rules did ----

-- The rule sets that there were, as far as traces tell of them (daemon/policy/ruleset.h), so
-- that a rule is called by its name and place also when the files say something else by now.
create table docket.policy (
	print		int8 primary key,	-- of what its rows say
	since		timestamptz not null,	-- it was used for the first time
	used_at		timestamptz not null	-- … and, within an hour, the last time
);

create table docket.policy_rule (
	policy		int8 not null references docket.policy on delete cascade,
	n		int4 not null,		-- in the order in which they ran, from 0
	name		text not null,
	place		text not null,		-- "rules.conf:12"
	state		text not null,		-- enabled, disabled, shadow
	events		text not null,		-- "created, changed"
	tests		text not null,		-- what each says, a line each
	primary key (policy, n)
);

-- What became of each rule on an event that any rule was on (daemon/ticket/trace.h): a row an
-- event, kept for trace_keep.  Written with every mail, so without foreign keys: a ticket's go
-- with it by a trigger.  Of what was about no ticket no values are kept, for nothing would
-- erase them.
create table docket.trace (
	id		int8 generated always as identity primary key,
	ticket		int8,			-- docket.ticket; null: none
	entry		int8,			-- docket.entry that brought it; null: none
	at		timestamptz not null,
	policy		int8 not null,		-- docket.policy
	event		text not null,
	fired		text not null,		-- "3f 7s": rules that fired, or would have
	rules		text not null,		-- what became of each, packed
	texts		text not null		-- values that they looked at: safe, cut, a line each
);
create index trace_ticket on docket.trace (ticket, id) where ticket is not null;

-- ---- erasure ----

-- Whether somebody has not got it yet: it is queued, withheld, held or was given up.
create function docket.mail_waits(o docket.outbox) returns bool language sql stable
	return exists (select from docket.delivery d where d.entry = o.entry
		and d.id between o.first_delivery and o.last_delivery);

-- As templates write it into HTML (parsers/text/template.c).
create function docket.html_of(text text) returns text language sql immutable parallel safe
	return replace(replace(replace(replace(replace(text, '&', '&amp;'), '<', '&lt;'),
		'>', '&gt;'), '"', '&quot;'), '''', '&#39;');

-- Of each of these, "#12 words" and "#12 (words", the number stays.
create function docket.text_without(whole text, named text[]) returns text
	language plpgsql immutable as $$
declare
	one text;
begin
	foreach one in array named loop
		whole := replace(whole, one, substring(one from '^#[0-9]+ [(]?') || '…');
	end loop;
	return whole;
end $$;

-- Erases a ticket for good, and those that went into it: its texts, mails in and out, files,
-- and the people whom no other ticket is for.  What stays is docket.erased, and of each mail
-- its place and hash (raw): the same bytes come back as nothing.  A mail that another ticket
-- has too, because it was split off, stays there.  Time that was booked stays with its number and
-- without its texts (docket.time_entry); a timer that runs stops.  What was in an archive stays there: `archived` counts such mails.
-- Of mails out that are not the ticket's own:
--  - what is about a mail that goes is taken back, or goes;
--  - lists, digests and answers that name it go; of one that still waits, or is another
--    ticket's, the reader is told instead that what it told is gone;
--  - so is what a notice of a ticket that it was related to told, if it was sent; from what
--    waits, of whatever ticket, its subject is taken out.
-- Orders in a mail that nobody proved go, unless it waits and is for other tickets, too.
create function docket.ticket_erase(ticket int8, by_whom text, at timestamptz,
	out tickets int8, out mails int8, out archived int8)
	language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
	gone int8[];
	raws int8[];
	files bytea[];
	contacts int8[];
	who text[];
	begun int8;		-- no entry before it tells of them
	abouts text[];		-- entries that go
	numbers text;		-- as texts have them,
	tags text;		-- … and subjects of mails
	orders constant text := '(?:^|\n)[ \t]*#ticket[ \t:]+#?([0-9]{1,18})(?![0-9])';
	subjects text[];	-- "#12 subject", as mails name them, and in HTML
	words text;
	mail record;
begin
	with recursive all_of(id) as (
		select ticket_erase.ticket
		union
		select t.id from all_of join docket.ticket t on t.merged_into = all_of.id)
	select array_agg(t.id) into gone
	  from (select id from docket.ticket where id in (select id from all_of)
		 order by id for update) t;
	tickets := coalesce(cardinality(gone), 0);
	mails := 0;
	archived := 0;
	if tickets = 0 then
		return;
	end if;
	select coalesce(array_agg(distinct raw) filter (where raw is not null), '{}')
	  into raws from docket.entry where ticket = any(gone);
	-- What was ordered for it with others' orders: they have theirs in their own history.
	raws := raws || array(
		select m.raw from docket.entry e join docket.entry m on m.id = (e.data->>'ordered_by')::int8
		 where e.ticket = any(gone) and e.data ? 'ordered_by' and m.ticket is null
		   and m.raw is not null);
	-- Orders that nobody proved: nobody can confirm them any more.
	raws := raws || array(
		select r.id from docket.entry e join docket.raw r on r.id = e.raw
		 where e.kind = 'quarantine' and e.ticket is null
		   and r.state in ('quarantine', 'dropped') and e.body ~* orders
		   and exists (select from regexp_matches(e.body, orders, 'gi') m
			where m[1]::int8 = any(gone))
		   and (r.state = 'dropped' or not exists (
			select from regexp_matches(e.body, orders, 'gi') m
			 where m[1]::int8 <> all(gone)))
		 order by r.id for update of r);
	raws := raws || array(		-- what confirmed one of all these quotes it
		select raw from docket.entry
		 where kind = 'quarantine' and raw is not null and data ? 'confirmed'
		   and (data->>'confirmed')::int8 = any(raws));
	raws := raws || array(
		select id from docket.raw where duplicate_of = any(raws)
		union select id from docket.raw where copy_of = any(raws));
	raws := array(select distinct r from unnest(raws) r where not exists (
		select from docket.entry e where e.raw = r and e.kind <> 'quarantine'
		   and e.ticket is not null and e.ticket <> all(gone)));
	abouts := array(
		select id::text from docket.entry where ticket = any(gone)
		union select id::text from docket.entry where raw = any(raws)
		    and kind <> 'quarantine' and ticket is null
		union select id::text from docket.entry where raw = any(raws)
		    and kind = 'quarantine' and ticket is null);
	begun := (select min(id::int8) from unnest(abouts) id);
	select coalesce(array_agg(distinct a.blob) filter (where a.blob is not null), '{}')
	  into files from docket.attachment a where a.entry = any(abouts::int8[]);
	select array(
		select address from docket.participant where ticket = any(gone)
		union select author from docket.entry where ticket = any(gone) and not by_agent
		   and author like '%@%'
		union select reply_to from docket.ticket where id = any(gone) and reply_to <> ''
		union select sender from docket.ticket where id = any(gone) and sender <> '')
	  into who;
	select coalesce(array_agg(distinct id), '{}') into contacts from (
		select requester as id from docket.ticket
		 where id = any(gone) and requester is not null
		union select contact from docket.contact_address where address = any(who)) c;
	who := who || array(select address from docket.contact_address
		where contact = any(contacts));
	who := who || array(select regexp_replace(w, '[+][^@]*@', '@') from unnest(who) w);

	numbers := '#(ticket[ \t:]+#?)?(' || array_to_string(gone, '|') || ')([^0-9]|$)';
	tags := '#(' || array_to_string(gone, '|') || ')\]';
	words := format('What this mail told is gone with ticket #%s, which was erased for good.',
		ticket_erase.ticket);
	delete from docket.entry e
	 where e.ticket is null and e.kind = 'mail-out' and e.id > begun
	   and e.data->>'about' = any(abouts);
	delete from docket.entry e using docket.outbox o
	 where e.ticket is null and e.kind = 'mail-out' and e.id > begun
	   and o.entry = e.id and o.stored_at = e.at and (e.subject ~ tags or
		o.body ~* numbers and not docket.mail_waits(o));
	update docket.outbox o set body = said.words, text_size = octet_length(said.words),
	    files = '{}', pictures = '{}'
	  from docket.entry e, (select words || ' Ask again for what it told of others.'
		as words) said
	 where e.kind = 'mail-out' and e.id > begun and (e.ticket is null or
		e.ticket <> all(gone) and e.data->>'template' = 'transcript')
	   and o.entry = e.id and o.stored_at = e.at and o.body ~* numbers;
	-- What webhooks get of it with others' tickets.
	update docket.outbox o set body = told.words, text_size = octet_length(told.words)
	  from docket.entry e, (select json_build_object('text', words)::text as words) told
	 where e.kind = 'webhook' and e.id > begun and (e.ticket is null or e.ticket <> all(gone))
	   and o.entry = e.id and o.stored_at = e.at
	   and o.refs && array(select unnest(gone)::text);
	-- What engineers were told of the tickets that it was related to names its subject.
	update docket.outbox o set body = words, text_size = octet_length(words)
	  from docket.entry e
	 where e.kind = 'mail-out' and e.ticket <> all(gone) and e.ticket in (
		select substring(c.new || c.old from 2)::int8 from docket.change c
		 where c.ticket = any(gone) and c.what in ('blocked-by', 'blocks', 'parent',
		    'child', 'link', 'merged-into', 'merged-from')
		   and c.new || c.old ~ '^#[0-9]{1,18}$')
	   and o.entry = e.id and o.stored_at = e.at and o.proves and o.body ~ numbers
	   and not docket.mail_waits(o);
	subjects := array(
		select named || shown
		  from (select id, subject from docket.ticket where id = any(gone)
			union select c.ticket, unnest(array[c.old, c.new]) from docket.change c
			 where c.ticket = any(gone) and c.what = 'subject') t,
		    unnest(array[format('#%s ', id), format('#%s (', id)]) named,
		    unnest(array[subject, docket.html_of(subject)]) shown
		 where subject <> ''
		 order by length(shown) desc);	-- the longer first: it may begin with another
	for mail in
		select distinct o.entry, o.stored_at, o.body, o.text_size
		  from docket.delivery d
		  join docket.outbox o on o.entry = d.entry and o.stored_at = d.created_at
		  join docket.entry e on e.id = o.entry
		 where e.ticket <> all(gone) and o.body ~ numbers
	loop
		update docket.outbox o set body = t.text || t.html, text_size = octet_length(t.text)
		  from (select docket.text_without(convert_from(substring(whole
				for mail.text_size), 'UTF8'), subjects) as text,
			    docket.text_without(convert_from(substring(whole
				from mail.text_size + 1), 'UTF8'), subjects) as html
			  from convert_to(mail.body, 'UTF8') whole) t
		 where o.entry = mail.entry and o.stored_at = mail.stored_at;
	end loop;
	delete from docket.held_untold u using docket.entry e
	 where e.id = u.entry and e.id = any(abouts::int8[]);
	-- A timer that runs is booked as one that stops is (002_time.sql): it may be late.
	perform pg_advisory_xact_lock(docket.lock_time(), hashtext('agent:' || agent)),
	    pg_advisory_xact_lock_shared(docket.lock_time(), hashtext('project:' || project))
	  from (select agent, project from docket.time_entry
		 where number = any(gone) and stopped_at is null order by agent) timers;
	update docket.time_entry set text = '', entry = null,
	    counts_at = case when stopped_at is null
		then docket.time_counts(agent, project, started_at, ticket_erase.at)
		else counts_at end,
	    worked = worked + case when stopped_at is null and resumed_at < ticket_erase.at
		then extract(epoch from ticket_erase.at - resumed_at)::int8 else 0 end,
	    stopped_at = coalesce(stopped_at, greatest(started_at, ticket_erase.at)),
	    resumed_at = null
	 where number = any(gone);
	delete from docket.ticket where id = any(gone);
	delete from docket.entry where raw = any(raws) and kind <> 'quarantine' and ticket is null;
	delete from docket.entry where raw = any(raws) and kind = 'quarantine' and ticket is null;
	delete from docket.contact c where id = any(contacts) and not exists (
		select from docket.ticket t where t.requester = c.id);
	delete from docket.reach r where address = any(who) and not exists (
		select from docket.contact_address a where a.address = r.address);
	delete from docket.tally where split_part(key, ' ', 1) = any(who);
	delete from docket.blob b where sha256 = any(files) and not exists (
		select from docket.attachment a where a.blob = b.sha256);
	delete from docket.raw_bytes b using docket.raw r
	 where r.id = any(raws) and b.raw = r.id and b.stored_at = r.stored_at;
	update docket.raw set state = 'erased', content = null where id = any(raws);
	mails := cardinality(raws);
	select count(*) into archived from docket.raw r where r.id = any(raws)
	   and r.duplicate_of is null and not docket.month_is_there('raw_bytes', r.stored_at, 0);
	insert into docket.erased (ticket, at, by_whom)
	select unnest(gone), ticket_erase.at, ticket_erase.by_whom;
end $$;
revoke execute on function docket.ticket_erase from public;
