-- run: a hash of the project; alone by who says what it runs.
create function docket.lock_run() returns int4
	language sql immutable parallel safe return 1684238958;

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
	decided		bool not null,		-- somebody said so; else it is the ticket's version
	told_at		timestamptz not null
);
-- What is erased leaves no address behind: that it ran is nobody's.
create function docket.run_forgets() returns trigger language plpgsql as $$
begin
	update docket.run set author = '' where ticket = old.id and author like '%@%';
	return old;
end $$;
create trigger run_forgets before delete on docket.ticket
	for each row execute function docket.run_forgets();
create index run_now on docket.run (project, product, environment, since desc, id desc);
create index run_version on docket.run (product, key);
create index run_ticket on docket.run (ticket) where ticket is not null;

-- What runs at an instant, of one project or of all (null), since when it is the same.
create function docket.runs(at timestamptz, of text)
	returns table (project text, product text, environment text, version text, key bytea,
	    since timestamptz, source text, ticket int8, author text)
	language sql stable as $$
	select n.project, n.product, n.environment, n.version, n.key,
	    (select min(f.since) from docket.run f
	      where f.project = n.project and f.product = n.product
		and f.environment = n.environment and (f.since, f.id) <= (n.since, n.id)
		and (f.since, f.id) > (coalesce(o.since, '-infinity'), coalesce(o.id, 0))),
	    n.source, n.ticket, n.author
	  from (select distinct on (r.project, r.product, r.environment) r.* from docket.run r
		 where r.since <= runs.at and (runs.of is null or r.project = runs.of)
		 order by r.project, r.product, r.environment, r.since desc, r.id desc) n
	  left join lateral (select r.since, r.id from docket.run r
		 where r.project = n.project and r.product = n.product
		   and r.environment = n.environment and r.version <> n.version
		   and (r.since, r.id) < (n.since, n.id)
		 order by r.since desc, r.id desc limit 1) o on true
$$;

-- A ticket says of production what would be a step back: people are asked, and nothing changes
-- until they say.  Gone when somebody did.
create table docket.run_doubt (
	ticket		int8 primary key references docket.ticket on delete cascade,
	project		text not null references docket.project on delete restrict,
	product		text not null,
	environment	text not null,
	version		text not null,		-- that the ticket says
	runs		text not null,		-- what ran when it was asked; '': nothing is known
	since		timestamptz,
	at		timestamptz not null
);
create index run_doubt_of on docket.run_doubt (project, product, environment);

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
