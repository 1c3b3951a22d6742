-- Which version of a product a project runs where, since when, and who says so: history.
-- What runs is the newest row (by since, then id) of its project, product and environment.
create table docket.run (
	id		int8 generated always as identity primary key,
	project		text not null references docket.project on delete restrict,
	product		text not null,
	environment	text not null,
	version		text not null,		-- as products.conf has it, else as written
	key		bytea not null,		-- sorts as the product's versions do; '': unknown there
	since		timestamptz not null,
	source		text not null check (source in ('header', 'body', 'agent', 'rule', 'import')),
	ticket		int8 references docket.ticket on delete set null,	-- that told it
	author		text not null,
	told_at		timestamptz not null
);
create index run_now on docket.run (project, product, environment, since desc, id desc);
create index run_version on docket.run (product, key);
create index run_ticket on docket.run (ticket) where ticket is not null;

-- A ticket says of production what would be a step back: people are asked, and nothing changes
-- until they say.  Gone when somebody did.
create table docket.run_doubt (
	ticket		int8 primary key references docket.ticket on delete cascade,
	project		text not null references docket.project on delete restrict,
	product		text not null,
	environment	text not null,
	version		text not null,		-- that the ticket says
	at		timestamptz not null
);

-- Where a fault is and where it is mended, as engineers said.
create table docket.ticket_version (
	ticket		int8 not null references docket.ticket on delete cascade,
	what		text not null check (what in ('found', 'not', 'fixed')),
	product		text not null,
	version		text not null,
	key		bytea not null,
	author		text not null,
	at		timestamptz not null,
	primary key (ticket, product, version)	-- the last word counts
);
create index ticket_version_of on docket.ticket_version (product, key, what);
