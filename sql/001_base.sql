-- The facts docket keeps: tickets and their history, mail in and out, clocks.
-- Policy (projects, agents, calendars, SLAs, rules) is in configuration files.
-- Instants are timestamptz; programs read them as microseconds by docket.us().

create schema docket;

create function docket.us(t timestamptz) returns int8
	language sql immutable strict parallel safe
	return (extract(epoch from t) * 1000000)::int8;

create function docket.at(us int8) returns timestamptz
	language sql immutable strict parallel safe
	return 'epoch'::timestamptz + us * interval '1 microsecond';

create table docket.migration (
	version		int primary key,
	name		text not null,
	applied_at	timestamptz not null default now()
);

-- Where reading of each IMAP folder stands: everything up to uid is stored.
create table docket.mailbox (
	name		text primary key,
	uidvalidity	int8 not null default 0,
	uid		int8 not null default 0,
	since		timestamptz not null default now(),
	seen_at		timestamptz,		-- last time the server answered
	fault		text			-- what is wrong now, null when well
);

create table docket.contact (
	id		int8 generated always as identity primary key,
	address		text not null unique check (address = lower(address)),
	name		text not null default '',
	project		text not null,
	created_at	timestamptz not null default now()
);

-- A message as it arrived.  (mailbox, uidvalidity, uid) makes a replay a no-op;
-- sha256 finds the same bytes under another UID.
create table docket.raw (
	id		int8 generated always as identity primary key,
	mailbox		text not null,
	uidvalidity	int8,			-- null: by docketctl deliver
	uid		int8,
	sha256		bytea not null check (length(sha256) = 32),
	size		int8 not null,
	arrived_at	timestamptz not null,	-- INTERNALDATE, clamped
	stored_at	timestamptz not null default now(),
	duplicate_of	int8 references docket.raw,
	-- To be read by core: left by docketctl deliver or quarantine retry.
	pending		bool not null default false,
	bytes		bytea,			-- null only for a duplicate
	check ((bytes is null) = (duplicate_of is not null)),
	check ((uid is null) = (uidvalidity is null)),
	unique (mailbox, uidvalidity, uid)
);
alter table docket.raw alter column bytes set storage external;
create unique index raw_sha256 on docket.raw (sha256) where duplicate_of is null;
create index raw_pending on docket.raw (id) where pending;

create table docket.ticket (
	id		int8 generated always as identity primary key,
	subject		text not null,
	type		text not null default 'incident',
	status		text not null default 'new'
			check (status in ('new', 'open', 'waiting', 'on-hold',
			    'resolved', 'closed')),
	project		text not null,
	mailbox		text not null,
	requester	int8 references docket.contact,
	assignee	text,			-- agent's name in agents.conf
	team		text,
	tags		text[] not null default '{}',
	sla		text,			-- policy in sla.conf
	created_at	timestamptz not null,
	updated_at	timestamptz not null default now(),
	resolved_at	timestamptz
);
create index ticket_open on docket.ticket (updated_at desc)
	where status not in ('resolved', 'closed');
create index ticket_requester on docket.ticket (requester);
create index ticket_project on docket.ticket (project, id desc);

create table docket.participant (
	ticket		int8 not null references docket.ticket,
	address		text not null check (address = lower(address)),
	name		text not null default '',
	primary key (ticket, address)
);

create table docket.field (
	ticket		int8 not null references docket.ticket,
	name		text not null,
	value		text not null,
	raw		text not null,		-- as it was written
	source		text not null,
	found_in	text not null,		-- label, header, pattern or rule
	verified	bool not null,
	set_at		timestamptz not null default now(),
	primary key (ticket, name)
);

-- A ticket's history, append-only: the state can be rebuilt from it.
create table docket.entry (
	id		int8 generated always as identity primary key,
	ticket		int8 references docket.ticket,	-- null: quarantine
	at		timestamptz not null,
	kind		text not null check (kind in ('mail-in', 'mail-out',
			    'note', 'command', 'change', 'rule', 'clock',
			    'bounce', 'duplicate', 'held', 'quarantine')),
	author		text not null,		-- address, agent's name or 'docket'
	by_agent	bool not null default false,
	public		bool not null default false,	-- the customer sees it
	raw		int8 references docket.raw,
	letter_kind	text,
	subject		text not null default '',
	body		text not null default '',	-- the whole text
	new_text	text not null default '',	-- what was written this time
	message_id	text,
	data		jsonb not null default '{}'
);
create index entry_ticket on docket.entry (ticket, id);
create unique index entry_raw on docket.entry (raw)
	where kind in ('mail-in', 'bounce', 'held', 'quarantine', 'duplicate');
