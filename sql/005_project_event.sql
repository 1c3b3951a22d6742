-- What is told of a project once: each point of a budget, a contract, a version's end.
create table docket.project_event (
	id		int8 generated always as identity primary key,
	project		text not null references docket.project on delete restrict,
	kind		text not null check (kind in ('budget', 'version-eol', 'contract-ending')),
	what		text not null,		-- budget's period, product and version, contract's end
	point		int8 not null,		-- per cent of a budget, days before an end
	used		int8 not null,		-- of a budget, s
	allowed		int8 not null,		-- … in all
	ticket		int8 not null,		-- … number of that whose time went past it; 0: not known
	product		text not null,
	version		text not null,
	environment	text not null,
	day		int8 not null,		-- of an end: since 1970-01-01, the last one; of others 0
	at		timestamptz not null,
	passed		bool not null default false,	-- a further point was told at the same time
	told_at		timestamptz,		-- rules have run on it; null: they are to
	check (not passed or told_at is not null),
	unique (project, kind, what, point)
);
create index project_event_untold on docket.project_event (at) where told_at is null;

-- When projects are looked at again (core/projectlook.h): one daemon does.
create table docket.project_look (
	one		bool primary key default true check (one),
	next_at		timestamptz not null
);
