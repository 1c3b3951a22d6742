-- What of the configuration was in force last, so that an edit of a calendar, or
-- of a policy that applies to open clocks, is seen once.

create table docket.seen (
	kind	text not null check (kind in ('calendar', 'policy')),
	name	text not null,
	print	text not null,		-- md5 of what it says
	seen_at	timestamptz not null default now(),
	primary key (kind, name)
);
create index cycle_of_calendar on docket.cycle (calendar, ticket) where stopped_at is null;
create index cycle_of_policy on docket.cycle (policy, ticket) where stopped_at is null;
