-- The tables of docket's first release that intake fills, as they were then: columns,
-- keys, checks and indexes.  Never adapted to docket's schema of today, so that floor.c
-- measures the same rows for ever.

create schema floor;

create table floor.contact (
	id		int8 generated always as identity primary key,
	address		text not null unique check (address = lower(address)),
	name		text not null default '',
	project		text not null,
	created_at	timestamptz not null default now()
);

create table floor.raw (
	id		int8 generated always as identity primary key,
	mailbox		text not null,
	uidvalidity	int8,
	uid		int8,
	sha256		bytea not null check (length(sha256) = 32),
	size		int8 not null,
	arrived_at	timestamptz not null,
	stored_at	timestamptz not null default now(),
	duplicate_of	int8 references floor.raw,
	pending		bool not null default false,
	bytes		bytea,
	check ((bytes is null) = (duplicate_of is not null)),
	check ((uid is null) = (uidvalidity is null)),
	unique (mailbox, uidvalidity, uid)
);
alter table floor.raw alter column bytes set storage external;
create unique index raw_sha256 on floor.raw (sha256) where duplicate_of is null;
create index raw_pending on floor.raw (id) where pending;

create table floor.ticket (
	id		int8 generated always as identity primary key,
	subject		text not null,
	type		text not null default 'incident',
	status		text not null default 'new'
			check (status in ('new', 'open', 'waiting', 'on-hold',
			    'resolved', 'closed')),
	project		text not null,
	mailbox		text not null,
	requester	int8 references floor.contact,
	assignee	text,
	team		text,
	tags		text[] not null default '{}',
	sla		text,
	created_at	timestamptz not null,
	updated_at	timestamptz not null default now(),
	resolved_at	timestamptz,
	answered_at	timestamptz,
	update_from	timestamptz,
	asked_at	timestamptz
);
create index ticket_open on floor.ticket (updated_at desc)
	where status not in ('resolved', 'closed');
create index ticket_requester on floor.ticket (requester);
create index ticket_project on floor.ticket (project, id desc);

create table floor.participant (
	ticket		int8 not null references floor.ticket,
	address		text not null check (address = lower(address)),
	name		text not null default '',
	primary key (ticket, address)
);

create table floor.field (
	ticket		int8 not null references floor.ticket,
	name		text not null,
	value		text not null,
	raw		text not null,
	source		text not null,
	found_in	text not null,
	verified	bool not null,
	set_at		timestamptz not null default now(),
	primary key (ticket, name)
);

create table floor.entry (
	id		int8 generated always as identity primary key,
	ticket		int8 references floor.ticket,
	at		timestamptz not null,
	kind		text not null check (kind in ('mail-in', 'mail-out',
			    'note', 'command', 'change', 'rule', 'clock',
			    'bounce', 'duplicate', 'held', 'quarantine')),
	author		text not null,
	by_agent	bool not null default false,
	public		bool not null default false,
	raw		int8 references floor.raw,
	letter_kind	text,
	subject		text not null default '',
	body		text not null default '',
	new_text	text not null default '',
	message_id	text,
	data		jsonb not null default '{}'
);
create index entry_ticket on floor.entry (ticket, id);
create unique index entry_raw on floor.entry (raw)
	where kind in ('mail-in', 'bounce', 'held', 'quarantine', 'duplicate');
create index entry_held on floor.entry (author, at) where kind = 'held';
create index entry_of_raw on floor.entry (raw) where raw is not null;
create index entry_quarantine on floor.entry (id) where kind = 'quarantine';
create index entry_status on floor.entry (ticket, id) where data->>'what' = 'status';

create table floor.message (
	message_id	text not null,
	ticket		int8 not null references floor.ticket,
	entry		int8 not null references floor.entry,
	primary key (message_id, entry)
);
create index message_ticket on floor.message (ticket, entry desc);

create table floor.outbox (
	id		int8 generated always as identity primary key,
	ticket		int8 references floor.ticket,
	entry		int8 references floor.entry,
	mailbox		text not null,
	message_id	text not null unique,
	envelope_from	text not null,
	automatic	bool not null,
	bytes		bytea not null,
	created_at	timestamptz not null default now()
);
alter table floor.outbox alter column bytes set storage external;
create index outbox_ticket on floor.outbox (ticket, id);

create table floor.delivery (
	id		int8 generated always as identity primary key,
	outbox		int8 not null references floor.outbox,
	recipient	text not null,
	state		text not null default 'queued'
			check (state in ('queued', 'sending', 'sent', 'failed')),
	automatic	bool not null,
	attempts	int not null default 0,
	due_at		timestamptz not null default now(),
	owner		int,
	reply		text not null default '',
	created_at	timestamptz not null default now(),
	done_at		timestamptz,
	unique (outbox, recipient)
);
create index delivery_due on floor.delivery (due_at)
	where state in ('queued', 'sending');
create index delivery_failed on floor.delivery (id) where state = 'failed';
create index delivery_automatic on floor.delivery (recipient, created_at)
	where automatic;

create function floor.counted_at(state text, last_due_at timestamptz,
    breached_at timestamptz, stopped_at timestamptz, booked_at timestamptz)
	returns timestamptz language sql immutable parallel safe
	return coalesce(booked_at, case state when 'breached' then breached_at
	    when 'met' then greatest(last_due_at, stopped_at)
	    else last_due_at end);

create table floor.cycle (
	id		int8 generated always as identity primary key,
	ticket		int8 not null references floor.ticket,
	clock		text not null check (clock in ('response',
			    'next_response', 'update', 'resolution')),
	n		int not null,
	policy		text not null,
	severity	text not null,
	calendar	text not null,
	target		int8 not null check (target > 0),
	started_at	timestamptz not null,
	resumed_at	timestamptz,
	worked		int8 not null default 0,
	due_at		timestamptz,
	state		text not null check (state in ('running', 'paused',
			    'met', 'breached', 'cancelled')),
	breached_at	timestamptz,
	stopped_at	timestamptz,
	cause		text,
	warn		text[] not null default '{}',
	pause		text[] not null default '{}',
	last_due_at	timestamptz,
	floor		int8 not null default 0,
	epoch		int8 not null default 0,
	booked_at	timestamptz,
	unique (ticket, clock, n)
);
create unique index cycle_live on floor.cycle (ticket, clock)
	where stopped_at is null;
create index cycle_of_calendar on floor.cycle (calendar, ticket) where stopped_at is null;
create index cycle_of_policy on floor.cycle (policy, ticket) where stopped_at is null;
create index cycle_counted on floor.cycle
	(floor.counted_at(state, last_due_at, breached_at, stopped_at, booked_at));

create table floor.alarm (
	id		int8 generated always as identity primary key,
	kind		text not null check (kind in ('sla-warning', 'sla-breach')),
	ticket		int8 not null references floor.ticket,
	cycle		int8 not null references floor.cycle,
	point		text not null,
	epoch		int8 not null,
	due_at		timestamptz not null,
	fired_at	timestamptz,
	state		text not null default 'waiting'
			check (state in ('waiting', 'fired', 'passed', 'dropped')),
	unique (cycle, point, epoch)
);
create index alarm_due on floor.alarm (due_at) where state = 'waiting';