create index entry_held on docket.entry (author, at) where kind = 'held';
create index entry_of_raw on docket.entry (raw) where raw is not null;
create index entry_quarantine on docket.entry (id) where kind = 'quarantine';

create table docket.attachment (
	entry		int8 not null references docket.entry,
	n		int not null,
	name		text not null,
	type		text not null,
	size		int8 not null,
	sha256		text not null,
	primary key (entry, n)
);

-- Message-IDs that lead to a ticket: of mail in and of mail out.  Senders reuse
-- Message-IDs, so it is no key: the newest ticket wins.
create table docket.message (
	message_id	text not null,
	ticket		int8 not null references docket.ticket,
	entry		int8 not null references docket.entry,
	primary key (message_id, entry)
);
create index message_ticket on docket.message (ticket, entry desc);

-- Each run of a core takes a number and holds an advisory lock on it, so that
-- the others see whose deliveries were left in 'sending' by a death.
create sequence docket.core as int cycle;

-- A mail to send, whole, with its fixed Message-ID; one delivery a recipient.
create table docket.outbox (
	id		int8 generated always as identity primary key,
	ticket		int8 references docket.ticket,
	entry		int8 references docket.entry,
	mailbox		text not null,		-- whose SMTP settings are used
	message_id	text not null unique,
	envelope_from	text not null,		-- '' for automatic mail
	automatic	bool not null,
	bytes		bytea not null,
	created_at	timestamptz not null default now()
);
alter table docket.outbox alter column bytes set storage external;
create index outbox_ticket on docket.outbox (ticket, id);

create table docket.delivery (
	id		int8 generated always as identity primary key,
	outbox		int8 not null references docket.outbox,
	recipient	text not null,
	state		text not null default 'queued'
			check (state in ('queued', 'sending', 'sent', 'failed')),
	automatic	bool not null,		-- for the limit an address and hour
	attempts	int not null default 0,
	due_at		timestamptz not null default now(),
	owner		int,			-- docket.core that sends it now
	reply		text not null default '',	-- the server's last words
	created_at	timestamptz not null default now(),
	done_at		timestamptz,
	unique (outbox, recipient)
);
create index delivery_due on docket.delivery (due_at)
	where state in ('queued', 'sending');
create index delivery_failed on docket.delivery (id) where state = 'failed';
create index delivery_automatic on docket.delivery (recipient, created_at)
	where automatic;

-- One run of a clock on a ticket (spec: cycle).
create table docket.cycle (
	id		int8 generated always as identity primary key,
	ticket		int8 not null references docket.ticket,
	clock		text not null check (clock in ('response',
			    'next_response', 'update', 'resolution')),
	n		int not null,		-- counts the cycles of this clock
	policy		text not null,
	severity	text not null,
	calendar	text not null,
	target		int8 not null check (target > 0),	-- seconds of worked time
	started_at	timestamptz not null,
	resumed_at	timestamptz,		-- worked counts from here; null: paused
	worked		int8 not null default 0,	-- microseconds, up to resumed_at
	due_at		timestamptz,		-- null while paused
	state		text not null check (state in ('running', 'paused',
			    'met', 'breached', 'cancelled')),
	breached_at	timestamptz,
	stopped_at	timestamptz,
	cause		text,
	unique (ticket, clock, n)
);
-- Never two running cycles of one clock.
create unique index cycle_live on docket.cycle (ticket, clock)
	where stopped_at is null;

-- An instant at which something is due, once.
create table docket.alarm (
	id		int8 generated always as identity primary key,
	kind		text not null check (kind in ('sla-warning', 'sla-breach')),
	ticket		int8 not null references docket.ticket,
	cycle		int8 not null references docket.cycle,
	point		text not null,		-- "75%", "30m", "breach"
	target		int8 not null,		-- a point fires once a target
	due_at		timestamptz not null,
	fired_at	timestamptz,
	state		text not null default 'waiting'
			check (state in ('waiting', 'fired', 'passed', 'dropped')),
	unique (cycle, point, target)
);
create index alarm_due on docket.alarm (due_at) where state = 'waiting';
create index alarm_cycle on docket.alarm (cycle);
